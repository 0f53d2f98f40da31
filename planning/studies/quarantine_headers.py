"""The same film came under another name: use the new header, or go back to the old one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from planning.accounts.models import User
from planning.jobs.services import enqueue
from planning.studies import mapping
from planning.studies.models import HeaderRevision, Instance, Patient, Quarantined, Study
from planning.studies.models import QuarantineDecision as Decision
from planning.studies.quarantine import (
    OTHER_HEADER,
    QuarantineRefused,
    record_decision,
    still_waiting,
)

_FILE = ("header", "stored_sha256", "received_sha256", "dataset_sha256")
_PATIENT = ("name", "birth_date", "sex")


@transaction.atomic
def take_new_headers(*, actor: User, rows: Sequence[UUID], address: str | None = None) -> Decision:
    """Use the headers that came last; the films stay with their patient, the old are kept.

    What the study says of the patient follows its films. Where the patient ID is the same and
    no other issuer's, the archive has corrected the person's data, and the patient follows as
    well in what the new header says; what it leaves out corrects nothing.

    Raises
    ------
    QuarantineRefused
        ``set_aside_changed`` or ``set_aside_no_header``.
    """
    waiting = still_waiting(rows)
    films = [row.conflicts_with for row in waiting]
    if waiting[0].code != OTHER_HEADER or None in films:
        raise QuarantineRefused("set_aside_no_header")
    if len({film.series.study_id for film in films}) != 1:
        raise QuarantineRefused("set_aside_changed")
    study = films[0].series.study
    details = {"study": _demographics(study, "received_"), "patient": {}, "revisions": {}}
    said = mapping.identity(waiting[0].header)
    patient = study.patient
    if said.patient_id == patient.patient_id and said.issuer in ("", patient.identity_domain.name):
        details["patient"] = _demographics(patient, "")
        name, sex = said.name[:330] or patient.name, said.sex[:16] or patient.sex
        _set(patient, "", name, said.birth_date or patient.birth_date, sex)
    _set(study, "received_", said.name[:330], said.birth_date, said.sex[:16])
    for row in waiting:
        details["revisions"][str(row.pk)] = str(_replace(row).pk)
    decision = record_decision(
        actor, waiting, Decision.Kind.NEW_HEADER, study.patient, details, address
    )
    for row in waiting:
        Quarantined.objects.filter(pk=row.pk).update(film=row.conflicts_with)
    return decision


def go_back(decision: Decision) -> None:
    """Put the old headers back; part of undoing, in its transaction.

    Raises
    ------
    QuarantineRefused
        ``header_replaced_since`` if yet another header came after the decision, of its films
        or of others of the patient: the last one is undone first, else the patient would be
        left with a name that nobody has chosen.
    """
    later = Decision.objects.filter(
        patient=decision.patient,
        kind=Decision.Kind.NEW_HEADER,
        undone_at=None,
        made_at__gt=decision.made_at,
    )
    if later.exists():
        raise QuarantineRefused("header_replaced_since")
    rows = list(decision.rows.select_related("film__series__study__patient"))
    for row in rows:
        film = Instance.objects.select_for_update().get(pk=row.film_id)
        revision = HeaderRevision.objects.get(pk=decision.details["revisions"][str(row.pk)])
        if film.stored_sha256 != row.stored_sha256:
            raise QuarantineRefused("header_replaced_since")
        for name in _FILE:
            setattr(film, name, getattr(revision, name))
        film.save(update_fields=list(_FILE))
        revision.delete()
        _render(film)
    study = rows[0].film.series.study
    _put_back(study, "received_", decision.details["study"])
    if decision.details["patient"]:
        _put_back(study.patient, "", decision.details["patient"])


def _replace(row: Quarantined) -> HeaderRevision:
    film = Instance.objects.select_for_update().get(pk=row.conflicts_with_id)
    old = {name: getattr(film, name) for name in _FILE}
    revision = HeaderRevision.objects.create(instance=film, superseded_at=timezone.now(), **old)
    for name in _FILE:
        setattr(film, name, getattr(row, name))
    film.save(update_fields=list(_FILE))
    _render(film)
    return revision


def _render(film: Instance) -> None:
    enqueue(
        kind="render",
        key=f"render:{film.pk}:1",
        site=film.site,
        arguments={"instance": str(film.pk), "frame": 1},
    )


def _demographics(of: Study | Patient, prefix: str) -> dict:
    name, born, sex = (getattr(of, f"{prefix}{field}") for field in _PATIENT)
    return {"name": name, "birth_date": born and born.isoformat(), "sex": sex}


def _put_back(of: Study | Patient, prefix: str, was: dict) -> None:
    born = mapping.day(was["birth_date"] or "")
    _set(of, prefix, was["name"], born, was["sex"])


def _set(of: Study | Patient, prefix: str, name: str, born, sex: str) -> None:
    fields = [f"{prefix}{field}" for field in _PATIENT]
    for field, value in zip(fields, (name, born, sex), strict=True):
        setattr(of, field, value)
    of.save(update_fields=fields)
