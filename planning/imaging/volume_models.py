"""A stack of slices as one volume. All of it can be made again from the originals."""

from __future__ import annotations

import uuid

from django.db import models


class Volume(models.Model):
    """One stack of a series: which slices, in what order, and the file of its values.

    ``source_sha256`` tells the series' objects at the time; when one more arrives, the row
    is outdated. ``sha256`` is empty until the file has been made. ``code`` says why a
    stack cannot be shown at all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey("planning.Series", on_delete=models.CASCADE, related_name="volumes")
    number = models.PositiveIntegerField()
    source_sha256 = models.CharField(max_length=64)
    # [[instance, frame], …] in the order of the file.
    slices = models.JSONField(default=list)
    geometry = models.JSONField(default=dict)
    meaning = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.BigIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    site_path = "series__study__site"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="volume_per_stack")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.number}"
