"""What the archive says about a retrieval, added up over its requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from pydicom.dataset import Dataset

from pacs_bridge.dimse import identifiers, status
from pacs_bridge.errors import RequestFailed
from pacs_bridge.types import FetchEnd, Node, Step

NO_SUCH_STUDY = FetchEnd(completed=0, status="0000", detail="no such study")
_FAILED_LIST = "FailedSOPInstanceUIDList"


class Conversing(Protocol):
    """An association, pynetdicom's or our own: what an error says of it."""

    node: Node
    step: Step


@dataclass(slots=True)
class Tally:
    """Counts of sub-operations (PS3.7 9.1.3.1) and the UIDs that failed."""

    completed: int = 0
    failed: int = 0
    warnings: int = 0
    counted: bool = True
    failed_sop_uids: list[str] = field(default_factory=list)
    code: int = status.SUCCESS

    @property
    def expected(self) -> int | None:
        """How many files should have arrived; None when the archive did not count."""
        return self.completed + self.warnings if self.counted else None

    def add(self, talk: Conversing, answer: Dataset, identifier: Dataset | None) -> None:
        """Take in the final response of one request.

        Raises
        ------
        ArchiveError
            When the status is a failure. All of the retrieval failing is a failure too,
            whatever it is called.
        """
        code = answer.Status
        self._count(answer)
        row = identifiers.row(identifier, [_FAILED_LIST]) or {}
        self.failed_sop_uids += filter(None, row.get(_FAILED_LIST, "").split("\\"))
        if code == status.SUCCESS:
            return
        if code != status.PARTLY_RETRIEVED:
            raise self._failure(talk, answer)
        self.code = code

    def end(self, received: int) -> FetchEnd:
        """Make the end marker; files received stand in for a count that was not sent."""
        return FetchEnd(
            completed=self.completed if self.counted else received,
            failed=max(self.failed, len(self.failed_sop_uids)),
            warnings=self.warnings,
            failed_sop_uids=tuple(self.failed_sop_uids),
            status=f"{self.code:04X}",
        )

    def _count(self, answer: Dataset) -> None:
        completed = answer.get("NumberOfCompletedSuboperations")
        self.counted &= completed is not None
        self.completed += completed or 0
        self.failed += answer.get("NumberOfFailedSuboperations") or 0
        self.warnings += answer.get("NumberOfWarningSuboperations") or 0

    def _failure(self, talk: Conversing, answer: Dataset) -> Exception:
        failed = answer.get("NumberOfFailedSuboperations") or 0
        if status.is_busy(answer.Status) and failed:
            # Not a lack of resources: the films themselves could not be sent to us.
            cause = f"{status.describe(answer.Status)}; all {failed} sub-operations failed"
            return RequestFailed(talk.node.name, talk.step, cause)
        return status.failure(talk.node.name, talk.step, answer.Status)
