"""The film by canvas and by WebGL: the same picture, and never a black one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.viewer import ARGUMENTS
from tests.builders.modules import STATIC
from tests.peers.programs import chromium

ADDRESS = "http://renderers.test/"
PROBE = Path(__file__).with_name("renderer_probe.js")
# A device made of software: it follows the standard as a real one does.
SOFTWARE_DEVICE = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SIZE = {"width": 240, "height": 180}
FILM = {"columns": 300, "rows": 420}
WINDOW = {"center": 11000, "width": 14000, "function": "LINEAR"}
CASES = {
    "fitted": {"view": {"scale": 0.42}},
    "one to one": {"view": {"scale": 1}},
    "magnified": {"view": {"scale": 5.3, "centrePx": [88.2, 133.7]}},
    "turned by degrees": {"view": {"scale": 0.9, "rotationRad": 0.37}},
    "turned by a quarter": {"view": {"scale": 0.5, "rotationRad": 1.5707963267948966}},
    "flipped and turned": {"view": {"scale": 1.3, "rotationRad": -2.1, "flip": True}},
    "beyond its edge": {"view": {"scale": 2.2, "centrePx": [-10, 410]}},
    "a narrow window": {"view": {"scale": 0.8}, "window": {**WINDOW, "width": 600}},
    "inverted": {"view": {"scale": 0.8}, "invert": True},
    "colour": {"view": {"scale": 0.7, "rotationRad": 0.2}, "film": {**FILM, "planes": 3}},
    "pixels that are not square": {"view": {"scale": 0.6}, "film": {**FILM, "aspect": 1.4}},
    "in pieces": {"view": {"scale": 1.1, "rotationRad": 0.5}, "longestPx": 64},
    "colour in pieces": {
        "view": {"scale": 0.5, "flip": True},
        "film": {**FILM, "planes": 3},
        "longestPx": 50,
    },
    "pieces that meet at whole pixels": {"view": {"scale": 1}, "longestPx": 37},
    "a leg film on a device that holds 4096": {
        "view": {"scale": 0.9, "centrePx": [150, 4096]},
        "film": {"columns": 300, "rows": 9000},
        "longestPx": 4096,
    },
}


def scene(**changes: object) -> dict:
    view = {"rotationRad": 0, "flip": False} | changes.pop("view", {"scale": 0.5})
    return {"film": FILM, "window": WINDOW, "size": SIZE, "ratio": 1, "view": view} | changes


def serve(route: Route) -> None:
    path = route.request.url.removeprefix(ADDRESS)
    if path.startswith("static/"):
        body = (STATIC / path.removeprefix("static/")).read_bytes()
        route.fulfill(body=body, content_type="text/javascript")
    elif path == "probe.js":
        route.fulfill(body=PROBE.read_bytes(), content_type="text/javascript")
    else:
        page = '<!doctype html><script type="module" src="/probe.js"></script>'
        route.fulfill(body=page, content_type="text/html")


@pytest.fixture(scope="module")
def device(chromium_browser: Browser) -> Iterator[Page]:
    """A page in a browser with WebGL."""
    arguments = [one for one in ARGUMENTS if one != "--disable-gpu"] + SOFTWARE_DEVICE
    started = chromium_browser.browser_type.launch(executable_path=str(chromium()), args=arguments)
    page = started.new_page()
    page.route("**/*", serve)
    page.goto(ADDRESS)
    page.wait_for_function("document.title === 'ready'")
    if not page.evaluate("Boolean(document.createElement('canvas').getContext('webgl2'))"):
        started.close()
        pytest.skip("this Chromium has no WebGL, not even in software")
    yield page
    started.close()


@pytest.mark.parametrize("case", CASES)
def test_both_renderers_show_the_same_to_one_grey_level(device: Page, case: str):
    found = device.evaluate("asked => compare(asked)", scene(**CASES[case]))
    assert found["failures"] == []
    assert found["most"] <= 1
    assert found["lit"] > 0.1
    assert found["greys"] > 20


def test_a_fine_screen_is_drawn_at_its_own_resolution(device: Page):
    found = device.evaluate("asked => compare(asked)", scene(ratio=1.5))
    assert found["sizes"] == [360, 270, 360, 270]
    assert found["most"] <= 1


def test_a_real_device_takes_over_with_the_same_picture(device: Page):
    found = device.evaluate("asked => choose(asked)", scene())
    assert found == {"kinds": ["webgl"], "most": found["most"], "canvases": 1}
    assert found["most"] <= 1


def test_a_lost_device_is_replaced_by_the_canvas_with_the_same_picture(device: Page):
    found = device.evaluate("asked => choose(asked, { lose: true })", scene())
    assert found == {"kinds": ["webgl", "canvas"], "most": 0, "canvases": 1}


def test_a_device_that_keeps_no_pixels_is_found_out_and_replaced(device: Page):
    found = device.evaluate("asked => choose(asked, { spoil: true })", scene())
    assert found == {"kinds": ["webgl", "canvas"], "most": 0, "canvases": 1}


def test_software_that_plays_a_device_is_not_taken_for_one(device: Page):
    found = device.evaluate("asked => choose(asked, { isSuitable: 'ask' })", scene())
    assert found == {"kinds": [], "most": 0, "canvases": 1}


def test_a_film_that_is_moved_shows_what_it_shows_when_drawn_at_its_place(device: Page):
    steps = [[3, 0], [0, -7], [-11, 5], [2, 2], [-100, 90], [0, 0], [240, 0]]
    turned = scene(view={"scale": 0.9, "rotationRad": 0.4}, ratio=2)
    found = device.evaluate("([asked, steps]) => moved(asked, steps)", [turned, steps])
    assert found["width"] == 480
    # One of 65536 values may be rounded the other way, which is less than a grey level.
    assert max(found["worst"]) <= 1
    assert min(found["worst"]) >= 0
