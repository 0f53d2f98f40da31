"""The page of a stack, driven as a person would drive it."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from planning.imaging.volume_services import make_volume
from planning.studies.models import Series

PLACE = re.compile(r"([RL]) ([\d.]+) · ([AP]) ([\d.]+) · ([FH]) ([\d.]+) mm")
LETTER_SIGNS = {"R": -1, "L": 1, "A": -1, "P": 1, "F": -1, "H": 1}

# What each half of the patient adds: head, back, left.
HEAD, BACK, LEFT = 100, 200, 400


def octants(slices: int = 32, rows: int = 48, columns: int = 64) -> np.ndarray:
    """Return a volume whose values tell in which of eight parts of the patient they lie."""
    z, y, x = np.indices((slices, rows, columns))
    return (
        HEAD * (z >= slices // 2) + BACK * (y >= rows // 2) + LEFT * (x >= columns // 2)
    ).astype(np.int16)


def made(series: Series) -> Series:
    """Make the series' largest stack, as a worker would."""
    make_volume(series=series, number=1, report=lambda **progress: None)
    return series


def silence(page: Page) -> None:
    """Answer live events with nothing: the tests' server cannot stream them."""
    page.route(
        "**/api/v1/events",
        lambda route: route.fulfill(status=200, content_type="text/event-stream", body=""),
    )


class VolumePage:
    """The page of a series."""

    def __init__(self, page: Page, series: Series, *, panes: int = 3):
        self.page = page
        silence(page)
        page.goto(f"/studies/{series.study_id}/series/{series.pk}/")
        if panes:
            self.wait(panes)

    def wait(self, panes: int = 3) -> None:
        """Wait until every pane shows what it should."""
        expect(self.page.locator('.pane[data-loaded="yes"]')).to_have_count(panes, timeout=20_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the next frames have been drawn."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => "
            "requestAnimationFrame(() => setTimeout(done, 30))))"
        )

    def picture(self, name: str) -> Locator:
        """The part of a pane that has the focus and takes the pointer."""
        return self.page.locator(f"#pane-{name}")

    def focus(self, name: str) -> None:
        """Put the focus on a pane."""
        self.picture(name).focus()

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        for key in keys:
            self.page.keyboard.press(key)
        self.settle()

    def index(self, name: str) -> int:
        """Which slice a pane says it shows, from 0."""
        shown = self.page.get_by_test_id(f"pane-{name}-index")
        return int(shown.get_attribute("data-value"))

    def cross(self, name: str) -> tuple[float, float]:
        """Where the cross-hair's middle is, from the corner of the pane's picture."""
        mark = self.picture(name).locator(".cross-mark")
        return float(mark.get_attribute("data-x")), float(mark.get_attribute("data-y"))

    def place(self) -> tuple[float, float, float]:
        """The position that is told, as patient coordinates in mm."""
        parts = PLACE.match(self.page.get_by_test_id("place").inner_text()).groups()
        return tuple(
            LETTER_SIGNS[letter] * float(value)
            for letter, value in zip(parts[::2], parts[1::2], strict=True)
        )

    def greys(self, name: str) -> np.ndarray:
        """The grey pixels of a pane's canvas, rows x columns."""
        data = self.picture(name).locator("canvas").evaluate("(canvas) => canvas.toDataURL()")
        picture = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2])))
        return np.asarray(picture.convert("L"))

    def quarters(self, name: str) -> list[int]:
        """The greys at a quarter's distance from the cross-hair: left top, right top, …."""
        greys = self.greys(name)
        rows, columns = greys.shape
        inside = np.argwhere(greys > 0)
        (top, left), (bottom, right) = inside.min(axis=0), inside.max(axis=0)
        assert rows > 200
        assert columns > 200
        down = [top + (bottom - top) // 4, top + 3 * (bottom - top) // 4]
        across = [left + (right - left) // 4, left + 3 * (right - left) // 4]
        return [int(greys[y, x]) for y in down for x in across]

    def letters(self, name: str) -> str:
        """The letters at the left, right, top and bottom of a pane."""
        return "".join(
            self.page.get_by_test_id(f"pane-{name}-{edge}").inner_text()
            for edge in ("left", "right", "top", "bottom")
        )
