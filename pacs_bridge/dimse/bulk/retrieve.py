"""C-GET in one thread, films to the disc as they come (PS3.4 C.4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from pacs_bridge.errors import ConnectionLost
from pacs_bridge.landing import arriving_below, refusals_of_the_disc
from pacs_bridge.types import FetchEnd, Node, ReceivedFile, Step, Wanted
from pacs_bridge.uids import valid_uid

_OUT_OF_RESOURCES = 0xA700
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
    told = tuple(filter(valid_uid, wanted.sop_classes))
    classes = told or storage_classes(node, wanted.study_uid)
    if classes is None:
        yield NO_SUCH_STUDY
        return
    proposals = _proposals(classes)
    tally, received = Tally(), 0
    with arriving_below(into) as arriving:
        talk = Conversation.open(
            node,
            proposals,
            step=Step.RETRIEVE,
            stall_s=node.deadlines.stall_s,
            served=dict.fromkeys(one.abstract_syntax for one in proposals[1:]),
        )
        try:
            for arrival in _films(talk, wanted, arriving, tally):
                with refusals_of_the_disc(node.name):
                    film = arrival.hand_over(into)
                yield film
                received += 1
        except TooLarge as problem:
            talk.abort()
            raise talk.bad(str(problem)) from problem
        except BaseException:
            talk.abort()
            raise
        talk.release()
    yield tally.end(received)


def _proposals(classes: Sequence[str]) -> list[Proposal]:
    offered = [
        (context.abstract_syntax, tuple(context.transfer_syntax))
        for context in retrieve_contexts(classes)
    ]
    return [
        Proposal(2 * at + 1, abstract, syntaxes)
        for at, (abstract, syntaxes) in enumerate([(identifiers.GET, UNCOMPRESSED), *offered])
    ]


def _films(talk: Conversation, wanted: Wanted, arriving: Path, tally: Tally) -> Iterator[Arrival]:
    """Ask for everything that is wanted, one request after the other; count what is said."""
    context = talk.context_for(identifiers.GET, "C-GET, Study Root")
    for number, identifier in enumerate(retrieve_identifiers(wanted), start=1):
        request = command.request(Message.GET_RQ, number, identifiers.GET)
        talk.ask(context, request, identifier)
        yield from _answers(talk, arriving, tally)


def _answers(talk: Conversation, arriving: Path, tally: Tally) -> Iterator[Arrival]:
    while True:
        context, said = talk.next_command()
        if said.message == Message.STORE_RQ and said.has_data_set:
            yield _take(talk, context, said, arriving)
            continue
        if said.message != Message.GET_RSP:
            raise talk.bad("a message that was not asked for")
        identifier = talk.identifier(context) if said.has_data_set else None
        code = said.number(Field.STATUS)
        if code is None:
            raise ConnectionLost(talk.node.name, talk.step, "a response without a status")
        if code not in status.PENDING:
            tally.add(talk, _counted(said, code), identifier)
            return


def _take(talk: Conversation, context: int, asked: Command, arriving: Path) -> Arrival:
    arrival = Arrival(
        arriving,
        transfer_syntax_uid=talk.transfer_syntax(context),
        sop_class_uid=asked.uid(Field.AFFECTED_CLASS),
        sop_instance_uid=asked.uid(Field.AFFECTED_INSTANCE),
    )
    try:
        for part in talk.data_set(context):
            arrival.write(part)
        answer = status.SUCCESS if arrival.problem is None else _OUT_OF_RESOURCES
        talk.send(context, command.response(asked, answer))
    except BaseException:
        arrival.discard()
        raise
    return arrival


def _counted(said: Command, code: int) -> Dataset:
    """The elements of a final response that a tally reads."""
    answer = Dataset()
    answer.Status = code
    for field, keyword in _COUNTS.items():
        number = said.number(field)
        if number is not None:
            setattr(answer, keyword, number)
    return answer
