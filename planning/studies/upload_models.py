"""Files that a person brings by the browser, until each of them has an outcome."""

from __future__ import annotations

import uuid

from django.db import models


class Upload(models.Model):
    """Files that came together: a disc, a folder, a zip, some photographs."""

    class State(models.TextChoices):
        RECEIVING = "receiving"
        EXAMINING = "examining"
        EXAMINED = "examined"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="uploads")
    created_by = models.ForeignKey(
        "planning.User", on_delete=models.PROTECT, related_name="uploads"
    )
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVING)
    files_total = models.PositiveIntegerField()
    bytes_total = models.BigIntegerField()
    job = models.ForeignKey("planning.Job", null=True, on_delete=models.SET_NULL)

    site_path = "site"

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class UploadedFile(models.Model):
    """One file of an upload: what was announced, then what became of it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    size_bytes = models.BigIntegerField()
    examined = models.BooleanField(default=False)
    # One entry a file, several for an archive: origin, outcome, code, params.
    outcomes = models.JSONField(default=list)

    site_path = "upload__site"

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="uploaded_file_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.upload_id}"
