"""The one Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """One label and one migrations folder for all stages."""

    name = "planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the system checks, and say where the job handlers are.

        They bring every stage with them, so only a process that carries out jobs loads them.
        """
        from planning.config import checks  # noqa: F401
        from planning.jobs import handlers

        handlers.come_from("planning.tasks")
