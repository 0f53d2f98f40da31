"""Associations: open one, say why it failed, close it properly.

pynetdicom reports trouble as flags and log lines; here it becomes one of the errors of
:mod:`pacs_bridge.errors`. One association belongs to one thread.
"""

from __future__ import annotations

import errno
import logging
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pydicom.dataset import Dataset
from pynetdicom import AE
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext

from pacs_bridge.dimse.tls import client_context
from pacs_bridge.dimse.wire import OUR_MAX_PDU_BYTES, Wire, WireError, quiet_pynetdicom
from pacs_bridge.errors import (
    ArchiveError,
    BadAnswer,
    Busy,
    ConfigurationError,
    ConnectionLost,
    NoAnswer,
    ServiceNotOffered,
    TitleRefused,
    TlsFailed,
    Unreachable,
)
from pacs_bridge.types import Node, Step
from pacs_bridge.uids import IMPLEMENTATION_NAME, IMPLEMENTATION_UID

ABORT_S = 0.5
FAREWELL_S = 1.0
"""How long we wait for the answer to our release."""

INNER_SHARE = 0.9
"""Our own time-outs end before the deadline from outside, so that we can say goodbye."""

_TEMPORARY, _BY_USER, _BY_PRESENTATION = 2, 1, 3
_TITLE_REASONS = {
    1: "rejected, no reason given",
    3: "calling AE title not recognised",
    7: "called AE title not recognised",
}


@dataclass(slots=True)
class Talk:
    """One established association and what is needed to explain its failures.

    Attributes
    ----------
    association : pynetdicom.association.Association
        Established, to be used from one thread.
    node, step
        For errors.
    answer_s : float
        How long one response may take.
    """

    association: Association
    node: Node
    step: Step
    wire: Wire
    answer_s: float

    def accepts(self, sop_class: str, transfer_syntax: str | None = None) -> bool:
        """Whether a context was accepted for this class (and this encoding)."""
        return any(
            context.abstract_syntax == sop_class
            and transfer_syntax in (None, context.transfer_syntax[0])
            for context in self.association.accepted_contexts
        )

    def need(self, sop_class: str, service: str) -> None:
        """Raise ServiceNotOffered unless a context for this service was accepted."""
        if not self.accepts(sop_class):
            raise ServiceNotOffered(self.node.name, self.step, f"no context for {service}")

    def abort(self) -> None:
        """End the association at once, also against a peer that never stops sending."""
        self.association.acse_timeout = ABORT_S
        self.association.abort()

    def ask(self, send: Callable[[], Dataset]) -> Dataset:
        """Send a request that has one response; return its status elements."""
        asked = time.monotonic()
        answer = send()
        if "Status" not in answer:
            raise self.silence(time.monotonic() - asked)
        return answer

    def checked(
        self, responses: Iterable[tuple[Dataset, Dataset | None]]
    ) -> Iterator[tuple[Dataset, Dataset | None]]:
        """Pass on responses that carry a status; an empty one is a failure, and says which."""
        asked = time.monotonic()
        for status, identifier in responses:
            if "Status" not in status:
                raise self.silence(time.monotonic() - asked)
            yield status, identifier
            asked = time.monotonic()

    def check_silence(self) -> None:
        """Raise NoAnswer when nothing at all has come for as long as one PDU may take.

        For retrievals, where one response may rightly take as long as the whole study.
        """
        quiet_s = self.wire.quiet_s
        if quiet_s > self.wire.pdu_s:
            raise NoAnswer(self.node.name, self.step, "nothing came", seconds=round(quiet_s, 1))

    def silence(self, waited_s: float) -> ArchiveError:
        """Explain why no usable response came."""
        where = (self.node.name, self.step)
        fault = self.wire.fault
        if isinstance(fault, WireError):
            return BadAnswer(*where, str(fault))
        if isinstance(fault, TimeoutError):
            return NoAnswer(*where, str(fault), seconds=round(waited_s, 1))
        if waited_s >= self.answer_s - 0.2:
            return NoAnswer(*where, "no response", seconds=round(waited_s, 1))
        if self.wire.peer_aborted:
            return ConnectionLost(*where, "the archive aborted the association")
        if self.wire.we_aborted:
            return BadAnswer(*where, "a response that is not DICOM")
        return ConnectionLost(*where, "the connection was closed")


