"""Our own storage SCP: listens, sees who calls, one thread for each caller.

Callers from places that nobody may call from are turned away before a byte of theirs is
read; TLS handshakes and slow callers hold up nobody else.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from contextlib import suppress

from pacs_bridge.dimse.bulk.attending import Attendance, Service
from pacs_bridge.dimse.tls import DISTRUST, is_distrust

log = logging.getLogger("pacs_bridge.receiver")

_BACKLOG = 64
_POLL_S = 0.1
_LAST_S = 10.0
_STRANGERS = 32
"""Connections beside the associations that may be at their handshake or request."""


class ReceivingServer:
    """A listening server; :meth:`start`, then :meth:`stop`.

    Parameters
    ----------
    service : Service
        What callers get.
    address : tuple of str and int
        Host and port; port 0 takes a free one, see :attr:`port`.
    tls : ssl.SSLContext, optional
        With it nobody is attended to without TLS.
    idle_s : float
        Seconds without a PDU, or within one, after which an association is aborted.
    request_s : float
        Seconds for a TLS handshake, and for an association request.
    max_associations : int
        More are rejected for now.

    Raises
    ------
    OSError
        When the port is taken.
    """

    def __init__(
        self,
        service: Service,
        address: tuple[str, int],
        *,
        tls: ssl.SSLContext | None = None,
        idle_s: float = 120.0,
        request_s: float = 10.0,
        max_associations: int = 32,
    ):
        self._service, self._tls = service, tls
        self._idle_s, self._request_s = idle_s, request_s
        self._max_associations = max_associations
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._listener = socket.create_server(address, family=family, backlog=_BACKLOG)
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._connections = 0
        self._established: dict[Attendance, threading.Thread] = {}
        self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._listener.getsockname()[1]

    def start(self) -> ReceivingServer:
        """Begin to serve in a thread of its own."""
        self._thread.start()
        return self

    def stop(self, grace_s: float = 10.0) -> None:
        """Take no new calls, let running ones finish for a while, abort the rest."""
        self._stopped.set()
        with suppress(OSError):
            # Wakes the thread that waits for the next caller.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        until = time.monotonic() + grace_s
        while self._running() and time.monotonic() < until:
            time.sleep(_POLL_S)
        left = self._running()
        for attendance in left:
            attendance.abort()
        for thread in left.values():
            thread.join(_LAST_S)

    def _running(self) -> dict[Attendance, threading.Thread]:
        with self._lock:
            return dict(self._established)

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, peer = self._listener.accept()
            except OSError as problem:
                if not self._stopped.is_set():
                    log.error("cannot take a call: %s", problem.strerror)
                    time.sleep(_POLL_S)
                continue
            with self._lock:
                has_room = self._connections < self._max_associations + _STRANGERS
                self._connections += has_room
            if not has_room:
                connection.close()
                continue
            self._begin(connection, peer[0])

    def _begin(self, connection: socket.socket, address: str) -> None:
        try:
            threading.Thread(target=self._attend, args=(connection, address), daemon=True).start()
        except RuntimeError:
            # No more threads now; whoever calls later may find one.
            log.error("no thread for a caller")
            connection.close()
            with self._lock:
                self._connections -= 1

    def _attend(self, connection: socket.socket, address: str) -> None:
        attendance = None
        try:
            secured = self._admitted(connection, address)
            if secured is not None:
                attendance = Attendance(
                    secured,
                    address,
                    self._service,
                    admit=lambda: self._admit(attendance),
                    pdu_s=self._idle_s,
                    request_s=self._request_s,
                )
                attendance.run()
        except Exception:
            log.exception("an association broke")
        finally:
            connection.close()
            with self._lock:
                self._connections -= 1
                self._established.pop(attendance, None)

    def _admitted(self, connection: socket.socket, address: str) -> socket.socket | None:
        """Return the connection, with TLS where that is asked for, or None for a stranger."""
        if not self._service.may_call(None, address):
            log.warning("refused a connection from %s: address not allowed", address)
            self._service.refused(address, "", "address not allowed")
            return None
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls is None:
            return connection
        try:
            # A time-out before it counts for the handshake as a whole.
            connection.settimeout(self._request_s)
            return self._tls.wrap_socket(connection, server_side=True)
        except OSError as problem:
            log.warning("refused %s: TLS, %s", address, type(problem).__name__)
            if is_distrust(problem):
                self._service.refused(address, "", DISTRUST)
            return None

    def _admit(self, attendance: Attendance) -> bool:
        with self._lock:
            if len(self._established) >= self._max_associations:
                return False
            self._established[attendance] = threading.current_thread()
            return True
