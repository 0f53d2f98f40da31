"""What a person may choose for a group of files that were set aside, and carrying it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone

from planning.accounts.models import Site, User
from planning.audit import services as audit
from planning.audit.models import AuditAction, AuditEvent
from planning.audit.services import ACCESS_WINDOW
from planning.studies import quarantine
from planning.studies.models import Patient, Quarantined, QuarantineDecision
from planning.studies.photographs import PHOTOGRAPH
from planning.studies.quarantine import OTHER_HEADER, NewPatient, QuarantineRefused, may_be_taken
from planning.studies.quarantine_headers import take_new_headers
from planning.studies.quarantine_reading import Group


class Option(StrEnum):
    """What there is to choose."""

    TAKE = "take"
    TAKE_AS_NEW = "take_as_new"
    NEW_HEADER = "new_header"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose.

    Attributes
    ----------
    option : Option
    files : int
        How many files the person saw; if there are others by now, nothing is done.
    patient : Patient or None
        For ``take``.
    new : NewPatient or None
        For ``take_as_new``.
    rows : tuple of UUID
        Only these of the group; all where empty.
    details : dict
        Of photographs: ``date``, ``description``.
    """

    option: Option
    files: int
    patient: Patient | None = None
    new: NewPatient | None = None
    rows: tuple[UUID, ...] = ()
    details: dict = field(default_factory=dict)


def options(group: Group) -> tuple[Option, ...]:
    """Return what may be chosen for a group; to keep it set aside is always among it."""
    if group.code == OTHER_HEADER and group.conflicts_with:
        return (Option.NEW_HEADER, Option.KEEP)
    if may_be_taken(group.code, group.params):
        return (Option.TAKE, Option.TAKE_AS_NEW, Option.KEEP)
    return (Option.KEEP,)


def decide(
    *, actor: User, group: Group, choice: Choice, address: str | None = None
) -> QuarantineDecision:
    """Carry out a choice.

    Raises
    ------
    QuarantineRefused
        With the reason; nothing was done.
    """
    if choice.option not in options(group):
        raise QuarantineRefused("set_aside_not_takeable")
    rows = choice.rows or group.rows
    if choice.files != len(group.rows) or not set(rows) <= set(group.rows):
        raise QuarantineRefused("set_aside_changed")
    common = {"actor": actor, "rows": rows, "address": address}
    if choice.option is Option.KEEP:
        return quarantine.keep(**common)
    if choice.option is Option.NEW_HEADER:
        return take_new_headers(**common)
    details = choice.details if group.code == PHOTOGRAPH else {}
    if choice.option is Option.TAKE_AS_NEW:
        return quarantine.take_as_new(new=choice.new, details=details, **common)
    if choice.patient is None:
        raise QuarantineRefused("patient_needed")
    return quarantine.take(patient=choice.patient, details=details, **common)


def record_look(
    *, actor: User, group: Group, patients: Sequence[Patient], address: str | None = None
) -> None:
    """Record that somebody saw what waits and the patients shown beside it.

    One entry per person, group or patient, and quarter of an hour.
    """
    detail = {"code": group.code, "files": len(group.rows)}
    _record_once(actor, group.site_id, address, "set_aside", group.id, detail=detail)
    for patient in patients:
        _record_once(actor, group.site_id, address, "patient", patient.pk, patient=patient)


def record_picture(*, actor: User, row: Quarantined, address: str | None = None) -> None:
    """Record that somebody saw the picture of a file that was set aside."""
    _record_once(actor, row.site_id, address, "set_aside", row.pk, detail={"code": row.code})


def _record_once(
    actor: User, site_id: UUID, address: str | None, kind: str, key: UUID, **more: Any
) -> None:
    since = timezone.now() - ACCESS_WINDOW
    seen = AuditEvent.objects.filter(
        actor_id=actor.pk, action=AuditAction.VIEW, object_id=str(key), at__gte=since
    )
    if not seen.exists():
        audit.record(
            actor=actor,
            action=AuditAction.VIEW,
            object_kind=kind,
            object_id=key,
            site=Site(pk=site_id),
            address=address,
            **more,
        )
