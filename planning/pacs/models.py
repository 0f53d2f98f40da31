"""The archives that a site can reach, and what tests of them found out."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models

from planning.pacs.secrets import SecretField

valid_ae_title = RegexValidator(
    r"^(?! )[ -\[\]-~]{1,16}(?<! )$",
    "An AE title has 1 to 16 characters, no backslash, no spaces at its ends (PS3.5 6.2).",
)


class PacsNode(models.Model):
    """An archive: how to reach it, and who gives out the patient IDs in it."""

    class Protocol(models.TextChoices):
        DIMSE = "dimse", "DIMSE"
        DICOMWEB = "dicomweb", "DICOMweb"

    class Retrieval(models.TextChoices):
        BEST = "best", "As the test found"
        WADO_RS = "wado-rs", "WADO-RS"
        C_GET = "c-get", "C-GET"
        C_MOVE = "c-move", "C-MOVE"

    class Authentication(models.TextChoices):
        NONE = "none", "None"
        BASIC = "basic", "User name and password"
        BEARER = "bearer", "Bearer token"
        OAUTH2 = "oauth2", "OAuth 2.0 client credentials"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="nodes")
    identity_domain = models.ForeignKey(
        "planning.IdentityDomain", on_delete=models.PROTECT, related_name="nodes"
    )
    name = models.CharField(max_length=40)
    protocol = models.CharField(max_length=10, choices=Protocol.choices)
    retrieval = models.CharField(max_length=10, choices=Retrieval.choices)
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(65535)])
    ae_title = models.CharField(max_length=16, blank=True, validators=[valid_ae_title])
    calling_ae_title = models.CharField(max_length=16, blank=True, validators=[valid_ae_title])
    url = models.URLField(max_length=300, blank=True)
    authentication = models.CharField(
        max_length=10, choices=Authentication.choices, default=Authentication.NONE
    )
    username = models.CharField(max_length=120, blank=True)
    # The password, the bearer token or the client secret, by the kind of authentication.
    password = SecretField()
    token_url = models.URLField(max_length=300, blank=True)
    token_scope = models.CharField(max_length=200, blank=True)
    tls = models.BooleanField(default=False)
    ca_file = models.CharField(max_length=300, blank=True)
    client_cert = models.CharField(max_length=300, blank=True)
    client_key = models.CharField(max_length=300, blank=True)
    character_set = models.CharField(max_length=40, default="ISO_IR 192")
    # After sending: whether it is asked to answer for what it took (storage commitment).
    asks_commitment = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    # What the last test found, for the bridge; empty after a change of how it is reached.
    profile = models.JSONField(default=dict, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)

    site_path = "site"

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="node_name_per_site")]

    def __str__(self) -> str:
        return self.name


class NodeTest(models.Model):
    """One test of an archive, as it came out; older ones are kept to compare with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(PacsNode, on_delete=models.CASCADE, related_name="tests")
    tested_at = models.DateTimeField()
    tested_by = models.ForeignKey("planning.User", null=True, on_delete=models.SET_NULL)
    results = models.JSONField(default=list)
    profile = models.JSONField(default=dict)
    # Our address on the connection, and how it was encrypted.
    surroundings = models.JSONField(default=dict)

    site_path = "node__site"

    class Meta:
        ordering = ["-tested_at"]

    def __str__(self) -> str:
        return f"{self.node} {self.tested_at:%Y-%m-%d %H:%M}"
