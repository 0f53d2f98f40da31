"""The storage receiver: takes what archives and modalities send, in a process of its own.

Run it with ``python -m pacs_bridge.dimse.receiver --port 11112 --ae-title PLUMBLINE_RX
--spool DIR --allow PACS@10.1.2.3``. An object is answered with success only when it lies
complete, synced and under its final name in the spool (see :mod:`pacs_bridge.dimse.spool`).
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import logging
import os
import shutil
import signal
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from pacs_bridge.dimse import by_library
from pacs_bridge.dimse.bulk.attending import COMMITMENT, VERIFICATION, Service
from pacs_bridge.dimse.bulk.server import ReceivingServer
from pacs_bridge.dimse.callers import Caller, callers_in, may_call
from pacs_bridge.dimse.contexts import receiving_contexts, service_context
from pacs_bridge.dimse.keeping import Keeper
from pacs_bridge.dimse.spool import clear_notes, make_spool
from pacs_bridge.dimse.tls import server_context
from pacs_bridge.landing import arriving_below

log = logging.getLogger("pacs_bridge.receiver")

LOOPBACK_HOST = "127.0.0.1"
ALLOW_VARIABLE = "PLUMBLINE_RECEIVER_ALLOW"
_SLICE_S = 0.25
_PREDECESSOR_S = 30.0
_LOCK = ".receiver"

Callers = Callable[[], Sequence[Caller]]
Refused = Callable[[str, str, str], None]
"""Told address, title and reason of a call that was not taken."""


@dataclass(frozen=True, slots=True)
class ReceiverConfig:
    """Settings of the receiver.

    Attributes
    ----------
    port, ae_title
        Where it listens and the title by which archives must call it.
    spool : Path
        Where objects go; created if absent, readable by its owner only.
    allow : tuple of Caller
        Who may call; nobody else is answered.
    host : str
        Interface to listen on; an empty string is all of them.
    tls_cert, tls_key, tls_ca
        With all three, callers by TLS are taken; they need a certificate of that authority.
    tls_port : int
        Where they are taken; 0 for ``port`` itself, which then takes nobody without TLS.
    own_receive : bool
        By our own upper layer; pynetdicom's otherwise.
    idle_s : float
        Seconds without a PDU, or within one, after which an association is aborted.
    request_s : float
        Seconds for a TLS handshake, and for an association request (PS3.8 9.1.5).
    max_associations : int
        At once; more are rejected for now.
    grace_s : float
        How long running transfers may go on when it is told to stop.
    """

    port: int
    ae_title: str
    spool: Path
    allow: tuple[Caller, ...]
    host: str = LOOPBACK_HOST
    tls_cert: str = ""
    tls_key: str = ""
    tls_ca: str = ""
    tls_port: int = 0
    own_receive: bool = True
    idle_s: float = 120.0
    request_s: float = 10.0
    max_associations: int = 32
    grace_s: float = 10.0


class _Server(Protocol):
    """What both implementations are to us."""

    port: int

    def start(self) -> _Server:
        """Begin to serve."""

    def stop(self, grace_s: float) -> None:
        """End in order."""


def serve(
    config: ReceiverConfig,
    stop: threading.Event,
    on_ready: Callable[[int], None] = lambda port: None,
    *,
    callers: Callers | None = None,
    refused: Refused = lambda address, title, why: None,
) -> None:
    """Receive until ``stop`` is set.

    Parameters
    ----------
    config : ReceiverConfig
        See there.
    stop : threading.Event
        Set it (from a signal handler, say) to end tidily.
    on_ready : callable
        Called with the port once calls are answered.
    callers : callable, optional
        Asked at each call who may call now; without it ``config.allow``.
    refused : callable
        Told address, title and reason of calls that are not taken.

    Raises
    ------
    OSError
        When a port is taken, the spool cannot be written, or another receiver uses it.
    ValueError
        When the TLS settings are incomplete.
    """
    make_spool(config.spool)
    with (config.spool / _LOCK).open("a") as lock:
        if not _is_ours(lock, stop):
            return
        for left_over in config.spool.glob("arriving-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        clear_notes(config.spool)
        _serve(config, stop, on_ready, callers, refused)


def _is_ours(lock: TextIO, stop: threading.Event) -> bool:
    """Wait for the receiver before us: what it still receives is not ours to clear away."""
    until = time.monotonic() + _PREDECESSOR_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if stop.wait(_SLICE_S):
                return False
            if time.monotonic() > until:
                raise OSError(errno.EBUSY, "another receiver uses this spool") from None


def _serve(
    config: ReceiverConfig,
    stop: threading.Event,
    on_ready: Callable[[int], None],
    callers: Callers | None,
    refused: Refused,
) -> None:
    with _servers(config, callers or (lambda: config.allow), refused) as servers:
        for server in servers:
            server.start()
            log.info("%s listens on port %s", config.ae_title, server.port)
        on_ready(servers[0].port)
        try:
            # In slices: a signal that the kernel gave to another thread does not wake
            # the main one, and its handler runs only when that is awake.
            while not stop.wait(_SLICE_S):
                pass
        finally:
            enders = [threading.Thread(target=one.stop, args=(config.grace_s,)) for one in servers]
            for ender in enders:
                ender.start()
            for ender in enders:
                ender.join()


@contextmanager
def _servers(config: ReceiverConfig, callers: Callers, refused: Refused) -> Iterator[list[_Server]]:
    make = _own if config.own_receive else by_library.server
    with ExitStack() as stack:
        listening = stack.enter_context(make(config, callers, refused))
        yield [listening(port, tls) for port, tls in _doors(config)]


def _doors(config: ReceiverConfig) -> list[tuple[int, ssl.SSLContext | None]]:
    files = (config.tls_cert, config.tls_key, config.tls_ca)
    if not any(files) and not config.tls_port:
        return [(config.port, None)]
    if not all(files):
        raise ValueError("TLS needs all three: certificate, key, and the callers' authority")
    tls = server_context(*files)
    if not config.tls_port:
        return [(config.port, tls)]
    return [(config.port, None), (config.tls_port, tls)]


@contextmanager
def _own(config: ReceiverConfig, callers: Callers, refused: Refused) -> Iterator[Callable]:
    keeper = Keeper(config.spool)
    contexts = [*receiving_contexts(), *map(service_context, (VERIFICATION, COMMITMENT))]
    with arriving_below(config.spool) as arriving:
        service = Service(
            ae_title=config.ae_title,
            offers={one.abstract_syntax: tuple(one.transfer_syntax) for one in contexts},
            arriving=arriving,
            may_call=lambda title, address: may_call(callers(), title, address),
            keep=keeper.keep,
            notice=keeper.notice,
            refused=refused,
        )
        yield lambda port, tls: ReceivingServer(
            service,
            (config.host, port),
            tls=tls,
            idle_s=config.idle_s,
            request_s=config.request_s,
            max_associations=config.max_associations,
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; ends tidily on SIGTERM and SIGINT."""
    config = _parse(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    serve(config, stop)
    return 0


def _parse(arguments: Sequence[str] | None) -> ReceiverConfig:
    parser = argparse.ArgumentParser(prog="python -m pacs_bridge.dimse.receiver")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--ae-title", required=True)
    parser.add_argument("--spool", type=Path, required=True)
    parser.add_argument("--host", default=LOOPBACK_HOST)
    parser.add_argument(
        "--allow",
        type=_caller,
        action="append",
        metavar="TITLE@ADDRESS",
        help=f"who may call; repeat it, or list them in {ALLOW_VARIABLE}, separated by commas",
    )
    for name in ("--tls-cert", "--tls-key", "--tls-ca"):
        parser.add_argument(name, default="")
    parser.add_argument("--tls-port", type=int, default=0)
    parser.add_argument(
        "--by-library",
        dest="own_receive",
        action="store_false",
        help="let pynetdicom receive instead of our own upper layer",
    )
    options = vars(parser.parse_args(arguments))
    try:
        allow = (*(options.pop("allow") or ()), *callers_in(os.environ.get(ALLOW_VARIABLE, "")))
    except ValueError as problem:
        parser.error(f"{ALLOW_VARIABLE}: {problem}")
    if not allow:
        parser.error(f"nobody may call: give --allow TITLE@ADDRESS or set {ALLOW_VARIABLE}")
    return ReceiverConfig(allow=allow, **options)


def _caller(text: str) -> Caller:
    try:
        return Caller.parse(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem


if __name__ == "__main__":
    sys.exit(main())
