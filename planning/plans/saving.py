"""Save change sets: exactly one of two wins, nothing is applied twice, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from planning.accounts.models import User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.geometry.reasons import Reason
from planning.plans.changes import ChangeSet, apply
from planning.plans.document import open_document
from planning.plans.models import Plan, PlanChange
from planning.plans.outside import problems_outside
from planning.plans.refusals import PlanChanged, PlanInvalid, PlanRefused
from planning.plans.validation import validate

Outcome = PlanChange.Outcome


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to a change set; a repeat gets the same one."""

    version: int | None
    at: datetime
    by: User


def save_changes(
    *,
    actor: User,
    plan: Plan,
    change_id: UUID,
    change_set: ChangeSet,
    address: str | None = None,
) -> Saved:
    """Apply a change set to the version that it started from.

    The row is changed only where it still has that version, so one of two simultaneous
    saves wins, whatever the database.

    Parameters
    ----------
    actor : User
        May plan at the plan's site.
    plan : Plan
    change_id : UUID
        From the browser; the same one again changes nothing and gives the same answer.
    change_set : ChangeSet
    address : str, optional
        Of the client, for the audit trail.

    Returns
    -------
    Saved

    Raises
    ------
    PlanChanged
        If the plan is no longer at that version.
    PlanInvalid
        With every problem found.
    PlanRefused
        ``plan_signed``, ``plan_archived``, ``newer_schema`` or ``change_set_used``.
    """
    try:
        with transaction.atomic():
            repeated = _earlier(actor, plan, change_id, change_set)
            if repeated:
                return repeated
            return _apply(actor, plan, change_id, change_set, address)
    except (PlanChanged, PlanRefused, IntegrityError):
        # The same set may have been saved by a request that overtook this one.
        overtaken = _earlier(actor, plan, change_id, change_set)
        if overtaken:
            return overtaken
        raise


def set_aside(
    *,
    actor: User,
    plan: Plan,
    change_id: UUID,
    change_set: ChangeSet,
    address: str | None = None,
) -> Saved:
    """Keep a change set that is not applied, because its maker took the other version.

    Parameters
    ----------
    actor, plan, change_id, change_set, address
        As for :func:`save_changes`.

    Raises
    ------
    PlanRefused
        ``change_set_used`` if another set has this key, ``unknown_version`` if the set
        claims to start from a version that the plan never had.
    """
    repeated = _earlier(actor, plan, change_id, change_set)
    if repeated:
        return repeated
    if change_set.base_version > Plan.objects.values_list("version", flat=True).get(pk=plan.pk):
        raise PlanRefused("unknown_version", conflict=False, version=change_set.base_version)
    row = _row(actor, plan, change_id, change_set, timezone.now(), Outcome.SET_ASIDE, None)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            kept = {"set_aside": True, "base_version": row.base_version}
            _record(actor, plan, kept, change_set, address)
    except IntegrityError:
        overtaken = _earlier(actor, plan, change_id, change_set)
        if overtaken:
            return overtaken
        raise
    return Saved(None, row.made_at, actor)


def editable(plan: Plan) -> None:
    """Raise :class:`PlanRefused` unless the plan is a draft."""
    if plan.state == Plan.State.SIGNED:
        raise PlanRefused("plan_signed")
    if plan.state == Plan.State.ARCHIVED:
        raise PlanRefused("plan_archived")


def working_document(plan: Plan) -> dict[str, Any]:
    """Return a plan's document in the current version of its schema.

    Raises
    ------
    PlanRefused
        ``newer_schema`` if a newer program wrote it: it is never written here.
    """
    opened = open_document(plan.document)
    refused = opened if isinstance(opened, Reason) else opened.read_only
    if refused is not None:
        raise PlanRefused(str(refused.code), **refused.params)
    return opened.document


def _apply(
    actor: User, plan: Plan, change_id: UUID, change_set: ChangeSet, address: str | None
) -> Saved:
    current = Plan.objects.select_related("changed_by").get(pk=plan.pk)
    editable(current)
    base = change_set.base_version
    if current.version != base:
        raise PlanChanged(current, base)
    document = _changed_document(actor, current, change_set)
    now = timezone.now()
    won = Plan.objects.filter(pk=plan.pk, version=base, state=Plan.State.DRAFT).update(
        document=document, version=base + 1, changed_by=actor, changed_at=now
    )
    if not won:
        current.refresh_from_db()
        editable(current)
        raise PlanChanged(current, base)
    row = _row(actor, plan, change_id, change_set, now, Outcome.APPLIED, base + 1)
    row.save(force_insert=True)
    _record(actor, plan, {"version": base + 1}, change_set, address)
    return Saved(base + 1, now, actor)


def _changed_document(actor: User, plan: Plan, change_set: ChangeSet) -> dict[str, Any]:
    document = apply(working_document(plan), change_set.changes)
    if isinstance(document, Reason):
        raise PlanInvalid([document])
    problems = validate(document) or problems_outside(
        actor=actor, plan=plan, document=document, changes=change_set.changes
    )
    if problems:
        raise PlanInvalid(problems)
    return document


def _earlier(actor: User, plan: Plan, change_id: UUID, change_set: ChangeSet) -> Saved | None:
    row = PlanChange.objects.filter(pk=change_id).select_related("made_by").first()
    if row is None:
        return None
    theirs = (row.plan_id, row.made_by_id, row.base_version, row.changes)
    mine = (plan.pk, actor.pk, change_set.base_version, _changes_json(change_set))
    if theirs != mine:
        raise PlanRefused("change_set_used")
    return Saved(row.version, row.made_at, row.made_by)


def _changes_json(change_set: ChangeSet) -> list[dict[str, Any]]:
    return [change.to_json() for change in change_set.changes]


def _row(
    actor: User,
    plan: Plan,
    change_id: UUID,
    change_set: ChangeSet,
    at: datetime,
    outcome: str,
    version: int | None,
) -> PlanChange:
    return PlanChange(
        id=change_id,
        plan=plan,
        outcome=outcome,
        version=version,
        base_version=change_set.base_version,
        changes=_changes_json(change_set),
        made_by=actor,
        made_at=at,
    )


def _record(
    actor: User, plan: Plan, detail: dict[str, Any], change_set: ChangeSet, address: str | None
) -> None:
    audit.record(
        actor=actor,
        action=AuditAction.CHANGE,
        object_kind="plan",
        object_id=plan.pk,
        patient=plan.patient,
        site=plan.site,
        detail=detail | {"changes": len(change_set.changes)},
        address=address,
    )
