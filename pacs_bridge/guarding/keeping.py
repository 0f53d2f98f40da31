"""What a child keeps from one operation to the next: an open association, say.

Only a child that its caller keeps does; anywhere else everything is closed after its use.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any


class _Keeping:
    """Things by key, each with how it is closed; belongs to one thread."""

    def __init__(self) -> None:
        self.allowed = False
        self._things: dict[Hashable, tuple[Any, Callable[[], None]]] = {}

    def take(self, key: Hashable) -> Any | None:
        """Take out what was kept under a key."""
        thing, _ = self._things.pop(key, (None, None))
        return thing

    def put(self, key: Hashable, thing: Any, close: Callable[[], None]) -> None:
        """Keep a thing if that is wanted here, else close it."""
        if not self.allowed:
            close()
            return
        self._things[key] = (thing, close)

    def close_all(self) -> None:
        """Close whatever is kept."""
        for _, close in self._things.values():
            with suppress(Exception):
                close()
        self._things.clear()


KEEPING = _Keeping()
