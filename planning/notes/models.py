"""Notes of radiologists and surgeons, and who has read or acknowledged them. Never deleted."""

from __future__ import annotations

import uuid

from django.db import models


class Note(models.Model):
    """Something written on a study, pinned to a film or not. Rows are only ever added."""

    class Priority(models.TextChoices):
        NORMAL = "normal"
        MUST_READ = "must_read"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.PROTECT, related_name="notes")
    study = models.ForeignKey("planning.Study", on_delete=models.PROTECT, related_name="notes")
    instance = models.ForeignKey(
        "planning.Instance", null=True, on_delete=models.PROTECT, related_name="notes"
    )
    frame = models.PositiveIntegerField(null=True)
    # Where it is pinned: [x, y] in image pixels.
    point_px = models.JSONField(null=True)
    reply_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replies"
    )
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    text = models.TextField(max_length=4000)
    author = models.ForeignKey("planning.User", on_delete=models.PROTECT, related_name="notes")
    written_at = models.DateTimeField(db_index=True)

    site_path = "site"

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="note_has_text"),
            models.CheckConstraint(
                condition=models.Q(point_px__isnull=True) | models.Q(instance__isnull=False),
                name="pin_has_film",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NoteMark(models.Model):
    """Somebody has read a note, or acknowledged it. Rows are only ever added."""

    class Kind(models.TextChoices):
        READ = "read"
        ACKNOWLEDGED = "acknowledged"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    made_by = models.ForeignKey("planning.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_index=True)

    site_path = "note__site"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "made_by", "kind"], name="note_marked_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.note_id}"
