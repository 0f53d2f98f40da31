"""The one Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """One label and one migrations folder for all stages."""

    name = "planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the job handlers and the system checks; configure the bell."""
        from planning import tasks  # noqa: F401
        from planning.config import celery, checks  # noqa: F401

        celery.configure()
