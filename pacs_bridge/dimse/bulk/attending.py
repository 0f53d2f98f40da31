"""One association that somebody opened with us, from its request to its end (PS3.8 7, 9.2).

One thread reads. Objects go to their files as they come and are answered with success only
when whoever keeps them says that they are safe.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pacs_bridge.dimse import status
from pacs_bridge.dimse.bulk import command, greeting
from pacs_bridge.dimse.bulk.arrival import Arrival, TooLarge
from pacs_bridge.dimse.bulk.command import Command, Field, Message
from pacs_bridge.dimse.bulk.greeting import Decision, Offers, Rejection, Request, Result
from pacs_bridge.dimse.bulk.messages import Messages
from pacs_bridge.dimse.bulk.pdu import BadPdu, Kind, pdu
from pacs_bridge.dimse.bulk.pipe import FAREWELL_S, Pipe
from pacs_bridge.dimse.spool import Sender
from pacs_bridge.dimse.wire import OUR_MAX_PDU_BYTES

log = logging.getLogger("pacs_bridge.receiver")

MESSAGE_S = 3600.0
"""Within which any message must be complete, however steadily it drips."""

COMMAND_CAP_BYTES = 64 * 1024
NOTICE_CAP_BYTES = 256 * 1024
"""A notification is read into memory: some 1,700 objects fit."""

VERIFICATION = "1.2.840.10008.1.1"
COMMITMENT = "1.2.840.10008.1.20.1"

_BY_PROVIDER = 2
_UNRECOGNISED_PDU, _UNEXPECTED_PDU = 1, 2
_OUT_OF_RESOURCES = 0xA700
_CANNOT_UNDERSTAND = 0xC000
_UNRECOGNISED_OPERATION = 0x0211


@dataclass(frozen=True, slots=True)
class Service:
    """What callers get.

    Attributes
    ----------
    ae_title : str
        By which we must be called.
    offers : mapping
        See :data:`pacs_bridge.dimse.bulk.greeting.Offers`.
    arriving : Path
        For objects that are still arriving.
    may_call : callable
        Title (None while it is not said yet) and address to whether they are on the list.
    keep : callable
        Puts a complete, synced file where it belongs; OSError says that it could not.
    notice : callable
        Takes the data set of a storage commitment result, and whether it is Explicit VR;
        returns the status of the answer.
    refused : callable
        Told address, title and reason of calls that are not taken.
    """

    ae_title: str
    offers: Offers
    arriving: Path
    may_call: Callable[[str | None, str], bool]
    keep: Callable[[Path, Sender], None]
    notice: Callable[[bytes, bool], int]
    refused: Callable[[str, str, str], None]


class Ended(Exception):
    """The association is over.

    Parameters
    ----------
    cause : str
        In technical words.
    says : bytes
        Our last word to the caller, if there is one.
    in_order : bool
        Whether that is how associations end.
    """

    def __init__(self, cause: str, says: bytes = b"", *, in_order: bool = False):
        super().__init__(cause)
        self.cause, self.says, self.in_order = cause, says, in_order


class CallerLine(Pipe):
    """A connection that somebody opened with us."""

    def lost(self, problem: OSError | None) -> Ended:
        """Make the error for a connection that ended."""
        if isinstance(problem, TimeoutError):
            return Ended("nothing came in time", _abort(_UNEXPECTED_PDU))
        return Ended("the connection was closed")

    def bad(self, cause: str) -> Ended:
        """Make the error for what is not DICOM."""
        return Ended(cause, _abort(_UNEXPECTED_PDU))

    def say_goodbye(self, last_word: bytes) -> None:
        """Send a last word and wait a moment for the caller to hang up, then close.

        Closed at once, with bytes of theirs still unread, it would be lost on its way.
        """
        with suppress(OSError):
            self._socket.settimeout(FAREWELL_S)
            self._socket.sendall(last_word)
            self._socket.shutdown(socket.SHUT_WR)
            until = time.monotonic() + FAREWELL_S
            while time.monotonic() < until and self._socket.recv_into(self._buffer):
                pass
        self.close()


class Attendance(Messages):
    """One caller; :meth:`abort` may come from any thread.

    Parameters
    ----------
    connection : socket.socket
        With TLS established where there is any.
    address : str
    service : Service
    admit : callable
        Asked when all else is in order: whether there is room for one more.
    pdu_s : float
        Seconds without a PDU, or within one, after which it is aborted.
    request_s : float
        Within which the association request must be complete (PS3.8 9.1.5).
    """

    def __init__(
        self,
        connection: socket.socket,
        address: str,
        service: Service,
        *,
        admit: Callable[[], bool],
        pdu_s: float,
        request_s: float,
    ):
        self._caller = CallerLine(connection, pdu_s)
        super().__init__(self._caller, 0, COMMAND_CAP_BYTES)
        self._address, self._service, self._admit = address, service, admit
        self._request_s = request_s
        self._title = ""
        self._agreed: dict[int, Decision] = {}
        self.abort = self._caller.abort

    def run(self) -> None:
        """Attend to the caller until the end, whatever it is."""
        try:
            self._greet()
            while True:
                self._caller.latest = time.monotonic() + MESSAGE_S
                self._answer(*self.next_command())
        except Ended as end:
            if not end.in_order:
                log.warning("%r at %s: %s", self._title, self._address, end.cause)
            self._caller.say_goodbye(end.says)
        finally:
            self._caller.close()

    def ended(self, kind: Kind) -> NoReturn:
        """The caller aborted, or asked for release; what was incomplete is dropped."""
        if kind == Kind.ABORT:
            raise Ended("aborted by the caller")
        raise Ended("released", pdu(Kind.RELEASE_RP, bytes(4)), in_order=True)

    def _greet(self) -> None:
        self._caller.latest = time.monotonic() + self._request_s
        kind, length = self._caller.read_head()
        if kind != Kind.ASSOCIATE_RQ:
            raise Ended("what called does not speak DICOM", _abort(_UNRECOGNISED_PDU))
        try:
            request = greeting.read_request(self._caller.read(length))
        except BadPdu as problem:
            raise self._caller.bad(str(problem)) from problem
        self._title = request.calling
        why = self._objection(request)
        if why is not None:
            self._service.refused(self._address, request.calling, why)
            raise Ended(why, greeting.reject(why))
        self._accept(request)

    def _objection(self, request: Request) -> Rejection | None:
        why = greeting.check(request, self._service.ae_title)
        if why is None and not self._service.may_call(request.calling, self._address):
            why = Rejection.CALLING
        if why is None and not self._admit():
            why = Rejection.FULL
        return why

    def _accept(self, request: Request) -> None:
        decisions = greeting.decide(request, self._service.offers)
        self._agreed = {one.number: one for one in decisions if one.result is Result.ACCEPTED}
        self._peer_pdu_bytes = request.max_pdu_bytes
        self._caller.send(
            greeting.accept(request, decisions, scp=(COMMITMENT,), max_pdu_bytes=OUR_MAX_PDU_BYTES)
        )

    def _answer(self, context: int, asked: Command) -> None:
        agreed = self._agreed.get(context)
        if agreed is None or asked.is_response:
            raise self._caller.bad("a message that was not agreed on")
        if asked.message == Message.CANCEL_RQ:
            # Nothing of ours can be cancelled (PS3.7 9.3); it has no response.
            return
        self.send(context, command.response(asked, self._carry_out(agreed, asked)))

    def _carry_out(self, agreed: Decision, asked: Command) -> int:
        about, data = agreed.abstract_syntax, asked.has_data_set
        if about == VERIFICATION and asked.message == Message.ECHO_RQ and not data:
            return status.SUCCESS
        if about == COMMITMENT and asked.message == Message.EVENT_RQ and data:
            notice = self.whole_data_set(agreed.number, NOTICE_CAP_BYTES)
            explicit = agreed.transfer_syntax != greeting.IMPLICIT_LITTLE
            return self._service.notice(notice, explicit)
        if about not in (VERIFICATION, COMMITMENT) and asked.message == Message.STORE_RQ:
            return self._take(agreed, asked) if data else _CANNOT_UNDERSTAND
        if data:
            self.whole_data_set(agreed.number, NOTICE_CAP_BYTES)
        return _UNRECOGNISED_OPERATION

    def _take(self, agreed: Decision, asked: Command) -> int:
        """Receive an object; it is safe when this returns success, and gone otherwise."""
        arrival = Arrival(
            self._service.arriving,
            transfer_syntax_uid=agreed.transfer_syntax,
            sop_class_uid=asked.uid(Field.AFFECTED_CLASS),
            sop_instance_uid=asked.uid(Field.AFFECTED_INSTANCE),
        )
        try:
            for part in self.data_set(agreed.number):
                arrival.write(part)
            self._service.keep(arrival.settle(), self._sender(asked))
        except TooLarge as problem:
            raise self._caller.bad(str(problem)) from problem
        except OSError as problem:
            log.error("could not keep an object: %s", problem.strerror or type(problem).__name__)
            return _OUT_OF_RESOURCES
        finally:
            # What was kept has been moved away.
            arrival.discard()
        return status.SUCCESS

    def _sender(self, asked: Command) -> Sender:
        return Sender(
            calling_ae=self._title,
            address=self._address,
            move_originator_ae=asked.title(Field.MOVE_ORIGINATOR),
            move_originator_id=asked.number(Field.MOVE_ORIGINATOR_ID),
        )


def _abort(reason: int) -> bytes:
    return pdu(Kind.ABORT, bytes((0, 0, _BY_PROVIDER, reason)))
