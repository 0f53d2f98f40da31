"""Calibrations: rows that supersede each other and are never changed."""

from __future__ import annotations

import uuid

from django.db import models


class Calibration(models.Model):
    """What somebody found a millimetre to be on a film.

    ``supersedes`` is unique, so two people cannot both replace the same calibration;
    a film's current one is the row that nothing supersedes.
    """

    class Method(models.TextChoices):
        BALL = "ball"
        IMPLANT_HEAD = "implant_head"
        TWO_MARKERS = "two_markers"
        KNOWN_LENGTH = "known_length"
        OTHER_FILM = "other_film"
        DISTANCES = "distances"
        ENTERED_MAGNIFICATION = "entered_magnification"
        ACCEPTED_HEADER = "accepted_header"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(
        "planning.Instance", on_delete=models.CASCADE, related_name="calibrations"
    )
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    method = models.CharField(max_length=24, choices=Method.choices)
    # Points in image pixels, true sizes in mm, factors: everything to compute it again.
    inputs = models.JSONField()
    row_mm = models.FloatField()
    column_mm = models.FloatField()
    magnification = models.FloatField(null=True)
    relative_sigma = models.FloatField(null=True)
    residual_px = models.FloatField(null=True)
    residual_mm = models.FloatField(null=True)
    scale = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    plausibility = models.CharField(max_length=24, blank=True)
    pixel_sha256 = models.CharField(max_length=64)
    software = models.CharField(max_length=40)
    created_by = models.ForeignKey("planning.User", on_delete=models.PROTECT)
    created_at = models.DateTimeField(db_index=True)

    site_path = "instance__site"

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(row_mm__gt=0) & models.Q(column_mm__gt=0),
                name="calibration_positive",
            ),
            # The first calibration of a film supersedes nothing, and there is one first.
            models.UniqueConstraint(
                fields=["instance"],
                condition=models.Q(supersedes__isnull=True),
                name="one_first_calibration",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.id}"
