"""Celery: a bell that wakes workers; the Job table owns the work."""

from __future__ import annotations

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")

app = Celery("plumbline")
# The stages reach it by ``settings.BELL``; they never import the configuration.
app.set_default()


def _configure() -> None:
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


_configure()
