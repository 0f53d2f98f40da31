"""What goes back to the archive of a signed plan, and how far each object has come."""

from __future__ import annotations

import uuid

from django.db import models


class ReportObject(models.Model):
    """One DICOM object made of a signed version. Its UIDs follow from the version alone."""

    class Kind(models.TextChoices):
        PDF = "pdf"
        PICTURE = "picture"

    class State(models.TextChoices):
        MADE = "made"
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        REFUSED = "refused"
        FAILED = "failed"

    class Commitment(models.TextChoices):
        """Whether the archive that has it answers for it (DICOM PS3.4 Annex J)."""

        NONE = "none"
        WANTED = "wanted"
        ASKED = "asked"
        COMMITTED = "committed"
        UNANSWERED = "unanswered"
        UNAVAILABLE = "unavailable"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan_version = models.ForeignKey(
        "planning.PlanVersion", on_delete=models.PROTECT, related_name="objects_made"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Pictures: one a view, counted from 1.
    number = models.PositiveIntegerField(default=1)
    sop_instance_uid = models.CharField(max_length=64)
    series_instance_uid = models.CharField(max_length=64)
    stored_sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    node = models.ForeignKey(
        "planning.PacsNode", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.MADE)
    commitment = models.CharField(
        max_length=12, choices=Commitment.choices, default=Commitment.NONE
    )
    # Of the last question about it; the archive's answer names it.
    transaction_uid = models.CharField(max_length=64, blank=True, db_index=True)
    # Why it was refused, or not answered for, in the archive's own words: {"code", "params"}.
    reason = models.JSONField(default=dict)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    site_path = "plan_version__plan__site"

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_version", "kind", "number"], name="report_object_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