@contextmanager
def associate(
    node: Node,
    contexts: Sequence[PresentationContext],
    *,
    step: Step,
    answer_s: float,
    pdu_s: float | None = None,
    negotiation: Sequence[object] = (),
    handlers: Sequence[tuple] = (),
) -> Iterator[Talk]:
    """Open an association with a node; released at the end, aborted on any exception.

    Parameters
    ----------
    node : Node
        Whom to call, and as whom.
    contexts : sequence of PresentationContext
        At most 128.
    step : Step
        What it is for; errors name it.
    answer_s : float
        How long one response may take before it counts as none.
    pdu_s : float, optional
        How long one PDU may take; ``answer_s`` if not given.
    negotiation : sequence
        Role selection and extended negotiation items.
    handlers : sequence of tuple
        Further pynetdicom event handlers.

    Raises
    ------
    ArchiveError
        By what went wrong: Unreachable, TlsFailed, TitleRefused, Busy, NoAnswer,
        ConnectionLost, BadAnswer or ServiceNotOffered.
    """
    quiet_pynetdicom()
    answer_s *= INNER_SHARE
    wire = Wire(pdu_s=min(answer_s, INNER_SHARE * (pdu_s or answer_s)))
    entity = _entity(node, answer_s)
    tls = (client_context(node), node.host) if node.tls else None
    begun = time.monotonic()
    with _transport_trouble(tls=node.tls) as trouble:
        try:
            association = entity.associate(
                node.host,
                node.port,
                list(contexts),
                ae_title=node.ae_title,
                max_pdu=OUR_MAX_PDU_BYTES,
                ext_neg=list(negotiation),
                evt_handlers=[*wire.handlers(), *handlers],
                tls_args=tls,
            )
        except OSError as problem:
            cause = f"host name: {problem.strerror}"
            raise Unreachable(node.name, Step.CONNECT, cause) from problem
        except ValueError as problem:
            raise ConfigurationError(node.name, Step.CONNECT, "AE title or address") from problem
    talk = Talk(association, node, step, wire, answer_s)
    if not association.is_established:
        raise _refusal(talk, trouble, time.monotonic() - begun)
    try:
        yield talk
    except BaseException:
        talk.abort()
        raise
    _release(talk)


def _entity(node: Node, answer_s: float) -> AE:
    entity = AE(ae_title=node.calling_ae_title)
    entity.implementation_class_uid = IMPLEMENTATION_UID
    entity.implementation_version_name = IMPLEMENTATION_NAME
    entity.connection_timeout = node.deadlines.connect_s * INNER_SHARE
    entity.acse_timeout = min(answer_s, 30.0)
    entity.dimse_timeout = answer_s
    entity.network_timeout = answer_s
    return entity


def _release(talk: Talk) -> None:
    talk.association.acse_timeout = FAREWELL_S
    talk.association.release()
    if talk.association.is_established:
        talk.abort()


class _Trouble(logging.Handler):
    """Catch what pynetdicom's transport only logs: the reason why a connection failed."""

    def __init__(self, *, tls: bool) -> None:
        super().__init__(logging.ERROR)
        self.text = ""
        self.is_tls = False
        self._tls = tls

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("TCP Initialisation Error: "):
            self.text = text.partition(": ")[2]
        # An archive without TLS resets the connection at our first handshake message.
        reset = f"[Errno {errno.ECONNRESET}]" in self.text
        self.is_tls |= bool(record.exc_info) or (self._tls and reset)


@contextmanager
def _transport_trouble(*, tls: bool) -> Iterator[_Trouble]:
    logger = logging.getLogger("pynetdicom.transport")
    trouble = _Trouble(tls=tls)
    before = (logger.level, logger.propagate)
    logger.setLevel(logging.ERROR)
    logger.propagate = False
    logger.addHandler(trouble)
    try:
        yield trouble
    finally:
        logger.removeHandler(trouble)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def _refusal(talk: Talk, trouble: _Trouble, waited_s: float) -> ArchiveError:
    """Explain why an association was not established."""
    name, association, wire = talk.node.name, talk.association, talk.wire
    if not wire.opened:
        kind = TlsFailed if trouble.is_tls else Unreachable
        cause = trouble.text or "no connection"
        return kind(name, Step.CONNECT, cause, seconds=round(waited_s, 1))
    if wire.rejection is not None:
        answer = wire.rejection
        return rejection(name, answer.result, answer.source, answer.reason_diagnostic)
    if isinstance(wire.fault, ssl.SSLError):
        # With TLS 1.3 a server refuses our certificate only after its own handshake is over.
        return TlsFailed(name, Step.CONNECT, wire.fault.reason or "refused")
    if association.acceptor.primitive is not None and not wire.peer_aborted:
        return ServiceNotOffered(name, talk.step, "no presentation context accepted")
    timed_out = waited_s >= association.acse_timeout - 0.2
    if isinstance(wire.fault, TimeoutError) or (timed_out and not wire.peer_aborted):
        cause = "no answer to the association request"
        return NoAnswer(name, Step.ASSOCIATE, cause, seconds=round(waited_s, 1))
    if isinstance(wire.fault, WireError) or (wire.we_aborted and not wire.peer_aborted):
        return BadAnswer(name, Step.ASSOCIATE, "what answers on this port does not speak DICOM")
    return ConnectionLost(name, Step.ASSOCIATE, "the association request was cut off")


def rejection(name: str, result: int, source: int, reason: int) -> ArchiveError:
    """Say what an A-ASSOCIATE-RJ means (PS3.8 Table 9-21)."""
    if result == _TEMPORARY or source == _BY_PRESENTATION:
        return Busy(name, Step.ASSOCIATE, f"rejected for now (source {source}, reason {reason})")
    if source == _BY_USER and reason in _TITLE_REASONS:
        return TitleRefused(name, Step.ASSOCIATE, _TITLE_REASONS[reason])
    cause = f"rejected for ever (source {source}, reason {reason})"
    return ServiceNotOffered(name, Step.ASSOCIATE, cause)
