"""``import_files`` takes photographs for a patient who is named, and says so where none is."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planning.accounts.models import IdentityDomain, Site
from planning.imaging import child_pool, photographs
from planning.imaging.photo_child import read_photograph
from planning.studies.models import Instance, Patient, QuarantineDecision
from tests.builders.dicom_files import film
from tests.studies.test_uploads import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(data_folder, monkeypatch) -> Site:
    def in_this_process(work: str, arguments: tuple, deadline_s: float):
        assert work == "photo_child.read_photograph"
        return read_photograph(*arguments)

    monkeypatch.setattr("planning.config.embedded.prepare", lambda: None)
    monkeypatch.setattr(photographs.child_pool, "run", in_this_process)
    # Rendering is another story.
    monkeypatch.setattr("planning.management.commands.import_files.FOLLOWING", ("take",))
    assert child_pool.run is in_this_process
    return Site.objects.create(name="Here")


def import_files(*arguments: object) -> list[dict]:
    out = io.StringIO()
    call_command("import_files", "--json", *map(str, arguments), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(picture("JPEG"))
    return path


def test_a_photograph_without_a_patient_is_refused_and_says_what_to_do(site, photograph):
    (line,) = import_files(photograph)
    assert (line["outcome"], line["code"]) == ("refused", "photograph_needs_patient")
    assert "--patient" in line["reason"]


def test_a_known_patient_gets_the_photograph(site, photograph):
    domain = IdentityDomain.objects.create(site=site, name="HOSP")
    patient = Patient.objects.create(identity_domain=domain, patient_id="MRN-1", name="Doe^Jane")
    named = ("--patient", "MRN-1", "--identity-domain", "HOSP", "--film-date", "2026-02-03")
    (line,) = import_files(photograph, *named)
    assert (line["outcome"], line["code"]) == ("imported", "")
    study = Instance.objects.get().series.study
    assert (study.patient, str(study.study_date)) == (patient, "2026-02-03")
    assert QuarantineDecision.objects.get().made_by is None
    (again,) = import_files(photograph, *named)
    assert again["outcome"] == "duplicate"


def test_somebody_new_needs_a_name_and_an_id_is_never_given_to_another(site, photograph):
    with pytest.raises(CommandError, match="No patient has this ID"):
        import_files(photograph, "--patient", "7")
    import_files(photograph, "--patient", "7", "--patient-name", "Doe^Jane", "--sex", "F")
    assert Patient.objects.get().name == "Doe^Jane"
    with pytest.raises(CommandError, match="There is a patient with this ID"):
        import_files(photograph, "--patient", "7", "--patient-name", "Roe^Rick")
    assert Instance.objects.count() == 1


@pytest.mark.parametrize("other", [("--birth-date", "1980-01-02"), ("--sex", "M")])
def test_a_namesake_with_another_birth_date_or_sex_is_another_person(site, photograph, other):
    domain = IdentityDomain.objects.create(site=site, name="files")
    Patient.objects.create(
        identity_domain=domain, patient_id="7", name="Doe^Jane", sex="F",
        birth_date=date(1950, 5, 17),
    )  # fmt: skip
    with pytest.raises(CommandError, match="There is a patient with this ID"):
        import_files(photograph, "--patient", "7", *other)
    assert not QuarantineDecision.objects.exists()


def test_a_photograph_that_is_somebody_elses_film_is_not_said_to_be_here(site, photograph):
    import_files(photograph, "--patient", "7", "--patient-name", "Doe^Jane")
    (line,) = import_files(photograph, "--patient", "8", "--patient-name", "Roe^Rick")
    assert (line["outcome"], line["code"]) == ("refused", "photograph_of_another")


def test_films_of_a_disc_wait_for_a_person_if_one_asks_for_that(site, tmp_path):
    (tmp_path / "a.dcm").write_bytes(film())
    (line,) = import_files("--ask", tmp_path / "a.dcm")
    assert (line["outcome"], line["code"]) == ("quarantined", "from_media")
    assert not Patient.objects.exists()
