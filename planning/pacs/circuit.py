"""PURE. An archive that fails again and again is left alone for a while.

Whoever waits for it learns so at once instead of after a time-out, and when it comes back it
is not met by everybody at the same moment: one tries, the others wait for what happens.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pacs_bridge.errors import (
    ArchiveError,
    Busy,
    Cancelled,
    ConnectionLost,
    NoAnswer,
    Resting,
    Unreachable,
)
from pacs_bridge.types import Step

FAILURES = 5
"""So many in a row open the circuit."""

REST_S = 60.0

_ARCHIVE_FAILED = (Unreachable, NoAnswer, ConnectionLost, Busy)


class Circuit:
    """How one archive has answered lately; safe in threads.

    Parameters
    ----------
    clock : callable
        Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._tried_again_at = 0.0
        self._is_tried = False

    def check(self, node: str, step: Step, *, always: bool = False) -> None:
        """Refuse at once what would be refused when its turn came; see :meth:`passing`."""
        with self._lock:
            if not always and self._failures >= FAILURES and self._left_s() > 0:
                raise self._resting(node, step)

    @contextmanager
    def passing(self, node: str, step: Step, *, always: bool = False) -> Iterator[None]:
        """Let an operation through, and learn from how it ends.

        Parameters
        ----------
        node, step
            For the error.
        always : bool
            For a person who tests the connection: never refused.

        Raises
        ------
        Resting
            While the archive is left alone.
        """
        tries = self._enter(node, step, always=always)
        try:
            yield
        except (Cancelled, GeneratorExit):
            raise
        except _ARCHIVE_FAILED:
            self._failed()
            raise
        except ArchiveError:
            # It refused, so it is there.
            self._answered()
            raise
        else:
            self._answered()
        finally:
            if tries:
                self._is_tried = False

    def _enter(self, node: str, step: Step, *, always: bool) -> bool:
        with self._lock:
            if always or self._failures < FAILURES:
                return False
            if self._left_s() > 0 or self._is_tried:
                raise self._resting(node, step)
            self._is_tried = True
            return True

    def _left_s(self) -> float:
        return self._tried_again_at - self._clock()

    def _resting(self, node: str, step: Step) -> Resting:
        cause = f"{self._failures} failures in a row"
        return Resting(node, step, cause, seconds=float(max(1, round(self._left_s()))))

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._tried_again_at = self._clock() + REST_S

    def _answered(self) -> None:
        with self._lock:
            self._failures = 0
