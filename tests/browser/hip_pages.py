"""A surgeon's hand in the planner of a phantom's hips: it clicks, presses and drags, and counts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from playwright.sync_api import Browser

from planning.calibration.detect import detect_ball
from planning.calibration.hip_search import read_points
from planning.plans.procedure_files import procedures
from tests.browser.film_pages import FilmServer, detector_scale
from tests.browser.implant_pages import FILM_ID, Templates, film_server, opened
from tests.browser.test_viewer_calibration import calibration

BALL_MM = 25.4
PRESS_S, DRAG_S = 0.3, 1.0
FILM = f"/api/v1/films/{FILM_ID}"


@dataclass
class Effort:
    """What planning has cost so far."""

    clicks: int = 0
    keys: int = 0
    drags: int = 0

    @property
    def seconds(self) -> float:
        """What a person takes for it."""
        return (self.clicks + self.keys) * PRESS_S + self.drags * DRAG_S


class Hand:
    """Works in one planner; a drag counts as a click as well."""

    def __init__(self, viewer: Templates):
        self.viewer, self.page, self.effort = viewer, viewer.page, Effort()

    def click(self, point: tuple[float, float]) -> None:
        """Aim at a point of the film, rest for a moment as a hand does, click."""
        self.effort.clicks += 1
        at = self.viewer.on_page(point)
        self.page.mouse.move(at[0] + 1, at[1])
        self.page.mouse.move(*at)
        self.page.wait_for_timeout(90)
        self.page.mouse.click(*at)
        self.viewer.settle()

    def press(self, *keys: str) -> None:
        """Press keys on the film."""
        for key in keys:
            self.effort.keys += 1
            self.viewer.press(key)

    def push(self, test_id: str) -> None:
        """Click a button."""
        self.effort.clicks += 1
        self.page.get_by_test_id(test_id).click()
        self.viewer.settle()

    def drag(self, point: tuple[float, float], by: tuple[float, float]) -> None:
        """Drag from a point of the film by screen pixels."""
        self.effort.drags += 1
        self.effort.clicks += 1
        self.viewer.drag(point, by)

    def at(self, step: str) -> None:
        """Wait until the guide has come to a step."""
        self.page.wait_for_selector(f'.guide [data-step="{step}"][aria-current="step"]')

    def state(self, step: str) -> str:
        """How a step stands."""
        return self.page.get_by_test_id(f"step-{step}").get_attribute("data-state")


def server_of(phantom, pixel_mm: float, *, finds: bool, side: str = "R") -> FilmServer:
    """A film that knows its detector only; its pixels are searched, or nothing is found."""
    pixels = phantom.pixels
    low, high = int(pixels.min()), int(pixels.max())
    window = {"name": "", "center": (low + high) / 2, "width": high - low, "function": "LINEAR"}
    server = film_server(
        detector_scale(pixel_mm, pixel_mm), values=pixels[None], windows=[window], side=side,
        sides={"patient_right_on": "left", "source": "header", "confirmed_by": None},
        geometry={"detector_mm": [pixel_mm] * 2, "sid_mm": 1150.0, "central_ray_px": None},
        ball_diameter_mm=BALL_MM,
    )  # fmt: skip
    state = {"mm": pixel_mm}

    def search(_method: str, body: dict) -> tuple[int, object]:
        found = detect_ball(
            pixels, diameter_mm=body["ball_diameter_mm"], spacing_mm=(pixel_mm, pixel_mm)
        )
        return 200, found.to_json() | {"sentence": ""}

    def calibrate(method: str, body: dict | None) -> tuple[int, object]:
        if method != "POST":
            return 200, []
        rim = np.array(body["rim_points_px"])
        state["mm"] = body["ball_diameter_mm"] / (2 * _radius(rim))
        return 201, calibration(0, state["mm"])

    def read(_method: str, body: dict) -> tuple[int, object]:
        points = {
            name: given if name == "head_rim" else [given] for name, given in body["points"].items()
        }
        values = pixels.astype(np.uint16)
        return 200, read_points(values, False, state["mm"], body["side"], points)

    none = {"kind": "reason", "code": "no_canal", "params": {}}
    nothing = 200, {"canal": none, "bed": none}
    server.answers |= {
        "/api/v1/procedures": lambda *_: (200, [dict(one.data) for one in procedures().values()]),
        f"{FILM}/calibrations": calibrate,
        f"{FILM}/hip-reading": read if finds else lambda *_: nothing,
    }  # fmt: skip
    if finds:
        server.answers[f"{FILM}/marker"] = search
    return server


def _radius(rim: np.ndarray) -> float:
    """Radius of the circle through points, by linear least squares."""
    rows = np.column_stack([2 * rim, np.ones(len(rim))])
    x, y, rest = np.linalg.lstsq(rows, (rim**2).sum(axis=1), rcond=None)[0]
    return math.sqrt(rest + x * x + y * y)


def planner(chromium: Browser, server: FilmServer) -> Hand:
    """Open the planner; the question that is asked once is on the screen."""
    viewer = opened(chromium, server)
    viewer.page.set_default_timeout(12_000)
    viewer.page.wait_for_selector('[data-testid="hip-setup"]')
    viewer.page.locator(".film").first.focus()
    return Hand(viewer)


def way_mm(truth: dict, side: str, shift_px: np.ndarray, mm: float) -> tuple[float, float]:
    """Return how far a shift goes distally and laterally, against the true pelvic line."""
    points = {name: np.array(one["image_px"]) for name, one in truth["landmarks"].items()}
    other = {"R": "L", "L": "R"}[side]
    lateral = points[f"teardrop_{side}"] - points[f"teardrop_{other}"]
    lateral /= np.hypot(*lateral)
    distal = np.array([-lateral[1], lateral[0]])
    if distal @ (points[f"lesser_troch_{side}"] - points[f"teardrop_{side}"]) < 0:
        distal = -distal
    return float(shift_px @ distal) * mm, float(shift_px @ lateral) * mm
