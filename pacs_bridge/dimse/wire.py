"""Limits on one DICOM connection that pynetdicom 3.0.4 does not keep itself.

Its socket has no time-out once connected, a PDU is read to its end whatever its length
says, and an endless run of fragments is collected in memory. :class:`Wire` is bound to
the events of one association and puts a length and a time on every PDU and a size on
every message, so that a stalled, dripping or endless peer ends by itself. (A deadline
from outside the process stands behind it all the same.)
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacs_bridge.guarding.pulse import still_there
from pacs_bridge.landing import OBJECT_CAP_BYTES

if TYPE_CHECKING:
    from pynetdicom.association import Association
    from pynetdicom.events import Event
    from pynetdicom.pdu import A_ASSOCIATE_RJ

OUR_MAX_PDU_BYTES = 131_072
"""Maximum PDU length that we announce (PS3.8 D.1): little gain above 128 KiB."""

PDU_CAP_BYTES = 1_048_576
"""A longer PDU than this is refused, also where none was negotiated (A-ASSOCIATE-RQ)."""

_INVALID_PDU = "Evt19"
"""Event of the upper layer's state machine that aborts (PS3.8 Table 9-10)."""

MESSAGE_CAP_BYTES = 16 * 1024**2
"""Messages other than C-STORE are collected in memory."""


class WireError(OSError):
    """The peer broke a limit of ours; the connection counts as closed."""


def quiet_pynetdicom() -> None:
    """Keep identifiers, which hold patient data, out of every log, and values as they come."""
    from pydicom import config as pydicom_config
    from pynetdicom import _config

    _config.LOG_HANDLER_LEVEL = "none"
    _config.LOG_REQUEST_IDENTIFIERS = False
    _config.LOG_RESPONSE_IDENTIFIERS = False
    pydicom_config.settings.reading_validation_mode = pydicom_config.IGNORE
    logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class Wire:
    """What happened on one connection, and the limits it is held to.

    Attributes
    ----------
    pdu_s : float
        Seconds within which a PDU that has begun must be complete.
    opened : bool
        Whether the connection (and TLS) was established.
    peer_aborted, we_aborted : bool
        Who sent an A-ABORT.
    rejection : A_ASSOCIATE_RJ or None
        The peer's refusal, kept as soon as it is read: by the time pynetdicom has passed it
        on, the connection may be closed and the flags say only that.
    fault : OSError or None
        Why reading ended: a time-out, a broken limit, a network error.
    heard_at : float
        When the peer last sent something (monotonic clock).
    """

    pdu_s: float
    object_cap_bytes: int = OBJECT_CAP_BYTES
    opened: bool = False
    peer_aborted: bool = False
    we_aborted: bool = False
    rejection: A_ASSOCIATE_RJ | None = None
    fault: OSError | None = None
    heard_at: float = field(default_factory=time.monotonic)
    _message_bytes: int = field(default=0, repr=False)

    @property
    def quiet_s(self) -> float:
        """Seconds since the last complete part of a PDU came."""
        return time.monotonic() - self.heard_at

    def handlers(self) -> list[tuple]:
        """Event handlers to bind to an association that we request."""
        from pynetdicom import evt

        return [(evt.EVT_CONN_OPEN, self._on_open), *self._later_handlers()]

    def attach(self, event: Event) -> None:
        """Hold an association that a peer opened to the limits; for EVT_CONN_OPEN."""
        for kind, handler in self._later_handlers():
            event.assoc.bind(kind, handler)
        self._on_open(event)

    def _later_handlers(self) -> list[tuple]:
        from pynetdicom import evt

        return [
            (evt.EVT_PDU_RECV, self._on_pdu_received),
            (evt.EVT_PDU_SENT, self._on_pdu_sent),
            (evt.EVT_DIMSE_RECV, self._on_message),
        ]

    def _on_open(self, event: Event) -> None:
        self.opened = True
        transport = event.assoc.dul.socket
        transport.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.socket.settimeout(self.pdu_s)
        transport.recv = self._reader(event.assoc, transport.socket)
        event.assoc.dimse.receive_primitive = self._collector(event.assoc)

    def _on_pdu_received(self, event: Event) -> None:
        kind = type(event.pdu).__name__
        self.peer_aborted |= kind == "A_ABORT_RQ"
        if kind == "A_ASSOCIATE_RJ":
            self.rejection = event.pdu

    def _on_pdu_sent(self, event: Event) -> None:
        if type(event.pdu).__name__ == "A_ABORT_RQ":
            self.we_aborted = True
            # Wake whoever waits for a message: pynetdicom forgets to (action AA-8).
            event.assoc.dimse.msg_queue.put((None, None))

    def _on_message(self, event: Event) -> None:
        self._message_bytes = 0

    def _reader(
        self, association: Association, connection: socket.socket
    ) -> Callable[[int], bytearray]:
        def recv(wanted_bytes: int) -> bytearray:
            try:
                self._check_size(association, wanted_bytes)
                data = _read(connection, wanted_bytes, self.pdu_s)
                self.heard_at = time.monotonic()
                still_there()
                return data
            except OSError as fault:
                self.fault = fault
                raise

        return recv

    def _collector(self, association: Association) -> Callable[[object], None]:
        """Collect fragments as pynetdicom does, but survive a message that is not DICOM.

        Without this its thread dies of the exception, and nobody learns of it.
        """
        collect = association.dimse.receive_primitive

        def receive(primitive: object) -> None:
            try:
                collect(primitive)
            except Exception as problem:
                self.fault = WireError(f"a message that is not DICOM ({type(problem).__name__})")
                association.dul.event_queue.put(_INVALID_PDU)

        return receive

    def _check_size(self, association: Association, wanted_bytes: int) -> None:
        if wanted_bytes > PDU_CAP_BYTES:
            raise WireError(f"a PDU of {wanted_bytes} bytes, {PDU_CAP_BYTES} are allowed")
        self._message_bytes += wanted_bytes
        storing = type(association.dimse.message).__name__ == "C_STORE_RQ"
        cap_bytes = self.object_cap_bytes if storing else MESSAGE_CAP_BYTES
        if self._message_bytes > cap_bytes:
            raise WireError(f"a message of more than {cap_bytes} bytes")


def _read(connection: socket.socket, wanted_bytes: int, within_s: float) -> bytearray:
    """Read exactly so many bytes, or fewer when the peer closed; one time-out for all of them."""
    buffer = bytearray(wanted_bytes)
    view = memoryview(buffer)
    until = time.monotonic() + within_s
    filled = 0
    while filled < wanted_bytes:
        left_s = until - time.monotonic()
        if left_s <= 0:
            raise TimeoutError(f"a PDU was not complete within {within_s:g} s")
        connection.settimeout(left_s)
        received = connection.recv_into(view[filled:])
        if received == 0:
            break
        filled += received
    connection.settimeout(within_s)
    view.release()
    del buffer[filled:]
    return buffer
