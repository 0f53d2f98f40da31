"""C-GET: films over the association that asked for them (PS3.4 C.4.3)."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

from pynetdicom import build_role, evt
from pynetdicom.presentation import PresentationContext

from pacs_bridge.dimse import identifiers, status
from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.contexts import retrieve_contexts, service_context
from pacs_bridge.dimse.find import storage_classes
from pacs_bridge.dimse.inbox import accept, receiving_into
from pacs_bridge.dimse.tally import NO_SUCH_STUDY, Tally
from pacs_bridge.dimse.wanted import retrieve_identifiers
from pacs_bridge.errors import ArchiveError, RequestFailed, ServiceNotOffered
from pacs_bridge.landing import finish, new_name
from pacs_bridge.types import FetchEnd, Node, ReceivedFile, Step, Wanted

_OUT_OF_RESOURCES = 0xA700
_LOOK_S = 0.25


def fetch_by_get(node: Node, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
    """Retrieve by C-GET into ``into``; files are yielded while others still arrive.

    Raises
    ------
    ArchiveError
        By what the archive did; files yielded before are complete.
    """
    classes = _classes_to_expect(node, wanted.study_uid)
    if classes is None:
        yield NO_SUCH_STUDY
        return
    storage = retrieve_contexts(classes)
    with (
        receiving_into(into) as arriving,
        associate(
            node,
            [service_context(identifiers.GET), *storage],
            step=Step.RETRIEVE,
            answer_s=node.deadlines.retrieve_s,
            pdu_s=node.deadlines.stall_s,
            negotiation=_roles(storage),
            handlers=[(evt.EVT_C_STORE, handler := _Arrivals(arriving))],
        ) as talk,
    ):
        talk.need(identifiers.GET, "C-GET, Study Root")
        yield from _files_then_end(talk, wanted, handler, into)


def _classes_to_expect(node: Node, study_uid: str) -> tuple[str, ...] | None:
    try:
        return storage_classes(node, study_uid)
    except (ServiceNotOffered, RequestFailed):
        return ()


def _roles(contexts: list[PresentationContext]) -> list:
    """Ask to be the SCP of storage on our own association (PS3.7 D.3.3.4)."""
    classes = dict.fromkeys(context.abstract_syntax for context in contexts)
    return [build_role(uid, scp_role=True) for uid in classes]


class _Arrivals:
    """Handler of C-STORE sub-operations: hands complete files to the thread that yields."""

    def __init__(self, folder: Path):
        self.ready: queue.SimpleQueue[Path | Tally | BaseException] = queue.SimpleQueue()
        self._folder = folder

    def __call__(self, event: evt.Event) -> int:
        try:
            # Out of the way of the next object, which may get the same temporary name.
            arrived = accept(event).rename(self._folder / new_name())
        except OSError:
            return _OUT_OF_RESOURCES
        self.ready.put(arrived)
        return status.SUCCESS


def _files_then_end(
    talk: Talk, wanted: Wanted, arrivals: _Arrivals, into: Path
) -> Iterator[ReceivedFile | FetchEnd]:
    # pynetdicom handles objects inside the wait for responses, and an archive need not
    # send a response before the end: the wait gets a thread, so that films come out at once.
    worker = threading.Thread(target=_ask, args=(talk, wanted, arrivals.ready), daemon=True)
    worker.start()
    received = 0
    while isinstance(item := _next(talk, arrivals.ready), Path):
        yield finish(item, into)
        received += 1
    worker.join()
    if isinstance(item, BaseException):
        raise item
    yield item.end(received)


def _next(talk: Talk, ready: queue.SimpleQueue) -> Path | Tally | BaseException:
    """Wait for a file or the end, but not for an archive that has fallen silent."""
    while True:
        try:
            return ready.get(timeout=_LOOK_S)
        except queue.Empty:
            talk.check_silence()


def _ask(talk: Talk, wanted: Wanted, ready: queue.SimpleQueue) -> None:
    tally = Tally()
    try:
        for number, request in enumerate(retrieve_identifiers(wanted), start=1):
            sent = talk.association.send_c_get(request, identifiers.GET, msg_id=number)
            for answer, failed in talk.checked(sent):
                if answer.Status not in status.PENDING:
                    tally.add(talk, answer, failed)
        ready.put(tally)
    except ArchiveError as error:
        ready.put(error)
    except Exception as error:
        ready.put(talk.silence(0.0) if isinstance(error, RuntimeError) else error)
