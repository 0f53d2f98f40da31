"""What was made from an instance's pixels. All of it can be made again."""

from __future__ import annotations

import uuid

from django.db import models


class FilmDisplay(models.Model):
    """What the pixels of an instance mean on a screen, or why they cannot be shown."""

    class State(models.TextChoices):
        READY = "ready"
        UNDECODABLE = "undecodable"

    instance = models.OneToOneField(
        "planning.Instance", on_delete=models.CASCADE, primary_key=True, related_name="display"
    )
    state = models.CharField(max_length=12, choices=State.choices)
    code = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    meaning = models.JSONField(default=dict)
    renderer = models.PositiveIntegerField()
    source_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    site_path = "instance__site"

    def __str__(self) -> str:
        return self.state


class Rendition(models.Model):
    """One level of one frame, stored by content in the cache."""

    class Level(models.TextChoices):
        FULL = "full"
        QUARTER = "quarter"
        PREVIEW = "preview"
        OVERLAYS = "overlays"

    class Encoding(models.TextChoices):
        ZSTD = "zstd"
        GZIP = "gzip"
        JPEG = "jpeg"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(
        "planning.Instance", on_delete=models.CASCADE, related_name="renditions"
    )
    frame = models.PositiveIntegerField(default=1)
    level = models.CharField(max_length=8, choices=Level.choices)
    encoding = models.CharField(max_length=4, choices=Encoding.choices)
    columns = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    planes = models.PositiveIntegerField(default=1)
    strip_rows = models.PositiveIntegerField(default=0)
    check_sums = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()

    site_path = "instance__site"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "frame", "level", "encoding"], name="one_rendition_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.encoding}"
