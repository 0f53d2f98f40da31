"""C-FIND by our own upper layer, over an association that may be kept for the next search.

A new association costs more than most searches, and pynetdicom's reactor as much again.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from pydicom.dataset import Dataset

from pacs_bridge.dimse import status
from pacs_bridge.dimse.bulk import command
from pacs_bridge.dimse.bulk.command import Command, Field, Message
from pacs_bridge.dimse.bulk.conversation import Conversation
from pacs_bridge.dimse.bulk.pdu import Proposal
from pacs_bridge.dimse.contexts import UNCOMPRESSED
from pacs_bridge.errors import ArchiveError, ConnectionLost
from pacs_bridge.guarding.keeping import KEEPING
from pacs_bridge.searching import Rows
from pacs_bridge.types import Node, Step

CANCEL_S = 3.0
"""How long an archive may take to stop after C-CANCEL; then we abort."""

_MESSAGE_ID = 1
_CANCEL_RQ, _NO_DATA_SET = 0x0FFF, 0x0101

Read = Callable[[Dataset | None], dict[str, str] | None]


class _Search(Conversation):
    """An association for searches."""

    def wait_at_most(self, within_s: float) -> None:
        """From now on an answer must come sooner."""
        self._line.go_on(self.step, pdu_s=within_s)


def search(node: Node, request: Dataset, read: Read, *, model: str, service: str) -> Rows:
    """Carry out one C-FIND and read what comes; closing it cancels the search.

    Parameters
    ----------
    node : Node
    request : Dataset
        The identifier.
    read : callable
        Turns an answer into a row of text; None for what could not be read.
    model, service : str
        SOP class of the information model, and what errors call it.

    Raises
    ------
    ArchiveError
        By what the archive did.
    """
    talk, first = _asked(node, request, model, service)
    try:
        for said, answer in _answers(talk, first):
            if answer is None:
                _check_end(talk, said)
            else:
                yield read(answer[0])
        KEEPING.put((node, model), talk, talk.release)
    except GeneratorExit:
        # Enough: the archive need not go on.
        (talk.release if _cancel(talk, model) else talk.abort)()
        raise
    except BaseException:
        talk.abort()
        raise


def _asked(
    node: Node, request: Dataset, model: str, service: str
) -> tuple[_Search, tuple[int, Command]]:
    """Ask over a kept association, or a new one; return it with the first response."""
    kept = KEEPING.take((node, model))
    if kept is not None:
        with suppress(ConnectionLost):
            # An archive may close an association that nobody used, also this very moment.
            return kept, _ask(kept, request, model, service)
        kept.abort()
    talk = _Search.open(
        node,
        [Proposal(1, model, UNCOMPRESSED)],
        step=Step.SEARCH,
        stall_s=node.deadlines.find_s,
    )
    try:
        return talk, _ask(talk, request, model, service)
    except BaseException:
        talk.abort()
        raise


def _ask(talk: Conversation, request: Dataset, model: str, service: str) -> tuple[int, Command]:
    context = talk.context_for(model, service)
    talk.ask(context, command.request(Message.FIND_RQ, _MESSAGE_ID, model), request)
    return talk.next_command()


def _answers(
    talk: Conversation, message: tuple[int, Command]
) -> Iterator[tuple[Command, tuple[Dataset | None] | None]]:
    """Yield pending responses with their identifier, and the last response with None."""
    while True:
        context, said = message
        if said.message != Message.FIND_RSP:
            raise talk.bad("a message that was not asked for")
        answer = _identifier(talk, context) if said.has_data_set else None
        if said.number(Field.STATUS) not in status.PENDING:
            yield said, None
            return
        yield said, (answer,)
        message = talk.next_command()


def _identifier(talk: Conversation, context: int) -> Dataset | None:
    try:
        return talk.identifier(context)
    except ArchiveError:
        raise
    except Exception:
        # Read to its end, but no data set: one row less, not the end of the search.
        return None


def _check_end(talk: Conversation, said: Command) -> None:
    code = said.number(Field.STATUS)
    if code is None:
        raise talk.bad("a response without a status")
    if code != status.SUCCESS:
        raise status.failure(talk.node.name, talk.step, code)


def _cancel(talk: _Search, model: str) -> bool:
    """Ask the archive to stop; whether it has."""
    until = time.monotonic() + CANCEL_S
    talk.wait_at_most(CANCEL_S)
    with suppress(ArchiveError):
        talk.send(talk.context_for(model, "C-CANCEL"), _cancel_request())
        while time.monotonic() < until:
            context, said = talk.next_command()
            if said.has_data_set:
                _identifier(talk, context)
            if said.number(Field.STATUS) not in status.PENDING:
                return True
    return False


def _cancel_request() -> bytes:
    """Make a C-FIND-CANCEL-RQ (PS3.7 9.3.2.3)."""
    elements = (
        (Field.COMMAND, _CANCEL_RQ),
        (Field.RESPONDED_ID, _MESSAGE_ID),
        (Field.DATA_SET_TYPE, _NO_DATA_SET),
    )
    body = b"".join(struct.pack("<HHIH", 0, number, 2, value) for number, value in elements)
    return struct.pack("<HHII", 0, Field.GROUP_LENGTH, 4, len(body)) + body
