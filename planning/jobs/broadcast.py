"""One broadcaster a process: it asks the database, everybody else listens.

A listener holds an asyncio queue and no database connection, so fifty of them cost one
query per kind of row every quarter of a second, and none when nobody listens. What rows
there are to tell of is for the stages above: each gives a :class:`Source`.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)

ASK_EVERY_S = 0.25
QUEUE_LENGTH = 200
# Rows may be committed a little after the time they carry.
LOOK_BACK = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of row that people are told of.

    Attributes
    ----------
    event : str
        The name of the server-sent event; several sources may share one.
    changed_since : callable
        Takes a moment and gives the rows that changed after it.
    present : callable
        Turns a row into the JSON that is sent; called once per change, not per listener.
    stamp : callable
        Gives of a row what differs after every change of it; ``changed_at`` by default.
    site_id : callable
        Gives the key of the site whose members are told; ``site_id`` by default.
    """

    event: str
    changed_since: Callable[[datetime], Iterable[Any]]
    present: Callable[[Any], Any]
    stamp: Callable[[Any], Any] = field(default=attrgetter("changed_at"))
    site_id: Callable[[Any], Any] = field(default=attrgetter("site_id"))


@dataclass(slots=True)
class _Watched:
    """A source, since when its changes are not known, and what was told of it last."""

    source: Source
    since: datetime
    told: dict[Any, Any] = field(default_factory=dict)


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
    """Ask for changed rows while there are listeners, and tell those who may see them.

    A listener's queue gets pairs of event and data.

    Parameters
    ----------
    sources : Source
        Every kind of row that there is to tell of.
    """

    def __init__(self, *sources: Source):
        self._sources = sources
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
        now = timezone.now()
        watched = [_Watched(source, now) for source in self._sources]
        pause = threading.Event()
        try:
            while self._anybody():
                pause.wait(ASK_EVERY_S)
                for one in watched:
                    self._look_at(one)
        finally:
            connections.close_all()

    def _look_at(self, one: _Watched) -> None:
        """Tell of one source's changes; its failure is nothing to the others."""
        asked_at = timezone.now()
        try:
            changed = list(one.source.changed_since(one.since - LOOK_BACK))
        except Exception as error:
            logger.warning(
                "changes of %s could not be read: %s", one.source.event, type(error).__name__
            )
            connections.close_all()
            return
        known, one.told, one.since = one.told, {}, asked_at
        for row in changed:
            self._tell_of(one, row, known)

    def _tell_of(self, one: _Watched, row: Any, known: dict[Any, Any]) -> None:
        """Tell of one row; one that cannot be told is tried again while it is looked back on."""
        source = one.source
        try:
            stamp = source.stamp(row)
            if known.get(row.pk) != stamp:
                self._tell(source.site_id(row), (source.event, source.present(row)))
        except Exception as error:
            logger.warning("a %s could not be told: %s", source.event, type(error).__name__)
            connections.close_all()
        else:
            one.told[row.pk] = stamp

    def _tell(self, site_id: Any, message: tuple[str, Any]) -> None:
        with self._lock:
            listeners = [one for one in self._listeners if site_id in one.sites]
        for listener in listeners:
            listener.tell(message)

    def _anybody(self) -> bool:
        with self._lock:
            if not self._listeners:
                self._thread = None
            return bool(self._listeners)
