"""The only importer of the bridge: rows in, frozen values out.

Everything the rest of the application needs of :mod:`pacs_bridge` passes here, so the
bridge can be replaced or released on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from pacs_bridge import connect, guard
from pacs_bridge.errors import ArchiveError, BadQuery, Cancelled
from pacs_bridge.types import (
    Capabilities,
    EchoResult,
    FetchEnd,
    InstanceMatch,
    ReceivedFile,
    SearchEnd,
    SeriesMatch,
    Step,
    StoreOutcome,
    StudyMatch,
    StudyQuery,
    Wanted,
)
from pacs_bridge.uids import IMPLEMENTATION_NAME, IMPLEMENTATION_UID
from planning.pacs import traffic
from planning.pacs.models import PacsNode
from planning.pacs.nodes import bridge_node

__all__ = [
    "IMPLEMENTATION",
    "ArchiveError",
    "BadQuery",
    "Cancelled",
    "FetchEnd",
    "ReceivedFile",
    "SearchEnd",
    "StoreOutcome",
    "StudyMatch",
    "StudyQuery",
    "Wanted",
    "echo",
    "fetch",
    "find_instances",
    "find_series",
    "find_studies",
    "store",
    "warm_up",
]

Stop = Callable[[], bool]

# Who wrote a file, in its meta information (PS3.10 7.1).
IMPLEMENTATION = (IMPLEMENTATION_UID, IMPLEMENTATION_NAME)


def _archive(row: PacsNode, cancelled: Stop | None = None):
    return connect.open_archive(bridge_node(row), cancelled=cancelled)


def warm_up() -> None:
    """Start what starts the children, so that the first search does not wait for it."""
    guard.warm_up()


def echo(row: PacsNode) -> EchoResult:
    """Ask whether the archive is there, also while it is left alone after failures."""
    (answer,) = _talk(row, Step.ECHO, "echo", always=True)
    return answer


def capabilities(row: PacsNode) -> Capabilities:
    """Ask what the archive offers."""
    (answer,) = _talk(row, Step.CONNECT, "capabilities", always=True)
    return answer


def find_studies(
    row: PacsNode, query: StudyQuery, *, cancelled: Stop | None = None
) -> Iterator[StudyMatch | SearchEnd]:
    """Search an archive; the last item is the end marker."""
    return traffic.search(row, partial(_archive, row), query, cancelled=cancelled)


def find_series(
    row: PacsNode, study_uid: str, *, cancelled: Stop | None = None
) -> Iterator[SeriesMatch | SearchEnd]:
    """List the series of a study."""
    return _talk(row, Step.SEARCH, "find_series", study_uid, cancelled=cancelled)


def find_instances(
    row: PacsNode, study_uid: str, series_uid: str, *, cancelled: Stop | None = None
) -> Iterator[InstanceMatch | SearchEnd]:
    """List the instances of a series."""
    return _talk(row, Step.SEARCH, "find_instances", study_uid, series_uid, cancelled=cancelled)


def fetch(
    row: PacsNode, wanted: Wanted, into: Path, *, cancelled: Stop
) -> Iterator[ReceivedFile | FetchEnd]:
    """Bring files; each is complete when yielded."""
    return _talk(row, Step.RETRIEVE, "fetch", wanted, into, cancelled=cancelled)


def store(
    row: PacsNode, files: Iterable[Path], *, cancelled: Stop | None = None
) -> Iterator[StoreOutcome]:
    """Send files; one outcome each."""
    return _talk(row, Step.STORE, "store", tuple(files), cancelled=cancelled)


def _talk(row: PacsNode, step: Step, method: str, *args: object, **more) -> Iterator:
    return traffic.talk(row, step, partial(_archive, row), method, *args, **more)
