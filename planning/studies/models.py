"""Patients, studies, series, instances; what is set aside; how a film hangs."""

from __future__ import annotations

import uuid

from django.db import models


class Patient(models.Model):
    """One person within one identity domain. Never merged by the software."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity_domain = models.ForeignKey(
        "planning.IdentityDomain", on_delete=models.PROTECT, related_name="patients"
    )
    patient_id = models.CharField(max_length=64)
    name = models.CharField(max_length=330)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=16, blank=True)

    site_path = "identity_domain__site"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_domain", "patient_id"], name="patient_id_per_domain"
            ),
            models.CheckConstraint(condition=~models.Q(patient_id=""), name="patient_has_id"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Study(models.Model):
    """A study as received, with the demographics that came with it."""

    class State(models.TextChoices):
        IMPORTING = "importing"
        COMPLETE = "complete"
        INCOMPLETE = "incomplete"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="studies")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="studies")
    node = models.ForeignKey(
        "planning.PacsNode", null=True, on_delete=models.SET_NULL, related_name="studies"
    )
    study_instance_uid = models.CharField(max_length=64)
    accession_number = models.CharField(max_length=64, blank=True)
    description = models.CharField(max_length=200, blank=True)
    study_date = models.DateField(null=True)
    study_time = models.TimeField(null=True)
    received_name = models.CharField(max_length=330, blank=True)
    received_birth_date = models.DateField(null=True)
    received_sex = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.IMPORTING)
    # What the archive said it holds; None where nobody said.
    expected_instances = models.PositiveIntegerField(null=True)
    missing = models.JSONField(default=list)
    imported_at = models.DateTimeField()

    site_path = "site"

    class Meta:
        ordering = ["-study_date", "-study_time"]
        constraints = [
            models.UniqueConstraint(fields=["site", "study_instance_uid"], name="study_per_site")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Series(models.Model):
    """A series of a study."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="series")
    series_instance_uid = models.CharField(max_length=64)
    modality = models.CharField(max_length=16, blank=True)
    number = models.IntegerField(null=True)
    description = models.CharField(max_length=200, blank=True)
    body_part = models.CharField(max_length=64, blank=True)

    site_path = "study__site"

    class Meta:
        verbose_name_plural = "series"
        ordering = ["number", "series_instance_uid"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "series_instance_uid"], name="series_per_study"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Instance(models.Model):
    """One stored object. The file is sacred; ``header`` is what its index tags say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="instances")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="instances")
    sop_instance_uid = models.CharField(max_length=64)
    sop_class_uid = models.CharField(max_length=64)
    transfer_syntax_uid = models.CharField(max_length=64)
    number = models.IntegerField(null=True)
    header = models.JSONField()
    rows = models.PositiveIntegerField(null=True)
    columns = models.PositiveIntegerField(null=True)
    frames = models.PositiveIntegerField(default=1)
    has_pixels = models.BooleanField(default=False)
    size_bytes = models.BigIntegerField()
    received_sha256 = models.CharField(max_length=64)
    stored_sha256 = models.CharField(max_length=64, db_index=True)
    # Of the data set's bytes alone: the same object over DIMSE and from a CD has
    # another file meta group but is the same object.
    dataset_sha256 = models.CharField(max_length=64)
    # Of the decoded stored values; set when the pixels have been decoded once.
    pixel_sha256 = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()

    site_path = "site"

    class Meta:
        ordering = ["number", "sop_instance_uid"]
        constraints = [
            models.UniqueConstraint(fields=["site", "sop_instance_uid"], name="instance_per_site")
        ]

    def __str__(self) -> str:
        return str(self.id)


class HeaderRevision(models.Model):
    """An earlier header of an instance whose pixels came again with another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="revisions")
    header = models.JSONField()
    stored_sha256 = models.CharField(max_length=64)
    received_sha256 = models.CharField(max_length=64)
    dataset_sha256 = models.CharField(max_length=64)
    superseded_at = models.DateTimeField()

    site_path = "instance__site"

    class Meta:
        ordering = ["superseded_at"]

    def __str__(self) -> str:
        return str(self.id)


class QuarantineDecision(models.Model):
    """What a person decided about files that were set aside; undone, never removed."""

    class Kind(models.TextChoices):
        TAKEN = "taken"
        KEPT = "kept"
        NEW_HEADER = "new_header"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Why the files had been set aside.
    code = models.CharField(max_length=40)
    patient = models.ForeignKey(
        Patient, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    files = models.PositiveIntegerField()
    # What it takes to undo it, and what the person typed: plain values.
    details = models.JSONField(default=dict)
    # None: on the command line.
    made_by = models.ForeignKey(
        "planning.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        "planning.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    site_path = "site"

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Quarantined(models.Model):
    """A file that is kept but belongs to nobody until a person decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="quarantined")
    node = models.ForeignKey("planning.PacsNode", null=True, on_delete=models.SET_NULL)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    header = models.JSONField(default=dict)
    sop_instance_uid = models.CharField(max_length=64, blank=True)
    stored_sha256 = models.CharField(max_length=64)
    received_sha256 = models.CharField(max_length=64)
    dataset_sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.BigIntegerField()
    conflicts_with = models.ForeignKey(
        Instance, null=True, on_delete=models.SET_NULL, related_name="conflicts"
    )
    # Who was asked for, as the archive's own list names them; empty where nobody was.
    asked = models.JSONField(default=dict)
    upload = models.ForeignKey(
        "planning.Upload", null=True, on_delete=models.SET_NULL, related_name="set_aside"
    )
    # The file's name for people; it is never a path here.
    origin = models.CharField(max_length=500, blank=True)
    # None while it waits for a person.
    decision = models.ForeignKey(
        QuarantineDecision, null=True, on_delete=models.PROTECT, related_name="rows"
    )
    # What it became, once it was taken.
    film = models.ForeignKey(
        Instance, null=True, on_delete=models.SET_NULL, related_name="taken_from"
    )
    arrived_at = models.DateTimeField()

    site_path = "site"

    class Meta:
        verbose_name_plural = "quarantined"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "stored_sha256", "code"], name="quarantined_once_per_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.id}"


class Hanging(models.Model):
    """Which side of the screen shows the patient's right, confirmed by a person."""

    class Side(models.TextChoices):
        LEFT = "left"
        RIGHT = "right"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="hangings")
    patient_right_on = models.CharField(max_length=5, choices=Side.choices)
    confirmed_by = models.ForeignKey("planning.User", on_delete=models.PROTECT)
    confirmed_at = models.DateTimeField()

    site_path = "instance__site"

    class Meta:
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return f"patient's right on the {self.patient_right_on}"
