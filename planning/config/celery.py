"""Celery: a bell that wakes workers; the Job table owns the work."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")

app = Celery("plumbline")
# The stages reach it as celery.current_app; they never import the configuration.
app.set_default()


def configure() -> Celery:
    """Apply the settings; called once per process after Django's settings are there."""
    from django.conf import settings

    app.conf.update(
        broker_url=settings.PLUMBLINE_BROKER_URL,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"polling_interval": 0.02}
        if settings.PLUMBLINE_BROKER_URL.startswith("memory")
        else {"unacked_restore_throttle": 1},
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_pool="threads",
        worker_concurrency=3,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        task_serializer="json",
        accept_content=["json"],
        timezone="UTC",
    )
    return app
