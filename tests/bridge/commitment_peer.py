"""An archive of our own on pynetdicom that answers for objects, in one way or another."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pydicom.dataset import Dataset
from pynetdicom import AE, build_role, evt

from pacs_bridge.demo_orthanc import free_port

PUSH, INSTANCE = "1.2.840.10008.1.20.1", "1.2.840.10008.1.20.1.1"
TITLE = "KEEPER"


@dataclass
class Keeper:
    """What the archive does, and what it was asked.

    Attributes
    ----------
    status : int
        Of the answer to N-ACTION.
    refuses : dict of str to int
        SOP Instance UID to Failure Reason.
    same_association : bool
        Whether it tells the result on the association that asked; otherwise nobody is told
        until :func:`call_back`.
    """

    port: int = 0
    status: int = 0
    refuses: dict[str, int] = field(default_factory=dict)
    same_association: bool = True
    asked: list[Dataset] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    def act(self, event: evt.Event) -> tuple[int, None]:
        self.asked.append(event.action_information)
        if self.status == 0 and self.same_association:
            # The answer to the request goes first.
            threading.Timer(0.1, self._tell, [event.assoc]).start()
        return self.status, None

    def _tell(self, association) -> None:
        self.told.append(tell(association, result(self.asked[-1], self.refuses)))


def result(asked: Dataset, refuses: dict[str, int]) -> Dataset:
    """Event information for a request (PS3.4 Table J.3-2)."""
    said = Dataset()
    said.TransactionUID = asked.TransactionUID
    kept, failed = [], []
    for reference in asked.ReferencedSOPSequence:
        reason = refuses.get(reference.ReferencedSOPInstanceUID)
        if reason is not None:
            reference.FailureReason = reason
        (kept if reason is None else failed).append(reference)
    if kept:
        said.ReferencedSOPSequence = kept
    if failed:
        said.FailedSOPSequence = failed
    return said


def tell(association, information: Dataset) -> int:
    """Send an N-EVENT-REPORT; return the status of the answer."""
    kind = 2 if "FailedSOPSequence" in information else 1
    answer, _ = association.send_n_event_report(information, kind, PUSH, INSTANCE)
    return answer.Status


def call_back(port: int, called: str, informations: Sequence[Dataset], role: bool = True):
    """Open an association to a receiver as the SCP that we remain, and tell results."""
    caller = AE(TITLE)
    caller.add_requested_context(PUSH)
    roles = [build_role(PUSH, scp_role=True)] if role else []
    association = caller.associate("127.0.0.1", port, ae_title=called, ext_neg=roles)
    assert association.is_established
    try:
        return [tell(association, one) for one in informations]
    finally:
        association.release()


@contextmanager
def keeper(*, offers: bool = True, **behaviour) -> Iterator[Keeper]:
    """Run the archive; it listens on ``port``."""
    there = Keeper(port=free_port(), **behaviour)
    entity = AE(TITLE)
    entity.add_supported_context("1.2.840.10008.1.1")
    if offers:
        entity.add_supported_context(PUSH)
    server = entity.start_server(
        ("127.0.0.1", there.port), block=False, evt_handlers=[(evt.EVT_N_ACTION, there.act)]
    )
    try:
        yield there
    finally:
        server.shutdown()
