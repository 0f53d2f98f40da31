"""A connected socket with a buffer before it: bytes under deadlines, whoever opened it."""

from __future__ import annotations

import math
import socket
import ssl
import time
from contextlib import suppress

from pacs_bridge.dimse.bulk.pdu import HEAD, Kind, pdu
from pacs_bridge.dimse.wire import PDU_CAP_BYTES
from pacs_bridge.guarding.pulse import still_there

FAREWELL_S = 1.0
_BUFFER_BYTES = 256 * 1024
# An acknowledgement at once spares 40 ms per film where the sender waits for it before it
# sends a last short segment (Nagle); the option does not stick and exists on Linux only.
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)


class Pipe:
    """A connection; subclasses say what its troubles mean.

    Parameters
    ----------
    connection : socket.socket
        Connected, with TLS established where there is any.
    pdu_s : float
        Seconds within which something must come, and a PDU that has begun be complete.

    Attributes
    ----------
    latest : float
        Moment (monotonic clock) after which nothing is waited for any more.
    """

    def __init__(self, connection: socket.socket, pdu_s: float):
        self.latest = math.inf
        self._pdu_s = pdu_s
        self._socket = connection
        self._buffer = memoryview(bytearray(_BUFFER_BYTES))
        self._start = self._end = 0
        self._until = 0.0
        self._heard = False

    def lost(self, problem: OSError | None) -> Exception:
        """Make the error for a connection that ended; None for one that the peer closed."""
        raise NotImplementedError

    def bad(self, cause: str) -> Exception:
        """Make the error for what is not DICOM."""
        raise NotImplementedError

    def send(self, data: bytes) -> None:
        """Send all of it, or say why not."""
        try:
            self._socket.settimeout(self._pdu_s)
            self._socket.sendall(data)
        except OSError as problem:
            raise self.lost(problem) from problem

    def read_head(self) -> tuple[int, int]:
        """Wait for a PDU; return its kind and the length of the rest.

        The rest must be complete within the same time again.
        """
        self._wait_from_now()
        kind, length = HEAD.unpack(self.read(HEAD.size))
        if length > PDU_CAP_BYTES:
            raise self.bad(f"a PDU of {length} bytes, {PDU_CAP_BYTES} are allowed")
        self._wait_from_now()
        return kind, length

    def read(self, count: int) -> bytes:
        """Read exactly so many bytes, all of which must fit into the memory."""
        parts = []
        while count:
            part = self.take(count)
            parts.append(bytes(part))
            count -= len(part)
        return b"".join(parts)

    def take(self, most: int) -> memoryview:
        """Read at least one byte and at most so many; valid until the next call."""
        if self._start == self._end:
            self._fill()
        stop = min(self._end, self._start + most)
        view = self._buffer[self._start : stop]
        self._start = stop
        return view

    def abort(self, source: int = 0, reason: int = 0) -> None:
        """End it at once; whoever waits on it in another thread wakes up (PS3.8 9.3.8)."""
        # A TLS connection must not be written to while another thread reads it.
        if not isinstance(self._socket, ssl.SSLSocket):
            with suppress(OSError):
                self._socket.settimeout(FAREWELL_S)
                self._socket.sendall(pdu(Kind.ABORT, bytes((0, 0, source, reason))))
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _wait_from_now(self) -> None:
        self._until = min(time.monotonic() + self._pdu_s, self.latest)

    def _fill(self) -> None:
        left_s = self._until - time.monotonic()
        try:
            if left_s <= 0:
                raise TimeoutError
            self._socket.settimeout(left_s)
            count = self._socket.recv_into(self._buffer)
            if _QUICKACK is not None:
                self._socket.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
        except OSError as problem:
            raise self.lost(problem) from problem
        if count == 0:
            raise self.lost(None)
        self._start, self._end = 0, count
        self._heard = True
        still_there()
