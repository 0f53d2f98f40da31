"""A DICOM server for the storage receiver and the demonstration archive.

pynetdicom's server with what a port that is open to a network needs: strangers are turned
away before a byte of theirs is read, TLS handshakes do not hold up other callers, every
association is held to the limits of :mod:`pacs_bridge.dimse.wire`, and it stops tidily.
"""

from __future__ import annotations

import logging
import os
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from pynetdicom import AE, evt
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext
from pynetdicom.transport import ThreadedAssociationServer

from pacs_bridge.dimse.callers import Caller, may_call
from pacs_bridge.dimse.tls import DISTRUST, is_distrust
from pacs_bridge.dimse.wire import OUR_MAX_PDU_BYTES, Wire, quiet_pynetdicom
from pacs_bridge.uids import IMPLEMENTATION_NAME, IMPLEMENTATION_UID

log = logging.getLogger("pacs_bridge.server")

_REJECT_CALLING_TITLE = (0x01, 0x01, 0x03)
_POLL_S = 0.1
_SLICE_S = 0.25


class _Shared(list):
    """Contexts that all associations share.

    pynetdicom copies them deeply for each caller: 0.1 s for every storage class in every
    encoding, and a dozen port checks a second would keep a core busy. Negotiation only
    reads them.
    """

    def __deepcopy__(self, memo: dict) -> _Shared:
        return self


class DicomServer(ThreadedAssociationServer):
    """A listening server; :meth:`start`, then :meth:`stop`.

    Parameters
    ----------
    ae_title : str
        Ours; calls to another title are rejected.
    address : tuple of str and int
        Host and port; port 0 takes a free one, see :attr:`port`.
    contexts : sequence of PresentationContext
        What is accepted.
    callers : sequence of Caller, or callable that returns one
        Who may call; a function is asked at each call.
    handlers : sequence of tuple
        pynetdicom event handlers.
    idle_s : float
        Seconds without a PDU, or within one, after which an association is aborted.
    request_s : float
        Seconds for a TLS handshake, and for an association request.
    refused : callable
        Told address, title and reason of calls that are not taken.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        ae_title: str,
        address: tuple[str, int],
        *,
        contexts: Sequence[PresentationContext],
        callers: Sequence[Caller] | Callable[[], Sequence[Caller]],
        handlers: Sequence[tuple] = (),
        tls: ssl.SSLContext | None = None,
        idle_s: float = 120.0,
        request_s: float = 10.0,
        max_associations: int = 32,
        refused: Callable[[str, str, str], None] = lambda address, title, why: None,
    ):
        quiet_pynetdicom()
        self._callers = callers if callable(callers) else lambda: callers
        self._refused = refused
        self._idle_s, self._request_s = idle_s, request_s
        self._tls = tls
        limits = [
            (evt.EVT_CONN_OPEN, self._limit),
            (evt.EVT_REQUESTED, self._check_caller),
            (evt.EVT_CONN_CLOSE, _drop_unfinished),
        ]
        entity = _entity(ae_title, idle_s, request_s, max_associations)
        super().__init__(
            entity, address, ae_title, _Shared(contexts), evt_handlers=[*limits, *handlers]
        )
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": _POLL_S}, daemon=True
        )

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self.server_address[1]

    def start(self) -> DicomServer:
        """Begin to serve in a thread of its own."""
        self._thread.start()
        return self

    def run_until(self, stop: threading.Event, grace_s: float) -> None:
        """Serve until ``stop`` is set, then :meth:`stop`."""
        try:
            # In slices: a signal that the kernel gave to another thread does not wake
            # the main one, and its handler runs only when that is awake.
            while not stop.wait(_SLICE_S):
                pass
        finally:
            self.stop(grace_s)

    def stop(self, grace_s: float = 10.0) -> None:
        """Take no new calls, let running ones finish for a while, abort the rest."""
        socketserver.BaseServer.shutdown(self)
        self.server_close()
        until = time.monotonic() + grace_s
        while (running := self._established()) and time.monotonic() < until:
            time.sleep(_POLL_S)
        for association in running:
            association.abort()

    def _established(self) -> list[Association]:
        # A connection that never spoke, a port check for example, is not waited for.
        return [one for one in self.active_associations if one.is_established]

    def verify_request(self, request: socket.socket, client_address: tuple) -> bool:
        """Turn away callers from addresses that nobody may call from."""
        known = may_call(self._callers(), None, client_address[0])
        if not known:
            log.warning("refused a connection from %s: address not allowed", client_address[0])
            self._refused(client_address[0], "", "address not allowed")
        return known

    def process_request_thread(self, request: socket.socket, client_address: tuple) -> None:
        """Do the TLS handshake in the caller's own thread, then serve."""
        if self._tls is not None:
            try:
                request.settimeout(self._request_s)
                request = self._tls.wrap_socket(request, server_side=True)
            except OSError as problem:
                log.warning("refused %s: TLS, %s", client_address[0], type(problem).__name__)
                if is_distrust(problem):
                    self._refused(client_address[0], "", DISTRUST)
                request.close()
                return
        super().process_request_thread(request, client_address)

    def _limit(self, event: evt.Event) -> None:
        Wire(pdu_s=self._idle_s).attach(event)

    def _check_caller(self, event: evt.Event) -> None:
        requestor = event.assoc.requestor
        title, address = requestor.primitive.calling_ae_title.strip(), requestor.address
        if may_call(self._callers(), title, address):
            return
        self._refused(address, title, "not in the list of callers")
        log.warning("rejected %r at %s: not in the list of callers", title, address)
        event.assoc.acse.send_reject(*_REJECT_CALLING_TITLE)
        # Waits until the rejection is on its way; the connection is closed after us.
        event.assoc.kill()


def _entity(ae_title: str, idle_s: float, request_s: float, max_associations: int) -> AE:
    entity = AE(ae_title=ae_title)
    entity.require_called_aet = True
    entity.implementation_class_uid = IMPLEMENTATION_UID
    entity.implementation_version_name = IMPLEMENTATION_NAME
    entity.maximum_pdu_size = OUR_MAX_PDU_BYTES
    entity.maximum_associations = max_associations
    entity.acse_timeout = request_s
    entity.network_timeout = idle_s
    entity.dimse_timeout = idle_s
    return entity


def _drop_unfinished(event: evt.Event) -> None:
    """Delete the temporary file of an object whose end never came."""
    unfinished = getattr(event.assoc.dimse.message, "_data_set_file", None)
    if unfinished is not None:
        unfinished.close()
        with suppress(OSError):
            os.unlink(unfinished.name)
