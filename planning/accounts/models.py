"""People, the hospital sites they belong to, and what they are there."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Role(models.TextChoices):
    """What a member of a site is there; ``policy.py`` says what each may do."""

    SURGEON = "surgeon", "Surgeon"
    RADIOLOGIST = "radiologist", "Radiologist"
    ADMINISTRATOR = "administrator", "Administrator"


class User(AbstractUser):
    """Somebody who signs in. Access comes from memberships, never from flags."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = None
    last_name = None
    display_name = models.CharField(max_length=120, blank=True)
    must_change_password = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.display_name or self.username


class Site(models.Model):
    """A hospital or clinic: the border of what its members can see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    # No factory default: 25 and 25.4 mm differ by 1.6 %.
    ball_diameter_mm = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(5.0), MaxValueValidator(100.0)]
    )

    site_path = ""

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A group of members of one site who work together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)

    site_path = "site"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="team_name_per_site")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's role at a site, and the team if any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )

    site_path = "site"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "site"], name="one_role_per_site"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()}, {self.site})"


class IdentityDomain(models.Model):
    """Who gives out patient IDs: two IDs mean one patient only within one domain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="identity_domains")
    name = models.CharField(max_length=80)

    site_path = "site"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="domain_name_per_site")
        ]

    def __str__(self) -> str:
        return self.name
