"""How operations of many people share one archive: lanes, a circuit, merged questions."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pacs_bridge.errors import Cancelled
from pacs_bridge.guard import GuardedArchive
from pacs_bridge.port import Archive
from pacs_bridge.types import Step, StudyQuery
from planning.pacs.circuit import Circuit
from planning.pacs.lanes import Kind, Lanes
from planning.pacs.merging import Merger
from planning.pacs.models import PacsNode

Stop = Callable[[], bool]
Open = Callable[[Stop | None], Archive]

_KINDS = {Step.RETRIEVE: Kind.RETRIEVE, Step.STORE: Kind.RETRIEVE}


class _Registry:
    """What this process knows of each archive's traffic."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lanes: dict[str, Lanes] = {}
        self._circuits: dict[tuple, Circuit] = {}
        self.merger = Merger()

    def lanes(self, row: PacsNode) -> Lanes:
        with self._lock:
            return self._lanes.setdefault(str(row.pk), Lanes(str(row.pk)))

    def circuit(self, row: PacsNode) -> Circuit:
        # Another address is another archive: nothing is held against it.
        key = (row.pk, row.host, row.port, row.url)
        with self._lock:
            return self._circuits.setdefault(key, Circuit())


_registry = _Registry()


def _begin_anew() -> None:
    """In a forked copy of this process: associations and locks belong to the original."""
    global _registry
    _registry = _Registry()


os.register_at_fork(after_in_child=_begin_anew)


def talk(
    row: PacsNode,
    step: Step,
    open_archive: Open,
    method: str,
    *args: object,
    cancelled: Stop | None = None,
    always: bool = False,
) -> Iterator[Any]:
    """Carry out one operation when its turn has come.

    Parameters
    ----------
    row : PacsNode
    step : Step
        What it is.
    open_archive : callable
        Makes the archive, given what tells it to stop.
    method : str
        Of :class:`pacs_bridge.port.Archive`.
    args
        Its arguments.
    cancelled : callable, optional
        True ends it, also while it waits.
    always : bool
        Also while the archive is left alone.

    Raises
    ------
    ArchiveError
        Also ``Resting`` and ``Cancelled``.
    """
    check = partial(_check, row, step, cancelled)
    circuit, lanes = _registry.circuit(row), _registry.lanes(row)
    circuit.check(row.name, step, always=always)
    with (
        lanes.lane(_KINDS.get(step, Kind.SEARCH), check) as lane,
        circuit.passing(row.name, step, always=always),
    ):
        archive = open_archive(cancelled)
        if isinstance(archive, GuardedArchive):
            archive.keep(lane.helper)
        answer = getattr(archive, method)(*args)
        if isinstance(answer, Iterator):
            yield from answer
        else:
            yield answer


def search(
    row: PacsNode, open_archive: Open, query: StudyQuery, *, cancelled: Stop | None = None
) -> Iterator[Any]:
    """Search for studies; who asks the same at the same time hears the same answers."""

    def ask(stop: Stop) -> Iterator[Any]:
        return talk(row, Step.SEARCH, open_archive, "find_studies", query, cancelled=stop)

    yield from _registry.merger.ask((row.pk, query), ask, cancelled)
    _check(row, Step.SEARCH, cancelled)


def _check(row: PacsNode, step: Step, cancelled: Stop | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled(row.name, step, "stopped by a person")
