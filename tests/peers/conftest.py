"""Archives for the contract test, each started once and filled without the code under test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pacs_bridge.demo_orthanc import Modality, free_port
from pacs_bridge.types import Deadlines, Node, Protocol, Retrieval
from tests.peers import dcmtk, films, worklists
from tests.peers.orthanc import orthanc
from tests.peers.processes import program

RECEIVER_TITLE = "PLUMB_RX"
DEADLINES = Deadlines(connect_s=10, echo_s=40, find_s=40, stall_s=40, retrieve_s=60, store_s=40)


@dataclass(frozen=True, slots=True)
class Subject:
    """An archive under the contract, and how far it may differ from the others.

    Attributes
    ----------
    node : Node
    tells_optional_keys : bool
        Whether searches answer keys that an archive need not support: the modalities of
        a study, its numbers of series and instances, the class of an instance.
    takes_compressed : bool
        Whether it holds the compressed film.
    """

    node: Node
    tells_optional_keys: bool = True
    takes_compressed: bool = True


@pytest.fixture(scope="session")
def peers_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("peers")


@pytest.fixture(scope="session")
def film_files(peers_folder) -> list[Path]:
    return [film.write(peers_folder / "films") for film in films.collection()]


@pytest.fixture(scope="session")
def compressed_file(peers_folder) -> Path:
    return films.compressed().write(peers_folder / "compressed")


@pytest.fixture(scope="session")
def receiver(peers_folder):
    """Our storage receiver as a process of its own: the modality to send to, and its spool."""
    port, spool = free_port(), peers_folder / "spool"
    arguments = ["pacs_bridge.dimse.receiver", "--port", str(port), "--spool", str(spool)]
    arguments += ["--ae-title", RECEIVER_TITLE]
    for sender in ("ORTHANC", "DCMQR", "DEMO"):
        arguments += ["--allow", f"{sender}@127.0.0.1"]
    with program(arguments, port, peers_folder / "receiver.log"):
        yield Modality(RECEIVER_TITLE, port), spool


@pytest.fixture(scope="session")
def worklist_folder(peers_folder) -> Path:
    """The scheduled steps of a day, as Orthanc's plugin and DCMTK's server read them."""
    return worklists.write(peers_folder / "worklists")


@pytest.fixture(scope="session")
def orthanc_peer(peers_folder, receiver, film_files, compressed_file, worklist_folder):
    known = (Modality("PLUMBLINE", 1), receiver[0])
    held = [*film_files, compressed_file]
    with orthanc(peers_folder / "orthanc", known, held, worklist_folder / "RIS") as running:
        yield running


@pytest.fixture(scope="session")
def wlmscpfs_peer(peers_folder, worklist_folder):
    with dcmtk.wlmscpfs(peers_folder / "wlmscpfs", worklist_folder) as peer:
        yield peer


@pytest.fixture(scope="session")
def dcmqrscp_peer(peers_folder, receiver, film_files):
    with dcmtk.dcmqrscp(peers_folder / "dcmqrscp", [receiver[0]]) as peer:
        dcmtk.storescu(peer.port, peer.ae_title, film_files)
        yield peer


@pytest.fixture(scope="session")
def demo_peer(peers_folder, receiver, film_files, compressed_file):
    folder, port = peers_folder / "demo", free_port()
    _copy([*film_files, compressed_file], folder)
    modality = receiver[0]
    arguments = ["pacs_bridge.demo_archive", str(folder), "--port", str(port)]
    arguments += ["--move", f"{modality.ae_title}={modality.host}:{modality.port}"]
    with program(arguments, port, peers_folder / "demo.log"):
        yield port


def _copy(files: list[Path], folder: Path) -> None:
    folder.mkdir()
    for path in files:
        (folder / path.name).write_bytes(path.read_bytes())


def _dimse(name: str, port: int, ae_title: str, **more: object) -> Node:
    return Node(name, Protocol.DIMSE, "127.0.0.1", port, ae_title, deadlines=DEADLINES, **more)


def _moving(receiver: tuple[Modality, Path]) -> dict[str, object]:
    modality, spool = receiver
    return {
        "retrieval": Retrieval.C_MOVE,
        "move_ae_title": modality.ae_title,
        "move_spool": spool,
    }


@pytest.fixture(scope="session")
def orthanc_get(orthanc_peer) -> Subject:
    return Subject(_dimse("ORTHANC-GET", orthanc_peer.settings.dicom_port, "ORTHANC"))


@pytest.fixture(scope="session")
def orthanc_get_by_library(orthanc_get) -> Subject:
    return replace(orthanc_get, node=replace(orthanc_get.node, own_receive=False))


@pytest.fixture(scope="session")
def orthanc_move(orthanc_peer, receiver) -> Subject:
    port = orthanc_peer.settings.dicom_port
    return Subject(_dimse("ORTHANC-MOVE", port, "ORTHANC", **_moving(receiver)))


@pytest.fixture(scope="session")
def orthanc_web(orthanc_peer) -> Subject:
    return Subject(
        Node(
            "ORTHANC-WEB",
            Protocol.DICOMWEB,
            url=orthanc_peer.dicomweb_url,
            retrieval=Retrieval.WADO_RS,
            deadlines=DEADLINES,
        )
    )


@pytest.fixture(scope="session")
def dcmqrscp_get(dcmqrscp_peer) -> Subject:
    node = _dimse("DCMQR-GET", dcmqrscp_peer.port, dcmqrscp_peer.ae_title)
    return Subject(node, tells_optional_keys=False, takes_compressed=False)


@pytest.fixture(scope="session")
def dcmqrscp_get_by_library(dcmqrscp_get) -> Subject:
    return replace(dcmqrscp_get, node=replace(dcmqrscp_get.node, own_receive=False))


@pytest.fixture(scope="session")
def dcmqrscp_move(dcmqrscp_peer, receiver) -> Subject:
    peer = dcmqrscp_peer
    node = _dimse("DCMQR-MOVE", peer.port, peer.ae_title, **_moving(receiver))
    return Subject(node, tells_optional_keys=False, takes_compressed=False)


@pytest.fixture(scope="session")
def demo_get(demo_peer) -> Subject:
    return Subject(_dimse("DEMO-GET", demo_peer, "DEMO"))


@pytest.fixture(scope="session")
def demo_move(demo_peer, receiver) -> Subject:
    return Subject(_dimse("DEMO-MOVE", demo_peer, "DEMO", **_moving(receiver)))


@pytest.fixture(scope="session")
def folder_copy(peers_folder, film_files, compressed_file) -> Subject:
    folder = peers_folder / "folder"
    _copy([*film_files, compressed_file], folder)
    return Subject(
        Node(
            "FOLDER",
            Protocol.FOLDER,
            folder=folder,
            retrieval=Retrieval.COPY,
            deadlines=DEADLINES,
        )
    )
