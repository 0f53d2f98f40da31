"""The audit trail: rows that are only ever added, and their seals."""

from __future__ import annotations

from django.db import models


class AuditAction(models.TextChoices):
    """What happened (the events of DICOM PS3.15 A.5 that this product has)."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    SEARCH = "search"
    IMPORT = "import"
    VIEW = "view"
    CREATE = "create"
    CHANGE = "change"
    SIGN = "sign"
    SEND = "send"
    EXPORT = "export"
    SECURITY = "security"


class AuditEvent(models.Model):
    """One thing that somebody did. Patients appear by pseudonymous key only."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150, blank=True)
    actor_id = models.UUIDField(null=True)
    site_id = models.UUIDField(null=True)
    action = models.CharField(max_length=20, choices=AuditAction.choices)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    patient_key = models.CharField(max_length=64, blank=True, db_index=True)
    outcome = models.CharField(max_length=20, default="ok")
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)

    site_path = "site_id"

    class Meta:
        indexes = [models.Index(fields=["actor_id", "action", "object_id", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor} {self.action} {self.object_kind}"


class AuditSeal(models.Model):
    """The hash that chains an event to the one sealed before it.

    The chain runs in the order of sealing: transactions may commit in another order
    than their events were numbered.
    """

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.digest[:12]
