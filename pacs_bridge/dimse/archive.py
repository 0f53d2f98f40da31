"""A PACS over DIMSE, behind the port. It talks in the calling process: guard it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pynetdicom.sop_class import Verification

from pacs_bridge.asking import check_wanted
from pacs_bridge.checks import CheckBegun, CheckResult, Surroundings
from pacs_bridge.dimse import find, probe, retrieve, status, store, worklist
from pacs_bridge.dimse.association import associate
from pacs_bridge.dimse.bulk import retrieve as bulk
from pacs_bridge.dimse.contexts import service_context
from pacs_bridge.dimse.examination import Examination
from pacs_bridge.dimse.move import fetch_by_move
from pacs_bridge.searching import Rows, RowSearch
from pacs_bridge.types import (
    Capabilities,
    EchoResult,
    FetchEnd,
    Profile,
    ReceivedFile,
    Retrieval,
    SearchEnd,
    Step,
    StoreOutcome,
    StudyQuery,
    Wanted,
)
from pacs_bridge.worklist import WorklistItem, WorklistQuery


class DimseArchive(RowSearch):
    """The operations of :class:`pacs_bridge.port.Archive` over DICOM messages.

    Parameters
    ----------
    node : Node
        With ``retrieval`` C-GET or C-MOVE.
    """

    def echo(self) -> EchoResult:
        """Send a C-ECHO (PS3.4 Annex A); the time includes the association."""
        begun = time.monotonic()
        with associate(
            self._node,
            [service_context(Verification)],
            step=Step.ECHO,
            answer_s=self._node.deadlines.echo_s,
        ) as talk:
            talk.need(Verification, "C-ECHO")
            answer = talk.ask(talk.association.send_c_echo)
            if answer.Status != status.SUCCESS:
                raise status.failure(self._node.name, Step.ECHO, answer.Status)
            seconds = time.monotonic() - begun
        return EchoResult(self._node.name, seconds, "TLS" if self._node.tls else "not encrypted")

    def capabilities(self) -> Capabilities:
        """Ask by negotiation what the archive offers."""
        return probe.capabilities(self._node)

    def probe(self, into: Path) -> Iterator[CheckBegun | CheckResult | Surroundings | Profile]:
        """Try every service."""
        return Examination(self._node, DimseArchive, into).run()

    def find_worklist(self, query: WorklistQuery) -> Iterator[WorklistItem | SearchEnd]:
        """List what is scheduled."""
        return worklist.find_worklist(self._node, query)

    def fetch(self, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
        """Bring files by the node's way of retrieval."""
        check_wanted(self._node.name, wanted)
        if self._node.retrieval is Retrieval.C_MOVE:
            return fetch_by_move(self._node, wanted, into)
        by_get = bulk.fetch_by_get if self._node.own_receive else retrieve.fetch_by_get
        return by_get(self._node, wanted, into)

    def store(self, files: Iterable[Path]) -> Iterator[StoreOutcome]:
        """Send files."""
        return store.store(self._node, files)

    def _study_rows(self, query: StudyQuery) -> Rows:
        return find.study_rows(self._node, query)

    def _series_rows(self, study_uid: str) -> Rows:
        return find.series_rows(self._node, study_uid)

    def _instance_rows(self, study_uid: str, series_uid: str) -> Rows:
        return find.instance_rows(self._node, study_uid, series_uid)
