"""Run it: ``python -m pacs_bridge.demo_archive FOLDER --port N [--move AE=HOST:PORT]``."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from pacs_bridge.demo_archive.service import Address, DemoConfig, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a folder until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m pacs_bridge.demo_archive")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--ae-title", default="DEMO")
    parser.add_argument(
        "--move",
        type=_destination,
        action="append",
        default=[],
        metavar="AE=HOST:PORT",
        help="a C-MOVE destination; repeat for more",
    )
    options = parser.parse_args(arguments)
    config = DemoConfig(options.folder, options.port, options.ae_title, dict(options.move))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    serve(config, stop)
    return 0


def _destination(text: str) -> tuple[str, Address]:
    title, _, address = text.partition("=")
    host, _, port = address.rpartition(":")
    if not title or not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not AE=HOST:PORT")
    return title, (host, int(port))


if __name__ == "__main__":
    sys.exit(main())
