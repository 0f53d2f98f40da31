"""Read jobs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from planning.accounts import policy
from planning.accounts.models import User
from planning.jobs.models import ACTIVE, Job

RECENT = timedelta(hours=12)
SHOWN_AT_MOST = 100


def jobs_for(user: User, *, kind: str = "", active: bool = False) -> QuerySet[Job]:
    """Return the jobs that a person sees in the drawer, newest first."""
    jobs = policy.visible_to(user, Job).filter(visible=True)
    if kind:
        jobs = jobs.filter(kind=kind)
    if active:
        jobs = jobs.filter(state__in=ACTIVE)
    recent = jobs.filter(changed_at__gte=timezone.now() - RECENT)
    return recent.select_related("site", "created_by").order_by("-created_at")[:SHOWN_AT_MOST]


def changed_since(moment: datetime) -> list[Job]:
    """Return the visible jobs that changed after `moment`, oldest change first."""
    return list(
        Job.objects.filter(visible=True, changed_at__gt=moment)
        .select_related("site")
        .order_by("changed_at")[:SHOWN_AT_MOST]
    )
