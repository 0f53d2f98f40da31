"""A person decides about files that were set aside. Every decision is kept, and undone by one.

Nothing is ever removed: what nobody wants stays set aside, marked as decided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from planning.accounts.models import IdentityDomain, Site, User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs.services import enqueue
from planning.refused import Refused
from planning.studies import identity as who
from planning.studies import mapping
from planning.studies.media import FILES_DOMAIN
from planning.studies.models import Patient, Quarantined, QuarantineDecision, Study
from planning.studies.unsolicited import MODALITIES_DOMAIN, UNSOLICITED

TAKEABLE = frozenset(
    {
        "from_media", "unsolicited", "missing_identity", "other_study", "other_patient",
        "patient_differs", "study_of_other_patient", "photograph",
    }
)  # fmt: skip
OTHER_HEADER = "identity_differs"
_NEEDED = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
_NO_TEXT = re.compile(r"[\\\x00-\x1f\x7f]")
_SEXES = ("", "M", "F", "O")


class QuarantineRefused(Refused):
    """A decision is not carried out."""


@dataclass(frozen=True, slots=True)
class NewPatient:
    """Somebody who is not known here yet.

    Attributes
    ----------
    patient_id : str
    name : str
        In DICOM's form, "Family^Given" (PS3.5 6.2.1).
    birth_date : date or None
    sex : str
        ``M``, ``F``, ``O`` or nothing.
    """

    patient_id: str
    name: str
    birth_date: date | None = None
    sex: str = ""


def may_be_taken(code: str, params: dict) -> bool:
    """Say whether files set aside under a code can become films of a patient."""
    lacking = set(params.get("missing", ())) & set(_NEEDED)
    return code in TAKEABLE and not lacking


@transaction.atomic
def take(
    *,
    actor: User | None,
    rows: Sequence[UUID],
    patient: Patient,
    address: str | None = None,
    details: dict | None = None,
) -> QuarantineDecision:
    """Make files films of a patient; a job does it, soon.

    Parameters
    ----------
    actor : User or None
        Who decides; None for the command line.
    rows : sequence of UUID
        Of the same site, set aside for the same reason, still waiting.
    patient : Patient
        Chosen by the person; nothing in the files has to agree.
    address : str, optional
        Of the client, for the audit trail.
    details : dict, optional
        Of photographs: ``date`` and ``description`` of the film.

    Raises
    ------
    QuarantineRefused
        ``set_aside_changed``, ``set_aside_not_takeable``, ``patient_of_another_site`` or
        ``study_is_of_another``.
    """
    waiting = still_waiting(rows)
    site, code = waiting[0].site, waiting[0].code
    if not all(may_be_taken(row.code, row.params) for row in waiting):
        raise QuarantineRefused("set_aside_not_takeable")
    if patient.identity_domain.site_id != site.pk:
        raise QuarantineRefused("patient_of_another_site")
    uids = {mapping.first(row.header, "StudyInstanceUID") for row in waiting}
    others = Study.objects.filter(site=site, study_instance_uid__in=uids).exclude(patient=patient)
    if code != "photograph" and others.exists():
        raise QuarantineRefused("study_is_of_another")
    decision = record_decision(
        actor, waiting, QuarantineDecision.Kind.TAKEN, patient, details or {}, address
    )
    enqueue(
        kind="take",
        key=f"take:{decision.pk}",
        site=site,
        arguments={"decision": str(decision.pk)},
        created_by=actor,
    )
    return decision


@transaction.atomic
def take_as_new(
    *,
    actor: User,
    rows: Sequence[UUID],
    new: NewPatient,
    address: str | None = None,
    details: dict | None = None,
) -> QuarantineDecision:
    """Make files films of somebody who is not known here yet.

    Raises
    ------
    QuarantineRefused
        As :func:`take`; ``patient_id_needed``, ``patient_id_taken``, ``patient_unusable``.
    """
    waiting = still_waiting(rows)
    domain = _domain_for(waiting[0], new.patient_id)
    patient = make_patient(actor=actor, domain=domain, new=new, address=address)
    details = (details or {}) | {"patient_made": str(patient.pk)}
    return take(actor=actor, rows=rows, patient=patient, address=address, details=details)


@transaction.atomic
def make_patient(
    *, actor: User | None, domain: IdentityDomain, new: NewPatient, address: str | None = None
) -> Patient:
    """Add somebody who is not known here yet, because a person said so.

    Raises
    ------
    QuarantineRefused
        ``patient_id_needed``, ``patient_unusable``, or ``patient_id_taken`` if a colleague was
        faster.
    """
    _check_new(new)
    patient, made = Patient.objects.get_or_create(
        identity_domain=domain,
        patient_id=new.patient_id.strip(),
        defaults={"name": new.name[:330], "birth_date": new.birth_date, "sex": new.sex[:16]},
    )
    if not made:
        raise QuarantineRefused("patient_id_taken", issuer=domain.name)
    audit.record(
        actor=actor,
        action=AuditAction.CREATE,
        object_kind="patient",
        object_id=patient.pk,
        patient=patient,
        site=domain.site,
        address=address,
    )
    return patient


def _check_new(new: NewPatient) -> None:
    if not new.patient_id.strip():
        raise QuarantineRefused("patient_id_needed")
    unusable = (
        len(new.patient_id) > 64
        or any(_NO_TEXT.search(text) for text in (new.patient_id, new.name))
        or (new.birth_date is not None and new.birth_date > timezone.localdate())
    )
    if unusable:
        raise QuarantineRefused("patient_unusable")


def _domain_for(row: Quarantined, patient_id: str) -> IdentityDomain:
    """Return who gives out the ID of a new patient.

    Patients of archives and modalities have a domain, in which an ID is one person. Media
    have none: a number that is taken in the domain of files was another hospital's, so it
    gets one more domain.
    """
    identity = mapping.identity(row.header)
    if patient_id.strip() != identity.patient_id:
        # The issuer that a file names gave out the number in the file, not what was typed.
        identity = replace(identity, issuer="")
    own = row.node.identity_domain if row.node else None
    if row.code == UNSOLICITED and own is None:
        own, _ = IdentityDomain.objects.get_or_create(site=row.site, name=MODALITIES_DOMAIN)
    if own is not None:
        domain = who.domain_of(identity, site=row.site, default=own)
        if _taken(domain, patient_id):
            raise QuarantineRefused("patient_id_taken", issuer=domain.name)
        return domain
    if identity.issuer:
        domain = who.domain_of(identity, site=row.site, default=_files(row.site, 1))
        if not _taken(domain, patient_id):
            return domain
    number = 1
    while _taken(domain := _files(row.site, number), patient_id):
        number += 1
    return domain


def _files(site: Site, number: int) -> IdentityDomain:
    name = FILES_DOMAIN if number == 1 else f"{FILES_DOMAIN} {number}"
    return IdentityDomain.objects.get_or_create(site=site, name=name)[0]


def _taken(domain: IdentityDomain, patient_id: str) -> bool:
    return Patient.objects.filter(identity_domain=domain, patient_id=patient_id.strip()).exists()


@transaction.atomic
def keep(*, actor: User, rows: Sequence[UUID], address: str | None = None) -> QuarantineDecision:
    """Leave files set aside for good; what is here stays as it is.

    Raises
    ------
    QuarantineRefused
        ``set_aside_changed``.
    """
    waiting = still_waiting(rows)
    there = waiting[0].conflicts_with
    patient = there.series.study.patient if there else None
    return record_decision(actor, waiting, QuarantineDecision.Kind.KEPT, patient, {}, address)


def still_waiting(rows: Sequence[UUID]) -> list[Quarantined]:
    """Return the rows, locked, if all of them still wait and are of one kind and site.

    Raises
    ------
    QuarantineRefused
        ``set_aside_changed``.
    """
    found = list(
        Quarantined.objects.select_for_update(of=("self",))
        .select_related("site", "node__identity_domain", "conflicts_with__series__study__patient")
        .filter(pk__in=list(rows), decision=None)
        .order_by("arrived_at", "pk")
    )
    kinds = {(row.site_id, row.code) for row in found}
    if len(found) != len(set(rows)) or len(kinds) != 1:
        raise QuarantineRefused("set_aside_changed")
    return found


def record_decision(
    actor: User | None,
    rows: Sequence[Quarantined],
    kind: str,
    patient: Patient | None,
    details: dict,
    address: str | None,
) -> QuarantineDecision:
    """Write a decision with its audit entry; its files wait no longer."""
    first = rows[0]
    decision = QuarantineDecision.objects.create(
        site=first.site,
        kind=kind,
        code=first.code,
        patient=patient,
        files=len(rows),
        details=details,
        made_by=actor,
        made_at=timezone.now(),
    )
    Quarantined.objects.filter(pk__in=[row.pk for row in rows]).update(decision=decision)
    audit.record(
        actor=actor,
        action=AuditAction.CHANGE,
        object_kind="set_aside",
        object_id=decision.pk,
        patient=patient,
        site=first.site,
        detail={"decision": str(kind), "code": first.code, "files": len(rows)},
        address=address,
    )
    return decision
