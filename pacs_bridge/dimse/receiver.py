"""The storage receiver: takes what archives and modalities send, in a process of its own.

Run it with ``python -m pacs_bridge.dimse.receiver --port 11112 --ae-title PLUMBLINE_RX
--spool DIR --allow PACS@10.1.2.3``. An object is answered with success only when it lies
complete, synced and under its final name in the spool (see :mod:`pacs_bridge.dimse.spool`).
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import signal
import ssl
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pynetdicom import evt

from pacs_bridge.dimse import status
from pacs_bridge.dimse.callers import Caller
from pacs_bridge.dimse.contexts import receiving_contexts, service_context
from pacs_bridge.dimse.inbox import accept, receiving_into
from pacs_bridge.dimse.server import DicomServer
from pacs_bridge.dimse.spool import Sender, deliver
from pacs_bridge.dimse.tls import server_context
from pacs_bridge.landing import seal
from pacs_bridge.scan import ImportRefused, scan_file

log = logging.getLogger("pacs_bridge.receiver")

VERIFICATION = "1.2.840.10008.1.1"
OUT_OF_RESOURCES = 0xA700
LOOPBACK_HOST = "127.0.0.1"
ALLOW_VARIABLE = "PLUMBLINE_RECEIVER_ALLOW"


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
        With all three, TLS is required, and callers need a certificate of that authority.
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
    grace_s: float = 10.0


def serve(
    config: ReceiverConfig,
    stop: threading.Event,
    on_ready: Callable[[int], None] = lambda port: None,
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

    Raises
    ------
    OSError
        When the port is taken or the spool cannot be written.
    """
    config.spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left_over in config.spool.glob("arriving-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    with receiving_into(config.spool):
        server = DicomServer(
            config.ae_title,
            (config.host, config.port),
            contexts=[*receiving_contexts(), service_context(VERIFICATION)],
            callers=config.allow,
            handlers=[(evt.EVT_C_STORE, lambda event: _receive(event, config.spool))],
            tls=_tls(config),
        ).start()
        log.info("%s listens on port %s", config.ae_title, server.port)
        on_ready(server.port)
        server.run_until(stop, config.grace_s)


def _receive(event: evt.Event, spool: Path) -> int:
    try:
        film = accept(event)
        seal(film)
        deliver(spool, film, _study_uid(film), _sender(event))
    except OSError as problem:
        log.error("could not keep an object: %s", problem.strerror or type(problem).__name__)
        return OUT_OF_RESOURCES
    return status.SUCCESS


def _study_uid(film: Path) -> str:
    """Read the study from an object; empty when it does not pass the gate or names none."""
    try:
        return next(iter(scan_file(film).tags.get("StudyInstanceUID", ())), "")
    except ImportRefused:
        return ""


def _sender(event: evt.Event) -> Sender:
    requestor, request = event.assoc.requestor, event.request
    return Sender(
        calling_ae=requestor.ae_title,
        address=requestor.address,
        move_originator_ae=(request.MoveOriginatorApplicationEntityTitle or "").strip(),
        move_originator_id=request.MoveOriginatorMessageID,
    )


def _tls(config: ReceiverConfig) -> ssl.SSLContext | None:
    files = (config.tls_cert, config.tls_key, config.tls_ca)
    if not any(files):
        return None
    if not all(files):
        raise ValueError("TLS needs all three: certificate, key, and the callers' authority")
    return server_context(*files)


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
    options = vars(parser.parse_args(arguments))
    listed = os.environ.get(ALLOW_VARIABLE, "").split(",")
    try:
        from_environment = [Caller.parse(text) for text in listed if text.strip()]
    except ValueError as problem:
        parser.error(f"{ALLOW_VARIABLE}: {problem}")
    allow = (*(options.pop("allow") or ()), *from_environment)
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
