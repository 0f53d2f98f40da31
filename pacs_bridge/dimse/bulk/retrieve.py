"""C-GET in one thread, films to the disc as they come (PS3.4 C.4.3)."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydicom.dataset import Dataset

from pacs_bridge.dimse import identifiers, status
from pacs_bridge.dimse.bulk import command
from pacs_bridge.dimse.bulk.arrival import Arrival, TooLarge
from pacs_bridge.dimse.bulk.command import Command, Field, Message
from pacs_bridge.dimse.bulk.conversation import Conversation
from pacs_bridge.dimse.bulk.find import storage_classes
from pacs_bridge.dimse.bulk.pdu import Proposal
from pacs_bridge.dimse.contexts import UNCOMPRESSED, retrieve_contexts
from pacs_bridge.dimse.tally import NO_SUCH_STUDY, Tally
from pacs_bridge.dimse.wanted import retrieve_identifiers
from pacs_bridge.errors import ArchiveError, ConnectionLost
from pacs_bridge.landing import arriving_below
from pacs_bridge.types import FetchEnd, Node, ReceivedFile, Step, Wanted

_OUT_OF_RESOURCES = 0xA700
_SEALERS = 3
"""Threads that wait for the disc while the next film arrives."""

_UNSEALED_AT_MOST = 32
"""Films that may wait for them, each with its file open; then the archive waits, too."""

_COUNTS = {
    Field.COMPLETED: "NumberOfCompletedSuboperations",
    Field.FAILED: "NumberOfFailedSuboperations",
    Field.WARNING: "NumberOfWarningSuboperations",
}


def fetch_by_get(node: Node, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
    """Retrieve by C-GET into ``into``; films are yielded while others still arrive.

    Raises
    ------
    ArchiveError
        By what the archive did; files yielded before are complete.
    """
    classes = storage_classes(node, wanted.study_uid)
    if classes is None:
        yield NO_SUCH_STUDY
        return
    proposals = _proposals(classes)
    with arriving_below(into) as arriving:
        talk = Conversation.open(
            node,
            proposals,
            step=Step.RETRIEVE,
            stall_s=node.deadlines.stall_s,
            served=dict.fromkeys(one.abstract_syntax for one in proposals[1:]),
        )
        reception = _Reception(talk, arriving, into)
        worker = threading.Thread(target=reception.run, args=(wanted,), daemon=True)
        worker.start()
        received, item = 0, None
        try:
            while isinstance(item := reception.ready.get(), ReceivedFile):
                yield item
                received += 1
        finally:
            if not isinstance(item, Tally):
                talk.abort()
            worker.join()
    if isinstance(item, BaseException):
        raise item
    yield item.end(received)


def _proposals(classes: Sequence[str]) -> list[Proposal]:
    offered = [
        (context.abstract_syntax, tuple(context.transfer_syntax))
        for context in retrieve_contexts(classes)
    ]
    return [
        Proposal(2 * at + 1, abstract, syntaxes)
        for at, (abstract, syntaxes) in enumerate([(identifiers.GET, UNCOMPRESSED), *offered])
    ]


class _Reception:
    """The thread that reads: hands over durable files, then a tally or what went wrong."""

    def __init__(self, talk: Conversation, arriving: Path, into: Path):
        self.ready: queue.SimpleQueue[ReceivedFile | Tally | BaseException] = queue.SimpleQueue()
        self._talk, self._arriving, self._into = talk, arriving, into
        self._not_sealed: list[OSError] = []
        self._room = threading.BoundedSemaphore(_UNSEALED_AT_MOST)

    def run(self, wanted: Wanted) -> None:
        """Ask for everything that is wanted, one request after the other."""
        tally = Tally()
        end: Tally | BaseException = tally
        with ThreadPoolExecutor(_SEALERS, "seal") as sealers:
            try:
                context = self._talk.context_for(identifiers.GET, "C-GET, Study Root")
                for number, identifier in enumerate(retrieve_identifiers(wanted), start=1):
                    request = command.request(Message.GET_RQ, number, identifiers.GET)
                    self._talk.ask(context, request, identifier)
                    self._answers(tally, sealers)
                self._talk.release()
            except ArchiveError as error:
                end = error
            except TooLarge as error:
                end = self._talk.bad(str(error))
            except Exception as error:
                # Closed by ourselves in another thread, or a fault of ours: never silence.
                end = error
        self.ready.put(self._not_sealed[0] if self._not_sealed else end)

    def _answers(self, tally: Tally, sealers: ThreadPoolExecutor) -> None:
        while True:
            context, said = self._talk.next_command()
            if said.message == Message.STORE_RQ and said.has_data_set:
                self._take(context, said, sealers)
                continue
            if said.message != Message.GET_RSP:
                raise self._talk.bad("a message that was not asked for")
            identifier = self._talk.identifier(context) if said.has_data_set else None
            code = said.number(Field.STATUS)
            if code is None:
                raise ConnectionLost(
                    self._talk.node.name, self._talk.step, "a response without a status"
                )
            if code not in status.PENDING:
                tally.add(self._talk, _counted(said, code), identifier)
                return

    def _take(self, context: int, asked: Command, sealers: ThreadPoolExecutor) -> None:
        arrival = Arrival(
            self._arriving,
            transfer_syntax_uid=self._talk.transfer_syntax(context),
            sop_class_uid=asked.uid(Field.AFFECTED_CLASS),
            sop_instance_uid=asked.uid(Field.AFFECTED_INSTANCE),
        )
        try:
            for part in self._talk.data_set(context):
                arrival.write(part)
            answer = status.SUCCESS if arrival.problem is None else _OUT_OF_RESOURCES
            self._talk.send(context, command.response(asked, answer))
        except BaseException:
            arrival.discard()
            raise
        if arrival.problem is None:
            self._room.acquire()
            sealers.submit(self._seal, arrival)
        else:
            arrival.discard()

    def _seal(self, arrival: Arrival) -> None:
        try:
            self.ready.put(arrival.seal(self._into))
        except OSError as problem:
            self._not_sealed.append(problem)
        finally:
            self._room.release()


def _counted(said: Command, code: int) -> Dataset:
    """The elements of a final response that a tally reads."""
    answer = Dataset()
    answer.Status = code
    for field, keyword in _COUNTS.items():
        number = said.number(field)
        if number is not None:
            setattr(answer, keyword, number)
    return answer
