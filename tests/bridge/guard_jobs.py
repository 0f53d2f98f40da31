"""Operations that the guard's tests run in a child; each misbehaves in one way."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pacs_bridge.errors import Busy
from pacs_bridge.guard import still_there
from pacs_bridge.types import EchoResult, Node, SearchEnd, Step, StudyMatch

STUDY = StudyMatch(
    node="MAIN",
    study_uid="1.2.3",
    patient_id="P1",
    issuer="",
    patient_name="山田^太郎",
    birth_date=date(1950, 5, 17),
    sex="M",
    accession_number="",
    study_date=None,
    study_time=None,
    description="",
    modalities=("DX", "SR"),
    series_count=None,
    instance_count=3,
)


def good(count: int) -> Iterator[object]:
    yield from range(count)
    yield STUDY


def silent(after: int) -> Iterator[int]:
    yield from range(after)
    time.sleep(3600)


def dripping() -> Iterator[int]:
    for number in range(3600):
        yield number
        time.sleep(0.05)


def slow_but_alive() -> Iterator[str]:
    for _ in range(5):
        time.sleep(0.4)
        threading.Thread(target=still_there).start()
    yield "done"


def refusing() -> Iterator[int]:
    yield 1
    raise Busy("MAIN", Step.RETRIEVE, "A700")


def buggy() -> Iterator[int]:
    yield 1
    raise ValueError("SMITH^JOHN is no number")


def crashing() -> Iterator[int]:
    yield 1
    ctypes.string_at(0)


def leaving() -> Iterator[int]:
    yield 1
    os._exit(7)


def greedy() -> Iterator[int]:
    yield len(bytearray(4 * 2**30))


def stubborn(marker: Path) -> Iterator[int]:
    """Ignore the polite signal, as a hung C library does."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    marker.write_text(str(os.getpid()))
    yield os.getpid()
    time.sleep(3600)


def tidy(marker: Path) -> Iterator[int]:
    try:
        yield os.getpid()
        time.sleep(3600)
    finally:
        marker.write_text("closed")


def flood() -> Iterator[str]:
    while True:
        yield "x" * 100_000


def unspeakable() -> Iterator[object]:
    yield object()


def surroundings() -> Iterator[tuple]:
    import resource

    yield (
        os.getpid(),
        os.getppid(),
        sys.modules["__main__"].__name__,
        getattr(sys.modules["__main__"], "__file__", None),
        "pynetdicom" in sys.modules,
        "django" in sys.modules,
        resource.getrlimit(resource.RLIMIT_CORE)[0],
        threading.active_count(),
    )


class SmallArchive:
    """Answers with what it was asked; hangs on series."""

    def __init__(self, node: Node):
        self._node = node

    def echo(self) -> EchoResult:
        return EchoResult(self._node.name, 0.5, f"{self._node.password} {os.getpid()}")

    def find_studies(self, query) -> Iterator[object]:
        yield STUDY
        yield SearchEnd(limit_reached=query.limit == 1)

    def find_series(self, _study_uid: str) -> Iterator[object]:
        time.sleep(3600)
        yield None

    def store(self, files) -> Iterator[str]:
        for path in files:
            yield path.name
