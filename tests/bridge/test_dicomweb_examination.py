"""The test of DICOMweb servers, each with a way of its own."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import parse_qs, urlsplit

import pytest

from pacs_bridge.checks import DICOMWEB_CHECKS, Check, CheckResult, Outcome
from pacs_bridge.connect import talk_to
from pacs_bridge.types import Deadlines, Node, Profile, Protocol, Retrieval
from tests.builders.web_peer import multipart, reply, web_peer

JSON = "application/dicom+json"
NAMES = ("SMITH^JOHN", "MÜLLER^ANNA", "JONES^MARY", "WEBER^EVA")


@dataclass
class Server:
    """A DICOMweb server with four studies, and what it does not do as it should."""

    most: int = 1000
    heeds_limit: bool = True
    heeds_offset: bool = True
    heeds_names: bool = True
    by_sense: bool = False
    takes_any_syntax: bool = True
    asked: list = field(default_factory=list)

    def answer(self, request):
        """Answer one request, as a function of the connection."""
        self.asked.append(request)
        address = urlsplit(request.target)
        parts = address.path.removeprefix("/dicom-web/").split("/")
        if request.method == "POST":
            return reply(409, b"{}")
        if JSON not in request.headers["accept"]:
            return self._films(request)
        if len(parts) > 1:
            return self._below(parts)
        return self._studies(parse_qs(address.query))

    def _films(self, request):
        if "transfer-syntax" in request.headers["accept"] and not self.takes_any_syntax:
            return reply(406)
        body, content_type = multipart([b"a film", b"another"])
        return reply(200, body, content_type)

    def _below(self, parts):
        uid = ".".join([parts[1], *["1"] * (len(parts) // 2)])
        tag = "0020000E" if len(parts) == 3 else "00080018"
        return reply(200, json.dumps([{tag: {"vr": "UI", "Value": [uid]}}]).encode())

    def _studies(self, asked):
        found = [n for n, name in enumerate(NAMES, start=1) if self._fits(n, name, asked)]
        offset = int(asked.get("offset", ["0"])[0]) if self.heeds_offset else 0
        limit = int(asked["limit"][0]) if self.heeds_limit else 1000
        shown = found[offset:][: min(limit, self.most)]
        more = {}
        if len(found) > offset + len(shown) and self.most < limit:
            more["Warning"] = "299 PACS: There are 2 additional results that can be requested"
        return reply(200, json.dumps([_study(n) for n in shown]).encode(), **more)

    def _fits(self, number, name, asked):
        if asked.get("PatientID", [f"P{number}"]) != [f"P{number}"]:
            return False
        key = asked.get("PatientName", ["*"])[0]
        if not self.heeds_names or fnmatchcase(name, key + "*" if "^" not in key else key):
            return True
        return self.by_sense and "fuzzymatching" in asked and key[0] == name[0]


def _study(number):
    return {
        "0020000D": {"vr": "UI", "Value": [f"1.2.{number}"]},
        "00100010": {"vr": "PN", "Value": [{"Alphabetic": NAMES[number - 1]}]},
        "00100020": {"vr": "LO", "Value": [f"P{number}"]},
        "00080061": {"vr": "CS", "Value": ["DX"]},
        "00201208": {"vr": "IS", "Value": [number]},
    }


@contextmanager
def serving(server):
    """Run it; yields a node for it."""
    with web_peer(lambda connection: server.answer(peer.requests[-1])(connection)) as peer:
        yield Node(
            "WEB", Protocol.DICOMWEB, url=peer.url, retrieval=Retrieval.BEST,
            deadlines=Deadlines(5, 5, 5, 5, 10, 5),
        )  # fmt: skip


def examine(server, into):
    """Test it; return outcome and code by check, and the profile."""
    with serving(server) as node:
        *items, profile = talk_to(node).probe(into)
    results = {
        item.check: (item.outcome, item.code) for item in items if isinstance(item, CheckResult)
    }
    assert list(into.iterdir()) == []
    return results, profile


def test_a_server_that_does_everything(tmp_path):
    server = Server(by_sense=True)
    results, profile = examine(server, tmp_path)
    assert results.pop(Check.ENCRYPTION) == (Outcome.PARTLY, "not_encrypted")
    assert {outcome for outcome, _ in results.values()} == {Outcome.WORKS}
    assert set(results) == set(DICOMWEB_CHECKS) - {Check.ENCRYPTION}
    assert profile == Profile(
        retrievals=(Retrieval.WADO_RS,), fuzzy_names=True, decodes_keys=True, folds_accents=False
    )
    sent = [request for request in server.asked if request.method == "POST"]
    assert [b"DICM" in request.body for request in sent] == [False]


def test_a_server_that_holds_its_answers_short(tmp_path):
    results, profile = examine(Server(most=2), tmp_path)
    assert results[Check.PAGES] == (Outcome.WORKS, "pages_short")
    assert profile.page_matches == 2


@pytest.mark.parametrize(
    ("lacks", "check", "said"),
    [
        ({"heeds_limit": False}, Check.PAGES, (Outcome.PARTLY, "limit_ignored")),
        ({"heeds_offset": False}, Check.PAGES, (Outcome.PARTLY, "offset_ignored")),
        ({"heeds_names": False}, Check.WILDCARDS, (Outcome.PARTLY, "names_ignored")),
        ({}, Check.FUZZY, (Outcome.ABSENT, "")),
    ],
)
def test_what_a_server_lacks_is_seen(lacks, check, said, tmp_path):
    results, profile = examine(Server(**lacks), tmp_path)
    assert results[check] == said
    assert not profile.fuzzy_names


def test_a_server_that_refuses_to_send_films_as_stored_is_asked_in_its_own_way(tmp_path):
    server = Server(takes_any_syntax=False)
    results, profile = examine(server, tmp_path)
    assert results[Check.WADO_SERIES] == (Outcome.WORKS, "")
    assert not profile.any_transfer_syntax
    asked = [request.headers["accept"] for request in server.asked]
    assert asked.count('multipart/related; type="application/dicom"') == 2


@pytest.mark.parametrize(
    ("status", "outcome", "code"),
    [
        (401, Outcome.FAILS, "archive_not_authorised"),
        (404, Outcome.FAILS, "archive_service_not_offered"),
    ],
)
def test_without_a_search_the_test_ends_with_its_reason(status, outcome, code, tmp_path):
    with web_peer(reply(status)) as peer:
        node = Node("WEB", Protocol.DICOMWEB, url=peer.url, retrieval=Retrieval.BEST)
        *items, profile = talk_to(node).probe(tmp_path)
        assert len(peer.requests) == 1
    results = [item for item in items if isinstance(item, CheckResult)]
    assert (results[0].outcome, results[0].code) == (outcome, code)
    assert {result.code for result in results[1:]} == {"no_connection"}
    assert profile == Profile()
