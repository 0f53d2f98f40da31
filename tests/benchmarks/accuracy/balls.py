"""The ball on rendered films: found or not, how large, and whether the interval holds the truth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planning.calibration.detect import detect_ball
from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.from_marker import from_ball
from planning.calibration.header_evidence import Spacing
from planning.calibration.marker_calibration import MarkerCalibration
from planning.calibration.uncertainty import BALL_DEPTH_95
from planning.geometry.points import Point
from planning.measuring.uncertainty import Z_95
from planning.phantom import generate
from planning.phantom.orders import plain_order

PIXEL_MM = 0.3
FIELD_MM = 352.0
STRIP_MM = 90.0
SOURCE_TO_JOINT_MM = 980.0
WHOLE_PIXEL_MM = 0.5


@dataclass(frozen=True, slots=True)
class Ball:
    """What came of one film.

    Attributes
    ----------
    diameter_error, centre_error_px, scale_error : float
        Relative error of the short diameter, distance of the centre, relative error of the
        scale at the joint.
    holds : bool
        The joint's true scale lies in the stated interval.
    """

    diameter_error: float
    centre_error_px: float
    scale_error: float
    holds: bool


def one_ball(seed: int) -> Ball | None:
    """Render the middle of a pelvis with a ball at a random depth, find it, calibrate by it."""
    depth_mm = np.random.default_rng([seed, 77]).normal(
        0, BALL_DEPTH_95 / Z_95 * SOURCE_TO_JOINT_MM
    )
    order = replace(plain_order("ap_pelvis", seed), ball_offset_mm=float(depth_mm))
    matrix = (round(FIELD_MM / PIXEL_MM), round(STRIP_MM / PIXEL_MM))
    film = generate("ap_pelvis", seed, order=order, pixel_mm=PIXEL_MM, matrix=matrix)
    truth = film.truth
    ball, view = truth["ball"], truth["view"]
    found = detect_ball(
        film.pixels, diameter_mm=ball["diameter_mm"], spacing_mm=(PIXEL_MM, PIXEL_MM)
    )
    if not found.found:
        return None
    geometry = FilmGeometry(
        1.0, Spacing(PIXEL_MM, PIXEL_MM), view["sid_mm"], Point(*view["centre_px"])
    )
    rim = [Point(*point) for point in found.rim_points_px]
    scale = from_ball(rim, ball["diameter_mm"], geometry)
    assert isinstance(scale, MarkerCalibration), scale
    error = scale.scale.column_mm / (PIXEL_MM / truth["planes"]["hip"]["magnification"]) - 1
    return Ball(
        found.diameter_px / (2 * ball["outline"]["semi_minor_px"]) - 1,
        math.dist(found.center_px, ball["outline"]["centre_px"]),
        error,
        abs(error) <= Z_95 * scale.relative_sigma,
    )


def covered(balls: Sequence[Ball]) -> int:
    """Count the films whose interval holds the truth."""
    return sum(ball.holds for ball in balls)


def whole_film(task: tuple[int, bool]) -> bool:
    """Render a whole pelvis, with a ball or without; return whether one is found in its place."""
    seed, with_ball = task
    order = replace(plain_order("ap_pelvis", seed), ball=with_ball, inverted=seed % 3 == 0)
    film = generate("ap_pelvis", seed, order=order, pixel_mm=WHOLE_PIXEL_MM)
    found = detect_ball(
        film.pixels,
        diameter_mm=25.4,
        spacing_mm=(WHOLE_PIXEL_MM, WHOLE_PIXEL_MM),
        dense_is_low=order.inverted,
    )
    if not with_ball or not found.found:
        return found.found
    return math.dist(found.center_px, film.truth["ball"]["outline"]["centre_px"]) < 3
