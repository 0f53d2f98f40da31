"""The bell: tell workers that there is work. If nobody hears it, the sweeper finds it."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

TASK = "planning.jobs.work"


def ring() -> None:
    """Send a wake-up through the broker; a broker that is down costs time, never work."""
    try:
        # Loaded with the first job: Celery takes half a second that most commands need not pay.
        import_string(settings.BELL).send_task(TASK, retry=False, expires=30)
    except Exception as error:
        # The Job row is the truth, so a missing bell is worth a line and nothing more.
        logger.warning("the broker did not take a wake-up: %s", type(error).__name__)
