"""Whose film is this? Never guessed: a clear answer, or a code for a person to decide."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Protocol

from planning.accounts.models import IdentityDomain, Site
from planning.studies import mapping
from planning.studies.mapping import Identity
from planning.studies.models import Instance, Patient, Quarantined, QuarantineDecision, Study
from planning.studies.names import same_person

ID_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of an archive, to compare with what comes.

    Name and birth date are those of the archive's own list; they are for the person who
    decides when something else has come.
    """

    study_uid: str
    patient_id: str
    issuer: str = ""
    name: str = ""
    birth_date: date | None = None
    sex: str = ""

    def as_json(self) -> dict:
        """Return it as plain values, to be kept with what was set aside."""
        return asdict(self) | {"birth_date": self.birth_date and self.birth_date.isoformat()}


class Conflict(Exception):
    """A reason to set a file aside.

    Parameters
    ----------
    code : str
        ``missing_identity``, ``other_study``, ``other_patient``, ``patient_differs``,
        ``study_of_other_patient``, ``same_uid_other_data``; ``from_media``, ``photograph``,
        ``unsolicited`` for what waits whatever it says.
    params : dict
        Names of elements, never their values.
    """

    def __init__(self, code: str, params: dict):
        self.code = code
        self.params = params
        super().__init__(code)


def check(identity: Identity, asked: Asked | None) -> None:
    """Compare a file with what it needs and with what was asked for.

    Raises
    ------
    Conflict
    """
    needed = {
        # Longer than PS3.5 6.2 allows, it could be kept only cut off: as somebody else's.
        "PatientID": len(identity.patient_id) <= ID_LENGTH and identity.patient_id,
        "StudyInstanceUID": identity.study_uid,
        "SeriesInstanceUID": identity.series_uid,
        "SOPInstanceUID": identity.sop_instance_uid,
    }
    missing = [keyword for keyword, value in needed.items() if not value]
    if missing:
        raise Conflict("missing_identity", {"missing": missing})
    if asked is None:
        return
    if identity.study_uid != asked.study_uid:
        raise Conflict("other_study", {})
    if asked.patient_id and identity.patient_id != asked.patient_id:
        raise Conflict("other_patient", {})
    if asked.issuer and identity.issuer and identity.issuer != asked.issuer:
        raise Conflict("other_patient", {})


def domain_of(identity: Identity, *, site: Site, default: IdentityDomain) -> IdentityDomain:
    """Return who gave out the patient ID: the issuer named in the file, else the default."""
    if not identity.issuer:
        return default
    domain, _ = IdentityDomain.objects.get_or_create(site=site, name=identity.issuer[:80])
    return domain


def patient_for(identity: Identity, domain: IdentityDomain) -> Patient:
    """Return the patient with this ID in this domain, made if new.

    Raises
    ------
    Conflict
        ``patient_differs`` if the one there has another name, birth date or sex.
    """
    patient, made = Patient.objects.get_or_create(
        identity_domain=domain,
        patient_id=identity.patient_id,
        defaults={
            "name": identity.name[:330],
            "birth_date": identity.birth_date,
            "sex": identity.sex[:16],
        },
    )
    if made:
        return patient
    differing = differences(patient, identity)
    if differing:
        raise Conflict("patient_differs", {"differs": differing})
    return patient


class Person(Protocol):
    """Who somebody is said to be."""

    name: str
    birth_date: date | None
    sex: str


def differences(patient: Patient, identity: Person) -> list[str]:
    """Return the names of the elements that contradict each other."""
    found = []
    if not same_person(patient.name, identity.name):
        found.append("PatientName")
    if patient.birth_date and identity.birth_date and patient.birth_date != identity.birth_date:
        found.append("PatientBirthDate")
    known = {"M", "F"}
    if {patient.sex, identity.sex} == known:
        found.append("PatientSex")
    return found


def named(identity: Identity, chosen: Patient | None) -> Identity:
    """Return what a file says, with what it leaves out as known of the patient chosen for it.

    A film that names nobody would else stand on every page under a number alone.
    """
    if chosen is None:
        return identity
    return replace(
        identity,
        name=identity.name or chosen.name,
        birth_date=identity.birth_date or chosen.birth_date,
        sex=identity.sex or chosen.sex,
    )


def check_study(study: Study, patient: Patient) -> None:
    """Refuse a file whose study already belongs to somebody else.

    Raises
    ------
    Conflict
        ``study_of_other_patient``.
    """
    if study.patient_id != patient.pk:
        raise Conflict("study_of_other_patient", {})


DECIDED = ("patient_differs", "study_of_other_patient")
"""Codes of which one decision holds for the rest of a study, until it is undone."""


def decided_before(conflict: Conflict, identity: Identity, site: Site) -> Patient | None:
    """Return whose a file is if a person has decided so about its like.

    Its like is the same study with the very same identity elements: the rest of a study
    need not be asked about again.
    """
    if conflict.code not in DECIDED:
        return None
    rows = Quarantined.objects.filter(
        site=site,
        decision__kind=QuarantineDecision.Kind.TAKEN,
        film__series__study__study_instance_uid=identity.study_uid,
    ).select_related("film__series__study__patient")
    for row in rows[:20]:
        if mapping.identity(row.header).of_patient == identity.of_patient:
            return row.film.series.study.patient
    return None


_COMPARED = ("other_pixels", "identity_differs", "cannot_compare")


def question(conflict: Conflict, stored_sha256: str, there: Instance | None) -> str:
    """Return the code under which a file waits.

    The very file whose pixels have been compared with those of the film here is not
    compared again: its question waits, or was answered.
    """
    if conflict.code != "same_uid_other_data" or there is None:
        return conflict.code
    rows = there.conflicts.filter(stored_sha256=stored_sha256, code__in=_COMPARED)
    asked = rows.exclude(decision__kind=QuarantineDecision.Kind.NEW_HEADER).first()
    return asked.code if asked else conflict.code
