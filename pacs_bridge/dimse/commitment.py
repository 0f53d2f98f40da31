"""Storage Commitment, Push Model, as SCU: ask an archive to answer for objects (PS3.4 Annex J)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pynetdicom import evt

from pacs_bridge.dimse import status
from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.bulk.attending import COMMITMENT
from pacs_bridge.dimse.commitment_result import hear
from pacs_bridge.dimse.commitment_spool import CommitmentResult, Reference, expect, results
from pacs_bridge.dimse.contexts import service_context
from pacs_bridge.types import Node, Step

COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1"

_REQUEST = 1
"""Action Type ID (PS3.4 Table J.3-1)."""

_LOOK_S = 0.05


def ask(
    node: Node,
    references: Sequence[Reference],
    transaction_uid: str,
    spool: Path,
    wait_s: float,
) -> Iterator[CommitmentResult]:
    """Ask for commitment; yields the answer when it comes on the same association.

    Otherwise it comes to our receiver, which puts it down in the spool.

    Parameters
    ----------
    node : Node
    references : sequence of Reference
    transaction_uid : str
        Ours, never used before.
    spool : Path
        Of our receiver.
    wait_s : float
        How long the association is kept open for the answer.

    Raises
    ------
    ArchiveError
        By what went wrong; whether the archive has understood is then unknown.
    """
    expect(spool, transaction_uid)
    heard = threading.Event()

    def hear_event(event: evt.Event) -> tuple[int, None]:
        answer = hear(spool, event.event_information)
        heard.set()
        return answer, None

    with associate(
        node,
        [service_context(COMMITMENT)],
        step=Step.STORE,
        answer_s=node.deadlines.find_s,
        handlers=[(evt.EVT_N_EVENT_REPORT, hear_event)],
    ) as talk:
        talk.need(COMMITMENT, "Storage Commitment")
        _request(talk, references, transaction_uid)
        _wait(talk, heard, wait_s)
    yield from (one for one in results(spool) if one.transaction_uid == transaction_uid)


def _request(talk: Talk, references: Sequence[Reference], transaction_uid: str) -> None:
    action = Dataset()
    action.TransactionUID = transaction_uid
    action.ReferencedSOPSequence = Items(map(_item, references))

    def send() -> Dataset:
        answer, _ = talk.association.send_n_action(
            action, _REQUEST, COMMITMENT, COMMITMENT_INSTANCE
        )
        return answer

    answer = talk.ask(send)
    if answer.Status != status.SUCCESS and not status.is_warning(answer.Status):
        raise status.failure(talk.node.name, talk.step, answer.Status)


def _item(reference: Reference) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = reference.sop_class_uid
    item.ReferencedSOPInstanceUID = reference.sop_instance_uid
    return item


def _wait(talk: Talk, heard: threading.Event, wait_s: float) -> None:
    until = time.monotonic() + wait_s
    while talk.association.is_established and time.monotonic() < until:
        if heard.wait(_LOOK_S):
            # Our answer to the event is sent after its handler; a release must not overtake it.
            time.sleep(_LOOK_S)
            return
