"""The definitions over the API: the same for everybody who is signed in, kept by digest."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.web import world as worlds

ADDRESS = "/api/v1/definitions"


@pytest.fixture
def surgeon(db, client):
    person = worlds.build().people["surgeon"]
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_digest_is_that_of_what_is_handed_out(surgeon):
    answer = surgeon.get(ADDRESS)
    shown = answer.json()
    handed = {name: shown[name] for name in ("definitions", "sets")}
    canonical = json.dumps(handed, sort_keys=True, separators=(",", ":"))
    assert shown["digest"] == hashlib.sha256(canonical.encode()).hexdigest()
    assert answer["ETag"] == f'"{shown["digest"]}"'
    assert "private" in answer["Cache-Control"]


def test_a_browser_that_has_them_is_told_so(surgeon):
    tag = surgeon.get(ADDRESS)["ETag"]
    answer = surgeon.get(ADDRESS, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert surgeon.get(ADDRESS, headers={"if-none-match": '"other"'}).status_code == 200


def test_by_digest_they_may_be_kept_for_good(surgeon):
    everything = surgeon.get(ADDRESS).json()
    answer = surgeon.get(f"{ADDRESS}/{everything['digest']}")
    assert answer.json() == everything
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_definitions_of_another_time_are_not_here(surgeon):
    answer = surgeon.get(f"{ADDRESS}/{'0' * 64}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
