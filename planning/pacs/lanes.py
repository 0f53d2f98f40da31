"""At most four associations with an archive at once, given out in the order of asking.

A slot is shared by all processes of the installation. Retrievals, which take long, may hold
three of the four; the first is for searches alone, so a person who searches never waits for
somebody's CT. A slot that a search has used stays open for the next one for a while.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from pacs_bridge.guard import Helper
from planning.store.slots import Slot, take_slot

LANES = 4
REST_S = (30.0, 1.0, 1.0, 1.0)
"""How long an unused association is kept, by lane."""

HELD_AT_MOST_S = 5.0
"""Then a busy process lets the others of the installation have a turn."""

_TURN_S = 0.06
_LOOK_ELSEWHERE_S = 0.02
_LOOK_S = 0.1


class Kind(StrEnum):
    """What a lane is wanted for."""

    SEARCH = "search"
    RETRIEVE = "retrieve"


_NUMBERS = {Kind.SEARCH: range(LANES), Kind.RETRIEVE: range(LANES - 1, 0, -1)}


@dataclass(slots=True)
class Lane:
    """The right to one association, and the helper that may still hold it open."""

    number: int
    slot: Slot
    helper: Helper = field(default_factory=Helper)
    taken_at: float = field(default_factory=time.monotonic)
    rests_until: float = 0.0

    def close(self) -> None:
        self.helper.close()
        self.slot.free()


@dataclass(slots=True)
class _Ticket:
    number: int
    called: threading.Event = field(default_factory=threading.Event)


class Lanes:
    """The lanes to one archive; safe in threads.

    Parameters
    ----------
    name : str
        The same in every process.
    """

    def __init__(self, name: str):
        self._name = name
        self._lock = threading.Lock()
        self._tickets = itertools.count()
        self._waiting: dict[Kind, deque[_Ticket]] = {kind: deque() for kind in Kind}
        self._resting: dict[int, Lane] = {}
        self._busy: set[int] = set()
        self._not_before: dict[int, float] = {}
        self._tidier: threading.Thread | None = None

    @contextmanager
    def lane(self, kind: Kind, check: Callable[[], None]) -> Iterator[Lane]:
        """Wait for a lane and hold it.

        Parameters
        ----------
        kind : Kind
        check : callable
            Called while waiting; raises to give up.
        """
        lane = self._wait(kind, check)
        try:
            yield lane
        finally:
            self._give_back(lane)

    def _wait(self, kind: Kind, check: Callable[[], None]) -> Lane:
        queue = self._waiting[kind]
        with self._lock:
            ticket = _Ticket(next(self._tickets))
            queue.append(ticket)
        try:
            while True:
                with self._lock:
                    is_first = queue[0] is ticket
                    lane = self._try(kind, ticket.number) if is_first else None
                if lane is not None:
                    return lane
                ticket.called.wait(_LOOK_ELSEWHERE_S if is_first else _LOOK_S)
                ticket.called.clear()
                check()
        finally:
            with self._lock:
                queue.remove(ticket)
                self._call_next()

    def _try(self, kind: Kind, ticket: int) -> Lane | None:
        for number in _NUMBERS[kind]:
            if number in self._busy or (number and self._others_first(kind, ticket)):
                continue
            lane = self._resting.pop(number, None)
            if lane is None and self._not_before.get(number, 0.0) <= time.monotonic():
                slot = take_slot(f"{self._name}-{number}")
                lane = slot and Lane(number, slot)
            if lane is not None:
                if kind is not Kind.SEARCH:
                    lane.helper.close()
                self._busy.add(number)
                return lane
        return None

    def _others_first(self, kind: Kind, ticket: int) -> bool:
        """Whether who waits for the other kind of work asked before."""
        return any(
            queue and queue[0].number < ticket
            for other, queue in self._waiting.items()
            if other is not kind
        )

    def _give_back(self, lane: Lane) -> None:
        now = time.monotonic()
        with self._lock:
            self._busy.discard(lane.number)
            if now - lane.taken_at > HELD_AT_MOST_S:
                self._not_before[lane.number] = now + _TURN_S
                keeps = False
            else:
                keeps = lane.helper.is_resting
            if keeps:
                lane.rests_until = now + REST_S[lane.number]
                self._resting[lane.number] = lane
                self._tidy_later()
            else:
                lane.close()
            self._call_next()

    def _call_next(self) -> None:
        for queue in self._waiting.values():
            if queue:
                queue[0].called.set()

    def _tidy_later(self) -> None:
        if self._tidier is None:
            self._tidier = threading.Thread(target=self._tidy, name="lanes", daemon=True)
            self._tidier.start()

    def _tidy(self) -> None:
        """Close associations that nobody has used for a while."""
        while True:
            time.sleep(_LOOK_S * 3)
            with self._lock:
                now = time.monotonic()
                for number in [n for n, one in self._resting.items() if one.rests_until < now]:
                    self._resting.pop(number).close()
                if not self._resting:
                    self._tidier = None
                    return
