"""What was set aside: seen by who may, decided by a person, undone, and in the trail."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from planning.audit.models import AuditEvent
from planning.audit.services import patient_key
from planning.studies.arrival import Source, receive
from planning.studies.identity import Asked
from planning.studies.models import Instance, Patient, Quarantined, QuarantineDecision
from planning.studies.photographs import receive_photograph
from planning.studies.upload_models import Upload
from tests.builders.dicom_files import film
from tests.studies.set_aside import bring, waiting, work_off
from tests.studies.test_uploads import picture, take_picture

MEANT = {"PatientID": "MRN-00001", "PatientName": "Smith^John", "PatientBirthDate": "19560314",
         "PatientSex": "M", "IssuerOfPatientID": None}  # fmt: skip


@pytest.fixture
def surgeon(as_role, data_folder):
    return as_role("surgeon")


def aside(world, tmp_path: Path, **changes) -> str:
    bring(world.site, film(**(MEANT | changes)), tmp_path, waits_as="from_media")
    return reverse("set-aside-group", kwargs={"row_id": waiting()[0]})


def test_the_header_counts_and_the_list_names_what_waits(world, surgeon, tmp_path):
    assert "set-aside-link" not in surgeon.get(reverse("search")).content.decode()
    aside(world, tmp_path)
    header = surgeon.get(reverse("search")).content.decode().split("</header>")[0]
    assert '<span class="count">1</span>' in header
    shown = surgeon.get(reverse("set-aside")).content.decode()
    assert "Smith, John" in shown
    assert "Nobody but you can say" in shown


def test_a_person_puts_them_side_by_side_takes_and_undoes(world, surgeon, tmp_path):
    page = aside(world, tmp_path, PatientBirthDate="19560413")
    shown = surgeon.get(page).content.decode()
    assert "1956-04-13" in shown
    assert shown.count('<span class="unlike">differs</span>') == 1
    patient = world.study.patient
    answer = surgeon.post(page, {"choice": f"take:{patient.pk}", "files": "1"}, follow=True)
    assert "1 image taken as films of Smith, John, MRN-00001" in answer.content.decode()
    work_off()
    assert Instance.objects.exclude(pk=world.film.pk).get().series.study.patient == patient
    key = patient_key(str(patient.identity_domain_id), patient.patient_id)
    seen = AuditEvent.objects.filter(patient_key=key, actor_id=world.people["surgeon"].pk)
    assert list(seen.order_by("pk").values_list("action", flat=True)) == ["view", "change"]
    decision = QuarantineDecision.objects.get()
    answer = surgeon.post(reverse("set-aside-undo", args=(decision.pk,)), follow=True)
    assert "Undone. 1 image waits again." in answer.content.decode()
    assert len(waiting()) == 1


def test_whoever_comes_second_is_told_and_nothing_is_done_twice(world, surgeon, tmp_path):
    page = aside(world, tmp_path)
    bring(world.site, film(**MEANT, SOPInstanceUID="1.2.3.9"), tmp_path, waits_as="from_media")
    answer = surgeon.post(page, {"choice": "keep", "files": "1"})
    assert "something more has arrived" in answer.content.decode()
    surgeon.post(page, {"choice": "keep", "files": "2"})
    answer = surgeon.post(page, {"choice": "keep", "files": "2"}, follow=True)
    assert "a colleague has decided" in answer.content.decode()
    assert QuarantineDecision.objects.count() == 1


def test_looking_for_somebody_decides_nothing_and_names_nobody_in_an_address(
    world, surgeon, tmp_path
):
    page = aside(world, tmp_path, PatientID="X", PatientName="Doe^Jane")
    assert str(world.study.patient.pk) not in surgeon.get(page).content.decode()
    shown = surgeon.post(page, {"choice": "find", "text": "smith", "files": "1"})
    assert f'value="take:{world.study.patient.pk}"' in shown.content.decode()
    assert len(waiting()) == 1
    refused = surgeon.post(page, {"choice": "take:", "files": "1"})
    assert "Choose the patient first." in refused.content.decode()


def test_somebody_new_is_taken_letter_by_letter_as_the_files_say(world, surgeon, tmp_path):
    name = "Yamada^Tarou=山田^太郎=やまだ^たろう"
    page = aside(world, tmp_path, PatientID="77", PatientName=name)
    typed = {"family_name": "Yamada", "given_name": "Tarou", "patient_id": "77", "files": "1",
             "birth_date": "1956-03-14", "sex": "M", "choice": "take_as_new"}  # fmt: skip
    surgeon.post(page, typed)
    assert Patient.objects.get(patient_id="77").name == name


def test_photographs_are_given_to_the_patient_one_ticks_them_for(world, surgeon, tmp_path):
    for number, size in enumerate(((4, 4), (5, 5))):
        path = tmp_path / f"{number}.png"
        path.write_bytes(picture(size=size))
        receive_photograph(path=path, take_picture=take_picture, origin=path.name, site=world.site)
    one, other = waiting()
    page = reverse("set-aside-group", kwargs={"row_id": other})
    shown = surgeon.get(page).content.decode()
    assert (shown.count("checked"), "0.png" in shown) == (2, True)
    choice = {"choice": f"take:{world.study.patient.pk}", "files": "2"}
    assert "Tick at least one" in surgeon.post(page, choice).content.decode()
    surgeon.post(page, choice | {"row": [str(one)], "film_date": "2026-02-03"})
    work_off()
    assert waiting() == [other]
    made = Instance.objects.exclude(pk=world.film.pk).get()
    assert (made.series.study.patient, str(made.series.study.study_date)) == (
        world.study.patient, "2026-02-03",
    )  # fmt: skip


def test_files_come_by_the_api_in_pieces_and_their_page_says_what_became_of_each(
    world, surgeon, tmp_path
):
    content = film()
    files = [{"name": "cd/a.dcm", "size_bytes": len(content)}, {"name": "x", "size_bytes": 3}]
    begun = surgeon.post(reverse("upload-list"), json.dumps({"files": files}), "application/json")
    key = begun.json()["id"]

    def put(number: int, piece: bytes, at: object):
        path = reverse("upload-file", kwargs={"upload_id": key, "number": number})
        headers = {"Upload-Offset": str(at)}
        return surgeon.put(path, piece, "application/octet-stream", headers=headers)

    assert put(0, content[:50], 0).json() == {"received_bytes": 50}
    refused = put(0, content[:50], 0)
    assert (refused.status_code, refused.json()["error"]["params"]) == (409, {"received_bytes": 50})
    assert surgeon.get(reverse("upload", args=(key,))).json()["received"] == {"0": 50}
    put(0, content[50:], 50)
    put(1, b"abc", 0)
    assert put(1, b"abc", "three").status_code == 400
    finished = surgeon.post(reverse("upload-finish", args=(key,)))
    assert (finished.status_code, finished.json()["state"]) == (202, "examining")
    work_off("upload")
    shown = surgeon.get(finished.json()["page"]).content.decode()
    assert "cd/a.dcm" in shown
    assert "This is not a DICOM file" in shown
    page = reverse("set-aside-group", args=(Quarantined.objects.get().pk,))
    assert page in shown
    surgeon.post(page, {"choice": f"take:{world.study.patient.pk}", "files": "1"})
    work_off()
    here = surgeon.get(finished.json()["page"]).content.decode().split('id="here"')[1]
    assert "Smith, John, MRN-00001" in here, "whose film it is here, not what the disc says"


def test_a_film_that_is_here_already_is_shown_with_whose_it_is(world, surgeon, tmp_path):
    content = film(**MEANT | {"PatientID": "MRN-00002", "PatientName": "Roe^Rick"})
    bring(world.site, content, tmp_path)
    upload = Upload.objects.create(
        site=world.site, created_by=world.people["surgeon"], created_at=timezone.now(),
        state="examined", files_total=1, bytes_total=1,
    )  # fmt: skip
    shown = Instance.objects.exclude(pk=world.film.pk).get()
    line = {"origin": "a", "outcome": "duplicate", "code": "", "params": {}, "set_aside": "",
            "film": str(shown.pk)}  # fmt: skip
    upload.files.create(number=0, name="a", size_bytes=1, examined=True, outcomes=[line])
    page = surgeon.get(reverse("upload-page", args=(upload.pk,))).content.decode()
    assert "Roe, Rick, MRN-00002" in page
    assert AuditEvent.objects.filter(object_id=str(shown.series.study_id), action="view").exists()


def test_a_file_that_was_decided_on_before_waits_for_nobody(world, surgeon):
    content = film(**MEANT)
    pages = []
    for _ in range(2):
        files = {"files": [{"name": "a.dcm", "size_bytes": len(content)}]}
        begun = surgeon.post(reverse("upload-list"), json.dumps(files), "application/json")
        key = begun.json()["id"]
        path = reverse("upload-file", kwargs={"upload_id": key, "number": 0})
        surgeon.put(path, content, "application/octet-stream", headers={"Upload-Offset": "0"})
        pages.append(surgeon.post(reverse("upload-finish", args=(key,))).json()["page"])
        work_off("upload")
        for row in waiting():
            page = reverse("set-aside-group", args=(row,))
            surgeon.post(page, {"choice": "keep", "files": "1"})
    for page in pages:
        shown = surgeon.get(page).content.decode()
        assert "left set aside" in shown
        assert "for a person" not in shown


def test_nobody_adds_to_what_another_one_sends(world, surgeon, as_role):
    files = {"files": [{"name": "a", "size_bytes": 3}]}
    surgeon.post(reverse("upload-list"), json.dumps(files), "application/json")
    upload = Upload.objects.get()
    colleague = as_role("radiologist")
    path = reverse("upload-file", kwargs={"upload_id": upload.pk, "number": 0})
    headers = {"Upload-Offset": "0"}
    sent = colleague.put(path, b"abc", "application/octet-stream", headers=headers)
    assert sent.status_code == 404
    assert colleague.post(reverse("upload-finish", args=(upload.pk,))).status_code == 404


def test_the_api_lists_decides_and_undoes(world, surgeon, tmp_path):
    aside(world, tmp_path)
    (group,) = surgeon.get(reverse("quarantine-list")).json()
    assert group["options"] == ["take", "take_as_new", "keep"]
    detail = surgeon.get(reverse("quarantine-group", args=(group["id"],))).json()
    (candidate,) = detail["candidates"]
    assert (candidate["because"], candidate["differs"]) == ("same_id", [])
    asked = {"decision": "take", "patient": candidate["patient"], "files": 1}
    path = reverse("quarantine-decision", args=(group["id"],))
    made = surgeon.post(path, json.dumps(asked), "application/json")
    assert (made.status_code, made.json()["decision"]) == (201, "taken")
    work_off()
    undone = surgeon.post(reverse("quarantine-undo", args=(made.json()["id"],)))
    assert undone.json()["undone"] is True
    again = surgeon.post(reverse("quarantine-undo", args=(made.json()["id"],)))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "decision_undone")


def test_who_was_asked_for_stands_beside_who_came(world, surgeon, tmp_path):
    asked = Asked("1.2.3", "MRN-00001", name="Smith^John", birth_date=date(1956, 3, 14), sex="M")
    path = tmp_path / "came.dcm"
    path.write_bytes(film(StudyInstanceUID="1.2.3", PatientName="Doe^Jane"))
    source = Source(world.site, world.node.identity_domain, node=world.node, asked=asked)
    assert receive(path=path, source=source).code == "other_patient"
    page = reverse("set-aside-group", kwargs={"row_id": waiting()[0]})
    shown = surgeon.get(page).content.decode()
    assert "You asked for" in shown
    for said in ("Smith, John", "1956-03-14", "MRN-00001", "Doe, Jane", "1950-05-17", "P1"):
        assert said in shown
    assert "from Main PACS" in shown


def test_the_same_film_under_another_name_is_decided_on_the_page(world, surgeon, tmp_path):
    bring(world.site, film(), tmp_path, node=world.node)
    bring(world.site, film(PatientName="Meier^Anna"), tmp_path, node=world.node)
    Quarantined.objects.update(code="identity_differs")
    page = reverse("set-aside-group", kwargs={"row_id": waiting()[0]})
    shown = surgeon.get(page).content.decode()
    assert "The film here says" in shown
    assert "Use the new name" in shown
    assert "take:" not in shown
    answer = surgeon.post(page, {"choice": "new_header", "files": "1"}, follow=True)
    assert "New header used for 1 image of Meier, Anna, P1" in answer.content.decode()
