"""Run DCMTK's archive (``dcmqrscp``) and receiver (``storescp``) as real peers."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pacs_bridge.demo_orthanc import Modality, free_port
from tests.peers import programs

READY_S = 10.0


@dataclass(frozen=True, slots=True)
class DcmtkPeer:
    """A running DCMTK program: where it listens and what it keeps."""

    ae_title: str
    port: int
    folder: Path


@contextmanager
def dcmqrscp(folder: Path, modalities: Sequence[Modality] = ()) -> Iterator[DcmtkPeer]:
    """Run a second PACS; it knows ``modalities`` as C-MOVE destinations."""
    peer = DcmtkPeer("DCMQR", free_port(), folder)
    database = folder / "database"
    database.mkdir(parents=True)
    config = folder / "dcmqrscp.cfg"
    config.write_text(_configuration(peer, database, modalities))
    with _running([str(programs.dcmtk("dcmqrscp")), "-c", str(config)], peer):
        yield peer


@contextmanager
def storescp(folder: Path) -> Iterator[DcmtkPeer]:
    """Run a receiver that keeps data sets exactly as they came (``+B``)."""
    folder.mkdir(parents=True, exist_ok=True)
    peer = DcmtkPeer("STORESCP", free_port(), folder)
    command = [
        str(programs.dcmtk("storescp")),
        *("-aet", peer.ae_title, "-od", str(folder), "+xa", "+B", "-up"),
        str(peer.port),
    ]
    with _running(command, peer):
        yield peer


def _configuration(peer: DcmtkPeer, database: Path, modalities: Sequence[Modality]) -> str:
    hosts = "\n".join(
        f"host{number} = ({known.ae_title}, {known.host}, {known.port})"
        for number, known in enumerate(modalities)
    )
    return f"""
NetworkTCPPort = {peer.port}
MaxPDUSize = 131072
MaxAssociations = 16
HostTable BEGIN
{hosts}
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
{peer.ae_title} {database} RW (500, 1024mb) ANY
AETable END
"""


@contextmanager
def _running(command: list[str], peer: DcmtkPeer) -> Iterator[None]:
    log = peer.folder.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, "TCP_NODELAY": "1"},
        )
    try:
        _wait_until_listening(process, peer.port, log)
        yield
    finally:
        process.kill()
        process.wait(10)


def _wait_until_listening(process: subprocess.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended at once: {log.read_text()[-500:]}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} does not listen on port {port}")
