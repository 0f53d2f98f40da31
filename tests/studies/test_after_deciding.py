"""What comes after a decision: more of the same, other decisions, and undoing in any order."""

from __future__ import annotations

from datetime import date

import pytest

from planning.accounts.models import IdentityDomain
from planning.imaging import comparing
from planning.jobs.models import Job, JobState
from planning.store.blobs import originals
from planning.studies import quarantine
from planning.studies.models import Instance, Patient, Quarantined, Study
from planning.studies.quarantine import NewPatient, QuarantineRefused
from planning.studies.quarantine_headers import take_new_headers
from planning.studies.quarantine_reading import groups
from planning.studies.quarantine_reading import waiting as rows_that_wait
from planning.studies.quarantine_undoing import undo
from planning.studies.selectors import demographics
from tests.builders.dicom_files import PIXELS
from tests.studies.set_aside import bring, some_site, waiting, work_off
from tests.studies.test_quarantine import another, known, nowhere
from tests.web.world import archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(data_folder):
    return some_site()


def test_films_that_followed_a_decision_wait_again_when_it_is_undone(place, tmp_path):
    site, ada = place
    node = archive(site)
    bring(site, another(1), tmp_path, node=node)
    married = {"PatientName": "Meier^Anna", "StudyInstanceUID": "1.2.3"}
    bring(site, another(2, **married), tmp_path, node=node)
    decision = quarantine.take(actor=ada, rows=waiting(), patient=Patient.objects.get())
    work_off()
    assert bring(site, another(3, **married), tmp_path, node=node).outcome == "imported"
    undo(actor=ada, decision=decision, in_plans=nowhere)
    assert {row.header["PatientName"][0] for row in Quarantined.objects.filter(decision=None)} == {
        "Meier^Anna"
    }
    assert len(waiting()) == 2
    assert [one.header["PatientName"] for one in Instance.objects.all()] == [["Müller^Anna"]]
    assert Study.objects.count() == 1
    (group,) = groups(rows_that_wait(ada))
    assert len(group.rows) == 2, "one decision fits both"


def test_films_that_are_the_patients_own_stay_when_a_decision_is_undone(place, tmp_path):
    site, ada = place
    node = archive(site)
    bring(site, another(1, IssuerOfPatientID=None), tmp_path, waits_as="unsolicited", node=node)
    new = NewPatient("P1", "Müller^Anna", date(1950, 5, 17), "F")
    decision = quarantine.take_as_new(actor=ada, rows=waiting(), new=new)
    work_off()
    bring(site, another(2, IssuerOfPatientID=None), tmp_path, node=node)
    undo(actor=ada, decision=decision, in_plans=nowhere)
    assert len(waiting()) == 1
    assert Instance.objects.count() == 1


def test_a_patient_whom_another_decision_names_is_not_removed(place, tmp_path):
    site, ada = place
    bring(site, another(1), tmp_path, waits_as="from_media")
    first = quarantine.take_as_new(actor=ada, rows=waiting(), new=NewPatient("7", "Doe^Jane"))
    work_off()
    bring(site, another(2, StudyInstanceUID="1.2.3"), tmp_path, waits_as="from_media")
    quarantine.take(actor=ada, rows=waiting(), patient=Patient.objects.get())
    undo(actor=ada, decision=first, in_plans=nowhere)
    work_off()
    assert Instance.objects.get().series.study.patient.name == "Doe^Jane"


def test_a_film_that_came_to_another_patient_meanwhile_is_asked_about_again(place, tmp_path):
    site, ada = place
    bring(site, another(1), tmp_path, waits_as="from_media")
    quarantine.take(actor=ada, rows=waiting(), patient=known(site))
    bring(site, another(1), tmp_path, node=archive(site))
    theirs = Instance.objects.get().series.study.patient
    work_off()
    row = Quarantined.objects.get()
    assert (row.decision, row.film, row.code) == (None, None, "study_of_other_patient")
    assert Instance.objects.get().series.study.patient == theirs


def test_undoing_leaves_the_film_that_an_archive_sent_meanwhile(place, tmp_path):
    site, ada = place
    bring(site, another(1), tmp_path, waits_as="from_media")
    first = Patient.objects.create(
        identity_domain=IdentityDomain.objects.create(site=site, name="ELSEWHERE"),
        patient_id="P1", name="Müller^Anna",
    )  # fmt: skip
    decision = quarantine.take(actor=ada, rows=waiting(), patient=first)
    job = Job.objects.get(kind="take")
    sent = another(1)
    bring(site, sent, tmp_path, node=archive(site))
    Study.objects.update(patient=first)
    assert job.state == JobState.QUEUED
    work_off()
    undo(actor=ada, decision=decision, in_plans=nowhere)
    assert Instance.objects.count() == 1, "it is not the decision that brought it"


def test_nameless_films_of_two_studies_are_two_questions(place, tmp_path):
    site, ada = place
    nobody = {"PatientID": None, "PatientName": None, "PatientBirthDate": None,
              "PatientSex": None, "IssuerOfPatientID": None}  # fmt: skip
    bring(site, another(1, **nobody, StudyInstanceUID="1.2.3"), tmp_path, waits_as="from_media")
    bring(site, another(2, **nobody, StudyInstanceUID="1.2.4"), tmp_path, waits_as="from_media")
    assert [len(group.rows) for group in groups(rows_that_wait(ada))] == [1, 1]


