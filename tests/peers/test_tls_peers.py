"""Real archives over TLS with certificates on both sides: everything, or nothing at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pacs_bridge import connect
from pacs_bridge.checks import Check, CheckResult, Outcome
from pacs_bridge.connect import open_archive
from pacs_bridge.demo_orthanc import Modality, TlsFiles
from pacs_bridge.errors import ArchiveError, TlsFailed
from pacs_bridge.types import FetchEnd, Node, Protocol, ReceivedFile, StudyQuery, Wanted
from tests.builders.certificates import authority
from tests.peers import dcmtk
from tests.peers.conftest import DEADLINES
from tests.peers.films import SMITH
from tests.peers.orthanc import orthanc

pytestmark = [
    pytest.mark.peer("orthanc"), pytest.mark.peer("dcmtk"), pytest.mark.peer("openssl"),
    pytest.mark.timeout(120),
]  # fmt: skip


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("tls") / "hospital")


@pytest.fixture(scope="module")
def theirs(hospital):
    return TlsFiles(*hospital.issue("archive"), hospital.certificate)


@pytest.fixture(scope="module")
def ours(hospital):
    """A node that has our certificate; port and title come from the peer."""
    certificate, key = hospital.issue("plumbline")
    return Node(
        "SECURE", Protocol.DIMSE, "127.0.0.1", tls=True, ca_file=hospital.certificate,
        client_cert=certificate, client_key=key, deadlines=DEADLINES,
    )  # fmt: skip


@pytest.fixture(scope="module")
def secure_orthanc(ours, theirs, peers_folder, film_files):
    known = [Modality("PLUMBLINE", 1)]
    with orthanc(peers_folder / "orthanc-tls", known, film_files, tls=theirs) as running:
        yield replace(ours, port=running.settings.dicom_port, ae_title="ORTHANC")


@pytest.mark.parametrize("own_receive", [True, False])
def test_orthanc_is_searched_and_brings_films(secure_orthanc, own_receive, tmp_path):
    archive = open_archive(replace(secure_orthanc, own_receive=own_receive))
    assert archive.echo().detail == "TLS"
    match, _ = archive.find_studies(StudyQuery(study_uid=SMITH))
    *films, end = archive.fetch(Wanted(SMITH), tmp_path)
    assert len(films) == match.instance_count == 3
    assert all(isinstance(film, ReceivedFile) for film in films)
    assert isinstance(end, FetchEnd)
    assert end.failed == 0


def test_a_test_says_how_orthanc_is_encrypted(secure_orthanc, tmp_path):
    items = list(connect.probe(secure_orthanc, tmp_path))
    results = {item.check: item for item in items if isinstance(item, CheckResult)}
    encryption = results[Check.ENCRYPTION]
    assert (encryption.outcome, encryption.code) == (Outcome.WORKS, "encrypted")
    assert dict(encryption.params)["version"] in ("TLSv1.2", "TLSv1.3")
    assert results[Check.C_GET].outcome is Outcome.WORKS


def test_orthanc_gets_nothing_from_whom_it_does_not_know(secure_orthanc):
    with pytest.raises(TlsFailed):
        open_archive(replace(secure_orthanc, client_cert=None, client_key=None)).echo()
    with pytest.raises(ArchiveError) as plain:
        open_archive(replace(secure_orthanc, tls=False)).echo()
    assert plain.value.code in ("archive_connection_lost", "archive_no_answer")


def test_dcmtk_in_its_strictest_profile_takes_our_films(ours, theirs, film_files, tmp_path):
    with dcmtk.storescp_tls(tmp_path / "storescp", theirs) as peer:
        node = replace(ours, port=peer.port, ae_title=peer.ae_title)
        assert open_archive(node).echo().detail == "TLS"
        outcomes = list(open_archive(node).store(film_files[:2]))
        kept = [film for film in peer.folder.iterdir() if film.is_file()]
    assert [outcome.stored for outcome in outcomes] == [True, True]
    assert len(kept) == 2
