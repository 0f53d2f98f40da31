"""Plans: a working document, the changes that made it, and the versions that were signed."""

from __future__ import annotations

import uuid

from django.db import models


class Side(models.TextChoices):
    """The side that is operated on; empty while nobody has said."""

    RIGHT = "R", "Right"
    LEFT = "L", "Left"
    BOTH = "B", "Both"


class Plan(models.Model):
    """A case: one operation on one patient, and its working document.

    ``document`` is always the result of all applied :class:`PlanChange` rows; ``version``
    counts them. The study is the one into which the signed plan is sent back.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SIGNED = "signed"
        ARCHIVED = "archived"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.PROTECT, related_name="plans")
    patient = models.ForeignKey("planning.Patient", on_delete=models.PROTECT, related_name="plans")
    study = models.ForeignKey("planning.Study", on_delete=models.PROTECT, related_name="plans")
    team = models.ForeignKey(
        "planning.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="plans"
    )
    owner = models.ForeignKey("planning.User", on_delete=models.PROTECT, related_name="plans")
    operation = models.CharField(max_length=120, blank=True)
    side = models.CharField(max_length=1, choices=Side.choices, blank=True)
    planned_on = models.DateField(null=True)
    # Place in the theatre list of that day.
    planned_order = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    document = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey("planning.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_index=True)

    site_path = "site"

    class Meta:
        ordering = ["planned_on", "planned_order", "-changed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=["", *Side.values]), name="plan_side_known"
            )
        ]
        indexes = [models.Index(fields=["site", "state", "planned_on"])]

    def __str__(self) -> str:
        return str(self.id)


class PlanChange(models.Model):
    """One saved change set. Rows are only ever added; its key comes from the browser.

    A set that started from an older version is not applied. When the person then takes the
    other version, it is kept here all the same, set aside.
    """

    class Outcome(models.TextChoices):
        APPLIED = "applied"
        SET_ASIDE = "set_aside"

    id = models.UUIDField(primary_key=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # The version that it made; none where it was set aside.
    version = models.PositiveIntegerField(null=True)
    base_version = models.PositiveIntegerField()
    changes = models.JSONField()
    made_by = models.ForeignKey("planning.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    site_path = "plan__site"

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="one_change_per_version")
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlanVersion(models.Model):
    """A signed plan: everything that was signed, frozen. Rows are only ever added.

    ``content`` holds all that a reader of the plan needs, with every number as it was
    shown; ``digest`` is the SHA-256 of the canonical JSON of what was signed.
    """

    class Meaning(models.TextChoices):
        PLANNED = "planned", "Planned by me"
        APPROVED = "approved", "Checked and approved by me"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # Of the working document when it was signed.
    version = models.PositiveIntegerField()
    document = models.JSONField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    software = models.CharField(max_length=40)
    meaning = models.CharField(max_length=10, choices=Meaning.choices)
    signed_by = models.ForeignKey("planning.User", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    site_path = "plan__site"

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_per_plan")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
