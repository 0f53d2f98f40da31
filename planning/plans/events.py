"""What people are told of plans while they look at something else."""

from __future__ import annotations

from planning.jobs.broadcast import Source
from planning.plans.models import Plan
from planning.plans.selectors import changed_since


def plan_told(plan: Plan) -> dict:
    """Return which plan changed, and how far it is; who wants more asks for it."""
    return {
        "plan_id": str(plan.pk),
        "study_id": str(plan.study_id),
        "version": plan.version,
        "state": plan.state,
    }


PLANS = Source("plan", changed_since, plan_told)
