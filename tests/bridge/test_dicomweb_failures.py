"""Whatever a DICOMweb server does, an operation ends in time and says what happened."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.dicomweb.failures import AddressRefused
from pacs_bridge.dicomweb.session import check_address
from pacs_bridge.errors import ArchiveError, NoAnswer
from pacs_bridge.types import Deadlines, FetchEnd, Node, Protocol, Retrieval, StudyQuery, Wanted
from tests.builders.dicom_files import film
from tests.builders.web_peer import head, multipart, reply, web_peer

PATIENT = Deadlines(30, 30, 30, 30, 60, 30)
SHORT = Deadlines(2, 2, 2, 2, 4, 2)
MARGIN_S = 6.0


def web(url: str, deadlines: Deadlines = PATIENT, **more) -> Node:
    return Node(
        "WEB",
        Protocol.DICOMWEB,
        url=url,
        retrieval=Retrieval.WADO_RS,
        deadlines=deadlines,
        **more,
    )


def search(node: Node) -> list:
    return list(open_archive(node).find_studies(StudyQuery(patient_id="P1")))


def fetch(node: Node, into: Path) -> list:
    return list(open_archive(node).fetch(Wanted("1.2.3"), into))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(301, Location="http://127.0.0.1:1/"), "archive_configuration"),
        (reply(400), "archive_request_failed"),
        (reply(401), "archive_not_authorised"),
        (reply(403), "archive_not_authorised"),
        (reply(404), "archive_service_not_offered"),
        (reply(406), "archive_service_not_offered"),
        (reply(429), "archive_busy"),
        (reply(500), "archive_request_failed"),
        (reply(502), "archive_unreachable"),
        (reply(503), "archive_busy"),
        (reply(200, b"<html>log in</html>", "text/html"), "archive_bad_answer"),
        (reply(200, b'{"a": ', "application/json"), "archive_bad_answer"),
        (reply(200, b"[1, 2]"), "archive_bad_answer"),
        (reply(200, b"[" * 100_000), "archive_bad_answer"),
        (lambda connection: connection.close(), "archive_connection_lost"),
        (lambda connection: connection.sendall(b"\x02\0\0\0junk"), "archive_connection_lost"),
        (
            lambda connection: connection.sendall(head(200, "application/json", 500) + b"[{"),
            "archive_connection_lost",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_failure_of_a_search_has_its_own_error(answer, code):
    with web_peer(answer) as peer, pytest.raises(ArchiveError) as raised:
        search(web(peer.url))
    assert raised.value.code == code
    assert raised.value.node == "WEB"


def test_a_redirect_is_not_followed():
    with web_peer(reply(200, b"[]")) as inside:
        to_inside = reply(302, Location=f"http://127.0.0.1:{inside.port}/studies")
        with web_peer(to_inside) as outside, pytest.raises(ArchiveError):
            search(web(outside.url))
        assert inside.requests == []


def _silence(connection) -> None:
    connection.recv(1)


def _drip(connection) -> None:
    connection.sendall(head(200, "application/json", 10_000))
    while True:
        connection.sendall(b" ")
        time.sleep(0.2)


@pytest.mark.parametrize("answer", [_silence, _drip])
def test_silence_ends_with_the_deadline(answer):
    with web_peer(answer) as peer:
        begun = time.monotonic()
        with pytest.raises(NoAnswer):
            search(web(peer.url, SHORT))
        assert time.monotonic() - begun < SHORT.find_s + MARGIN_S


def test_a_stream_that_stops_between_films_keeps_those_that_came(tmp_path):
    body, content_type = multipart([film(), film()])

    def cut(connection) -> None:
        connection.sendall(head(200, content_type, None) + body[: len(body) * 2 // 3])

    with web_peer(cut) as peer:
        arriving = open_archive(web(peer.url)).fetch(Wanted("1.2.3"), tmp_path)
        first = next(arriving)
        with pytest.raises(ArchiveError) as raised:
            next(arriving)
    assert raised.value.code == "archive_connection_lost"
    assert first.path.read_bytes() == film()
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [first.path]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<html></html>", "text/html"),
        (b"--x--", "multipart/related"),
        (b"[]", "application/dicom+json"),
    ],
)
def test_films_in_another_form_are_a_bad_answer(body, content_type, tmp_path):
    with web_peer(reply(200, body, content_type)) as peer, pytest.raises(ArchiveError) as raised:
        fetch(web(peer.url), tmp_path)
    assert raised.value.code == "archive_bad_answer"


def test_a_server_that_leaves_something_out_is_believed(tmp_path):
    body, content_type = multipart([film()])
    with web_peer(reply(206, body, content_type)) as peer:
        received, end = fetch(web(peer.url), tmp_path)
    assert received.size_bytes == len(film())
    assert isinstance(end, FetchEnd)
    assert (end.status, end.warnings) == ("206", 1)


def test_one_film_without_multipart_is_taken_too(tmp_path):
    with web_peer(reply(200, film(), "application/dicom")) as peer:
        received, _ = fetch(web(peer.url), tmp_path)
    assert received.path.read_bytes() == film()


def test_films_are_asked_for_as_they_are_stored(tmp_path):
    body, content_type = multipart([film()])
    with web_peer(reply(200, body, content_type)) as peer:
        fetch(web(peer.url), tmp_path)
    assert "transfer-syntax=*" in peer.requests[0].headers["accept"]
    assert peer.requests[0].target == "/dicom-web/studies/1.2.3"


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        ({"username": "anna", "password": "s:t"}, "Basic YW5uYTpzOnQ="),
        ({"bearer_token": "abc.def"}, "Bearer abc.def"),
    ],
)
def test_credentials_go_into_their_header_and_nowhere_else(credentials, header):
    with web_peer(reply(200, b"[]")) as peer:
        search(web(peer.url, **credentials))
    assert peer.requests[0].headers["authorization"] == header
    assert "s:t" not in peer.requests[0].target


def test_the_environment_cannot_send_requests_through_a_proxy(monkeypatch):
    with web_peer(reply(200, b"[]")) as peer, web_peer(reply(200, b"[]")) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        from pacs_bridge.connect import talk_to

        list(talk_to(web(peer.url)).find_studies(StudyQuery(patient_id="P1")))
        assert len(peer.requests) == 1
        assert proxy.requests == []


@pytest.mark.parametrize(
    ("status", "answer", "stored", "code"),
    [
        (200, {"00081199": {"vr": "SQ", "Value": [{}]}}, True, "HTTP 200"),
        (
            200,
            {"00081198": {"vr": "SQ"}, "00081199": {"vr": "SQ", "Value": [{}]}},
            True,
            "HTTP 200",
        ),
        (202, {"00081198": {"Value": [{"00081197": {"Value": [0xA700]}}]}}, False, "A700"),
        (409, {"00081198": {"Value": [{"00081197": {"Value": [0x0110]}}]}}, False, "0110"),
        (400, None, False, "HTTP 400"),
    ],
)
def test_what_the_server_says_about_a_stored_film(status, answer, stored, code, tmp_path):
    path = tmp_path / "film.dcm"
    path.write_bytes(film())
    body = json.dumps(answer).encode() if answer else b"<html>"
    with web_peer(reply(status, body)) as peer:
        (outcome,) = open_archive(web(peer.url)).store([path])
    assert (outcome.stored, outcome.status) == (stored, code)
    assert outcome.transient == (code == "A700")
    sent = peer.requests[0]
    assert sent.method == "POST"
    assert film() in sent.body


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("169.254.169.254", "pacs.example"),
        ("fe80::1%eth0", "pacs.example"),
        ("::ffff:169.254.169.254", "pacs.example"),
        ("0.0.0.0", "pacs.example"),
        ("224.0.0.1", "pacs.example"),
        ("127.0.0.1", "pacs.example"),
        ("::1", "pacs.example"),
        ("::ffff:127.0.0.1", "pacs.example"),
    ],
)
def test_a_name_cannot_lead_to_this_machine_or_its_neighbours(address, host):
    with pytest.raises(AddressRefused):
        check_address(address, host)


@pytest.mark.parametrize(
    ("address", "host"),
    [("10.1.2.3", "pacs.example"), ("127.0.0.1", "127.0.0.1"), ("::1", "localhost")],
)
def test_hospital_addresses_and_a_loopback_written_as_such_are_fine(address, host):
    check_address(address, host)
