"""The receiver, configured from the archives that may send to it."""

from __future__ import annotations

import logging
import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import (
    Error,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connections,
)

from pacs_bridge.dimse import receiver
from pacs_bridge.dimse.callers import Caller, callers_in
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.pacs.models import PacsNode

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
TOLD_AGAIN_AFTER = timedelta(minutes=15)
# Of strangers who are remembered, so that a flood of them fills neither memory nor trail.
STRANGERS_AT_MOST = 1000

Chore = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Door:
    """What the receiver's command adds to the settings.

    Attributes
    ----------
    modalities : tuple of Caller
        Who may push films to us without being an archive of ours.
    tls_cert, tls_key, tls_ca, tls_port
        See :class:`pacs_bridge.dimse.receiver.ReceiverConfig`.
    """

    modalities: tuple[Caller, ...] = ()
    tls_cert: str = ""
    tls_key: str = ""
    tls_ca: str = ""
    tls_port: int = 0

    @staticmethod
    def read_modalities(text: str) -> tuple[Caller, ...]:
        """Read ``TITLE@ADDRESS`` separated by commas; ValueError says what is wrong."""
        return callers_in(text)


def callers() -> tuple[Caller, ...]:
    """Return the archives that may send: titles and addresses of those that are switched on."""
    nodes = PacsNode.objects.filter(enabled=True).exclude(ae_title="").exclude(host="")
    return tuple(sorted({Caller(node.ae_title, node.host) for node in nodes}, key=str))


def serve(
    on_ready: Callable[[int], None] = lambda port: None,
    *,
    door: Door | None = None,
    chores: Sequence[Chore] = (),
) -> None:
    """Receive until SIGTERM or Ctrl-C; changed archives take effect within seconds.

    Parameters
    ----------
    on_ready : callable
        Called with the port once calls are answered.
    door : Door, optional
    chores : sequence of callable
        Called about once a second in a thread of their own; what they raise is logged.
    """
    door = door or Door()
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    keeper = _Housekeeper(door.modalities, chores, (*callers(), *door.modalities))
    thread = threading.Thread(target=keeper.run, args=(end,), daemon=True)
    thread.start()
    try:
        receiver.serve(
            receiver.ReceiverConfig(
                port=settings.RECEIVER_PORT,
                ae_title=settings.RECEIVER_AE_TITLE,
                spool=settings.RECEIVER_SPOOL,
                allow=(),
                host=settings.RECEIVER_HOST,
                own_receive=settings.OWN_RECEIVE,
                tls_cert=door.tls_cert,
                tls_key=door.tls_key,
                tls_ca=door.tls_ca,
                tls_port=door.tls_port,
            ),
            end,
            on_ready,
            callers=lambda: keeper.allowed,
            refused=keeper.note_refusal,
        )
    finally:
        end.set()
        thread.join()


@dataclass(slots=True)
class _Housekeeper:
    """The thread with the database: who may call, who was refused, and the chores."""

    modalities: tuple[Caller, ...]
    chores: Sequence[Chore]
    allowed: tuple[Caller, ...]
    _refusals: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    _told: dict[tuple[str, str, str], float] = field(default_factory=dict)

    def note_refusal(self, address: str, title: str, why: str) -> None:
        """Remember a call that was not taken; may be called from any thread."""
        if self._refusals.qsize() < STRANGERS_AT_MOST:
            self._refusals.put((address, title, str(why)))

    def run(self, end: threading.Event) -> None:
        try:
            while not end.wait(LOOK_EVERY_S):
                for chore in (self._look, self._tell, *self.chores):
                    self._do(chore)
                close_old_connections()
        finally:
            connections.close_all()

    def _do(self, chore: Chore) -> None:
        try:
            chore()
        except Error as problem:
            # A database that is away for a while ends no transfer.
            logger.warning("the database does not answer: %s", type(problem).__name__)
        except Exception:
            logger.exception("a chore of the receiver failed")

    def _look(self) -> None:
        self.allowed = (*callers(), *self.modalities)

    def _tell(self) -> None:
        """Write refused calls into the audit trail, each stranger once in a quarter of an hour."""
        now = time.monotonic()
        oldest = now - TOLD_AGAIN_AFTER.total_seconds()
        self._told = {who: at for who, at in self._told.items() if at > oldest}
        while not self._refusals.empty():
            who = self._refusals.get()
            if who in self._told or len(self._told) >= STRANGERS_AT_MOST:
                continue
            try:
                _record_refusal(*who)
            except (OperationalError, InterfaceError):
                # A database that is away is no reason to forget it.
                self._refusals.put(who)
                raise
            self._told[who] = now


def _record_refusal(address: str, title: str, why: str) -> None:
    audit.record(
        actor=None,
        action=AuditAction.SECURITY,
        object_kind="receiver",
        outcome="refused",
        detail={"title": title, "why": why},
        address=address.partition("%")[0] or None,
    )
