"""What a surgeon does in the browser, as steps that a test can read."""

from __future__ import annotations

import math
import re

from playwright.sync_api import Page, expect

from tests.browser.viewer import Viewer
from tests.installation import PASSWORD


def sign_in(page: Page, address: str, username: str = "surgeon") -> None:
    """Sign in through the form."""
    page.goto(f"{address}/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


def search(page: Page, address: str, text: str, *, any_date: bool = True) -> None:
    """Type into the one box and wait until every archive has answered."""
    page.goto(f"{address}/search/")
    if any_date:
        page.get_by_label("Study date").select_option(label="Any date")
    box = page.get_by_role("searchbox")
    box.fill(text)
    box.press("Enter")
    expect(page.get_by_text(re.compile(r"\d+\.\d s"))).to_be_visible(timeout=60_000)


def open_study(page: Page, name: str) -> None:
    """Press Open for the first study of a patient and wait for the planner."""
    page.get_by_role("button", name=re.compile(f"Open.*{name}|Open", re.IGNORECASE)).first.click()
    page.wait_for_url("**/studies/*/**", timeout=90_000)


class Film(Viewer):
    """The planner on a film of a real installation."""

    def __init__(self, page: Page):
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.wait_for_selector('.film[data-loaded="full"]', timeout=60_000)
        page.wait_for_selector(".planner[data-ready]", timeout=60_000)
        self.settle()

    @property
    def zoom(self) -> float:
        """Screen pixels per film pixel."""
        a, b, *_ = self.matrix()
        return math.hypot(a, b)

    def bring(self, point: tuple[float, float]) -> None:
        """Pan until an image point is in the middle of the film's region.

        Drags of a third of the region each, as a hand would.
        """
        for _ in range(60):
            box, (x, y) = self.box, self.on_page(point)
            to_x, to_y = box["x"] + box["width"] / 2 - x, box["y"] + box["height"] / 2 - y
            if abs(to_x) < 40 and abs(to_y) < 40:
                return
            most_x, most_y = box["width"] / 3, box["height"] / 3
            step = (max(-most_x, min(most_x, to_x)), max(-most_y, min(most_y, to_y)))
            self._pan(step)
        raise AssertionError(f"{point} could not be brought to the middle")

    def _pan(self, by: tuple[float, float]) -> None:
        box, mouse = self.box, self.page.mouse
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.keyboard.down("Space")
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + by[0] / 2, y + by[1] / 2)
        mouse.move(x + by[0], y + by[1])
        mouse.up()
        self.page.keyboard.up("Space")
        self.settle()

    def place(self, point: tuple[float, float]) -> None:
        """Bring a point to the middle and click the screen pixel nearest to it."""
        self.bring(point)
        x, y = self.on_page(point)
        self.page.mouse.click(round(x), round(y))
        self.settle()
