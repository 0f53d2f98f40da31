"""One connection to an archive, and why it ended when it did."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress

from pacs_bridge.dimse.bulk.pdu import Kind, pdu
from pacs_bridge.dimse.bulk.pipe import FAREWELL_S, Pipe
from pacs_bridge.dimse.tls import client_context
from pacs_bridge.errors import (
    ArchiveError,
    BadAnswer,
    ConfigurationError,
    ConnectionLost,
    NoAnswer,
    TlsFailed,
    Unreachable,
)
from pacs_bridge.types import Node, Step


class Line(Pipe):
    """A connection that we opened.

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
        super().__init__(connection, pdu_s)
        self.node, self.step = node, step

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

    def release(self) -> None:
        """Say goodbye, wait a moment for the answer, close."""
        with suppress(Exception):
            self.send(pdu(Kind.RELEASE_RQ, bytes(4)))
            self._pdu_s = FAREWELL_S
            while self.read_head()[0] != Kind.RELEASE_RP:
                pass
        self.close()

    def bad(self, cause: str) -> ArchiveError:
        """Make the error for what is not DICOM."""
        return BadAnswer(self.node.name, self.step, cause)

    def lost(self, problem: OSError | None) -> ArchiveError:
        """Make the error for a connection that ended."""
        where = (self.node.name, self.step)
        if isinstance(problem, TimeoutError):
            return NoAnswer(*where, "nothing came", seconds=round(self._pdu_s, 1))
        if isinstance(problem, ssl.SSLError) and not self._heard:
            # With TLS 1.3 a server refuses our certificate only after its own handshake is over.
            return TlsFailed(self.node.name, Step.CONNECT, problem.reason or "refused")
        return ConnectionLost(*where, "the connection was closed")
