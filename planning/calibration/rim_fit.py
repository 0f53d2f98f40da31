"""The short diameter of a ball's shadow from points on its rim.

Off the central ray the shadow of a ball is an ellipse. Its short diameter does not depend
on how far off it lies and is the one that calibrates; the long one, and with it a fitted
circle, comes out up to 2 % too large (facts on orthopaedics, section 1.1). Three shapes
are therefore tried, and the evidence chooses:

``expected_ellipse``
    Where source distance, detector spacing and central ray are known, so is the shadow's
    shape: long axis away from the central ray, a/b = sqrt(1 + (P/SID)^2) with P the
    distance on the detector. Only centre and size remain to be fitted, as well as those of
    a circle. It is kept unless the points contradict it.
``ellipse``
    All five numbers from the points. Needs six points all around. Noise alone makes any
    ellipse longer and narrower; the narrowing expected from noise is taken off.
``circle``
    Where the points cannot tell. The doubt about the shape goes into the error bar.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.uncertainty import RIM_CLICK_SIGMA_PX
from planning.geometry.circle_fit import CircleFit, fit_circle
from planning.geometry.ellipse_fit import EllipseFit, fit_ellipse
from planning.geometry.ellipses import Ellipse
from planning.geometry.points import Point, add, distance, dot, scaled, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square

CIRCLE_PARAMETERS = 3
ELLIPSE_PARAMETERS = 5
MIN_POINTS_FOR_ELLIPSE = 6
MIN_ARC_DEG = 120.0
MIN_ARC_FOR_ELLIPSE_DEG = 240.0
# A ball 300 mm off the central ray at 950 mm from the source: 1.049.
MAX_AXIS_RATIO = 1.06
# 99.9 % of chi squared with the two degrees of freedom of an ellipse's shape.
CONTRADICTION = 13.82
# Half of the 1 % by which a circle may exceed the short diameter, as a standard deviation.
UNKNOWN_SHAPE_SIGMA = 0.005
# The expected shape depends on the centre; it settles to 1e-12 in this many rounds.
SHAPE_ROUNDS = 4


class RimShape(StrEnum):
    """Which shape was fitted."""

    EXPECTED_ELLIPSE = "expected_ellipse"
    ELLIPSE = "ellipse"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class RimFit:
    """A ball's shadow.

    Attributes
    ----------
    shape : RimShape
    outline : Ellipse
        In square film pixels; for drawing.
    diameter_px : float
        Short diameter in square film pixels: the one that calibrates.
    residual_px : float
        Root mean square distance of the points used from the outline.
    relative_sigma : float
        Standard error of the diameter, of the clicks and of an unknown shape.
    used, given : int
        Points that agree, and points clicked.
    """

    shape: RimShape
    outline: Ellipse
    diameter_px: float
    residual_px: float
    relative_sigma: float
    used: int
    given: int


def fit_rim(points_sq: Sequence[Point], film: FilmGeometry, given: int) -> RimFit | Reason:
    """Fit the shadow of a ball.

    Parameters
    ----------
    points_sq : sequence of Point
        Square film pixels, outliers removed.
    film : FilmGeometry
    given : int
        Points clicked, outliers included.

    Returns
    -------
    RimFit, or the Reason why no circle fits
    """
    circle = fit_circle(points_sq, MIN_ARC_DEG)
    if isinstance(circle, Reason):
        return circle
    expected = _fit_expected(points_sq, circle.circle.centre, film)
    ellipse = _fit_free(points_sq)
    if expected is not None and (ellipse is None or not _contradicts(ellipse, expected[0])):
        return _rim_of_expected(*expected, given)
    if ellipse is not None:
        return _rim_of_ellipse(ellipse, given)
    return _rim_of_circle(circle, given)


def click_sigma_px(residual_rms: float, count: int, parameters: int) -> float:
    """Scatter of the clicks: what the residuals betray, and never less than is believable."""
    if count <= parameters:
        return RIM_CLICK_SIGMA_PX
    return max(RIM_CLICK_SIGMA_PX, residual_rms * math.sqrt(count / (count - parameters)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Stretch by ``ratio`` along the unit vector ``along``, about ``about``."""

    along: Point
    ratio: float
    about: Point

    def undo(self, p: Point) -> Point:
        reach = dot(subtract(p, self.about), self.along)
        return add(p, scaled(self.along, reach / self.ratio - reach))


