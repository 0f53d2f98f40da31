"""TLS: both sides show certificates, and nothing ever falls back to plain text."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from pacs_bridge.connect import open_archive, talk_to
from pacs_bridge.demo_orthanc import free_port
from pacs_bridge.dimse.tls import client_context
from pacs_bridge.errors import ArchiveError, ConfigurationError, TlsFailed
from pacs_bridge.types import Deadlines, Node, Protocol, Retrieval
from tests.builders.certificates import authority
from tests.builders.web_peer import head
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


@contextmanager
def weak_server(certificate, key, **weakness):
    """A TLS server that offers too little; yields its port and what it got in clear."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    for name, value in weakness.items():
        setattr(context, name, value) if name != "ciphers" else context.set_ciphers(value)
    listener, heard = socket.create_server(("127.0.0.1", 0)), []

    def serve():
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with suppress(OSError), context.wrap_socket(connection, server_side=True) as line:
                    heard.append(line.recv(10))

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        listener.close()


@pytest.fixture(scope="module")
def weak_certificate(hospital):
    return hospital.issue("weak")


@pytest.mark.parametrize(
    "weakness",
    [
        # Without forward secrecy, and the suite of the retired Basic TLS profile.
        {"maximum_version": ssl.TLSVersion.TLSv1_2, "ciphers": "AES128-GCM-SHA256"},
        {"maximum_version": ssl.TLSVersion.TLSv1_2, "ciphers": "AES128-SHA"},
        {"maximum_version": ssl.TLSVersion.TLSv1_2, "ciphers": "ECDHE-RSA-AES128-SHA256"},
    ],
    ids=lambda weakness: weakness["ciphers"],
)
def test_a_server_with_weak_suites_only_is_refused(weakness, us, weak_certificate):
    with weak_server(*weak_certificate, **weakness) as (port, heard):
        with pytest.raises(TlsFailed):
            talk_to(replace(us, port=port)).echo()
        web = replace(
            us, protocol=Protocol.DICOMWEB, retrieval=Retrieval.WADO_RS,
            url=f"https://127.0.0.1:{port}/dicom-web",
        )  # fmt: skip
        with pytest.raises(TlsFailed):
            talk_to(web).echo()
        assert heard == []


def test_nothing_older_than_tls_1_2_is_offered(us):
    context = client_context(us)
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    older = [c["name"] for c in context.get_ciphers() if c["protocol"] == "TLSv1.2"]
    assert older
    assert all(name.startswith("ECDHE-") for name in older)
    assert not [name for name in older if not name.endswith(("GCM-SHA256", "GCM-SHA384", "1305"))]


def test_a_key_with_a_passphrase_is_named_and_nobody_is_asked(us, hospital, tmp_path):
    certificate, key = hospital.issue("locked")
    locked = tmp_path / "locked.key"
    openssl = ["openssl", "rsa", "-aes128", "-passout", "pass:secret", "-in", str(key)]
    subprocess.run([*openssl, "-out", str(locked)], check=True, capture_output=True)
    with pytest.raises(ConfigurationError) as refused:
        client_context(replace(us, client_cert=certificate, client_key=locked))
    assert "passphrase" in refused.value.cause


def test_a_web_server_that_wants_our_certificate_gets_it(us, hospital):
    certificate, key = hospital.issue("web")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=hospital.certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(certificate, key)
    with tls_web_peer(context) as (port, callers):
        web = replace(
            us, protocol=Protocol.DICOMWEB, retrieval=Retrieval.WADO_RS,
            url=f"https://127.0.0.1:{port}/dicom-web",
        )  # fmt: skip
        assert talk_to(web).echo().detail == "TLS"
        with pytest.raises(ArchiveError):
            talk_to(replace(web, client_cert=None, client_key=None)).echo()
    assert callers == ["plumbline"]


@contextmanager
def tls_web_peer(context):
    """Answer one search over TLS; yields the port and the names on callers' certificates."""
    listener, callers = socket.create_server(("127.0.0.1", 0)), []

    def serve():
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with suppress(OSError), context.wrap_socket(connection, server_side=True) as line:
                    line.recv(65536)
                    (((_, name),),) = line.getpeercert()["subject"]
                    callers.append(name)
                    line.sendall(head(200, "application/dicom+json", 2) + b"[]")

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1], callers
    finally:
        listener.close()
