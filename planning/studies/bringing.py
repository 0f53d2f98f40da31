"""Files of a study come by several series at once and pass the gate while others arrive."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from planning.pacs import gateway
from planning.pacs.gateway import ArchiveError, ReceivedFile, Wanted
from planning.pacs.models import PacsNode
from planning.studies.groups import Checked, check

SERIES_AT_ONCE = 3
"""One of a node's four associations always stays for people who search."""

_CHECKERS = 2
_LARGEST_GROUP = 100
_AHEAD_AT_MOST = 400
"""Files that may wait to be indexed; then the archive waits, too."""

_LOOK_S = 0.1
_GATHER_S = 0.15
"""Between groups; the first one goes as soon as there is one file."""


class Bringing:
    """One import's retrievals; iterate :meth:`groups` once.

    Parameters
    ----------
    node : PacsNode
    into : Path
        Scratch folder of the store.
    stopped : callable
        Whether a person, or a lost lease, ends it.
    """

    def __init__(self, node: PacsNode, into: Path, stopped: Callable[[], bool]):
        self._node, self._into, self._stopped = node, into, stopped
        self._ready: queue.SimpleQueue[Checked | Exception | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(_AHEAD_AT_MOST)
        self._over = threading.Event()
        self._failed = threading.Event()
        self._one_came = threading.Event()
        self._next_at = 0.0

    def groups(self, wanted: Sequence[Wanted]) -> Iterator[list[Checked]]:
        """Yield what has passed the gate, as much of it as there is; now and then nothing.

        Raises
        ------
        ArchiveError
            What went wrong, after everything that still came.
        OSError
            When our own disc refuses.
        """
        if not wanted:
            return
        lanes = ThreadPoolExecutor(min(SERIES_AT_ONCE, len(wanted)), "fetch")
        checkers = ThreadPoolExecutor(_CHECKERS, "gate")
        try:
            first, *others = wanted
            series = [lanes.submit(self._fetch_first, first, checkers)]
            series += [lanes.submit(self._fetch_after, one, checkers) for one in others]
            for one in series:
                one.add_done_callback(lambda _: self._ready.put(None))
            while not self._is_done(series):
                group = self._next_group()
                yield group
                for _ in group:
                    self._room.release()
            checkers.shutdown()
            while not self._ready.empty():
                yield self._next_group()
        finally:
            self._over.set()
            lanes.shutdown(cancel_futures=True)
            checkers.shutdown(cancel_futures=True)
        self._raise_worst(series)

    def _fetch_first(self, wanted: Wanted, checkers: ThreadPoolExecutor) -> None:
        try:
            self._fetch(wanted, checkers)
        finally:
            self._one_came.set()

    def _fetch_after(self, wanted: Wanted, checkers: ThreadPoolExecutor) -> None:
        # The first film has the line for itself: it is opened while the others still come.
        while not self._one_came.wait(_LOOK_S):
            if self._is_over():
                return
        self._fetch(wanted, checkers)

    def _fetch(self, wanted: Wanted, checkers: ThreadPoolExecutor) -> None:
        if self._failed.is_set():
            return
        try:
            for item in gateway.fetch(self._node, wanted, self._into, cancelled=self._is_over):
                if isinstance(item, ReceivedFile):
                    self._one_came.set()
                    while not self._room.acquire(timeout=_LOOK_S):
                        if self._is_over():
                            return
                    checkers.submit(self._check, item)
        except ArchiveError:
            self._failed.set()
            raise

    def _check(self, file: ReceivedFile) -> None:
        try:
            self._ready.put(check(file))
        except Exception as problem:
            self._ready.put(problem)

    def _is_over(self) -> bool:
        return self._over.is_set() or self._stopped()

    def _is_done(self, series: Sequence[Future]) -> bool:
        return all(one.done() for one in series)

    def _next_group(self) -> list[Checked]:
        """Return what there is, now and then nothing; a series that ends is a reason to look."""
        group: list[Checked] = []
        try:
            while len(group) < _LARGEST_GROUP:
                gather_s = self._next_at - time.monotonic() if group else _LOOK_S
                if gather_s > 0:
                    item = self._ready.get(timeout=gather_s)
                else:
                    item = self._ready.get_nowait()
                if item is None:
                    break
                if isinstance(item, Exception):
                    raise item
                group.append(item)
        except queue.Empty:
            pass
        if group:
            self._next_at = time.monotonic() + _GATHER_S
        return group

    @staticmethod
    def _raise_worst(series: Sequence[Future]) -> None:
        errors = [one.exception() for one in series if not one.cancelled() and one.exception()]
        # What needs a person counts more than what another attempt may mend.
        errors.sort(key=lambda error: getattr(error, "transient", False))
        if errors:
            raise errors[0]
