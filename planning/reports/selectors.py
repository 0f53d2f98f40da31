"""Read what was made of signed versions, and how far it has come."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from django.db.models import QuerySet

from planning.accounts import policy
from planning.accounts.models import User
from planning.plans.models import PlanVersion
from planning.reports.models import ReportObject

TOLD_AT_MOST = 200
site_of = attrgetter("plan_version.plan.site_id")


def objects_of(version: PlanVersion) -> QuerySet[ReportObject]:
    """Return the objects of a signed version: the PDF, then the pictures."""
    return ReportObject.objects.filter(plan_version=version).select_related("node")


def visible_objects(user: User, version: PlanVersion) -> QuerySet[ReportObject]:
    """Return the objects of a version that a person sees."""
    return policy.visible_to(user, ReportObject).filter(plan_version=version).select_related("node")


def changed_since(moment: datetime) -> list[ReportObject]:
    """Return the objects that changed after a moment, oldest change first."""
    changed = ReportObject.objects.filter(changed_at__gt=moment).order_by("changed_at")
    # Content and document are large, and nobody is told of them.
    rows = changed.select_related("node", "plan_version__plan").defer(
        "plan_version__content", "plan_version__document", "plan_version__plan__document"
    )
    return list(rows[:TOLD_AT_MOST])


def predecessor_of(version: PlanVersion) -> PlanVersion | None:
    """Return the version that was signed before this one, if there is one."""
    earlier = PlanVersion.objects.filter(plan=version.plan_id, number__lt=version.number)
    return earlier.order_by("-number").first()
