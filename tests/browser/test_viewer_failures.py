"""What cannot be shown right is not shown: a sentence stands where a picture would lie."""

from __future__ import annotations

import gzip
import uuid

import pytest

from tests.browser import pictures
from tests.browser.film_pages import FilmServer, film_json
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=10))


def test_a_changed_byte_in_the_full_level_shows_an_error_and_no_picture(chromium):
    film, blobs = film_json(pictures.noise(300, 400), FILM_ID)
    url = film["levels"][1]["url"]
    damaged = bytearray(gzip.decompress(blobs[url]))
    damaged[1000] ^= 1
    with FilmServer(film, blobs | {url: gzip.compress(bytes(damaged))}) as server:
        viewer = Viewer(chromium.new_page(), server, until="error")
        assert "arrived changed" in viewer.text("film-message")
        assert viewer.pixels().max() == 0
        assert [path for _, path, _ in server.asked].count(url) == 2, "tried once more"
        assert server.posted("/client-errors") == [{"message": "level_checks", "where": "film"}]
        viewer.page.close()


def test_a_level_that_is_too_short_shows_an_error(chromium):
    film, blobs = film_json(pictures.noise(300, 400), FILM_ID)
    url = film["levels"][1]["url"]
    short = gzip.compress(gzip.decompress(blobs[url])[:-2])
    with FilmServer(film, blobs | {url: short}) as server:
        viewer = Viewer(chromium.new_page(), server, until="error")
        assert "did not arrive whole" in viewer.text("film-message")
        viewer.page.close()


def test_an_undecodable_film_says_why(chromium):
    reason = {"code": "no_decoder", "params": {}, "sentence": "Its coding, MPEG-4, is a video."}
    film, blobs = film_json(
        pictures.noise(40, 40), FILM_ID, state="undecodable", reason=reason, levels=[]
    )
    with FilmServer(film, blobs) as server:
        page = chromium.new_page()
        page.goto(server.url)
        message = page.get_by_test_id("film-message")
        message.wait_for()
        assert message.inner_text() == (
            "This film cannot be shown. Its coding, MPEG-4, is a video."
        )
        assert "MPEG-4" in page.get_by_test_id("film-tile").get_attribute("title")
        page.close()


def test_a_film_still_being_prepared_appears_by_itself(chromium):
    film, blobs = film_json(pictures.noise(300, 400), FILM_ID)
    waiting = film | {"state": "rendering", "levels": []}
    with FilmServer(waiting, blobs) as server:
        server.answers[f"/api/v1/films/{FILM_ID}"] = lambda *_: (200, film)
        viewer = Viewer(chromium.new_page(), server)
        assert viewer.pixels().max() > 200
        assert viewer.problems == []
        viewer.page.close()


def test_a_variant_that_is_being_made_is_asked_for_again(chromium):
    film, blobs = film_json(pictures.noise(300, 400), FILM_ID)
    url = film["levels"][1]["url"]
    body = blobs.pop(url)
    with FilmServer(film, blobs) as server:

        def making(*_: object) -> tuple[int, object]:
            server.blobs[url] = body
            return 202, {"state": "rendering"}

        server.answers[url] = making
        viewer = Viewer(chromium.new_page(), server)
        assert [path for _, path, _ in server.asked].count(url) == 2
        assert viewer.problems == []
        viewer.page.close()


def test_a_film_without_any_window_gets_one_from_its_pixels(chromium):
    film, blobs = film_json(pictures.noise(300, 400, top=300), FILM_ID, windows=[])
    with FilmServer(film, blobs) as server:
        viewer = Viewer(chromium.new_page(), server)
        assert viewer.pixels().max() > 200
        assert viewer.page.get_by_test_id("presets").input_value() == "-1"
        assert viewer.problems == []
        viewer.page.close()


def test_the_first_picture_is_asked_for_by_the_page_itself_and_only_once(chromium):
    film, blobs = film_json(pictures.noise(300, 400), FILM_ID)
    with FilmServer(film, blobs) as server:
        viewer = Viewer(chromium.new_page(), server)
        levels = [path for method, path, _ in server.asked if "/levels/" in path]
        assert levels == [film["levels"][0]["url"], film["levels"][1]["url"]]
        viewer.page.close()


def test_an_oddity_of_the_header_is_said_until_it_is_put_away(chromium):
    note = {"code": "polarity_disagrees", "params": {}, "sentence": "Black may be white here."}
    film, blobs = film_json(pictures.noise(60, 40), FILM_ID, notes=[note])
    with FilmServer(film, blobs) as server:
        viewer = Viewer(chromium.new_page(), server)
        bar = viewer.page.locator(".alert-bar")
        if viewer.page.get_by_role("button", name="more").count():
            viewer.page.get_by_role("button", name="more").click()
        line = bar.get_by_test_id("alert-polarity_disagrees")
        assert "Black may be white here." in line.inner_text()
        line.get_by_role("button", name="Close").click()
        line.wait_for(state="detached")
        viewer.page.close()
