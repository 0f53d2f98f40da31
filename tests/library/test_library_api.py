"""What the API gives of the library: a list that is asked again, geometry that is kept."""

from __future__ import annotations

import gzip
import json

import pytest

from planning.library import selectors
from tests.web import world as worlds

LIST = "/api/v1/library/families"


@pytest.fixture
def surgeon(client, db):
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(worlds.build().people["surgeon"], backend=backend)
    return client


def test_the_list_names_sizes_options_and_digest(surgeon):
    families = {one["key"]: one for one in surgeon.get(LIST).json()}
    stem = families["tapered_wedge_stem"]
    assert stem["kind"] == "stem"
    assert stem["generic"] is True
    assert stem["status"] == "current"
    assert stem["options"] == {"offset": ["standard", "high"], "ccd": ["125", "131", "135"]}
    assert stem["defaults"] == {"offset": "standard", "ccd": "131"}
    assert stem["labels"]["offset"]["values"]["high"] == "high offset"
    [middle] = [size for size in stem["sizes"] if size["size"] == "148"]
    assert middle["name"] == "wedge, 148 mm, offset 41.6, neck 131°, 9.3 mm distal"
    assert stem["digest"] == selectors.stored("tapered_wedge_stem", 1).digest


def test_the_list_is_asked_again_and_not_sent_again(surgeon):
    first = surgeon.get(LIST)
    assert first["Cache-Control"] == "private, no-cache"
    again = surgeon.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_geometry_is_kept_for_ever_under_its_digest(surgeon):
    answer = surgeon.get(f"{LIST}/press_fit_cup/1")
    assert answer.json() == selectors.geometry("press_fit_cup", 1)
    assert "immutable" in answer["Cache-Control"]
    assert answer["ETag"] == f'"{selectors.stored("press_fit_cup", 1).digest}"'
    again = surgeon.get(
        f"{LIST}/press_fit_cup/1", headers={"If-None-Match": f'"x", W/{answer["ETag"]}'}
    )
    assert again.status_code == 304
    assert "immutable" in again["Cache-Control"]


def test_geometry_travels_compressed_where_the_browser_takes_it(surgeon):
    plain = surgeon.get(f"{LIST}/press_fit_cup/1")
    zipped = surgeon.get(f"{LIST}/press_fit_cup/1", headers={"Accept-Encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert len(zipped.content) < len(plain.content) / 5
    assert json.loads(gzip.decompress(zipped.content)) == plain.json()


@pytest.mark.parametrize("address", ["press_fit_cup/2", "nothing/1", "..%2Fschema/1"])
def test_what_is_not_in_the_library_is_not_found(surgeon, address):
    answer = surgeon.get(f"{LIST}/{address}")
    assert answer.status_code == 404


def test_an_unknown_version_is_said_in_words(surgeon):
    error = surgeon.get(f"{LIST}/press_fit_cup/2").json()["error"]
    assert error["code"] == "unknown_family"
    assert "press_fit_cup, version 2" in error["sentence"]
