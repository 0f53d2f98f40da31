"""A file that arrives is imported, a duplicate, refused or set aside; the original is sacred."""

from __future__ import annotations

from pathlib import Path

import pytest

from planning.accounts.models import IdentityDomain, Site
from planning.jobs.models import Job
from planning.jobs.work import run_inline
from planning.store.blobs import originals
from planning.studies.arrival import Outcome, Source, receive
from planning.studies.identity import Asked
from planning.studies.models import HeaderRevision, Instance, Patient, Quarantined, Study
from tests.builders.dicom_files import PIXELS, film

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(data_folder) -> Source:
    site = Site.objects.create(name="Here")
    domain = IdentityDomain.objects.create(site=site, name="files")
    return Source(site=site, identity_domain=domain)


@pytest.fixture
def arrive(tmp_path: Path, source: Source):
    def bring(content: bytes, **more):
        path = tmp_path / "incoming.dcm"
        path.write_bytes(content)
        where = Source(source.site, source.identity_domain, **more) if more else source
        return receive(path=path, source=where)

    return bring


def test_a_film_is_stored_and_indexed(arrive):
    arrival = arrive(film())
    instance = Instance.objects.get(pk=arrival.instance_id)
    assert arrival.outcome == Outcome.IMPORTED
    assert instance.series.study.patient.name == "Müller^Anna"
    assert (instance.rows, instance.columns) == (12, 16)
    assert originals().verify(instance.stored_sha256)


def test_the_data_set_is_kept_byte_for_byte(arrive):
    content = film()
    instance = Instance.objects.get(pk=arrive(content).instance_id)
    kept = originals().local_path(instance.stored_sha256).read_bytes()
    assert kept[:128] == bytes(128)
    assert kept[128:] == content[128:]


def test_what_hides_in_the_preamble_does_not_survive(arrive):
    content = b"MZ" + film()[2:]
    instance = Instance.objects.get(pk=arrive(content).instance_id)
    assert originals().local_path(instance.stored_sha256).read_bytes()[:2] == b"\0\0"
    assert instance.received_sha256 != instance.stored_sha256


def test_the_same_film_again_is_a_duplicate(arrive):
    first, second = arrive(film()), arrive(film())
    assert second.outcome == Outcome.DUPLICATE
    assert second.instance_id == first.instance_id
    assert len(list(originals().digests())) == 1


def test_what_is_not_dicom_leaves_nothing(arrive):
    arrival = arrive(b"<html>not a film</html>")
    assert (arrival.outcome, arrival.code) == (Outcome.REFUSED, "not_dicom")
    assert list(originals().digests()) == []


@pytest.mark.parametrize("keyword", ["PatientID", "StudyInstanceUID", "SOPInstanceUID"])
def test_a_film_of_nobody_is_set_aside(arrive, keyword):
    arrival = arrive(film(**{keyword: None}))
    assert (arrival.outcome, arrival.code) == (Outcome.QUARANTINED, "missing_identity")
    assert Quarantined.objects.get().params == {"missing": [keyword]}
    assert not Patient.objects.exists()


def test_the_same_id_from_two_issuers_is_two_patients(arrive):
    arrive(film(IssuerOfPatientID="HOSP_A"))
    arrive(
        film(
            IssuerOfPatientID="HOSP_B",
            StudyInstanceUID="1.2.3.1",
            SeriesInstanceUID="1.2.3.1.1",
            SOPInstanceUID="1.2.3.1.1.1",
        )
    )
    assert Patient.objects.filter(patient_id="P1").count() == 2


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("PatientName", "Someone^Else"), ("PatientBirthDate", "19610101"), ("PatientSex", "M")],
)
def test_another_person_under_a_known_id_is_set_aside(arrive, keyword, value):
    arrive(film())
    second = arrive(film(SOPInstanceUID="1.2.826.0.1.3680043.10.1.1.2", **{keyword: value}))
    assert (second.outcome, second.code) == (Outcome.QUARANTINED, "patient_differs")
    assert Quarantined.objects.get().params == {"differs": [keyword]}


@pytest.mark.parametrize("name", ["MULLER^ANNA", "Müller^Anna Maria", "muller^anna^^Dr"])
def test_the_same_name_written_otherwise_is_the_same_person(arrive, name):
    arrive(film())
    second = arrive(film(SOPInstanceUID="1.2.826.0.1.3680043.10.1.1.2", PatientName=name))
    assert second.outcome == Outcome.IMPORTED


def test_an_archive_that_sends_another_patient_is_caught(arrive):
    asked = Asked(study_uid="1.2.826.0.1.3680043.10.1", patient_id="SOMEBODY")
    arrival = arrive(film(), asked=asked)
    assert (arrival.outcome, arrival.code) == (Outcome.QUARANTINED, "other_patient")
    assert not Study.objects.exists()


def test_an_archive_that_sends_another_study_is_caught(arrive):
    arrival = arrive(film(), asked=Asked(study_uid="1.2.3", patient_id="P1"))
    assert arrival.code == "other_study"


def work_off() -> None:
    for job in Job.objects.all():
        run_inline(job)


def test_the_same_pixels_under_another_header_are_a_revision(arrive):
    first = Instance.objects.get(pk=arrive(film()).instance_id)
    again = arrive(film(StudyDescription="Pelvis, corrected"))
    assert again.code == "same_uid_other_data"
    work_off()
    first.refresh_from_db()
    assert first.header["StudyDescription"] == ["Pelvis, corrected"]
    assert HeaderRevision.objects.get().header["StudyDescription"] == ["Pelvis"]
    assert originals().exists(HeaderRevision.objects.get().stored_sha256)
    assert not Quarantined.objects.exists()
    assert Job.objects.filter(kind="render", state="queued").exists(), "shown with its new header"


def test_other_pixels_under_a_known_uid_never_replace_the_first(arrive):
    first = Instance.objects.get(pk=arrive(film()).instance_id)
    digest = first.stored_sha256
    arrive(film(PixelData=PIXELS[::-1]))
    work_off()
    first.refresh_from_db()
    assert first.stored_sha256 == digest
    assert Quarantined.objects.get().code == "other_pixels"


def test_the_same_pixels_under_another_name_wait_for_a_person(arrive):
    arrive(film())
    arrive(film(PatientName="Someone^Else"))
    work_off()
    assert Quarantined.objects.get().code == "identity_differs"
    assert Instance.objects.get().series.study.patient.name == "Müller^Anna"


def test_an_id_that_no_column_holds_is_asked_about(arrive):
    arrival = arrive(film(PatientID="9" * 65))
    assert (arrival.outcome, arrival.params) == ("quarantined", {"missing": ["PatientID"]})


def test_a_number_beyond_an_integer_string_is_no_number(arrive):
    arrive(film(InstanceNumber="2147483648", SeriesNumber="-2147483649"))
    shown = Instance.objects.select_related("series").get()
    assert (shown.number, shown.series.number) == (None, None)
