"""One connection to an archive: bytes under deadlines, and why it ended when it did."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress

from pacs_bridge.dimse.bulk.pdu import HEAD, Kind, pdu
from pacs_bridge.dimse.tls import client_context
from pacs_bridge.dimse.wire import PDU_CAP_BYTES
from pacs_bridge.errors import (
    BadAnswer,
    ConfigurationError,
    ConnectionLost,
    NoAnswer,
    TlsFailed,
    Unreachable,
)
from pacs_bridge.guarding.pulse import still_there
from pacs_bridge.types import Node, Step

_BUFFER_BYTES = 256 * 1024
_FAREWELL_S = 1.0
# An acknowledgement at once spares 40 ms per film where the archive waits for it before it
# sends a last short segment (Nagle); the option does not stick and exists on Linux only.
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)


class Line:
    """A connected socket and a buffer before it.

    Parameters
    ----------
    node : Node
        For errors, and the TLS files.
    step : Step
        What it is for; it changes as the conversation goes on.
    pdu_s : float
        Seconds within which something must come, and a PDU that has begun be complete.
    """

    def __init__(self, node: Node, step: Step, pdu_s: float, connection: socket.socket):
        self.node, self.step = node, step
        self._pdu_s = pdu_s
        self._socket = connection
        self._buffer = memoryview(bytearray(_BUFFER_BYTES))
        self._start = self._end = 0
        self._until = 0.0
        self._heard = False

    @classmethod
    def connect(cls, node: Node, step: Step, *, within_s: float, pdu_s: float) -> Line:
        """Open a connection, with TLS where the node says so.

        Raises
        ------
        ArchiveError
            Unreachable, TlsFailed or ConfigurationError.
        """
        tls = client_context(node) if node.tls else None
        begun = time.monotonic()
        try:
            connection = socket.create_connection((node.host, node.port), timeout=within_s)
        except OSError as problem:
            cause = problem.strerror or str(problem)
            raise Unreachable(
                node.name, Step.CONNECT, cause, seconds=round(time.monotonic() - begun, 1)
            ) from problem
        except (ValueError, OverflowError) as problem:
            raise ConfigurationError(node.name, Step.CONNECT, "address") from problem
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls is not None:
            try:
                connection = tls.wrap_socket(connection, server_hostname=node.host)
            except OSError as problem:
                connection.close()
                cause = getattr(problem, "reason", None) or problem.strerror or "refused"
                raise TlsFailed(node.name, Step.CONNECT, cause) from problem
        return cls(node, step, pdu_s, connection)

    def go_on(self, step: Step, *, pdu_s: float) -> None:
        """The greeting is over; from now on errors name another step."""
        self.step, self._pdu_s = step, pdu_s

    def send(self, data: bytes) -> None:
        """Send all of it, or say why not."""
        self._socket.settimeout(self._pdu_s)
        try:
            self._socket.sendall(data)
        except OSError as problem:
            raise self._lost(problem) from problem

    def read_head(self) -> tuple[int, int]:
        """Wait for a PDU; return its kind and the length of the rest.

        The rest must be complete within the same time again.
        """
        self._until = time.monotonic() + self._pdu_s
        kind, length = HEAD.unpack(self.read(HEAD.size))
        if length > PDU_CAP_BYTES:
            raise BadAnswer(
                self.node.name,
                self.step,
                f"a PDU of {length} bytes, {PDU_CAP_BYTES} are allowed",
            )
        self._until = time.monotonic() + self._pdu_s
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

    def release(self) -> None:
        """Say goodbye, wait a moment for the answer, close."""
        with suppress(Exception):
            self.send(pdu(Kind.RELEASE_RQ, bytes(4)))
            self._pdu_s = _FAREWELL_S
            while self.read_head()[0] != Kind.RELEASE_RP:
                pass
        self.close()

    def abort(self) -> None:
        """End it at once; whoever waits on it in another thread wakes up."""
        # A TLS connection must not be written to while another thread reads it.
        if not isinstance(self._socket, ssl.SSLSocket):
            with suppress(OSError):
                self._socket.settimeout(_FAREWELL_S)
                self._socket.sendall(pdu(Kind.ABORT, bytes(4)))
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

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
            raise self._lost(problem) from problem
        if count == 0:
            raise self._lost(None)
        self._start, self._end = 0, count
        self._heard = True
        still_there()

    def _lost(self, problem: OSError | None) -> Exception:
        where = (self.node.name, self.step)
        if isinstance(problem, TimeoutError):
            return NoAnswer(*where, "nothing came", seconds=round(self._pdu_s, 1))
        if isinstance(problem, ssl.SSLError) and not self._heard:
            # With TLS 1.3 a server refuses our certificate only after its own handshake is over.
            return TlsFailed(self.node.name, Step.CONNECT, problem.reason or "refused")
        return ConnectionLost(*where, "the connection was closed")
