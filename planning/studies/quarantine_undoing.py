"""Undo a decision about files that were set aside, as long as nothing builds on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models.deletion import Collector, ProtectedError
from django.utils import timezone

from planning.accounts.models import User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs.models import ACTIVE, Job
from planning.store.blobs import originals
from planning.studies import quarantine_headers
from planning.studies.models import (
    HeaderRevision,
    Instance,
    Patient,
    Quarantined,
    QuarantineDecision,
    Series,
)
from planning.studies.photographs import PHOTOGRAPH
from planning.studies.quarantine import QuarantineRefused
from planning.studies.quarantine_following import followers, set_aside_again

# Made from the film, and made again with it. Whatever else hangs on a film is somebody's work.
_MADE_FROM_FILMS = frozenset({"Instance", "FilmDisplay", "Rendition"})

InPlans = Callable[[Iterable[Instance]], bool]
"""Says whether any plan shows one of the films; of the stage that knows plans."""


@transaction.atomic
def undo(
    *, actor: User, decision: QuarantineDecision, in_plans: InPlans, address: str | None = None
) -> QuarantineDecision:
    """Undo a decision: its files wait again as if nobody had decided.

    Parameters
    ----------
    actor : User
    decision : QuarantineDecision
    in_plans : callable
    address : str, optional
        Of the client, for the audit trail.

    Raises
    ------
    QuarantineRefused
        ``decision_undone``, ``decision_at_work``, ``film_in_use`` or
        ``header_replaced_since``.
    """
    decision = QuarantineDecision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_at is not None:
        raise QuarantineRefused("decision_undone")
    if Job.objects.filter(key=f"take:{decision.pk}", state__in=ACTIVE).exists():
        raise QuarantineRefused("decision_at_work")
    patient, followed = decision.patient, 0
    if decision.kind == QuarantineDecision.Kind.TAKEN:
        followed = _give_back(decision, in_plans)
    elif decision.kind == QuarantineDecision.Kind.NEW_HEADER:
        quarantine_headers.go_back(decision)
    decision.rows.update(decision=None, film=None)
    decision.undone_by, decision.undone_at = actor, timezone.now()
    decision.save(update_fields=["undone_by", "undone_at"])
    audit.record(
        actor=actor,
        action=AuditAction.CHANGE,
        object_kind="set_aside",
        object_id=decision.pk,
        patient=patient,
        site=decision.site,
        detail={"undone": decision.kind, "code": decision.code, "files": decision.files}
        | ({"followed": followed} if followed else {}),
        address=address,
    )
    _remove_made_patient(decision)
    return decision


def _give_back(decision: QuarantineDecision, in_plans: InPlans) -> int:
    """Remove the films, set aside again those that followed, and return how many did."""
    # What was here before has nothing to do with the decision, even if it is the same film.
    made = Instance.objects.filter(received_at__gte=decision.made_at).exclude(
        pk__in=decision.details.get("here_before", [])
    )
    films = list(made.filter(taken_from__decision=decision).select_related("series__study"))
    followed = followers(decision)
    films += [film for film, _ in followed]
    others = Quarantined.objects.filter(conflicts_with__in=films, decision=None)
    elsewhere = Quarantined.objects.filter(film__in=films).exclude(decision=decision)
    in_use = others.exists() or elsewhere.exists() or in_plans(films)
    if in_use or not _only_made_from(films):
        raise QuarantineRefused("film_in_use")
    for film, like in followed:
        set_aside_again(film, like)
    series = {film.series_id for film in films}
    written = [film.stored_sha256 for film in films] if decision.code == PHOTOGRAPH else []
    try:
        Instance.objects.filter(pk__in=[film.pk for film in films]).delete()
        for one in Series.objects.filter(pk__in=series, instances=None).select_related("study"):
            study = one.study
            one.delete()
            if not study.series.exists():
                study.delete()
    except ProtectedError as error:
        raise QuarantineRefused("film_in_use") from error
    transaction.on_commit(lambda: _forget(written))
    return len(followed)


def _only_made_from(films: list[Instance]) -> bool:
    collector = Collector(using="default")
    try:
        collector.collect(films)
    except ProtectedError:
        return False
    gone = {model.__name__ for model, rows in collector.data.items() if rows}
    gone |= {rows.model.__name__ for rows in collector.fast_deletes if rows.exists()}
    return gone <= _MADE_FROM_FILMS


def _forget(written: list[str]) -> None:
    """Remove what we wrote for a patient; the photograph itself stays, and writes it again."""
    for digest in written:
        named = (Instance, HeaderRevision, Quarantined)
        if not any(model.objects.filter(stored_sha256=digest).exists() for model in named):
            originals().delete(digest)


def _remove_made_patient(decision: QuarantineDecision) -> None:
    made = decision.details.get("patient_made")
    patient = Patient.objects.filter(pk=made, studies=None).first() if made else None
    # Others may have given this person films that are not here yet.
    if patient is not None and not patient.decisions.filter(undone_at=None).exists():
        patient.delete()
