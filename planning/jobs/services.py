"""Ask for work, stop it, try it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from planning.jobs import bell
from planning.jobs.models import ACTIVE, Job, JobState


def enqueue(
    *,
    kind: str,
    key: str,
    site,
    arguments: dict[str, Any],
    created_by=None,
    visible: bool = False,
    study_uid: str = "",
    title: str = "",
    delay_s: float = 0.0,
) -> Job:
    """Ask for a piece of work; the same key twice while it is active gives the same job.

    Parameters
    ----------
    kind : str
        Which handler carries it out.
    key : str
        What the work is about; unique among active jobs.
    site : Site
        Whose members see it.
    arguments : dict
        Identifiers and plain values only.
    created_by : User, optional
    visible : bool
        Whether it appears in the drawer of imports.
    study_uid, title : str
        Shown there.
    delay_s : float
        Not before so many seconds from now.

    Returns
    -------
    Job
        New or already active.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            now = timezone.now()
            job = Job.objects.create(
                kind=kind,
                key=key,
                site=site,
                arguments=arguments,
                created_by=created_by,
                visible=visible,
                study_uid=study_uid,
                title=title,
                not_before=now + timedelta(seconds=delay_s),
                created_at=now,
                changed_at=now,
            )
    except IntegrityError:
        active = Job.objects.filter(key=key, state__in=ACTIVE).first()
        if active is None:
            raise
        _bring_forward(active, now + timedelta(seconds=delay_s))
        return active
    transaction.on_commit(bell.ring)
    return job


def _bring_forward(job: Job, to: datetime) -> None:
    """Let work that was put off, and never begun, begin when somebody asks for it now."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED, attempt=0, not_before__gt=to)
    if waiting.update(not_before=to):
        transaction.on_commit(bell.ring)


@dataclass(frozen=True, slots=True)
class Request:
    """One of many pieces of work of a kind; the fields are those of :func:`enqueue`."""

    key: str
    arguments: dict[str, Any]
    delay_s: float = 0.0


@transaction.atomic
def enqueue_all(*, kind: str, site, requests: Sequence[Request]) -> None:
    """Ask for many pieces of work at once; those that are active already stay as they are.

    Parameters
    ----------
    kind : str
        Which handler carries them out.
    site : Site
    requests : sequence of Request
    """
    if not requests:
        return
    now = timezone.now()
    Job.objects.bulk_create(
        (
            Job(
                kind=kind,
                key=one.key,
                site=site,
                arguments=one.arguments,
                visible=False,
                not_before=now + timedelta(seconds=one.delay_s),
                created_at=now,
                changed_at=now,
            )
            for one in requests
        ),
        ignore_conflicts=True,
    )
    transaction.on_commit(bell.ring)


@transaction.atomic
def cancel(*, job: Job) -> Job:
    """Stop a job: at once if nobody has begun, else as soon as its worker looks up."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if not waiting.update(
        state=JobState.CANCELLED, cancel_requested=True, changed_at=now, finished_at=now
    ):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
            cancel_requested=True, changed_at=now
        )
    job.refresh_from_db()
    return job


def retry(*, job: Job) -> Job:
    """Queue a finished job again with what it has already achieved.

    Asking again while the same work is active gives the active job.
    """
    ended = Q(state__in=(JobState.FAILED, JobState.INCOMPLETE, JobState.CANCELLED))
    try:
        with transaction.atomic():
            now = timezone.now()
            Job.objects.filter(ended, pk=job.pk).update(
                state=JobState.QUEUED,
                cancel_requested=False,
                attempt=0,
                error={},
                not_before=now,
                changed_at=now,
                finished_at=None,
            )
    except IntegrityError:
        return Job.objects.get(key=job.key, state__in=ACTIVE)
    transaction.on_commit(bell.ring)
    job.refresh_from_db()
    return job
