"""Window, lengths, undo, keyboard and touch on the film."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.browser import pictures
from tests.browser.film_pages import FilmServer, detector_scale, film_json
from tests.browser.plan_book import PlanBook
from tests.browser.viewer import Viewer

pytestmark = pytest.mark.peer("chromium")

FILM_ID = str(uuid.UUID(int=8))
ROWS, COLUMNS = 900, 1200


@pytest.fixture(scope="module")
def server() -> Iterator[FilmServer]:
    film, blobs = film_json(
        pictures.smooth(ROWS, COLUMNS), FILM_ID, scale=detector_scale(0.2, 0.1), aspect=2.0
    )
    with FilmServer(film, blobs) as running:
        yield running


@pytest.fixture
def viewer(chromium: Browser, server: FilmServer) -> Iterator[Viewer]:
    server.book = PlanBook()
    page = chromium.new_context(viewport={"width": 1280, "height": 690}).new_page()
    opened = Viewer(page, server)
    yield opened
    assert opened.problems == []
    page.context.close()


def draw_length(viewer: Viewer, start: tuple[float, float], end: tuple[float, float]) -> None:
    viewer.tool("length")
    viewer.click(start)
    viewer.click(end)


def test_dragging_with_the_right_button_changes_window_and_picture(viewer):
    before = viewer.pixels().astype(int)
    viewer.drag((600, 450), (-120, 0), button="right")
    after = viewer.pixels().astype(int)
    assert np.abs(after - before).max() > 20
    assert after.std() > before.std(), "dragging left narrows the window: more contrast"
    assert "W 4096" not in viewer.page.locator(".planner-status .window").inner_text()
    viewer.drag((600, 450), (0, 100), button="right")
    assert viewer.pixels().mean() < after.mean(), "dragging down is darker"


def test_the_window_tool_the_presets_and_the_automatic_window(viewer):
    first = viewer.pixels().astype(int)
    viewer.press("w")
    viewer.drag((600, 450), (90, 60))
    assert np.abs(viewer.pixels().astype(int) - first).max() > 10
    viewer.press("b")
    assert np.array_equal(viewer.pixels(), first)
    viewer.press("a")
    wide = viewer.pixels()
    assert wide.max() == 255
    assert viewer.page.get_by_test_id("presets").input_value() == "-1"


def test_dragging_moves_the_film_and_the_wheel_zooms_at_the_pointer(viewer):
    at = viewer.on_page((300, 200))
    viewer.drag((300, 200), (50, -30))
    x, y = viewer.on_page((300, 200))
    assert (x - at[0], y - at[1]) == pytest.approx((50, -30), abs=1)
    viewer.page.mouse.move(x, y)
    viewer.page.mouse.wheel(0, -400)
    viewer.settle()
    assert viewer.on_page((300, 200)) == pytest.approx((x, y), abs=0.6)
    assert viewer.matrix()[0] > 1.5 * 585 / 1800


def test_a_length_is_true_on_oblong_pixels_and_says_what_its_millimetres_are(viewer):
    draw_length(viewer, (300, 200), (700, 500))
    truth_mm = math.hypot(400 * 0.1, 300 * 0.2)
    assert viewer.value("ruler-1") == pytest.approx(truth_mm, abs=0.35)
    assert f"{viewer.value('ruler-1'):.1f} mm" in viewer.text("ruler-1")
    assert "at detector plane (not calibrated)" in viewer.text("ruler-label-1")
    assert "mm at detector plane (not calibrated)" in viewer.text("ruler-1")
    assert viewer.text("ruler-error-1") == "", "no error bar without a calibration"


def test_an_end_is_dragged_by_its_offset_and_undo_brings_it_back(viewer):
    draw_length(viewer, (300, 200), (700, 200))
    drawn = viewer.value("ruler-1")
    a = viewer.matrix()[0]
    x, y = viewer.on_page((700, 200))
    viewer.page.mouse.move(x + 6, y + 5)
    viewer.page.mouse.down()
    viewer.page.mouse.move(x + 6 + 30, y + 5)
    viewer.page.mouse.move(x + 6 + 60, y + 5)
    viewer.page.mouse.up()
    viewer.settle()
    assert viewer.value("ruler-1") == pytest.approx(drawn + 60 / a * 0.1, abs=0.02)
    viewer.press("Control+z")
    assert viewer.value("ruler-1") == pytest.approx(drawn)
    viewer.press("Control+Shift+z")
    assert viewer.value("ruler-1") == pytest.approx(drawn + 60 / a * 0.1, abs=0.02)


def test_a_click_on_an_end_moves_nothing(viewer):
    draw_length(viewer, (300, 200), (700, 200))
    before = viewer.value("ruler-1")
    x, y = viewer.on_page((700, 200))
    viewer.page.mouse.click(x + 5, y + 4)
    viewer.settle()
    assert viewer.value("ruler-1") == before


def test_delete_takes_a_length_away_and_undo_brings_it_back(viewer):
    draw_length(viewer, (300, 200), (700, 200))
    before = viewer.value("ruler-1")
    viewer.press("Delete")
    assert viewer.page.get_by_test_id("ruler-1").count() == 0
    viewer.press("Control+z")
    assert viewer.value("ruler-1") == before


def test_a_length_by_keyboard_alone(viewer):
    viewer.page.get_by_test_id("tool-length").focus()
    viewer.page.keyboard.press("Enter")
    viewer.press("Enter")
    for _ in range(30):
        viewer.page.keyboard.press("ArrowRight")
    viewer.press("Enter")
    assert viewer.value("ruler-1") == pytest.approx(30 * 0.1, abs=0.01)
    viewer.press("ArrowRight")
    assert viewer.value("ruler-1") == pytest.approx(31 * 0.1, abs=0.01)
    viewer.press("Shift+ArrowRight")
    assert viewer.value("ruler-1") == pytest.approx(31.2 * 0.1, abs=0.01)
    said = viewer.page.locator(".planner-status .live").inner_text()
    assert said.startswith("Length 1: 3.1 mm")
    viewer.press("Delete")
    assert viewer.page.get_by_test_id("ruler-1").count() == 0


def test_escape_takes_back_the_last_point_then_the_tool(viewer):
    viewer.tool("length")
    viewer.click((300, 200))
    assert viewer.page.locator("[data-handle]").count() == 1
    viewer.press("Escape")
    assert viewer.page.locator("[data-handle]").count() == 0
    assert viewer.page.locator(".film").get_attribute("data-tool") == "length"
    viewer.press("Escape")
    assert viewer.page.locator(".film").get_attribute("data-tool") == "pan"


def test_lengths_stay_when_the_film_is_opened_again(viewer):
    draw_length(viewer, (300, 200), (700, 500))
    before = viewer.value("ruler-1")
    viewer.page.reload()
    viewer.page.wait_for_selector('.film[data-loaded="full"]')
    assert viewer.value("ruler-1") == before


def test_letters_go_with_the_sides_of_the_patient(viewer):
    def side(name: str) -> tuple[float, float]:
        box = viewer.page.get_by_test_id(f"side-{name}").bounding_box()
        return box["x"], box["y"]

    assert side("R")[0] < side("L")[0]
    viewer.tool("flip")
    assert side("R")[0] > side("L")[0]
    viewer.tool("flip")
    viewer.tool("rotateRight")
    assert side("R")[1] < side("L")[1]


def test_keys_can_be_switched_off_and_do_nothing_in_a_field(viewer):
    viewer.press("c")
    viewer.page.get_by_test_id("ball-diameter").focus()
    before = viewer.pixels()
    viewer.press("i")
    assert np.array_equal(viewer.pixels(), before)
    viewer.page.get_by_role("button", name="Cancel").click()
    viewer.page.locator(".film").focus()
    viewer.press("?")
    viewer.page.get_by_label("Single keys are on").uncheck()
    viewer.page.keyboard.press("Escape")
    viewer.page.locator(".film").focus()
    viewer.press("i")
    assert np.array_equal(viewer.pixels(), before)


def test_the_loupe_shows_the_film_three_times_enlarged_in_the_opposite_corner(viewer):
    viewer.press("l")
    viewer.page.mouse.move(*viewer.on_page((200, 150)))
    viewer.settle()
    loupe = viewer.page.get_by_test_id("loupe")
    assert loupe.get_attribute("data-corner") == "bottom-right"
    matrix = loupe.locator("svg .shapes").get_attribute("transform")
    a, _, _, d, e, f = (float(part) for part in matrix[len("matrix(") : -1].split())
    assert (a, d) == (3, 6)
    assert (a * 200 + e, d * 150 + f) == pytest.approx((84, 84), abs=2 * 3 / viewer.matrix()[0])


def test_one_finger_moves_the_film_two_zoom_it(chromium, server):
    context = chromium.new_context(viewport={"width": 1280, "height": 690}, has_touch=True)
    viewer = Viewer(context.new_page(), server)
    devtools = context.new_cdp_session(viewer.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        devtools.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    x, y = viewer.on_page((600, 450))
    touch("touchStart", (x, y))
    for step in (20, 40, 60):
        touch("touchMove", (x + step, y))
    touch("touchEnd")
    viewer.settle()
    assert viewer.on_page((600, 450)) == pytest.approx((x + 60, y), abs=1)
    before = viewer.matrix()[0]
    touch("touchStart", (x - 50, y), (x + 50, y))
    for step in (70, 100):
        touch("touchMove", (x - step, y), (x + step, y))
    touch("touchEnd")
    viewer.settle()
    assert viewer.matrix()[0] == pytest.approx(2 * before, rel=0.02)
    assert viewer.problems == []
    context.close()


@pytest.mark.parametrize("size", [(1280, 690), (1920, 950), (1024, 700)])
def test_the_page_never_scrolls_and_nothing_leaves_the_screen(chromium, server, size):
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
    viewer = Viewer(page, server)
    scrolled = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert scrolled == list(size)
    for name in ("patient-banner", "film", "scale-badge", "presets"):
        box = page.get_by_test_id(name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0] + 0.5
        assert box["y"] + box["height"] <= size[1] + 0.5
    name = page.locator(".patient-banner .name")
    assert name.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
    viewer.page.close()
