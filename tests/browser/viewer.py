"""Chromium with the planner page in it, driven as a person would drive it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.film_pages import FilmServer
from tests.peers.programs import chromium

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium()), args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


class Viewer:
    """The planner page of a film."""

    def __init__(self, page: Page, server: FilmServer, *, until: str = "full"):
        self.page = page
        self.server = server
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on(
            "console",
            lambda message: self.problems.append(message.text) if message.type == "error" else None,
        )
        page.goto(server.url)
        page.wait_for_selector(f'.film[data-loaded="{until}"]', timeout=15_000)
        page.wait_for_selector(".planner[data-ready]", timeout=15_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the next frames have been drawn."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => "
            "requestAnimationFrame(() => setTimeout(done, 30))))"
        )

    def press(self, *keys: str) -> None:
        """Press keys on the film."""
        for key in keys:
            self.page.keyboard.press(key)
        self.settle()

    def tool(self, name: str) -> None:
        """Click a tool's button."""
        self.page.get_by_test_id(f"tool-{name}").click()
        self.settle()

    @property
    def box(self) -> dict[str, float]:
        """The film's region on the page."""
        return self.page.locator(".film").bounding_box()

    def pixels(self) -> np.ndarray:
        """Grey values of the canvas, rows x columns x 3."""
        data = self.page.evaluate("() => document.querySelector('.film-canvas').toDataURL()")
        picture = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2])))
        return np.asarray(picture.convert("RGB"))

    def matrix(self, film: str = ".film") -> list[float]:
        """From image pixels to a film's region, read off the drawing's transform."""
        text = self.page.evaluate(
            "(film) => document.querySelector(`${film} .shapes`).getAttribute('transform')", film
        )
        return [float(part) for part in text.removeprefix("matrix(").removesuffix(")").split()]

    def on_page(self, point: tuple[float, float]) -> tuple[float, float]:
        """Page position of an image point."""
        a, b, c, d, e, f = self.matrix()
        x, y = point
        box = self.box
        return box["x"] + a * x + c * y + e, box["y"] + b * x + d * y + f

    def click(self, point: tuple[float, float]) -> None:
        """Click an image point."""
        self.page.mouse.click(*self.on_page(point))
        self.settle()

    def drag(
        self, start: tuple[float, float], by: tuple[float, float], button: str = "left"
    ) -> None:
        """Drag from an image point by screen pixels."""
        x, y = self.on_page(start)
        self.page.mouse.move(x, y)
        self.page.mouse.down(button=button)
        self.page.mouse.move(x + by[0] / 2, y + by[1] / 2)
        self.page.mouse.move(x + by[0], y + by[1])
        self.page.mouse.up(button=button)
        self.settle()

    def value(self, test_id: str) -> float:
        """The full value behind what is shown."""
        return float(self.page.get_by_test_id(test_id).get_attribute("data-value"))

    def text(self, test_id: str) -> str:
        """The words shown."""
        return self.page.get_by_test_id(test_id).inner_text()
