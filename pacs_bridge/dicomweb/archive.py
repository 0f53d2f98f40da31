"""A DICOMweb server, behind the port. It talks in the calling process: guard it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pacs_bridge.asking import check_wanted
from pacs_bridge.checks import CheckBegun, CheckResult, Surroundings
from pacs_bridge.dicomweb import find, retrieve, store
from pacs_bridge.dicomweb.answers import read_json
from pacs_bridge.dicomweb.examination import Examination
from pacs_bridge.dicomweb.session import Session
from pacs_bridge.searching import Rows, RowSearch
from pacs_bridge.types import (
    Capabilities,
    EchoResult,
    FetchEnd,
    Profile,
    ReceivedFile,
    Retrieval,
    Step,
    StoreOutcome,
    StudyQuery,
    Wanted,
)


class DicomwebArchive(RowSearch):
    """The operations of :class:`pacs_bridge.port.Archive` over HTTP.

    Parameters
    ----------
    node : Node
        With ``url`` and, where needed, credentials and TLS files.
    """

    def echo(self) -> EchoResult:
        """Search for one study: the nearest thing to C-ECHO that every server has."""
        begun = time.monotonic()
        self._ask_for_one(Step.ECHO)
        secure = self._node.url.lower().startswith("https:")
        seconds = time.monotonic() - begun
        return EchoResult(self._node.name, seconds, "TLS" if secure else "not encrypted")

    def capabilities(self) -> Capabilities:
        """Say what is known once the search service answers."""
        self._ask_for_one(Step.CONNECT)
        return Capabilities(retrievals=(Retrieval.WADO_RS,))

    def probe(self, into: Path) -> Iterator[CheckBegun | CheckResult | Surroundings | Profile]:
        """Try every service."""
        return Examination(self._node, into).run()

    def fetch(self, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
        """Bring files."""
        check_wanted(self._node.name, wanted)
        return retrieve.fetch(self._node, wanted, into)

    def store(self, files: Iterable[Path]) -> Iterator[StoreOutcome]:
        """Send files."""
        return store.store(self._node, files)

    def _study_rows(self, query: StudyQuery) -> Rows:
        return find.study_rows(self._node, query)

    def _series_rows(self, study_uid: str) -> Rows:
        return find.series_rows(self._node, study_uid)

    def _instance_rows(self, study_uid: str, series_uid: str) -> Rows:
        return find.instance_rows(self._node, study_uid, series_uid)

    def _ask_for_one(self, step: Step) -> None:
        with (
            Session(self._node) as session,
            session.call(
                "GET",
                "/studies?limit=1",
                step=step,
                answer_s=self._node.deadlines.echo_s,
                accept=find.JSON,
                good=(200, 204),
            ) as response,
        ):
            read_json(self._node.name, step, response)
