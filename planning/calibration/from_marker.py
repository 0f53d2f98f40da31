"""The scale that a person finds: by a ball, a line of known length, an entered factor.

Every result carries how it was found, its residual and its error bar; input that makes no
sense gives a Reason. A magnification far from what the view allows is shown, but gives no
templates until a reason was typed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from planning.calibration import labels
from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.film_view import SUPINE_AP_PELVIS, PlausibleRange
from planning.calibration.marker_calibration import (
    MarkerCalibration,
    calibration,
    clean_reason,
)
from planning.calibration.rim_fit import RimFit, fit_rim
from planning.calibration.rim_points import agreeing_points
from planning.calibration.uncertainty import (
    BALL_DEPTH_95,
    BALL_TOLERANCE_SIGMA,
    FIXED_FACTOR_SIGMA,
    sigma_from_95,
)
from planning.geometry.points import Point, all_finite, distance
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.scale import Confidence, ScaleMethod
from planning.measuring.uncertainty import FINE_CLICK_SIGMA_MM

BALL_LIMITS_MM = (1.0, 100.0)
LENGTH_LIMITS_MM = (1.0, 2000.0)
FACTOR_LIMITS = (1.0, 2.0)
MIN_LENGTH_PX = 10.0
MAX_POINTS = 100
MAX_FIT_SIGMA = 0.05


def from_ball(
    rim_points_px: Sequence[Point],
    ball_diameter_mm: float,
    film: FilmGeometry,
    *,
    depth_95: float = BALL_DEPTH_95,
    expected: PlausibleRange = SUPINE_AP_PELVIS,
    reason: str = "",
) -> MarkerCalibration | Reason:
    """Calibrate by a ball of known size.

    Parameters
    ----------
    rim_points_px : sequence of Point
        Three or more points on the shadow's rim, image pixels.
    ball_diameter_mm : float
    film : FilmGeometry
    depth_95 : float
        Half width of the 95 % interval for not lying at the joint's depth; 0.12 for a
        single ball on a standing pelvis.
    expected : PlausibleRange
        Magnifications that the view allows.
    reason : str
        Typed by the person; needed where the magnification is beyond ``expected``.

    Returns
    -------
    MarkerCalibration, or Reason
        ``ball_diameter_out_of_range``, ``too_few_points``, ``too_many_points``,
        ``not_finite``, ``points_too_close``, ``coincident_points``, ``collinear_points``,
        ``arc_too_short``, ``points_disagree``, ``invalid_film_geometry``.
    """
    rim = round_shadow(rim_points_px, ball_diameter_mm, film)
    if isinstance(rim, Reason):
        return rim
    column_mm = ball_diameter_mm / rim.diameter_px
    return calibration(
        column_mm=column_mm,
        film=film,
        method=ScaleMethod.BALL,
        label=labels.ball(ball_diameter_mm),
        confidence=Confidence.HIGH,
        relative_sigma=root_sum_squares(
            rim.relative_sigma, BALL_TOLERANCE_SIGMA, sigma_from_95(depth_95)
        ),
        expected=expected,
        reason=reason,
        residual_px=rim.residual_px,
        rim=rim,
        inputs={
            "rim_points_px": [list(p) for p in rim_points_px],
            "ball_diameter_mm": ball_diameter_mm,
            "depth_95": depth_95,
        },
    )


def round_shadow(
    rim_points_px: Sequence[Point], diameter_mm: float, film: FilmGeometry
) -> RimFit | Reason:
    """Fit the shadow of a sphere of known size, or say why it cannot be.

    Returns
    -------
    RimFit, or Reason
        The codes of :func:`from_ball`.
    """
    refused = (
        out_of_range("ball_diameter_out_of_range", diameter_mm, BALL_LIMITS_MM)
        or film.problem()
        or _problem_of_points(rim_points_px)
    )
    if refused:
        return refused
    points_sq = agreeing_points([image_to_square(p, film.aspect) for p in rim_points_px])
    if isinstance(points_sq, Reason):
        return points_sq
    rim = fit_rim(points_sq, film, len(rim_points_px))
    if isinstance(rim, Reason):
        return rim
    if rim.diameter_px < MIN_LENGTH_PX:
        return Reason("points_too_close", {"diameter_px": rim.diameter_px})
    return Reason("arc_too_short") if rim.relative_sigma > MAX_FIT_SIGMA else rim


def from_known_length(
    a_px: Point,
    b_px: Point,
    length_mm: float,
    film: FilmGeometry,
    *,
    depth_95: float = BALL_DEPTH_95,
    expected: PlausibleRange = SUPINE_AP_PELVIS,
    reason: str = "",
) -> MarkerCalibration | Reason:
    """Calibrate by a line whose length is known: a ruler, an implant.

    Parameters
    ----------
    a_px, b_px : Point
        Its ends, image pixels.
    length_mm : float
    film, depth_95, expected, reason
        As for :func:`from_ball`.

    Returns
    -------
    MarkerCalibration, or Reason
        ``length_out_of_range``, ``not_finite``, ``line_too_short``, ``invalid_film_geometry``.
    """
    refused = out_of_range("length_out_of_range", length_mm, LENGTH_LIMITS_MM) or film.problem()
    if refused:
        return refused
    if not all_finite([a_px, b_px]):
        return Reason("not_finite")
    length_px = distance(image_to_square(a_px, film.aspect), image_to_square(b_px, film.aspect))
    if length_px < MIN_LENGTH_PX:
        return Reason("line_too_short", {"length_px": length_px, "needed_px": MIN_LENGTH_PX})
    return calibration(
        column_mm=length_mm / length_px,
        film=film,
        method=ScaleMethod.KNOWN_LENGTH,
        label=labels.known_length(length_mm),
        confidence=Confidence.MEDIUM,
        relative_sigma=root_sum_squares(
            FINE_CLICK_SIGMA_MM * math.sqrt(2) / length_mm, sigma_from_95(depth_95)
        ),
        expected=expected,
        reason=reason,
        inputs={
            "a_px": list(a_px),
            "b_px": list(b_px),
            "length_mm": length_mm,
            "depth_95": depth_95,
        },
    )


def from_magnification(
    factor: float,
    film: FilmGeometry,
    *,
    reason: str,
    entered_by: str = "",
    expected: PlausibleRange = SUPINE_AP_PELVIS,
) -> MarkerCalibration | Reason:
    """Assume a magnification that a person entered.

    Parameters
    ----------
    factor : float
        Detector distance over anatomy distance: 1.20 for 120 %.
    film : FilmGeometry
        With a detector spacing, which is what the factor divides.
    reason : str
        Why this factor; never empty.
    entered_by : str
        The name printed in the label.
    expected : PlausibleRange

    Returns
    -------
    MarkerCalibration, or Reason
        ``magnification_out_of_range``, ``no_detector_spacing``, ``reason_needed``,
        ``invalid_film_geometry``.
    """
    refused = out_of_range("magnification_out_of_range", factor, FACTOR_LIMITS) or film.problem()
    if refused:
        return refused
    if film.detector_mm is None:
        return Reason("no_detector_spacing")
    if not clean_reason(reason):
        return Reason("reason_needed")
    return calibration(
        column_mm=film.detector_mm.column_mm / factor,
        film=film,
        method=ScaleMethod.ENTERED_MAGNIFICATION,
        label=labels.entered(factor, clean_reason(entered_by)),
        confidence=Confidence.MEDIUM,
        relative_sigma=FIXED_FACTOR_SIGMA,
        expected=expected,
        reason=reason,
        inputs={"factor": factor},
    )


def _problem_of_points(points_px: Sequence[Point]) -> Reason | None:
    if len(points_px) < 3:
        return Reason("too_few_points", {"needed": 3, "given": len(points_px)})
    if len(points_px) > MAX_POINTS:
        return Reason("too_many_points", {"allowed": MAX_POINTS, "given": len(points_px)})
    if not all_finite(points_px):
        return Reason("not_finite")
    return None


def out_of_range(code: str, value: float, limits: tuple[float, float]) -> Reason | None:
    """Say that a number lies beyond its limits, if it does."""
    if limits[0] <= value <= limits[1]:
        return None
    return Reason(code, {"from": limits[0], "to": limits[1]})


def root_sum_squares(*values: float) -> float:
    """Add independent standard deviations."""
    total = 0.0
    for value in values:
        total += value * value
    return math.sqrt(total)
