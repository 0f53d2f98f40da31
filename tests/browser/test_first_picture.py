"""The film before its tools: it is there first, moves at once, and nothing pressed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import pictures
from tests.browser.film_pages import FilmServer, film_json

pytestmark = pytest.mark.peer("chromium")

FILM_ID = "00000000-0000-0000-0000-00000000000a"
WORK = "**/pages/planner/work.js"


class Held:
    """The module with the tools, kept back until it is let go."""

    def __init__(self) -> None:
        self.route: Route | None = None

    def __call__(self, route: Route) -> None:
        self.route = route

    def let_go(self, page: Page) -> None:
        """Let it arrive, and wait until the tools are there."""
        page.wait_for_timeout(1)
        assert self.route is not None, "the tools were asked for"
        self.route.continue_()
        page.wait_for_selector(".planner[data-ready]")


@contextmanager
def opened(browser: Browser, meet: Callable[[Route], None]) -> Iterator[Page]:
    film, blobs = film_json(pictures.noise(300, 400), FILM_ID)
    with FilmServer(film, blobs) as server:
        page = browser.new_page()
        page.route(WORK, meet)
        page.goto(server.url)
        page.wait_for_selector('.film[data-loaded="full"]')
        yield page
        page.close()


def zoom(page: Page) -> float:
    return float(page.locator(".planner-status .zoom").get_attribute("data-value"))


def corner(page: Page) -> list[float]:
    """Where the film's first pixel lies, of the drawing's transform."""
    matrix = page.evaluate("document.querySelector('.shapes').getAttribute('transform')")
    return [float(part) for part in matrix.removeprefix("matrix(").rstrip(")").split()][4:]


def test_the_film_is_shown_moved_and_zoomed_while_the_tools_are_on_their_way(chromium: Browser):
    held = Held()
    with opened(chromium, held) as page:
        assert page.locator(".tools button").count() == 0
        box = page.locator(".film").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before, scale = corner(page), zoom(page)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 40, y + 30)
        page.mouse.up()
        page.wait_for_timeout(100)
        assert corner(page) == pytest.approx([before[0] + 40, before[1] + 30])
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(100)
        assert zoom(page) > scale * 1.2
        held.let_go(page)
        assert page.locator(".tools button").count() > 10
        assert zoom(page) > scale * 1.2, "the tools take the film as it lies"


def test_who_drags_when_the_tools_come_goes_on_dragging(chromium: Browser):
    held = Held()
    with opened(chromium, held) as page:
        box = page.locator(".film").bounding_box()
        x, y = box["x"] + 200, box["y"] + 200
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y)
        held.let_go(page)
        moved = corner(page)[0]
        page.mouse.move(x + 50, y)
        page.wait_for_timeout(100)
        assert corner(page)[0] == pytest.approx(moved + 30)
        page.mouse.up()
        page.mouse.move(x + 90, y)
        page.wait_for_timeout(100)
        assert corner(page)[0] == pytest.approx(moved + 30)


def test_keys_pressed_before_the_tools_are_there_are_done_when_they_come(chromium: Browser):
    held = Held()
    with opened(chromium, held) as page:
        page.keyboard.press("i")
        page.keyboard.press("Shift+?")
        assert page.locator("dialog.key-sheet[open]").count() == 0
        held.let_go(page)
        expect(page.locator("dialog.key-sheet[open]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("tool-invert")).to_have_attribute("aria-pressed", "true")


def test_a_person_who_waits_for_the_tools_is_told(chromium: Browser):
    held = Held()
    with opened(chromium, held) as page:
        said = page.locator(".planner-status .live")
        expect(said).to_have_text("The tools are on their way.")
        held.let_go(page)


def test_tools_that_do_not_come_are_said_to_be_missing_and_the_film_stays(chromium: Browser):
    with opened(chromium, lambda route: route.abort()) as page:
        alert = page.get_by_test_id("alert-tools")
        expect(alert).to_contain_text("could not be loaded")
        expect(page.locator(".film-canvas")).to_be_visible()
        page.unroute(WORK)
        alert.get_by_role("button", name="Reload").click()
        page.wait_for_selector(".planner[data-ready]")
