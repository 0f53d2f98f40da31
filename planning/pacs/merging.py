"""PURE. Equal questions that are under way at the same time are asked once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from typing import Any

Stop = Callable[[], bool]
Work = Callable[[Stop], Iterator[Any]]
_LOOK_S = 0.1


class _Flight:
    """One question under way, what has come, and how many wait for more."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.items: list[Any] = []
        self.listeners = 0
        self.over = False
        self.error: BaseException | None = None

    def nobody_listens(self) -> bool:
        return self.listeners == 0

    def carry_out(self, work: Work, forget: Callable[[], None]) -> None:
        """Ask in a thread of its own: whoever asked first may leave before the others."""
        try:
            for item in work(self.nobody_listens):
                with self.changed:
                    self.items.append(item)
                    self.changed.notify_all()
        except BaseException as error:
            self.error = error
        finally:
            forget()
            with self.changed:
                self.over = True
                self.changed.notify_all()

    def listen(self, stopped: Stop | None) -> Iterator[Any]:
        """Yield everything from the beginning, then the end or the error."""
        at = 0
        try:
            while True:
                with self.changed:
                    while at == len(self.items) and not self.over:
                        self.changed.wait(_LOOK_S)
                        if stopped is not None and stopped():
                            return
                    if at == len(self.items):
                        break
                    item = self.items[at]
                at += 1
                yield item
        finally:
            with self.changed:
                self.listeners -= 1
        if self.error is not None:
            raise self.error


class Merger:
    """Questions under way, by what they ask; safe in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[Hashable, _Flight] = {}

    def ask(self, key: Hashable, work: Work, stopped: Stop | None = None) -> Iterator[Any]:
        """Yield what `work` yields; who asks the same meanwhile gets the same.

        Parameters
        ----------
        key : hashable
            Equal for equal questions.
        work : callable
            Gets a function that says whether nobody waits any more.
        stopped : callable, optional
            Whether this one no longer waits; the others still do.
        """
        with self._lock:
            flight = self._flights.get(key)
            is_first = flight is None or flight.nobody_listens()
            if is_first:
                flight = self._flights[key] = _Flight()
            with flight.changed:
                flight.listeners += 1
        if is_first:
            threading.Thread(
                target=flight.carry_out,
                args=(work, lambda: self._forget(key, flight)),
                name="asking",
                daemon=True,
            ).start()
        yield from flight.listen(stopped)

    def _forget(self, key: Hashable, flight: _Flight) -> None:
        with self._lock:
            if self._flights.get(key) is flight:
                del self._flights[key]
