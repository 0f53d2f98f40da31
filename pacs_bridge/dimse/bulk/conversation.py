"""An association that we opened: contexts agreed, messages in and out (PS3.7 6.3, PS3.8 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NoReturn

from pydicom.dataset import Dataset
from pynetdicom.dsutils import decode, encode

from pacs_bridge.dimse.association import INNER_SHARE, rejection
from pacs_bridge.dimse.bulk.line import Line
from pacs_bridge.dimse.bulk.messages import Messages
from pacs_bridge.dimse.bulk.pdu import (
    Acceptance,
    BadPdu,
    Kind,
    Proposal,
    associate_request,
    pdu,
    read_acceptance,
)
from pacs_bridge.dimse.contexts import EXPLICIT_LITTLE
from pacs_bridge.dimse.wire import OUR_MAX_PDU_BYTES
from pacs_bridge.errors import (
    ArchiveError,
    BadAnswer,
    ConnectionLost,
    NoAnswer,
    ServiceNotOffered,
)
from pacs_bridge.types import Node, Step

_LONGEST_GREETING_S = 30.0


class Conversation(Messages):
    """An established association; belongs to one thread, but :meth:`abort` may come from any.

    Attributes
    ----------
    node, step
        For errors.
    """

    def __init__(self, line: Line, proposals: Sequence[Proposal], agreed: Acceptance):
        super().__init__(line, agreed.max_pdu_bytes)
        self._agreed = agreed
        self._classes = {one.number: one.abstract_syntax for one in proposals}
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

    def identifier(self, context: int) -> Dataset:
        """Read the data set of a response into memory."""
        content = BytesIO(self.whole_data_set(context))
        explicit = self.transfer_syntax(context) == EXPLICIT_LITTLE
        return decode(content, not explicit, True)

    def bad(self, cause: str) -> ArchiveError:
        """Make the error for what is not DICOM."""
        return self._line.bad(cause)

    def ended(self, kind: Kind) -> NoReturn:
        """The archive ended it; whatever was asked for stays unanswered."""
        where = (self.node.name, self.step)
        if kind == Kind.ABORT:
            raise ConnectionLost(*where, "the archive aborted the association")
        self._line.send(pdu(Kind.RELEASE_RP, bytes(4)))
        raise ConnectionLost(*where, "the archive ended the association")


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
