"""Calibrations drawn at random from the geometry alone: does the stated interval hold the truth?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.from_marker import from_ball
from planning.calibration.header_evidence import Spacing
from planning.calibration.marker_calibration import MarkerCalibration
from planning.calibration.uncertainty import BALL_DEPTH_95, BALL_TOLERANCE_SIGMA
from planning.geometry.points import Point
from planning.measuring.length import evaluate_length
from planning.measuring.quantity import Quantity
from planning.measuring.scale import Scale
from planning.measuring.uncertainty import CLICK_SIGMA_MM, Z_95
from planning.phantom.markers import sphere_shadow
from planning.phantom.projection import View

PIXEL_MM = 0.143
BALL_MM = 25.4


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often an interval held the truth.

    Attributes
    ----------
    scale, length : float
        Share of the draws in which the scale, and a length of 20 to 120 mm clicked with it,
        lay within what is stated as 95 %.
    errors : ndarray
        Relative error of each scale.
    """

    scale: float
    length: float
    errors: np.ndarray


def coverage(count: int, seed: int) -> Coverage:
    """Calibrate `count` times by a ball at a random depth with random clicks.

    The depth is as far off the joint as the interval supposes: ±2.5 % at 95 %.
    """
    rng = np.random.default_rng(seed)
    held = np.zeros((count, 2), dtype=bool)
    errors = np.zeros(count)
    for number in range(count):
        found, true_mm = _calibrated(rng)
        errors[number] = found.scale.column_mm / true_mm - 1
        held[number, 0] = abs(errors[number]) <= Z_95 * found.relative_sigma
        held[number, 1] = _length_holds(rng, found.scale, true_mm)
    return Coverage(float(held[:, 0].mean()), float(held[:, 1].mean()), errors)


def _calibrated(rng: np.random.Generator) -> tuple[MarkerCalibration, float]:
    """One calibration, and the true millimetres of a pixel at the joint."""
    sid, away = rng.uniform(1000, 1250), rng.uniform(140, 195)
    view = View(sid, PIXEL_MM, 3000, 2500, Point(1500.0, 1250.0))
    nearer = rng.normal(0, BALL_DEPTH_95 / Z_95) * (sid - away)
    place = np.array([rng.uniform(-150, 150), rng.uniform(-120, 120), away + nearer])
    size = BALL_MM * (1 + rng.normal(0, BALL_TOLERANCE_SIGMA))
    shadow = sphere_shadow(view, place, size / 2)
    rim = _clicks(rng, shadow, rng.integers(4, 9), rng.uniform(0.2, 0.8))
    film = FilmGeometry(1.0, Spacing(PIXEL_MM, PIXEL_MM), sid, view.centre_px)
    found = from_ball(rim, BALL_MM, film)
    assert isinstance(found, MarkerCalibration), found
    return found, PIXEL_MM * (sid - away) / sid


def _clicks(rng: np.random.Generator, shadow, count: int, sigma_px: float) -> list[Point]:
    start, turn = rng.uniform(0, 2 * math.pi), math.radians(shadow.angle_deg)
    points = []
    for k in range(count):
        at = start + 2 * math.pi * (k + rng.uniform(-0.25, 0.25)) / count
        u, v = shadow.semi_major_px * math.cos(at), shadow.semi_minor_px * math.sin(at)
        x, y = rng.normal(0, sigma_px, 2)
        points.append(
            Point(
                shadow.centre_px[0] + u * math.cos(turn) - v * math.sin(turn) + x,
                shadow.centre_px[1] + u * math.sin(turn) + v * math.cos(turn) + y,
            )
        )
    return points


def _length_holds(rng: np.random.Generator, scale: Scale, true_mm: float) -> bool:
    length, turn = rng.uniform(20, 120), rng.uniform(0, 2 * math.pi)
    ends = np.array([[0.0, 0.0], [math.cos(turn) * length, math.sin(turn) * length]])
    clicked = (ends + rng.normal(0, CLICK_SIGMA_MM, (2, 2))) / true_mm + 1000
    found = evaluate_length(Point(*clicked[0]), Point(*clicked[1]), scale)
    assert isinstance(found, Quantity)
    return abs(found.value - length) <= found.plus_minus_95
