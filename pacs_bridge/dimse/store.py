"""C-STORE: send files exactly as they are encoded; one outcome each (PS3.4 Annex B)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from pydicom.dataset import Dataset
from pynetdicom import _config

from pacs_bridge.charset import clean
from pacs_bridge.dimse import status
from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.contexts import MAX_CONTEXTS, storage_context
from pacs_bridge.errors import ServiceNotOffered
from pacs_bridge.outgoing import Parcel, weigh
from pacs_bridge.types import Node, Step, StoreOutcome

_NOT_OFFERED = "the archive does not take this kind of object in this encoding"
_UNREADABLE = "not a DICOM file with a complete header"


def store(node: Node, files: Iterable[Path]) -> Iterator[StoreOutcome]:
    """Send Part 10 files; nothing is transcoded.

    Yields
    ------
    StoreOutcome
        One per file, in order. ``transient`` says whether sending again may help.

    Raises
    ------
    ArchiveError
        When the association ends early. Whether the file after the last outcome was
        stored is then unknown: search for it before sending it again.
    """
    for parcels in _batches([weigh(path) for path in files]):
        yield from _send(node, parcels)


def _batches(parcels: Sequence[Parcel]) -> Iterator[list[Parcel]]:
    """Group files so that each group needs no more contexts than one association has."""
    batch: list[Parcel] = []
    kinds: set[tuple[str, str]] = set()
    for parcel in parcels:
        if len(kinds | {parcel.kind}) > MAX_CONTEXTS:
            yield batch
            batch, kinds = [], set()
        batch.append(parcel)
        kinds.add(parcel.kind)
    if batch:
        yield batch


def _send(node: Node, parcels: list[Parcel]) -> Iterator[StoreOutcome]:
    kinds = dict.fromkeys(parcel.kind for parcel in parcels if parcel.sop_class)
    if not kinds:
        yield from (_refused(parcel) for parcel in parcels)
        return
    try:
        with associate(
            node,
            [storage_context(*kind) for kind in kinds],
            step=Step.STORE,
            answer_s=node.deadlines.store_s,
        ) as talk:
            for number, parcel in enumerate(parcels, start=1):
                if parcel.sop_class and talk.accepts(*parcel.kind):
                    yield _send_one(talk, parcel, number)
                else:
                    yield _refused(parcel)
    except ServiceNotOffered as nothing:
        if nothing.step is not Step.STORE:
            raise
        yield from (_refused(parcel) for parcel in parcels)


def _refused(parcel: Parcel) -> StoreOutcome:
    reason = _NOT_OFFERED if parcel.sop_class else _UNREADABLE
    return StoreOutcome(parcel.sop_instance, stored=False, status="", reason=reason)


def _send_one(talk: Talk, parcel: Parcel, number: int) -> StoreOutcome:
    # The file's own bytes: never decoded, never encoded again.
    _config.STORE_SEND_CHUNKED_DATASET = True
    message_id = (number - 1) % 65_535 + 1
    send = partial(talk.association.send_c_store, parcel.path, msg_id=message_id)
    return _outcome(parcel, talk.ask(send))


def _outcome(parcel: Parcel, answer: Dataset) -> StoreOutcome:
    code = answer.Status
    stored = code == status.SUCCESS or status.is_warning(code)
    said = clean(str(answer.get("ErrorComment") or ""))[:64]
    described = "" if code == status.SUCCESS else status.describe(code)
    return StoreOutcome(
        sop_instance_uid=parcel.sop_instance,
        stored=stored,
        status=f"{code:04X}",
        reason=": ".join(filter(None, (described, said))),
        transient=status.is_busy(code),
    )
