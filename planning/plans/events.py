"""What people are told of plans while they look at something else."""

from __future__ import annotations

from datetime import datetime

from planning.jobs.broadcast import Source
from planning.plans.models import Plan

TOLD_AT_MOST = 200


def changed_since(moment: datetime) -> list[Plan]:
    """Return the plans that changed after `moment`, without their documents."""
    changed = Plan.objects.filter(changed_at__gt=moment).order_by("changed_at")
    return list(changed.only("site", "study", "version", "state", "changed_at")[:TOLD_AT_MOST])


def plan_told(plan: Plan) -> dict:
    """Return which plan changed, and how far it is; who wants more asks for it."""
    return {
        "plan_id": str(plan.pk),
        "study_id": str(plan.study_id),
        "version": plan.version,
        "state": plan.state,
    }


PLANS = Source("plan", changed_since, plan_told)
