"""Run DCMTK's archive (``dcmqrscp``) and receiver (``storescp``) as real peers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pacs_bridge.demo_orthanc import Modality, TlsFiles, free_port
from tests.peers import programs
from tests.peers.processes import wait_until_listening


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


def storescu(peer_port: int, called: str, films: Sequence[Path], calling: str = "STORESCU") -> None:
    """Send films by DCMTK, so that what an archive holds does not depend on our own sender."""
    subprocess.run(
        [
            str(programs.dcmtk("storescu")),
            *("-aet", calling, "-aec", called, "127.0.0.1", str(peer_port)),
            *map(str, films),
        ],
        check=True,
        timeout=60,
        env={**os.environ, "TCP_NODELAY": "1"},
    )


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


@contextmanager
def storescp_tls(folder: Path, files: TlsFiles) -> Iterator[DcmtkPeer]:
    """Run a receiver that takes TLS only, by DCMTK's non-downgrading BCP 195 profile."""
    folder.mkdir(parents=True, exist_ok=True)
    peer = DcmtkPeer("STORESCP", free_port(), folder)
    command = [
        str(programs.dcmtk("storescp")),
        *("-aet", peer.ae_title, "-od", str(folder), "+xa", "+B"),
        *("+tls", str(files.key), str(files.certificate), "+cf", str(files.authority), "+py"),
        str(peer.port),
    ]
    with _running(command, peer):
        yield peer


@contextmanager
def wlmscpfs(folder: Path, worklists: Path) -> Iterator[DcmtkPeer]:
    """Run a worklist server; it answers to each folder's name below ``worklists``."""
    folder.mkdir(parents=True, exist_ok=True)
    peer = DcmtkPeer("RIS", free_port(), folder)
    command = [str(programs.dcmtk("wlmscpfs")), "-csk", "-dfp", str(worklists), str(peer.port)]
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
        wait_until_listening(process, peer.port, log)
        yield
    finally:
        process.kill()
        process.wait(10)
