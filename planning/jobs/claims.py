"""Who works on what: claims, leases, ends. Every change is one conditional UPDATE.

Each looks at the clock inside its transaction: on SQLite that begins when its turn to write has
come, and who waited long before it would else bear a moment that the live news have passed.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from planning.jobs.models import Job, JobState

DEATHS_AT_MOST = 12


def claimable() -> Q:
    """Return the condition for jobs that may be begun now, or taken over from the dead."""
    now = timezone.now()
    waiting = Q(state=JobState.QUEUED, not_before__lte=now)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
    return waiting | abandoned


def claim(*, job_id: object = None, without: frozenset[str] = frozenset()) -> Job | None:
    """Take the next job, or a certain one; None if there is none to take.

    On PostgreSQL rows that another worker is just taking are skipped; on SQLite the
    immediate transaction lets one writer in at a time. Kinds in `without` are left to
    others.
    """
    with transaction.atomic():
        jobs = Job.objects.filter(claimable()).exclude(kind__in=without)
        if job_id is not None:
            jobs = jobs.filter(pk=job_id)
        if connection.features.has_select_for_update_skip_locked:
            jobs = jobs.select_for_update(skip_locked=True, of=("self",))
        job = jobs.order_by("not_before", "created_at").first()
        if job is None:
            return None
        now = timezone.now()
        if job.attempt >= DEATHS_AT_MOST:
            _give_up(job, now)
            return None
        job.state = JobState.RUNNING
        job.attempt += 1
        job.lease_owner = _new_lease()
        job.lease_until = now + timedelta(seconds=settings.JOB_LEASE_S)
        job.changed_at = now
        job.save(update_fields=["state", "attempt", "lease_owner", "lease_until", "changed_at"])
    return Job.objects.select_related("site", "created_by").get(pk=job.pk)


def _give_up(job: Job, now) -> None:
    """End a job that has taken too many workers down with it."""
    job.state = JobState.FAILED
    job.error = {"code": "job_kept_dying", "params": {}}
    job.lease_owner, job.lease_until = "", None
    job.changed_at = job.finished_at = now
    job.save()


@transaction.atomic
def renew(job: Job, **values) -> bool:
    """Extend the lease of a claimed job and write `values`; False if somebody else has it."""
    now = timezone.now()
    return bool(
        _still_held(job).update(
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_S),
            **({"changed_at": now} | values if values else {}),
        )
    )


def cancel_requested(*, job_id: object) -> bool:
    """Say whether a person asked for the end of the job."""
    return Job.objects.filter(pk=job_id, cancel_requested=True).exists()


@transaction.atomic
def finish(job: Job, *, state: str, **values) -> bool:
    """End a claimed job in `state`; False if somebody else has it."""
    now = timezone.now()
    return bool(
        _still_held(job).update(
            state=state,
            lease_owner="",
            lease_until=None,
            changed_at=now,
            finished_at=now,
            **values,
        )
    )


@transaction.atomic
def give_back(job: Job, *, delay_s: float, **values) -> bool:
    """Queue a claimed job again, not before `delay_s` seconds from now."""
    now = timezone.now()
    return bool(
        _still_held(job).update(
            state=JobState.QUEUED,
            lease_owner="",
            lease_until=None,
            changed_at=now,
            not_before=now + timedelta(seconds=delay_s),
            **values,
        )
    )


def _new_lease() -> str:
    """Name a claim. No two are alike, also of one job by two threads of one process."""
    return f"{socket.gethostname()[-40:]}:{os.getpid()}:{secrets.token_hex(8)}"


def _still_held(job: Job) -> QuerySet[Job]:
    """Return the row as long as the claim that `job` came from holds."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_owner=job.lease_owner)
