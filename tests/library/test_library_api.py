"""What the API gives of the library: a list that is asked again, geometry that is kept."""

from __future__ import annotations

import gzip
import json

import pytest

from planning.library import selectors, services
from planning.library.package_families import package_of
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


def test_the_drawing_from_the_side_has_its_own_address_and_digest(surgeon):
    answer = surgeon.get(f"{LIST}/modular_head/1?view=LAT")
    assert answer.json() == selectors.geometry("modular_head", 1, "LAT")
    assert answer["ETag"] != surgeon.get(f"{LIST}/modular_head/1")["ETag"]
    missing = surgeon.get(f"{LIST}/modular_head/1?view=AXIAL")
    assert missing.status_code == 404
    assert missing.json()["error"]["code"] == "unknown_view"


def test_what_is_recalled_is_told_by_list_and_standing_with_its_reason(client, db):
    world = worlds.build()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(world.people["administrator"], backend=backend)
    path = f"{LIST}/modular_head/1/standing"
    tag = client.get(LIST)["ETag"]

    def say(reason: str):
        body = {"site": str(world.site.pk), "standing": "recalled", "reason": reason}
        return client.post(path, json.dumps(body), content_type="application/json")

    refused = say("no")
    assert refused.status_code == 400
    assert "Say why, in 5 to 500 characters" in refused.json()["error"]["sentence"]
    [site] = say("Tapers corrode").json()["sites"]
    assert (site["status"], site["reason"], site["may_change"]) == (
        "recalled", "Tapers corrode", True,
    )  # fmt: skip
    listing = client.get(LIST, headers={"If-None-Match": tag})
    [head] = [one for one in listing.json() if one["key"] == "modular_head"]
    assert (head["status"], head["status_reason"]) == ("recalled", "Tapers corrode")
    client.force_login(world.people["surgeon"], backend=backend)
    answer = client.get(path).json()
    assert [one["reason"] for one in answer["history"]] == ["Tapers corrode"]
    assert answer["sites"][0]["may_change"] is False
    client.force_login(world.people["outsider"], backend=backend)
    assert client.get(path).json()["history"] == []


def test_what_another_site_took_is_not_found(client, db):
    world = worlds.build()
    backend = "django.contrib.auth.backends.ModelBackend"
    package = package_of([selectors.family("modular_head_short_steps", 1)])
    [row] = services.take_package(package, by=world.people["administrator"], site=world.site)
    client.force_login(world.people["surgeon"], backend=backend)
    assert client.get(f"{LIST}/{row.key}/1").json()["key"] == row.key
    assert row.key in {one["key"] for one in client.get(LIST).json()}
    client.force_login(world.people["outsider"], backend=backend)
    for path in (f"{LIST}/{row.key}/1", f"{LIST}/{row.key}/1/standing"):
        assert client.get(path).status_code == 404
    assert row.key not in {one["key"] for one in client.get(LIST).json()}
