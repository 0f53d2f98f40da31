"""One broadcaster a process: it asks the database, everybody else listens.

A listener holds an asyncio queue and no database connection, so fifty of them cost one
query every quarter of a second, and none when nobody listens.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from planning.jobs.selectors import changed_since

logger = logging.getLogger(__name__)

ASK_EVERY_S = 0.25
QUEUE_LENGTH = 200
# Rows may be committed a little after the time they carry.
LOOK_BACK = timedelta(seconds=2)


class Listener:
    """Somebody who listens: the sites they see, and a queue in their event loop."""

    def __init__(self, sites: frozenset[Any]):
        self.sites = sites
        self.queue: asyncio.Queue = asyncio.Queue(maxsize=QUEUE_LENGTH)
        self._loop = asyncio.get_running_loop()

    def tell(self, message: Any) -> None:
        """Put a message into the queue from another thread; a full queue drops the oldest."""
        self._loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: Any) -> None:
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(message)


class Broadcaster:
    """Ask for changed jobs while there are listeners, and tell those who may see them.

    Parameters
    ----------
    present : callable
        Turns a job into what is sent; called once per change, not per listener.
    """

    def __init__(self, present: Callable[[Any], Any]):
        self._present = present
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self._thread: threading.Thread | None = None

    def join(self, listener: Listener) -> None:
        """Begin to tell a listener."""
        with self._lock:
            self._listeners.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="broadcast", daemon=True)
                self._thread.start()

    def leave(self, listener: Listener) -> None:
        """Stop telling a listener."""
        with self._lock:
            self._listeners.discard(listener)

    def _run(self) -> None:
        told: dict[Any, Any] = {}
        since = timezone.now()
        pause = threading.Event()
        try:
            while self._anybody():
                pause.wait(ASK_EVERY_S)
                try:
                    since, told = self._tell_changes(since, told)
                except Exception as error:
                    logger.warning("progress could not be read: %s", type(error).__name__)
                    connections.close_all()
        finally:
            connections.close_all()

    def _tell_changes(self, since, told: dict[Any, Any]):
        asked_at = timezone.now()
        changed = changed_since(since - LOOK_BACK)
        for job in changed:
            if told.get(job.pk) != job.changed_at:
                self._tell(job)
        return asked_at, {job.pk: job.changed_at for job in changed}

    def _tell(self, job: Any) -> None:
        message = self._present(job)
        with self._lock:
            listeners = [one for one in self._listeners if job.site_id in one.sites]
        for listener in listeners:
            listener.tell(message)

    def _anybody(self) -> bool:
        with self._lock:
            if not self._listeners:
                self._thread = None
            return bool(self._listeners)
