"""Chromium with a profile of its own: visits, drags, and what they cost."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from tests.benchmarks.viewer import machine
from tests.peers.programs import chromium

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWPORT = {"width": 1600, "height": 1000}
POLLER = Path(__file__).with_name("poller.js")
VISIT_S = 60.0
SESSION_S = 240.0
ASK_EVERY_S = 0.1
# A peer that shows something coarse first gets the time to show more.
STILL_S = 0.8
STEPS = 60
STEP_PX = 3


class NoPicture(RuntimeError):
    """A page that showed no picture in time, or whose picture did not change."""


@dataclass(frozen=True, slots=True)
class Visit:
    """When a page showed what, in milliseconds since the navigation began.

    Attributes
    ----------
    first_ms : float
        The first picture.
    last_ms : float
        The last change of a picture.
    full_ms : float or None
        When the page had the full level on the screen, if it tells.
    """

    first_ms: float
    last_ms: float
    full_ms: float | None


@dataclass(frozen=True, slots=True)
class Drag:
    """What dragging cost, a step.

    Attributes
    ----------
    cpu_ms : float
        Processor time of all of the browser's processes.
    wall_ms : float
    frames_ms : tuple of float
        Between one frame of the page and the next, if they were watched.
    busy_ms : float
        How long the page's thread worked.
    """

    cpu_ms: float
    wall_ms: float
    frames_ms: tuple[float, ...]
    busy_ms: float


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen other than the usual one, in CSS pixels."""

    width: int
    height: int
    pixel_ratio: float


class Session:
    """A browser with one profile."""

    def __init__(self, context: BrowserContext, profile: Path):
        self.context = context
        self.root = machine.root_with(f"--user-data-dir={profile}")
        self.blank_bytes = self.memory_bytes()

    def memory_bytes(self) -> int:
        """Return the memory of all processes once they are still."""
        time.sleep(1.0)
        return machine.pss_bytes(machine.tree(self.root))

    def visit(
        self,
        url: str,
        *,
        until: str = "picture",
        hold: bool = False,
        screen: Screen | None = None,
    ) -> tuple[Page, Visit]:
        """Open a page in a tab of its own and wait for its picture.

        Parameters
        ----------
        url : str
        until : str
            ``picture``, or ``full`` for a page that tells when it has the full level.
        hold : bool
            Leave the tab open; otherwise it is closed.
        screen : Screen, optional
        """
        page = self.context.new_page()
        page.set_default_timeout(VISIT_S * 1000)
        if screen:
            self._emulate(page, screen)
        page.goto(url, wait_until="commit")
        found = _painted(page, until)
        if not hold:
            page.close()
        return page, found

    def _emulate(self, page: Page, screen: Screen) -> None:
        """Set size and pixel ratio; Playwright's own setting of the size would undo the ratio."""
        self._devtools = self.context.new_cdp_session(page)
        self._devtools.send(
            "Emulation.setDeviceMetricsOverride",
            {
                "width": screen.width,
                "height": screen.height,
                "deviceScaleFactor": screen.pixel_ratio,
                "mobile": False,
            },
        )


@contextmanager
def session(profile: Path, cookies: list[dict] | None = None) -> Iterator[Session]:
    """Start Chromium with a profile; everything of it ends with the block."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=str(chromium()), args=ARGUMENTS, viewport=VIEWPORT
        )
        started = Session(context, profile)
        # What hangs without a deadline of its own, such as a mouse move that is never answered,
        # fails when the browser is gone.
        watch = threading.Timer(SESSION_S, _kill, (started.root,))
        watch.start()
        try:
            context.add_init_script(path=POLLER)
            context.add_cookies(cookies or [])
            yield started
        finally:
            watch.cancel()
            context.close()


def _kill(root: int) -> None:
    """End a browser with all of its processes: a child that loops would keep its pipes open."""
    for pid in machine.tree(root):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _painted(page: Page, until: str) -> Visit:
    """Ask the poller until the page has shown what it is waited for."""
    deadline = time.monotonic() + VISIT_S
    while time.monotonic() < deadline:
        found = page.evaluate("() => [performance.now(), bench.changes, bench.loaded.full ?? null]")
        now_ms, changes, full_ms = found
        still = changes and now_ms - changes[-1] >= STILL_S * 1000
        if still and (until == "picture" or full_ms is not None):
            page.evaluate("() => bench.stop()")
            return Visit(changes[0], changes[-1], full_ms)
        time.sleep(ASK_EVERY_S)
    raise NoPicture(f"no picture after {VISIT_S:g} s")


def drag(
    page: Page, root: int, *, button: str, steps: int = STEPS, watch_frames: bool = False
) -> Drag:
    """Drag across the middle of the largest picture by real mouse moves.

    Each move is answered when the page has handled it; Chromium hands moves out once a frame.

    Raises
    ------
    NoPicture
        When the picture is the same afterwards.
    """
    x, y = _middle(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    before = page.evaluate("() => bench.sample()")
    _mouse(devtools, "mousePressed", x, y, button)
    # The first moves only get a drag under way.
    for number in range(1, 4):
        _mouse(devtools, "mouseMoved", x + 2 * number, y, button)
    if watch_frames:
        page.evaluate("() => bench.watchFrames(true)")
    busy_s = _busy_s(devtools)
    began, used = time.perf_counter(), machine.cpu_s(machine.tree(root))
    for number in range(steps):
        across = 6 + STEP_PX * (number + 1)
        _mouse(devtools, "mouseMoved", x + across, y + across / 2, button)
    wall_s = time.perf_counter() - began
    cpu_s = machine.cpu_s(machine.tree(root)) - used
    busy_s = _busy_s(devtools) - busy_s
    stamps = page.evaluate("() => bench.watchFrames(false)")
    _mouse(devtools, "mouseReleased", x + across, y + across / 2, button)
    page.wait_for_timeout(300)
    if page.evaluate("() => bench.sample()") == before:
        raise NoPicture("the drag changed nothing")
    devtools.detach()
    intervals = tuple(b - a for a, b in pairwise(stamps))
    per_step = [1000 * value / steps for value in (cpu_s, wall_s, busy_s)]
    return Drag(per_step[0], per_step[1], intervals, per_step[2])


def _busy_s(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "TaskDuration")


def _middle(page: Page) -> tuple[float, float]:
    """Return a point left of and above the middle of the largest picture."""
    x, y, width, height = page.evaluate(
        """() => [...document.querySelectorAll("canvas, img")]
          .map((element) => element.getBoundingClientRect())
          .sort((a, b) => b.width * b.height - a.width * a.height)
          .map(({ x, y, width, height }) => [x, y, width, height])[0]"""
    )
    return round(x + width * 0.4), round(y + height * 0.4)


def _mouse(devtools: CDPSession, kind: str, x: float, y: float, button: str) -> None:
    held = {"left": 1, "right": 2, "middle": 4}[button]
    devtools.send(
        "Input.dispatchMouseEvent",
        {
            "type": kind,
            "x": x,
            "y": y,
            "button": button,
            "buttons": 0 if kind == "mouseReleased" else held,
            "clickCount": 0 if kind == "mouseMoved" else 1,
        },
    )
