"""An association of our own: contexts agreed, messages in and out (PS3.7 6.3, PS3.8 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from pydicom.dataset import Dataset
from pynetdicom.dsutils import decode, encode

from pacs_bridge.dimse.association import INNER_SHARE, rejection
from pacs_bridge.dimse.bulk import command as commands
from pacs_bridge.dimse.bulk.command import Command
from pacs_bridge.dimse.bulk.line import Line
from pacs_bridge.dimse.bulk.pdu import (
    COMMAND,
    FRAGMENT_HEAD,
    LAST,
    Acceptance,
    BadPdu,
    Kind,
    Proposal,
    associate_request,
    fragments,
    pdu,
    read_acceptance,
)
from pacs_bridge.dimse.contexts import EXPLICIT_LITTLE
from pacs_bridge.dimse.wire import MESSAGE_CAP_BYTES, OUR_MAX_PDU_BYTES
from pacs_bridge.errors import BadAnswer, ConnectionLost, NoAnswer, ServiceNotOffered
from pacs_bridge.types import Node, Step

_LONGEST_GREETING_S = 30.0


class Conversation:
    """An established association; belongs to one thread, but :meth:`abort` may come from any.

    Attributes
    ----------
    node, step
        For errors.
    """

    def __init__(self, line: Line, proposals: Sequence[Proposal], agreed: Acceptance):
        self._line = line
        self._agreed = agreed
        self._classes = {one.number: one.abstract_syntax for one in proposals}
        self._left_bytes = 0
        self.node, self.step = line.node, line.step
        self.abort, self.release = line.abort, line.release

    @classmethod
    def open(
        cls,
        node: Node,
        proposals: Sequence[Proposal],
        *,
        step: Step,
        stall_s: float,
        served: Iterable[str] = (),
    ) -> Conversation:
        """Call an archive and agree on contexts.

        Parameters
        ----------
        node : Node
        proposals : sequence of Proposal
        step : Step
            What it is for.
        stall_s : float
            How long it may be silent, and one PDU may take.
        served : iterable of str
            Storage classes that we take on this association.

        Raises
        ------
        ArchiveError
            By what went wrong.
        """
        stall_s *= INNER_SHARE
        line = Line.connect(
            node,
            Step.ASSOCIATE,
            within_s=node.deadlines.connect_s * INNER_SHARE,
            pdu_s=min(stall_s, _LONGEST_GREETING_S),
        )
        try:
            agreed = _agree(line, node, proposals, served)
            if not agreed.contexts:
                raise ServiceNotOffered(node.name, step, "no presentation context accepted")
        except BaseException:
            line.abort()
            raise
        line.go_on(step, pdu_s=stall_s)
        return cls(line, proposals, agreed)

    def context_for(self, sop_class: str, service: str) -> int:
        """Return an accepted context of a service, or say that it is not offered."""
        for number in self._agreed.contexts:
            if self._classes.get(number) == sop_class:
                return number
        raise ServiceNotOffered(self.node.name, self.step, f"no context for {service}")

    def transfer_syntax(self, context: int) -> str:
        """Return what was agreed for a context; another one is no answer of ours."""
        syntax = self._agreed.contexts.get(context)
        if syntax is None:
            raise self.bad("a message in a context that was not agreed")
        return syntax

    def ask(self, context: int, command: bytes, identifier: Dataset) -> None:
        """Send a request with its identifier."""
        explicit = self.transfer_syntax(context) == EXPLICIT_LITTLE
        self.send(context, command, encode(identifier, not explicit, True))

    def send(self, context: int, command: bytes, data_set: bytes = b"") -> None:
        """Send a message."""
        limit = self._agreed.max_pdu_bytes
        parts = list(fragments(context, command, command=True, max_pdu_bytes=limit))
        if data_set:
            parts += fragments(context, data_set, command=False, max_pdu_bytes=limit)
        self._line.send(b"".join(parts))

    def next_command(self) -> tuple[int, Command]:
        """Wait for a message; its data set, if it has one, must be read before the next.

        Returns
        -------
        tuple of int and Command
            The context, and the command.
        """
        content = bytearray()
        while True:
            context, flags, size = self._fragment()
            if not flags & COMMAND or len(content) + size > MESSAGE_CAP_BYTES:
                raise self.bad("a message that is not DICOM")
            content += self._line.read(size)
            if flags & LAST:
                try:
                    return context, commands.read(bytes(content))
                except BadPdu as problem:
                    raise self.bad(str(problem)) from problem

    def data_set(self, context: int) -> Iterator[memoryview]:
        """Yield the data set of the message whose command was read, as it comes."""
        while True:
            number, flags, size = self._fragment()
            if flags & COMMAND or number != context:
                raise self.bad("a message that is not DICOM")
            while size:
                part = self._line.take(size)
                size -= len(part)
                yield part
            if flags & LAST:
                return

    def identifier(self, context: int) -> Dataset:
        """Read the data set of a response into memory."""
        content = bytearray()
        for part in self.data_set(context):
            content += part
            if len(content) > MESSAGE_CAP_BYTES:
                raise self.bad(f"a message of more than {MESSAGE_CAP_BYTES} bytes")
        explicit = self.transfer_syntax(context) == EXPLICIT_LITTLE
        return decode(BytesIO(content), not explicit, True)

    def bad(self, cause: str) -> BadAnswer:
        """Make the error for what is not DICOM."""
        return BadAnswer(self.node.name, self.step, cause)

    def _fragment(self) -> tuple[int, int, int]:
        if self._left_bytes == 0:
            self._left_bytes = self._next_data_pdu()
        if self._left_bytes < FRAGMENT_HEAD.size:
            raise self.bad("a message that is not DICOM")
        length, context, flags = FRAGMENT_HEAD.unpack(self._line.read(FRAGMENT_HEAD.size))
        size = length - 2
        self._left_bytes -= FRAGMENT_HEAD.size + size
        if size < 0 or self._left_bytes < 0:
            raise self.bad("a fragment that is longer than its PDU")
        return context, flags, size

    def _next_data_pdu(self) -> int:
        kind, length = self._line.read_head()
        where = (self.node.name, self.step)
        if kind == Kind.ABORT:
            raise ConnectionLost(*where, "the archive aborted the association")
        if kind == Kind.RELEASE_RQ:
            self._line.send(pdu(Kind.RELEASE_RP, bytes(4)))
            raise ConnectionLost(*where, "the archive ended the association")
        if kind != Kind.DATA:
            raise self.bad("a message that is not DICOM")
        return length


def _agree(
    line: Line, node: Node, proposals: Sequence[Proposal], served: Iterable[str]
) -> Acceptance:
    where = (node.name, Step.ASSOCIATE)
    line.send(
        associate_request(
            calling=node.calling_ae_title,
            called=node.ae_title,
            proposals=proposals,
            served=served,
            max_pdu_bytes=OUR_MAX_PDU_BYTES,
        )
    )
    try:
        kind, length = line.read_head()
        body = line.read(length)
        if kind == Kind.ASSOCIATE_RJ and length == 4:
            raise rejection(node.name, *body[1:])
        if kind == Kind.ASSOCIATE_AC:
            return read_acceptance(body)
    except NoAnswer as silence:
        cause = "no answer to the association request"
        raise NoAnswer(*where, cause, seconds=silence.seconds) from None
    except (BadAnswer, BadPdu):
        raise BadAnswer(*where, "what answers on this port does not speak DICOM") from None
    except ConnectionLost:
        raise ConnectionLost(*where, "the association request was cut off") from None
    if kind == Kind.ABORT:
        raise ConnectionLost(*where, "the association request was cut off")
    raise BadAnswer(*where, "what answers on this port does not speak DICOM")
