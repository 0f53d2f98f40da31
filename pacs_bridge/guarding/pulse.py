"""A sign of life from inside a guarded operation."""

from __future__ import annotations

import time
from collections.abc import Callable

_EVERY_S = 1.0


class _Pulse:
    def __init__(self) -> None:
        self.send: Callable[[], None] | None = None
        self._last_s = 0.0

    def beat(self) -> None:
        now_s = time.monotonic()
        if self.send is not None and now_s - self._last_s >= _EVERY_S:
            self._last_s = now_s
            self.send()


PULSE = _Pulse()


def still_there() -> None:
    """Say that bytes are flowing, so that a large film on a slow line is no stall.

    Call it as often as convenient while receiving; at most one message a second is sent,
    and nothing at all outside a guarded operation.
    """
    PULSE.beat()
