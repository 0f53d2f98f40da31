"""A child that stays between operations, so that its association need not be opened again."""

from __future__ import annotations

import threading
from collections.abc import Hashable

from pacs_bridge.guarding.client import Child


class Helper:
    """Place for one idle child; it only serves the archive that it served before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._of: Hashable = None

    @property
    def is_resting(self) -> bool:
        """Whether a child waits here."""
        return self._child is not None

    def take(self, of: Hashable) -> Child | None:
        """Take the child if it served the same archive and is still well."""
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return None
        if self._of == of and child.is_idle():
            return child
        child.release()
        return None

    def put(self, child: Child, of: Hashable) -> None:
        """Let a child rest here that has ended its operation."""
        with self._lock:
            before, self._child, self._of = self._child, child, of
        if before is not None:
            before.release()

    def close(self) -> None:
        """Let the child say goodbye and end."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.release()
