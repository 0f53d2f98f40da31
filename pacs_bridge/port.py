"""The port: everything a caller may ask of an archive, whatever it speaks.

Searches and retrievals are iterators, so the first study or film is there while the
rest is still on its way. The last item is always the end marker (:class:`SearchEnd`,
:class:`FetchEnd`). Errors are those of :mod:`pacs_bridge.errors` and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from pacs_bridge.checks import CheckBegun, CheckResult, Surroundings
from pacs_bridge.types import (
    Capabilities,
    EchoResult,
    FetchEnd,
    InstanceMatch,
    Profile,
    ReceivedFile,
    SearchEnd,
    SeriesMatch,
    StoreOutcome,
    StudyMatch,
    StudyQuery,
    Wanted,
)
from pacs_bridge.worklist import WorklistItem, WorklistQuery


@runtime_checkable
class Archive(Protocol):
    """A PACS, a DICOMweb server, a folder or a CD."""

    def echo(self) -> EchoResult:
        """Ask whether the archive is there and talks to us (C-ECHO, or a QIDO-RS of one study)."""

    def capabilities(self) -> Capabilities:
        """Ask what the archive offers."""

    def find_studies(self, query: StudyQuery) -> Iterator[StudyMatch | SearchEnd]:
        """Search for studies; at most ``query.limit`` matches, then one :class:`SearchEnd`."""

    def find_series(self, study_uid: str) -> Iterator[SeriesMatch | SearchEnd]:
        """List the series of a study."""

    def find_instances(
        self, study_uid: str, series_uid: str
    ) -> Iterator[InstanceMatch | SearchEnd]:
        """List the instances of a series."""

    def fetch(self, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
        """Bring files into the folder ``into``; each is complete when yielded."""

    def store(self, files: Iterable[Path]) -> Iterator[StoreOutcome]:
        """Send Part 10 files; one outcome each, in order."""


@runtime_checkable
class Probed(Protocol):
    """An archive that can be asked what it offers; PACS and DICOMweb servers are."""

    def probe(self, into: Path) -> Iterator[CheckBegun | CheckResult | Surroundings | Profile]:
        """Try every service; the last item is the profile. Nothing that came stays in ``into``."""


@runtime_checkable
class Worklist(Protocol):
    """A server of modality worklists (PS3.4 Annex K); PACS may be one, and RIS are."""

    def find_worklist(self, query: WorklistQuery) -> Iterator[WorklistItem | SearchEnd]:
        """List scheduled procedure steps; at most ``query.limit``, then one end marker."""
