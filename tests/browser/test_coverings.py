"""Overlays and shutters lie on the film in the browser, bit by bit, and step aside when asked."""

from __future__ import annotations

import base64
import io
import uuid
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser import pictures
from tests.browser.film_pages import FilmServer, film_json
from tests.browser.level_coding import level
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=11))
ROWS, COLUMNS = 480, 640
INK = 0xF4
SHUTTER = {
    "rectangle_px": [100, 60, 540, 400],
    "circle": None,
    "polygon_px": None,
    "bitmap_group": None,
    "grey": 40,
}


def _bits() -> np.ndarray:
    bits = np.zeros((ROWS, COLUMNS), bool)
    bits[200, 150:500] = True
    bits[30:50, 20:40] = True
    bits[100:300, 333] = True
    return bits


def _covered_film() -> tuple[dict, dict[str, bytes]]:
    film, blobs = film_json(pictures.noise(ROWS, COLUMNS), FILM_ID)
    words = np.packbits(_bits(), axis=1, bitorder="little").view("<u2")[None]
    described, body = level(words, 1, 64, FILM_ID)
    described["name"] = "overlays"
    film |= {
        "overlays": [{"group": 0x6000, "kind": "graphics", "name": "Mark"}],
        "overlay_level": described,
        "shutter": SHUTTER,
    }
    return film, blobs | {described["url"]: body}


def _opened(chromium: Browser, server: FilmServer) -> Viewer:
    return Viewer(chromium.new_page(viewport={"width": 1280, "height": 690}), server)


@pytest.fixture(scope="module")
def covered(chromium: Browser) -> Iterator[Viewer]:
    with FilmServer(*_covered_film()) as server:
        viewer = _opened(chromium, server)
        viewer.page.wait_for_selector(".film-coverings:not([hidden])", timeout=10_000)
        viewer.press("f", "0")
        yield viewer
        assert viewer.problems == []
        viewer.page.close()


def _coverings(viewer: Viewer) -> np.ndarray:
    """Return what lies over the film at 1:1, rows x columns x RGBA."""
    data = viewer.page.evaluate("() => document.querySelector('.film-coverings').toDataURL()")
    picture = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2])))
    _, _, _, _, left, top = (int(value) for value in viewer.matrix())
    return np.asarray(picture.convert("RGBA"))[top : top + ROWS, left : left + COLUMNS].astype(int)


def _hidden() -> np.ndarray:
    left, upper, right, lower = SHUTTER["rectangle_px"]
    hidden = np.ones((ROWS, COLUMNS), bool)
    hidden[upper:lower, left:right] = False
    return hidden


def _near(bits: np.ndarray) -> np.ndarray:
    wide = np.pad(bits, 1)
    return np.logical_or.reduce(
        [wide[y : y + ROWS, x : x + COLUMNS] for y in range(3) for x in range(3)]
    )


def test_every_bit_is_drawn_and_nothing_else(covered):
    shown = _coverings(covered)
    bits = _bits()
    assert (shown[bits] == [INK, INK, INK, 255]).all()
    plain = ~_near(bits)
    assert (shown[plain & ~_hidden(), 3] == 0).all()
    assert (shown[plain & _hidden()] == [40, 40, 40, 255]).all()
    casing = shown[_near(bits) & ~bits & ~_hidden()]
    assert (casing[:, :3] == 0).all()
    assert (casing[:, 3] > 150).all()


def test_a_key_held_hides_graphics_but_not_the_shutter(covered):
    covered.page.keyboard.down("h")
    covered.settle()
    shown = _coverings(covered)
    covered.page.keyboard.up("h")
    assert (shown[~_hidden(), 3] == 0).all()
    assert (shown[_hidden()] == [40, 40, 40, 255]).all()
    covered.settle()
    assert (_coverings(covered)[_bits(), 0] == INK).all()


def test_graphics_and_shutter_have_a_switch_each(covered):
    for name in ("shutter", "overlays"):
        switch = covered.page.get_by_test_id(f"show-{name}")
        expect(switch).to_have_attribute("aria-pressed", "true")
        before = _coverings(covered)
        switch.click()
        covered.settle()
        assert (before != _coverings(covered)).any()
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        covered.settle()
        assert (before == _coverings(covered)).all()


def test_a_thin_line_is_still_seen_when_the_whole_film_is_small(covered):
    covered.press("f", "-", "-", "-", "-")
    data = covered.page.evaluate("() => document.querySelector('.film-coverings').toDataURL()")
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2]))))
    a, _, _, d, left, top = covered.matrix()
    assert a < 0.8
    row = picture[int(top + d * 200.5), int(left + a * 160) : int(left + a * 490), 0]
    assert (row == INK).all()
    covered.press("f", "0")


def test_a_film_without_coverings_does_not_load_their_code(chromium):
    with FilmServer(*film_json(pictures.noise(96, 128), FILM_ID)) as server:
        viewer = _opened(chromium, server)
        loaded = viewer.page.evaluate(
            "() => performance.getEntriesByType('resource').map((entry) => entry.name)"
        )
        assert any("view/film-view" in name for name in loaded)
        assert not any("view/coverings" in name for name in loaded)
        assert viewer.page.locator(".film-coverings").count() == 0
        viewer.page.close()


def test_overlays_that_do_not_come_are_missed_aloud(chromium):
    film, blobs = _covered_film()
    del blobs[film["overlay_level"]["url"]]
    with FilmServer(film, blobs) as server:
        viewer = _opened(chromium, server)
        note = viewer.page.get_by_test_id("loading")
        note.filter(has_text="could not be loaded").wait_for(timeout=10_000)
        viewer.page.close()
