"""The worker of a process: Celery's threads, a sweeper that never misses a job, a sealer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from celery import Celery
from celery.worker import WorkController
from django.conf import settings
from django.db import close_old_connections, connections

from planning.audit.seal import seal_pending
from planning.jobs import bell, handlers, work
from planning.jobs.claims import claimable
from planning.jobs.handlers import shutting_down
from planning.jobs.models import Job

logger = logging.getLogger(__name__)

SEAL_EVERY_S = 1.0


def _work() -> None:
    """Carry out jobs until there is none left."""
    close_old_connections()
    try:
        while work.run_next():
            pass
    finally:
        connections.close_all()


class Worker:
    """Celery's WorkController in a thread, with the sweeper and the sealer beside it.

    With the ``memory://`` broker it lives in the web process; with Redis it has a
    process of its own. The pool is threads in both: prefork children may not have
    children, and decoding needs them.

    Parameters
    ----------
    app : Celery
        Configured for the broker.
    concurrency : int
        Threads; one of them is always left for short work, so that a film is rendered
        while long imports go on.
    """

    def __init__(self, app: Celery, concurrency: int = 4):
        app.task(name=bell.TASK)(_work)
        self._end = threading.Event()
        work.limit_long_jobs(concurrency - 1)
        handlers.load()
        self._controller = WorkController(
            app=app,
            pool_cls="threads",
            concurrency=concurrency,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
            quiet=True,
        )
        self._threads = [
            threading.Thread(target=self._controller.start, name="celery", daemon=True),
            threading.Thread(
                target=self._every, args=(settings.JOB_SWEEP_S, _sweep), name="sweeper", daemon=True
            ),
            threading.Thread(
                target=self._every, args=(SEAL_EVERY_S, seal_pending), name="sealer", daemon=True
            ),
        ]

    def start(self) -> None:
        """Begin to work; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float = 20.0) -> None:
        """Put jobs at hand back into the queue and stop."""
        self._end.set()
        shutting_down.set()
        self._controller.stop()
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(timeout=max(0.0, deadline - time.monotonic()))

    def _every(self, seconds: float, action: Callable[[], object]) -> None:
        try:
            while not self._end.wait(seconds):
                try:
                    action()
                except Exception as error:
                    logger.warning("%s failed: %s", action.__name__, type(error).__name__)
                    connections.close_all()
        finally:
            connections.close_all()


def _sweep() -> None:
    """Ring the bell if a job waits that nobody has begun, or whose worker died."""
    if Job.objects.filter(claimable()).exists():
        bell.ring()