def _expected_stretch(centre_sq: Point, film: FilmGeometry) -> _Stretch | None:
    if film.detector_mm is None or film.sid_mm is None or film.central_ray_px is None:
        return None
    foot_sq = image_to_square(film.central_ray_px, film.aspect)
    off_px = distance(foot_sq, centre_sq)
    if off_px < 1:
        return _Stretch(Point(1.0, 0.0), 1.0, centre_sq)
    slope = off_px * film.detector_mm.column_mm / film.sid_mm
    along = scaled(subtract(centre_sq, foot_sq), 1 / off_px)
    return _Stretch(along, math.sqrt(1 + slope * slope), centre_sq)


def _fit_expected(
    points_sq: Sequence[Point], centre_sq: Point, film: FilmGeometry
) -> tuple[CircleFit, _Stretch] | None:
    fitted = None
    for _ in range(SHAPE_ROUNDS):
        stretch = _expected_stretch(centre_sq, film)
        if stretch is None or stretch.ratio > MAX_AXIS_RATIO:
            return None
        circle = fit_circle([stretch.undo(p) for p in points_sq], MIN_ARC_DEG)
        if isinstance(circle, Reason):
            return None
        fitted = (circle, stretch)
        undone = circle.circle.centre
        reach = dot(subtract(undone, stretch.about), stretch.along)
        centre_sq = add(undone, scaled(stretch.along, reach * stretch.ratio - reach))
    return fitted


def _fit_free(points_sq: Sequence[Point]) -> EllipseFit | None:
    if len(points_sq) < MIN_POINTS_FOR_ELLIPSE:
        return None
    fit = fit_ellipse(points_sq, MIN_ARC_FOR_ELLIPSE_DEG)
    if isinstance(fit, Reason):
        return None
    return fit if fit.ellipse.semi_major <= MAX_AXIS_RATIO * fit.ellipse.semi_minor else None


def _contradicts(ellipse: EllipseFit, expected: CircleFit) -> bool:
    sigma_px = click_sigma_px(ellipse.residual_rms, ellipse.count, ELLIPSE_PARAMETERS)
    worse = expected.residual_rms * expected.residual_rms
    better = ellipse.residual_rms * ellipse.residual_rms
    return ellipse.count * (worse - better) > CONTRADICTION * sigma_px * sigma_px


def _rim_of_expected(fit: CircleFit, stretch: _Stretch, given: int) -> RimFit:
    radius = fit.circle.radius
    # The long diameter has no sense; its direction is given in the right half plane.
    sense = -1.0 if stretch.along.x < 0 else 1.0
    angle_rad = math.atan2(sense * stretch.along.y, sense * stretch.along.x)
    outline = Ellipse(stretch.about, radius * stretch.ratio, radius, angle_rad)
    sigma_px = click_sigma_px(fit.residual_rms, fit.count, CIRCLE_PARAMETERS)
    relative_sigma = fit.dilution.radius * sigma_px / radius
    return _rim(RimShape.EXPECTED_ELLIPSE, outline, radius, fit, relative_sigma, given)


def _rim_of_ellipse(fit: EllipseFit, given: int) -> RimFit:
    sigma_px = click_sigma_px(fit.residual_rms, fit.count, ELLIPSE_PARAMETERS)
    mean = (fit.ellipse.semi_major + fit.ellipse.semi_minor) / 2
    half_gap = (fit.ellipse.semi_major - fit.ellipse.semi_minor) / 2
    # Two components of the shape, each with a variance of about 2 sigma^2 / n.
    noise = 4 * sigma_px * sigma_px / fit.count
    half_gap = math.sqrt(max(0.0, half_gap * half_gap - noise))
    outline = Ellipse(fit.ellipse.centre, mean + half_gap, mean - half_gap, fit.ellipse.angle_rad)
    relative_sigma = fit.dilution.semi_minor * sigma_px / outline.semi_minor
    return _rim(RimShape.ELLIPSE, outline, outline.semi_minor, fit, relative_sigma, given)


def _rim_of_circle(fit: CircleFit, given: int) -> RimFit:
    radius = fit.circle.radius
    sigma_px = click_sigma_px(fit.residual_rms, fit.count, CIRCLE_PARAMETERS)
    by_clicks = fit.dilution.radius * sigma_px / radius
    relative_sigma = math.sqrt(by_clicks * by_clicks + UNKNOWN_SHAPE_SIGMA * UNKNOWN_SHAPE_SIGMA)
    outline = Ellipse(fit.circle.centre, radius, radius, 0.0)
    return _rim(RimShape.CIRCLE, outline, radius, fit, relative_sigma, given)


def _rim(
    shape: RimShape,
    outline: Ellipse,
    radius_px: float,
    fit: CircleFit | EllipseFit,
    relative_sigma: float,
    given: int,
) -> RimFit:
    return RimFit(shape, outline, 2 * radius_px, fit.residual_rms, relative_sigma, fit.count, given)
