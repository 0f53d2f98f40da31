"""Read plans, their changes and their signed versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from planning.accounts import policy
from planning.accounts.models import User
from planning.plans import changes, document
from planning.plans.models import Plan, PlanChange, PlanVersion

LISTED_AT_MOST = 500
# Said outright: databases differ in where they put what has no date, and lists are cut.
BY_THEATRE = (
    F("planned_on").asc(nulls_last=True),
    F("planned_order").asc(nulls_last=True),
    "-changed_at",
)


def plans_for(user: User) -> QuerySet[Plan]:
    """Return the plans that a person sees, with what a summary shows and no documents.

    By theatre date and place on the list of that day; what has none comes last.
    """
    signed = PlanVersion.objects.defer("document", "content").select_related("signed_by")
    return (
        policy.visible_to(user, Plan)
        .select_related("study__patient__identity_domain", "owner", "team", "changed_by", "site")
        .prefetch_related(Prefetch("versions", queryset=signed.order_by("number")))
        .defer("document")
        .order_by(*BY_THEATRE)
    )


def latest_signed(plan: Plan) -> PlanVersion | None:
    """Return the newest signed version, from what :func:`plans_for` fetched along."""
    return max(plan.versions.all(), key=lambda version: version.number, default=None)


def history(plan: Plan) -> QuerySet[PlanChange]:
    """Return every change set of a plan, applied or set aside, oldest first."""
    return plan.changes.select_related("made_by").order_by("made_at", "version")


def document_at(plan: Plan, version: int) -> dict[str, Any]:
    """Build a plan's document of any version again, from its changes alone.

    Parameters
    ----------
    plan : Plan
    version : int
        0 is the empty document.

    Raises
    ------
    LookupError
        If the plan never had this version.
    """
    applied = plan.changes.filter(
        outcome=PlanChange.Outcome.APPLIED, version__lte=version
    ).order_by("version")
    rows = list(applied)
    # The version asked for may be any number, so nothing is made as long as it says.
    whole = len(rows) == version and all(row.version == at for at, row in enumerate(rows, 1))
    if not whole:
        raise LookupError(f"no version {version}")
    built: Any = document.empty()
    for row in rows:
        parsed = changes.parse_change_set(
            {"base_version": row.base_version, "changes": row.changes}
        )
        assert isinstance(parsed, changes.ChangeSet)
        built = changes.apply(built, parsed.changes)
        assert isinstance(built, dict)
    return built


def signed_versions(plan: Plan) -> QuerySet[PlanVersion]:
    """Return the signed versions of a plan with all that was signed, the first one first."""
    return plan.versions.select_related("signed_by").order_by("number")


def changed_since(moment: datetime) -> list[Plan]:
    """Return the plans that changed after a moment, without their documents."""
    changed = Plan.objects.filter(changed_at__gt=moment).order_by("changed_at")
    return list(changed.only("site", "study", "version", "state", "changed_at"))
