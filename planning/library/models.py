"""What a site has taken into its library, and what it has said about implants since."""

from __future__ import annotations

import uuid

from django.db import models


class ImplantVersion(models.Model):
    """One version of one family that came in a package; it never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(
        "planning.Site", on_delete=models.PROTECT, related_name="implant_versions"
    )
    # As plans name it: the package's key and, because two sites may take different things
    # under one key, the beginning of the site's.
    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    manufacturer = models.CharField(max_length=300)
    package_name = models.CharField(max_length=300)
    package_version = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=300)
    # A package with this one family: JSON, gzip.
    content = models.BinaryField()
    # What the list of the library says of it, so that a list reads no drawings.
    summary = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(
        "planning.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    site_path = "site"

    class Meta:
        ordering = ["key", "version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="implant_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} version {self.version}"


class ImplantNotice(models.Model):
    """What a site says about a version, built in or taken; the latest one counts."""

    class Standing(models.TextChoices):
        """Whether it may be chosen for a new plan."""

        CURRENT = "current", "Current"
        WITHDRAWN = "withdrawn", "Withdrawn"
        RECALLED = "recalled", "Recalled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(
        "planning.Site", on_delete=models.PROTECT, related_name="implant_notices"
    )
    key = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    standing = models.CharField(max_length=12, choices=Standing.choices)
    reason = models.CharField(max_length=500)
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey("planning.User", null=True, on_delete=models.SET_NULL)

    site_path = "site"

    class Meta:
        ordering = ["said_at"]
        indexes = [models.Index(fields=["site", "key", "version"], name="implant_notice_of")]

    def __str__(self) -> str:
        return f"{self.key} version {self.version}: {self.standing}"
