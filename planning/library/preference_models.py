"""What a surgeon, or a site, begins with when planning."""

from __future__ import annotations

import uuid

from django.db import models


class PlanningPreference(models.Model):
    """The choices of one person at one site, or of the site itself; see ``preferences.py``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("planning.Site", on_delete=models.CASCADE, related_name="+")
    # None: what holds for everybody at the site who has not chosen.
    user = models.ForeignKey("planning.User", null=True, on_delete=models.CASCADE, related_name="+")
    values = models.JSONField()

    site_path = "site"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "user"], name="one_preference_per_person"),
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(user__isnull=True),
                name="one_preference_per_site",
            ),
        ]

    def __str__(self) -> str:
        return f"preferences of {self.user_id or self.site_id}"
