"""Two sites with people, an archive, a study and a film: what pages and endpoints are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from planning.accounts.models import IdentityDomain, Membership, Role, Site, Team, User
from planning.imaging.models import Rendition
from planning.jobs.models import Job
from planning.pacs.models import PacsNode
from planning.studies.models import Instance, Patient, Series, Study

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
DX = "1.2.840.10008.5.1.4.1.1.1.1"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
SHA = "0" * 64


@dataclass(frozen=True, slots=True)
class World:
    """What there is. `people` holds a person per role at the site and two from elsewhere."""

    site: Site
    elsewhere: Site
    people: dict[str, User]
    memberships: dict[str, Membership]
    team: Team
    node: PacsNode
    study: Study
    film: Instance
    job: Job


def person(site: Site, role: str, username: str, **fields) -> Membership:
    """Add a member with a password that cannot be used; tests sign in without it."""
    user = User(username=username, display_name=fields.pop("display_name", ""), **fields)
    user.set_unusable_password()
    user.save()
    return Membership.objects.create(user=user, site=site, role=role)


def archive(site: Site, name: str = "Main PACS", **fields) -> PacsNode:
    """Add an archive that nothing ever connects to."""
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name="HOSP")
    defaults = {
        "protocol": PacsNode.Protocol.DIMSE,
        "retrieval": PacsNode.Retrieval.C_GET,
        "host": "127.0.0.1",
        "port": 1,
        "ae_title": "ARCHIVE",
    }
    return PacsNode.objects.create(
        site=site, identity_domain=domain, name=name, **(defaults | fields)
    )


def study(site: Site, *, number: int = 1, name: str = "Smith^John", **fields) -> Study:
    """Add a study of a new patient."""
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name="HOSP")
    patient = Patient.objects.create(
        identity_domain=domain,
        patient_id=fields.pop("patient_id", f"MRN-{number:05}"),
        name=name,
        birth_date=date(1956, 3, 14),
        sex="M",
    )
    defaults = {
        "study_date": date(2026, 11, 10),
        "description": "Pelvis AP",
        "state": Study.State.COMPLETE,
        "imported_at": NOW,
    }
    return Study.objects.create(
        site=site,
        patient=patient,
        study_instance_uid=f"1.2.826.0.1.{number}",
        received_name=name,
        received_birth_date=patient.birth_date,
        received_sex="M",
        **(defaults | fields),
    )


def film(of: Study, *, number: int = 1, **fields) -> Instance:
    """Add a film whose pixels were never decoded."""
    series, _ = Series.objects.get_or_create(
        study=of, series_instance_uid=f"{of.study_instance_uid}.1", defaults={"modality": "DX"}
    )
    defaults = {"header": {}, "rows": 4280, "columns": 3520, "has_pixels": True}
    return Instance.objects.create(
        site=of.site,
        series=series,
        sop_instance_uid=f"{series.series_instance_uid}.{number}",
        sop_class_uid=DX,
        transfer_syntax_uid=EXPLICIT_LITTLE,
        number=number,
        size_bytes=30_000_000,
        received_sha256=SHA,
        stored_sha256=SHA,
        received_at=NOW,
        **(defaults | fields),
    )


def rendition(of: Instance, level: str, encoding: str) -> Rendition:
    """Add a level that was made once and is no longer in the cache."""
    return Rendition.objects.create(
        instance=of, level=level, encoding=encoding, columns=3520, rows=4280, sha256=SHA,
        size_bytes=1,
    )  # fmt: skip


def import_job(of: Study, **fields) -> Job:
    """Add an import that is under way."""
    defaults = {"state": "running", "title": "Smith, John", "not_before": NOW}
    return Job.objects.create(
        kind="import",
        key=f"import {of.study_instance_uid}",
        site=of.site,
        study_uid=of.study_instance_uid,
        created_at=NOW,
        changed_at=NOW,
        **(defaults | fields),
    )


def build() -> World:
    """Make one of everything."""
    site, elsewhere = Site.objects.create(name="Here"), Site.objects.create(name="There")
    memberships = {
        "surgeon": person(site, Role.SURGEON, "ada", display_name="Dr Ada Weber"),
        "radiologist": person(site, Role.RADIOLOGIST, "ben"),
        "administrator": person(site, Role.ADMINISTRATOR, "cleo"),
        "outsider": person(elsewhere, Role.SURGEON, "dora"),
        "outside_administrator": person(elsewhere, Role.ADMINISTRATOR, "emil"),
    }
    received = study(site)
    shown = film(received, pixel_sha256=SHA)
    rendition(shown, "full", "zstd")
    rendition(shown, "preview", "jpeg")
    return World(
        site=site,
        elsewhere=elsewhere,
        people={role: membership.user for role, membership in memberships.items()},
        memberships=memberships,
        team=Team.objects.create(site=site, name="Hips"),
        node=archive(site),
        study=received,
        film=shown,
        job=import_job(received),
    )
