"""TLS: both sides show certificates, and nothing ever falls back to plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.demo_orthanc import free_port
from pacs_bridge.errors import ArchiveError, ConfigurationError, TlsFailed
from pacs_bridge.types import Deadlines, Node, Protocol
from tests.builders.certificates import authority
from tests.peers.processes import program

pytestmark = pytest.mark.peer("openssl")
DEADLINES = Deadlines(30, 30, 30, 30, 60, 30)


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    """The authority that issued everybody's certificates."""
    return authority(tmp_path_factory.mktemp("tls") / "hospital")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """Another authority."""
    return authority(tmp_path_factory.mktemp("tls") / "stranger")


def _receiver(folder, *more):
    port = free_port()
    arguments = ["pacs_bridge.dimse.receiver", "--port", str(port), "--ae-title", "SECURE"]
    arguments += ["--spool", str(folder / "spool"), "--allow", "PLUMBLINE@127.0.0.1", *more]
    return program(arguments, port, folder / "receiver.log"), port


@pytest.fixture(scope="module")
def secure_port(hospital, tmp_path_factory):
    certificate, key = hospital.issue("server")
    running, port = _receiver(
        tmp_path_factory.mktemp("secure"),
        *("--tls-cert", str(certificate), "--tls-key", str(key)),
        *("--tls-ca", str(hospital.certificate)),
    )
    with running:
        yield port


@pytest.fixture(scope="module")
def us(hospital, secure_port) -> Node:
    """A node that is set up as it should be."""
    certificate, key = hospital.issue("plumbline")
    return Node(
        "SECURE",
        Protocol.DIMSE,
        "127.0.0.1",
        secure_port,
        "SECURE",
        tls=True,
        ca_file=hospital.certificate,
        client_cert=certificate,
        client_key=key,
        deadlines=DEADLINES,
    )


def test_both_sides_know_each_other(us):
    assert open_archive(us).echo().detail == "TLS"


def test_a_server_of_another_authority_is_not_believed(us, stranger):
    with pytest.raises(TlsFailed) as refused:
        open_archive(replace(us, ca_file=stranger.certificate)).echo()
    assert not refused.value.transient


def test_a_certificate_for_another_host_is_not_believed(us):
    with pytest.raises(TlsFailed):
        open_archive(replace(us, host="localhost")).echo()


def test_without_our_certificate_the_server_refuses_us(us):
    with pytest.raises(TlsFailed):
        open_archive(replace(us, client_cert=None, client_key=None)).echo()


def test_a_certificate_of_another_authority_is_refused(us, stranger):
    certificate, key = stranger.issue("intruder")
    with pytest.raises(TlsFailed):
        open_archive(replace(us, client_cert=certificate, client_key=key)).echo()


def test_a_plain_call_to_a_tls_port_gets_nothing(us):
    with pytest.raises(ArchiveError) as failed:
        open_archive(replace(us, tls=False)).echo()
    assert failed.value.code in ("archive_connection_lost", "archive_bad_answer")


def test_a_tls_call_to_a_plain_port_does_not_fall_back(us, tmp_path):
    running, port = _receiver(tmp_path)
    with running, pytest.raises(TlsFailed):
        open_archive(replace(us, port=port)).echo()


def test_a_key_that_is_not_one_is_a_configuration_error(us, tmp_path):
    broken = tmp_path / "broken.key"
    broken.write_text("not a key")
    with pytest.raises(ConfigurationError) as refused:
        open_archive(replace(us, client_key=broken)).echo()
    assert "TLS files" in refused.value.cause
