"""A person decides whose films are, each decision is audited, and each can be undone."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import Http404

from planning.accounts.models import IdentityDomain
from planning.audit.models import AuditEvent
from planning.studies import quarantine
from planning.studies.models import (
    HeaderRevision,
    Instance,
    Patient,
    Quarantined,
    QuarantineDecision,
    Series,
    Study,
)
from planning.studies.quarantine import NewPatient, QuarantineRefused
from planning.studies.quarantine_headers import take_new_headers
from planning.studies.quarantine_reading import candidates, group_of, groups
from planning.studies.quarantine_reading import waiting as rows_that_wait
from planning.studies.quarantine_undoing import undo
from tests.builders.dicom_files import PIXELS, film
from tests.studies.set_aside import bring, some_site, waiting, work_off
from tests.web.world import archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(data_folder):
    return some_site()


def known(site, **fields) -> Patient:
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name="HOSP")
    defaults = {"patient_id": "MRN-1", "name": "Müller^Anna", "birth_date": date(1950, 5, 17)}
    return Patient.objects.create(identity_domain=domain, sex="F", **(defaults | fields))


def another(number: int, **changes) -> bytes:
    return film(SOPInstanceUID=f"1.2.826.0.1.3680043.10.1.1.{number}", **changes)


def nowhere(films) -> bool:
    return False


def test_a_film_of_media_waits_even_if_its_patient_is_known(place, tmp_path):
    site, _ = place
    bring(site, film(IssuerOfPatientID="HOSP", PatientID="MRN-1"), tmp_path, waits_as="from_media")
    assert Quarantined.objects.get().code == "from_media"
    assert not Instance.objects.exists()
    assert not Patient.objects.exists()


def test_films_that_one_decision_fits_are_one_group_with_who_may_be_meant(place, tmp_path):
    site, ada = place
    same_id = known(site, patient_id="P1", name="Someone^Else")
    same_person = known(site)
    for content in (another(1), another(2), another(3, PatientName="Doe^Jane", PatientID="9")):
        bring(site, content, tmp_path, waits_as="from_media")
    found = {group.said.name: group for group in groups(rows_that_wait(ada))}
    assert {name: len(group.rows) for name, group in found.items()} == {
        "Müller^Anna": 2, "Doe^Jane": 1,
    }  # fmt: skip
    meant = candidates(ada, found["Müller^Anna"])
    assert [(each.patient, each.reason) for each in meant] == [
        (same_id, "same_id"), (same_person, "same_person"),
    ]  # fmt: skip
    assert set(meant[0].differs) == {"PatientName", "IssuerOfPatientID"}
    assert set(meant[1].differs) == {"PatientID", "IssuerOfPatientID"}
    assert [each.patient for each in candidates(ada, found["Doe^Jane"], text="mull an")] == [
        same_person
    ]


def test_a_chosen_patient_gets_the_films_and_undoing_gives_them_back(place, tmp_path):
    site, ada = place
    patient = known(site)
    bring(site, another(1), tmp_path, waits_as="from_media")
    bring(site, another(2), tmp_path, waits_as="from_media")
    kept = {row.stored_sha256 for row in Quarantined.objects.all()}
    decision = quarantine.take(actor=ada, rows=waiting(), patient=patient, address="10.0.0.9")
    assert waiting() == []
    work_off()
    assert {one.series.study.patient for one in Instance.objects.all()} == {patient}
    assert {one.stored_sha256 for one in Instance.objects.all()} == kept, "the very files"
    assert Study.objects.get().received_name == "Müller^Anna"
    undo(actor=ada, decision=decision, in_plans=nowhere)
    assert len(waiting()) == 2
    assert not Instance.objects.exists()
    assert not Series.objects.exists()
    assert Patient.objects.get() == patient
    trail = list(AuditEvent.objects.filter(object_kind="set_aside").order_by("pk"))
    assert [event.detail for event in trail] == [
        {"decision": "taken", "code": "from_media", "files": 2},
        {"undone": "taken", "code": "from_media", "files": 2},
    ]
    assert trail[0].patient_key
    assert trail[0].address == "10.0.0.9"


def test_a_decision_holds_for_what_was_seen_and_once(place, tmp_path):
    site, ada = place
    patient = known(site)
    bring(site, another(1), tmp_path, waits_as="from_media")
    rows = waiting()
    quarantine.take(actor=ada, rows=rows, patient=patient)
    for act in (lambda: quarantine.keep(actor=ada, rows=rows),
                lambda: quarantine.take(actor=ada, rows=rows, patient=patient)):  # fmt: skip
        with pytest.raises(QuarantineRefused) as refused:
            act()
        assert refused.value.code == "set_aside_changed"


def test_a_new_patient_from_media_never_becomes_one_with_a_namesake_number(place, tmp_path):
    site, ada = place
    bring(site, another(1, IssuerOfPatientID=None), tmp_path, waits_as="from_media")
    first = quarantine.take_as_new(
        actor=ada, rows=waiting(), new=NewPatient("12345", "Doe^Jane", date(1960, 1, 1), "F")
    )
    other = another(2, IssuerOfPatientID=None, StudyInstanceUID="1.2.3")
    bring(site, other, tmp_path, waits_as="from_media")
    quarantine.take_as_new(actor=ada, rows=waiting(), new=NewPatient("12345", "Roe^Rick"))
    work_off()
    found = Patient.objects.order_by("name")
    assert [(one.name, one.identity_domain.name) for one in found] == [
        ("Doe^Jane", "files"), ("Roe^Rick", "files 2"),
    ]  # fmt: skip
    undo(actor=ada, decision=first, in_plans=nowhere)
    assert Patient.objects.get().name == "Roe^Rick", "made by the decision, gone with it"


def test_an_object_nobody_asked_for_is_taken_as_it_says_within_its_archives_domain(place, tmp_path):
    site, ada = place
    node = archive(site)
    bring(site, another(1, IssuerOfPatientID=None), tmp_path, waits_as="unsolicited", node=node)
    new = NewPatient("P1", "Müller^Anna", date(1950, 5, 17), "F")
    quarantine.take_as_new(actor=ada, rows=waiting(), new=new)
    work_off()
    study = Study.objects.get()
    assert (study.patient.identity_domain, study.node) == (node.identity_domain, node)
    assert study.state == Study.State.COMPLETE
    other = another(2, IssuerOfPatientID=None, StudyInstanceUID="1.2.3")
    bring(site, other, tmp_path, waits_as="unsolicited", node=node)
    with pytest.raises(QuarantineRefused) as refused:
        quarantine.take_as_new(actor=ada, rows=waiting(), new=new)
    assert refused.value.code == "patient_id_taken"


def test_the_rest_of_a_study_follows_what_a_person_decided_about_it(place, tmp_path):
    site, ada = place
    node = archive(site)
    bring(site, another(1), tmp_path, node=node)
    bring(site, another(2, PatientName="Meier^Anna", StudyInstanceUID="1.2.3"), tmp_path, node=node)
    assert Quarantined.objects.get().code == "patient_differs"
    patient = Patient.objects.get()
    quarantine.take(actor=ada, rows=waiting(), patient=patient)
    work_off()
    more = bring(
        site, another(3, PatientName="Meier^Anna", StudyInstanceUID="1.2.3"), tmp_path, node=node
    )
    assert more.outcome == "imported"
    stranger = bring(
        site, another(4, PatientName="Doe^Jane", StudyInstanceUID="1.2.3"), tmp_path, node=node
    )
    assert stranger.code == "patient_differs"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"SeriesInstanceUID": None}, "set_aside_not_takeable"),
        ({"PatientID": None}, "study_is_of_another"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_stays(place, tmp_path, changes, code):
    site, ada = place
    bring(site, another(1), tmp_path)
    bring(site, another(2, **changes), tmp_path)
    with pytest.raises(QuarantineRefused) as refused:
        quarantine.take(actor=ada, rows=waiting(), patient=known(site))
    assert refused.value.code == code
    assert len(waiting()) == 1


def test_a_film_without_a_patient_id_is_taken_by_a_person(place, tmp_path):
    site, ada = place
    bring(site, another(1, PatientID=None), tmp_path)
    quarantine.take(actor=ada, rows=waiting(), patient=known(site))
    work_off()
    assert Instance.objects.get().series.study.patient.patient_id == "MRN-1"


def conflict(site, tmp_path, code: str, **changes) -> Instance:
    """Bring a film twice, the second time under what comparing the pixels has found."""
    bring(site, another(1), tmp_path)
    bring(site, another(1, **changes), tmp_path)
    Quarantined.objects.update(code=code)
    return Instance.objects.get()


def test_a_new_header_is_used_with_the_old_one_kept_and_undone(place, tmp_path):
    site, ada = place
    shown = conflict(site, tmp_path, "identity_differs", PatientName="Meier^Anna")
    before = shown.stored_sha256
    decision = take_new_headers(actor=ada, rows=waiting())
    shown.refresh_from_db()
    assert shown.header["PatientName"] == ["Meier^Anna"]
    assert HeaderRevision.objects.get().header["PatientName"] == ["Müller^Anna"]
    assert (Study.objects.get().received_name, Patient.objects.get().name) == ("Meier^Anna",) * 2
    undo(actor=ada, decision=decision, in_plans=nowhere)
    shown.refresh_from_db()
    assert (shown.stored_sha256, HeaderRevision.objects.count()) == (before, 0)
    assert (Study.objects.get().received_name, Patient.objects.get().name) == ("Müller^Anna",) * 2
    assert Quarantined.objects.get().code == "identity_differs"


def test_other_pixels_stay_set_aside_and_hold_up_nothing_once_decided(place, tmp_path):
    site, ada = place
    shown = conflict(site, tmp_path, "other_pixels", PixelData=PIXELS[::-1])
    with pytest.raises(QuarantineRefused):
        take_new_headers(actor=ada, rows=waiting())
    decision = quarantine.keep(actor=ada, rows=waiting())
    assert shown.conflicts.filter(decision=None).count() == 0
    assert Quarantined.objects.get().decision == decision
    undo(actor=ada, decision=decision, in_plans=nowhere)
    assert len(waiting()) == 1


def test_what_somebody_has_worked_on_is_not_taken_away(place, tmp_path):
    site, ada = place
    bring(site, another(1), tmp_path, waits_as="from_media")
    decision = quarantine.take(actor=ada, rows=waiting(), patient=known(site))
    work_off()
    with pytest.raises(QuarantineRefused) as refused:
        undo(actor=ada, decision=decision, in_plans=lambda films: True)
    assert refused.value.code == "film_in_use"
    Instance.objects.get().hangings.create(
        patient_right_on="left", confirmed_by=ada, confirmed_at=decision.made_at
    )
    with pytest.raises(QuarantineRefused):
        undo(actor=ada, decision=decision, in_plans=nowhere)
    assert QuarantineDecision.objects.get().undone_at is None


def test_a_group_is_told_only_to_who_may_know_of_it(place, tmp_path):
    site, ada = place
    bring(site, another(1), tmp_path, waits_as="from_media")
    (row,) = waiting()
    assert group_of(ada, row).rows == (row,)
    quarantine.keep(actor=ada, rows=[row])
    with pytest.raises(Http404):
        group_of(ada, row)