def test_the_same_contradiction_again_is_the_question_that_waits_or_was_answered(place, tmp_path):
    site, ada = place
    other = another(1, PixelData=PIXELS[::-1])
    bring(site, another(1), tmp_path)
    first = bring(site, other, tmp_path)
    Quarantined.objects.update(code="other_pixels")
    again = bring(site, other, tmp_path)
    assert (again.quarantined_id, again.code) == (first.quarantined_id, "other_pixels")
    quarantine.keep(actor=ada, rows=waiting())
    bring(site, other, tmp_path)
    assert waiting() == []


def renamed(site, tmp_path, number: int, **changes) -> list:
    """Let a film come that is here already, under a header that says somebody else."""
    bring(site, another(number, **changes), tmp_path)
    Quarantined.objects.filter(code="same_uid_other_data").update(code="identity_differs")
    return waiting()


def test_a_name_that_came_later_is_undone_first(place, tmp_path):
    site, ada = place
    bring(site, another(1), tmp_path)
    bring(site, another(2, StudyInstanceUID="1.2.3"), tmp_path)
    rows = renamed(site, tmp_path, 1, PatientName="Meier^Anna")
    first = take_new_headers(actor=ada, rows=rows)
    rows = renamed(site, tmp_path, 2, PatientName="Meier^Anna", StudyInstanceUID="1.2.3")
    second = take_new_headers(actor=ada, rows=rows)
    with pytest.raises(QuarantineRefused) as refused:
        undo(actor=ada, decision=first, in_plans=nowhere)
    assert refused.value.code == "header_replaced_since"
    for decision in (second, first):
        undo(actor=ada, decision=decision, in_plans=nowhere)
    assert Patient.objects.get().name == "Müller^Anna"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"PatientName": "Meier^Anna", "IssuerOfPatientID": "FAR-AWAY"}, "Müller^Anna"),
        ({"PatientName": None, "PatientSex": "M"}, "Müller^Anna"),
    ],
)
def test_another_issuers_number_or_a_missing_name_corrects_nobody(place, tmp_path, changes, name):
    site, ada = place
    bring(site, another(1), tmp_path)
    take_new_headers(actor=ada, rows=renamed(site, tmp_path, 1, **changes))
    patient = Patient.objects.get()
    assert (patient.name, patient.birth_date) == (name, date(1950, 5, 17))


def test_what_was_written_for_a_patient_stays_while_something_else_is_that_file(place, tmp_path):
    from planning.studies.quarantine_undoing import _forget

    site, _ = place
    bring(site, another(1), tmp_path, waits_as="unsolicited")
    digest = Quarantined.objects.get().stored_sha256
    _forget([digest])
    assert originals().exists(digest)


def test_a_number_that_a_person_types_is_not_of_the_files_issuer(place, tmp_path):
    site, ada = place
    bring(site, another(1, IssuerOfPatientID="FAR-AWAY"), tmp_path, waits_as="from_media")
    quarantine.take_as_new(actor=ada, rows=waiting(), new=NewPatient("4711", "Doe^Jane"))
    assert Patient.objects.get().identity_domain.name == "files"


@pytest.mark.parametrize("pixels", ["same", "other"])
def test_a_person_who_was_faster_than_the_comparison_has_decided(
    place, tmp_path, monkeypatch, pixels
):
    site, ada = place
    bring(site, another(1), tmp_path)
    bring(site, another(1, StudyDescription="Corrected"), tmp_path)
    row = Quarantined.objects.get()

    def slow(*, sha256, **_):
        if not row.__class__.objects.exclude(decision=None).exists():
            quarantine.keep(actor=ada, rows=[row.pk])
        return "x" if pixels == "same" else sha256

    monkeypatch.setattr(comparing, "pixel_sha256", slow)
    assert comparing.resolve(row) == "same_uid_other_data"
    row.refresh_from_db()
    assert (row.code, row.decision.kind) == ("same_uid_other_data", "kept")
    assert "Corrected" not in Instance.objects.get().header["StudyDescription"]


def test_films_that_name_nobody_bear_the_name_of_the_patient_whom_a_person_chose(place, tmp_path):
    site, ada = place
    nameless = {"PatientID": None, "PatientName": None, "PatientBirthDate": None}
    bring(site, another(1, **nameless), tmp_path, waits_as="from_media")
    quarantine.take(actor=ada, rows=waiting(), patient=known(site))
    work_off()
    shown = demographics(Study.objects.get(), on=None)
    assert (shown["name"], shown["birth_date"], shown["sex"]) == ("Müller, Anna", "1950-05-17", "F")


def test_two_who_enter_the_same_person_at_once_make_one(place):
    site, ada = place
    domain = IdentityDomain.objects.create(site=site, name="HOSP")
    new = NewPatient("7", "Doe^Jane")
    quarantine.make_patient(actor=ada, domain=domain, new=new)
    with pytest.raises(QuarantineRefused) as refused:
        quarantine.make_patient(actor=ada, domain=domain, new=new)
    assert refused.value.code == "patient_id_taken"
    assert Patient.objects.count() == 1
