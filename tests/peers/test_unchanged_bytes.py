"""What archives do to a film on its way through, measured; we ourselves change nothing."""

from __future__ import annotations

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.scan import Scanned, scan_file
from pacs_bridge.types import Node, Protocol, Wanted
from tests.builders.dicom_files import PIXELS
from tests.peers import dcmtk, films

FILMS = (
    "hip-cr/RG2_JPLL.dcm",
    "hip-cr/RG2_JLSL.dcm",
    "hip-cr/RG2_J2KR.dcm",
    "hip-cr/RG2_RLE.dcm",
)


def fetched(node: Node, study_uid: str, folder) -> dict[str, tuple[Scanned, bytes]]:
    """Retrieve a study; return what arrived by SOP Instance UID."""
    folder.mkdir()
    *received, _ = open_archive(node).fetch(Wanted(study_uid), folder)
    found = {}
    for item in received:
        scanned = scan_file(item.path)
        found[scanned.first("SOPInstanceUID")] = (scanned, item.path.read_bytes())
    return found


def pixels(scanned: Scanned, content: bytes) -> bytes:
    """The bytes of the pixel data element's value, fragments and all."""
    return content[scanned.pixels.offset :][: scanned.pixels.length]


@pytest.mark.peer("orthanc")
def test_wado_returns_the_stored_file_and_c_get_drops_group_lengths(
    orthanc_peer, orthanc_web, orthanc_get, tmp_path
):
    study = f"{films.ROOT}.600"
    film = films.old_style(study)
    orthanc_peer.upload(film.write(tmp_path))
    ((scanned, content),) = fetched(orthanc_web.node, study, tmp_path / "web").values()
    assert content[scanned.dataset_offset :] == film.dataset
    ((scanned, content),) = fetched(orthanc_get.node, study, tmp_path / "get").values()
    group_length = film.dataset[:12]
    assert group_length not in content[scanned.dataset_offset :]
    assert scanned.first("PatientID") == "OLD1"
    assert pixels(scanned, content) == PIXELS


@pytest.mark.peer("orthanc")
@pytest.mark.parametrize("door", ["orthanc_get", "orthanc_move", "orthanc_web"])
def test_real_films_keep_their_compression_and_every_fragment(
    request, door, orthanc_peer, shared_data, tmp_path
):
    subject = request.getfixturevalue(door)
    for name in FILMS:
        path = shared_data / "transfer-syntaxes" / name
        orthanc_peer.upload(path)
        scanned, content = scan_file(path), path.read_bytes()
        arrived = fetched(subject.node, scanned.first("StudyInstanceUID"), tmp_path / path.stem)
        there, received = arrived[scanned.first("SOPInstanceUID")]
        assert there.transfer_syntax_uid == scanned.transfer_syntax_uid
        assert pixels(there, received) == pixels(scanned, content)


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize("make", [films.make, films.make_compressed, films.old_style])
def test_what_we_send_is_what_dcmtk_receives(make, tmp_path):
    film = make(f"{films.ROOT}.700")
    with dcmtk.storescp(tmp_path / "received") as peer:
        node = Node("STORESCP", Protocol.DIMSE, "127.0.0.1", peer.port, peer.ae_title)
        (outcome,) = open_archive(node).store([film.write(tmp_path)])
        assert (outcome.stored, outcome.status) == (True, "0000")
        (received,) = (tmp_path / "received").iterdir()
        assert received.read_bytes()[-len(film.dataset) :] == film.dataset
