"""Work as rows: the database owns it, Celery only carries it out."""

from __future__ import annotations

import uuid

from django.db import models


class JobState(models.TextChoices):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """One piece of slow or remote work.

    ``key`` is unique among active jobs, so asking twice gives one job. ``lease_until``
    passes when a worker dies; the sweeper then lets another one take the job.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    arguments = models.JSONField(default=dict)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="jobs")
    created_by = models.ForeignKey(
        "planning.User", null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    # Shown in the drawer of imports; the study may not exist here yet.
    study_uid = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200, blank=True)
    progress = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    attempt = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    visible = models.BooleanField(default=True)
    not_before = models.DateTimeField()
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)

    site_path = "site"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=ACTIVE),
                name="one_active_job_per_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
