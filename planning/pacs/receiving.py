"""The receiver for C-MOVE, configured from the archives that may send to it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connections

from pacs_bridge.dimse import receiver
from pacs_bridge.dimse.server import Caller
from planning.pacs.models import PacsNode

LOOK_EVERY_S = 3.0


def callers() -> tuple[Caller, ...]:
    """Return the archives that may send: titles and addresses of the C-MOVE nodes."""
    nodes = PacsNode.objects.filter(
        enabled=True, protocol=PacsNode.Protocol.DIMSE, retrieval=PacsNode.Retrieval.C_MOVE
    )
    return tuple(sorted({Caller(node.ae_title, node.host) for node in nodes}, key=str))


def serve(on_ready: Callable[[int], None] = lambda port: None) -> None:
    """Receive until SIGTERM or Ctrl-C; changed archives take effect within seconds.

    Parameters
    ----------
    on_ready : callable
        Called with the port whenever calls are answered.
    """
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    while not end.is_set():
        allowed = callers()
        changed = threading.Event()
        watcher = threading.Thread(target=_watch, args=(allowed, end, changed), daemon=True)
        watcher.start()
        receiver.serve(
            receiver.ReceiverConfig(
                port=settings.RECEIVER_PORT,
                ae_title=settings.RECEIVER_AE_TITLE,
                spool=settings.RECEIVER_SPOOL,
                allow=allowed,
                host=settings.RECEIVER_HOST,
            ),
            changed,
            on_ready,
        )
        watcher.join()


def _watch(allowed: tuple[Caller, ...], end: threading.Event, changed: threading.Event) -> None:
    """Set `changed` when the process shall end or other archives may send than before."""
    try:
        while not end.wait(LOOK_EVERY_S) and callers() == allowed:
            connections.close_all()
    finally:
        connections.close_all()
        changed.set()
