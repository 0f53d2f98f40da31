"""Start a Python program of ours as a peer of the tests, and wait until it listens."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_S = 20.0


@contextmanager
def program(arguments: Sequence[str], port: int, log: Path) -> Iterator[subprocess.Popen]:
    """Run ``python -m ...`` until the end of the block; yields once ``port`` answers."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_listening(process, port, log)
        yield process
    finally:
        process.kill()
        process.wait(10)


def wait_until_listening(process: subprocess.Popen, port: int, log: Path) -> None:
    """Return when the port answers; raise when the process ended or takes too long."""
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended: {log.read_text()[-1000:]}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not listen on port {port}")
