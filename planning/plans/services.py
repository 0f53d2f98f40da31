"""Plans as cases: begin one, change what is known of the operation, reopen a signed one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from planning.accounts import policy
from planning.accounts.models import Membership, Team, User
from planning.accounts.policy import Action
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.plans import document
from planning.plans.models import Plan
from planning.plans.refusals import PlanRefused
from planning.studies.models import Study

State = Plan.State
# What is signed with the plan; the rest is the theatre's diary and may change afterwards.
SIGNED_FIELDS = frozenset({"operation", "side"})
CASE_FIELDS = SIGNED_FIELDS | {"planned_on", "planned_order", "team", "owner", "state"}


def create_plan(
    *,
    actor: User,
    study: Study,
    plan_id: UUID,
    operation: str = "",
    side: str = "",
    planned_on=None,
    address: str | None = None,
) -> tuple[Plan, bool]:
    """Begin a plan with an empty document.

    Parameters
    ----------
    actor : User
        May plan at the study's site; owns the plan.
    study : Study
        Where the signed plan will be sent back.
    plan_id : UUID
        From the browser; the same one again gives the plan that is there.
    operation, side, planned_on
        As far as known.
    address : str, optional
        Of the client, for the audit trail.

    Returns
    -------
    tuple of Plan and bool
        The plan, and whether it is new.

    Raises
    ------
    PlanRefused
        ``plan_id_used`` if another study or person has a plan of this key.
    """
    case = {"operation": operation.strip(), "side": side, "planned_on": planned_on}
    there = Plan.objects.filter(pk=plan_id).first()
    if there is None:
        try:
            with transaction.atomic():
                return _created(actor, study, plan_id, case, address), True
        except IntegrityError:
            # The same request, sent twice, may have come in between.
            there = Plan.objects.filter(pk=plan_id).first()
            if there is None:
                raise
    if (there.owner_id, there.study_id) != (actor.pk, study.pk):
        raise PlanRefused("plan_id_used")
    return there, False


@transaction.atomic
def change_case(
    *, actor: User, plan: Plan, changes: dict[str, Any], address: str | None = None
) -> Plan:
    """Change what is known of the operation: any subset of :data:`CASE_FIELDS`.

    Parameters
    ----------
    actor : User
        May plan at the plan's site.
    plan : Plan
    changes : dict
        Values by field; ``team`` and ``owner`` as rows, or None for no team.
    address : str, optional

    Raises
    ------
    PlanRefused
        ``plan_signed`` for what was signed, ``plan_archived`` for anything but its return,
        ``team_of_another_site``, ``owner_may_not_plan``.
    """
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    wanted = {field: value for field, value in changes.items() if getattr(row, field) != value}
    if not wanted:
        return row
    _allow(row, wanted)
    _check_people(row, wanted)
    for field, value in wanted.items():
        setattr(row, field, value)
    row.changed_by, row.changed_at = actor, timezone.now()
    row.save(update_fields=[*wanted, "changed_by", "changed_at"])
    _record(actor, AuditAction.CHANGE, row, address, fields=sorted(wanted), state=row.state)
    return row


@transaction.atomic
def reopen(*, actor: User, plan: Plan, address: str | None = None) -> Plan:
    """Make a signed plan a draft again; what was signed stays as it is.

    Raises
    ------
    PlanRefused
        ``plan_archived``. A draft stays a draft.
    """
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    if row.state == State.ARCHIVED:
        raise PlanRefused("plan_archived")
    if row.state == State.SIGNED:
        row.state, row.changed_by, row.changed_at = State.DRAFT, actor, timezone.now()
        row.save(update_fields=["state", "changed_by", "changed_at"])
        _record(actor, AuditAction.CHANGE, row, address, reopened=True)
    return row


def _created(
    actor: User, study: Study, plan_id: UUID, case: dict[str, Any], address: str | None
) -> Plan:
    membership = Membership.objects.filter(user=actor, site=study.site_id).first()
    now = timezone.now()
    plan = Plan(
        id=plan_id,
        site_id=study.site_id,
        patient_id=study.patient_id,
        study=study,
        team_id=membership.team_id if membership else None,
        owner=actor,
        document=document.empty(),
        created_at=now,
        changed_by=actor,
        changed_at=now,
        **case,
    )
    plan.save(force_insert=True)
    _record(actor, AuditAction.CREATE, plan, address)
    return plan


def _allow(plan: Plan, wanted: dict[str, Any]) -> None:
    if plan.state == State.ARCHIVED and wanted.get("state") != State.DRAFT:
        raise PlanRefused("plan_archived")
    if plan.state == State.SIGNED and (
        SIGNED_FIELDS & set(wanted) or wanted.get("state") == State.DRAFT
    ):
        raise PlanRefused("plan_signed")


def _check_people(plan: Plan, wanted: dict[str, Any]) -> None:
    team: Team | None = wanted.get("team")
    if team is not None and team.site_id != plan.site_id:
        raise PlanRefused("team_of_another_site", conflict=False)
    owner: User | None = wanted.get("owner")
    if owner is None and "owner" in wanted:
        raise PlanRefused("owner_may_not_plan", conflict=False)
    if owner is not None and not policy.visible_to(owner, Plan, Action.PLAN).filter(pk=plan.pk):
        raise PlanRefused("owner_may_not_plan", conflict=False)


def _record(actor: User, action: str, plan: Plan, address: str | None, **detail: Any) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_kind="plan",
        object_id=plan.pk,
        patient=plan.patient,
        site=plan.site,
        detail=detail,
        address=address,
    )
