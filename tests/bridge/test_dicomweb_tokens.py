"""OAuth 2.0 client credentials: fetched, renewed, never repeated to anybody."""

from __future__ import annotations

import base64
import json
import logging
import secrets

import pytest

from pacs_bridge.connect import talk_to
from pacs_bridge.errors import ArchiveError, BadAnswer, ConfigurationError, NotAuthorised
from pacs_bridge.types import Deadlines, Node, Protocol, Retrieval
from tests.builders.web_peer import reply, web_peer

QUICK = Deadlines(5, 5, 5, 5, 10, 5)
NOTHING_FOUND = reply(200, b"[]")


def token(text, seconds=3600, **more):
    said = {"access_token": text, "token_type": "Bearer", "expires_in": seconds, **more}
    return reply(200, json.dumps(said).encode(), "application/json")


def refusal(status, body):
    return reply(status, body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.fixture
def node_at():
    """A node whose secret nobody else has, so that no token is left from another test."""
    secret = secrets.token_hex(8)

    def make(archive, service, **more):
        return Node(
            "WEB", Protocol.DICOMWEB, url=archive.url, retrieval=Retrieval.WADO_RS,
            username="plumb", password=secret, token_url=f"{service.url}/token",
            deadlines=QUICK, **more,
        )  # fmt: skip

    return make


def authorisations(peer):
    return [request.headers.get("authorization") for request in peer.requests]


def test_a_token_is_fetched_once_and_used_for_every_request(node_at, caplog):
    caplog.set_level(logging.DEBUG)
    with web_peer(token("tok-1")) as service, web_peer(NOTHING_FOUND) as archive:
        node = node_at(archive, service, token_scope="dicom read")
        talk_to(node).echo()
        talk_to(node).echo()
    (asked,) = service.requests
    basic = base64.b64encode(f"plumb:{node.password}".encode()).decode()
    assert asked.headers["authorization"] == f"Basic {basic}"
    assert sorted(asked.body.decode().split("&")) == [
        "grant_type=client_credentials",
        "scope=dicom+read",
    ]
    assert authorisations(archive) == ["Bearer tok-1", "Bearer tok-1"]
    assert "tok-1" not in caplog.text
    assert node.password not in caplog.text


def test_a_token_that_is_about_to_end_is_replaced(node_at):
    with (
        web_peer(token("short", seconds=20), token("long")) as service,
        web_peer(NOTHING_FOUND) as archive,
    ):
        node = node_at(archive, service)
        talk_to(node).echo()
        talk_to(node).echo()
    assert authorisations(archive) == ["Bearer short", "Bearer long"]


def test_a_token_that_is_refused_is_replaced_once(node_at):
    with (
        web_peer(token("old"), token("new")) as service,
        web_peer(reply(401), NOTHING_FOUND) as archive,
    ):
        talk_to(node_at(archive, service)).echo()
    assert authorisations(archive) == ["Bearer old", "Bearer new"]


def test_an_archive_that_refuses_every_token_is_believed(node_at):
    with web_peer(token("a"), token("b")) as service, web_peer(reply(401)) as archive:
        with pytest.raises(NotAuthorised) as refused:
            talk_to(node_at(archive, service)).echo()
        assert len(archive.requests) == len(service.requests) == 2
    assert refused.value.cause == "HTTP 401"


@pytest.mark.parametrize(
    ("answer", "kind", "cause"),
    [
        (refusal(401, {"error": "invalid_client"}), NotAuthorised, "invalid_client"),
        (refusal(400, {"error": "<b>Smith</b>"}), NotAuthorised, "token service: refused"),
        (refusal(200, b"<html>"), BadAnswer, "without a token"),
        (refusal(200, {"token": "x"}), BadAnswer, "without a token"),
        (refusal(200, {"access_token": "a\r\nX: y"}), BadAnswer, "without a token"),
        (refusal(200, b" " * 70_000), BadAnswer, "endless"),
        (reply(302, Location="http://elsewhere.example/"), ConfigurationError, "HTTP 302"),
        (reply(503), ArchiveError, "HTTP 503"),
    ],
)
def test_a_token_service_that_gives_none_is_named_without_its_words(node_at, answer, kind, cause):
    with web_peer(answer) as service, web_peer(NOTHING_FOUND) as archive:
        with pytest.raises(kind) as failed:
            talk_to(node_at(archive, service)).echo()
        assert archive.requests == []
    assert cause in failed.value.cause
    assert "Smith" not in str(failed.value)


def test_a_token_service_that_is_down_is_unreachable(node_at):
    with web_peer(NOTHING_FOUND) as archive, web_peer(token("x")) as service:
        node = node_at(archive, service)
    with web_peer(NOTHING_FOUND) as archive, pytest.raises(ArchiveError) as failed:
        talk_to(node).echo()
    assert failed.value.code == "archive_unreachable"
