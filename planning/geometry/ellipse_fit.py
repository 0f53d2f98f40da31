"""The ellipse with the least squared distances to five or more rim points.

The shadow of a ball off the central ray is an ellipse whose short diameter calibrates; the rim
of a cup is one whose axes give its version.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planning.geometry.angles import covered_arc_deg
from planning.geometry.circle_fit import residual_sigma
from planning.geometry.ellipse_start import direct_ellipse
from planning.geometry.ellipses import Ellipse, nearest_foot
from planning.geometry.least_squares import Linearized, minimise, normal_matrix, sum_of_squares
from planning.geometry.linear_systems import invert_matrix
from planning.geometry.normalization import Normalized, denormalize, normalize
from planning.geometry.points import Point
from planning.geometry.reasons import Degenerate, Reason

PARAMETERS = 5
# Less than a half leaves one end of the long diameter unseen: its length would be a guess.
MIN_ARC_DEG = 180.0
# Relative difference of the diameters below which the ellipse is a circle without direction.
ROUND_RATIO = 1e-9


class EllipseErrors(NamedTuple):
    """Standard deviations of a fitted ellipse, in the unit of its points."""

    centre_x: float
    centre_y: float
    semi_major: float
    semi_minor: float


@dataclass(frozen=True, slots=True)
class EllipseFit:
    """A fitted ellipse and how well its points hold it.

    Attributes
    ----------
    ellipse : Ellipse
    count : int
        Points used.
    residual_rms : float
        Root mean square distance of the points from the rim.
    arc_deg : float
        Arc covered by the points, in eccentric angle.
    dilution : EllipseErrors
        Standard deviations for points with unit noise.
    """

    ellipse: Ellipse
    count: int
    residual_rms: float
    arc_deg: float
    dilution: EllipseErrors


def fit_ellipse(points: Sequence[Point], min_arc_deg: float = MIN_ARC_DEG) -> EllipseFit | Reason:
    """Fit an ellipse geometrically: minimise the squared distances to the nearest rim points.

    Starts from the direct algebraic fit and refines it by Levenberg-Marquardt steps. On a
    nearly round shadow noise alone makes the long diameter longer and the short one shorter, by
    about the standard deviation of either: where the shape is known to be round, fit a circle.

    Parameters
    ----------
    points : sequence of Point
        Rim points in a space with square units.
    min_arc_deg : float
        Arc that the points must cover, in eccentric angle.

    Returns
    -------
    EllipseFit or Reason
        ``too_few_points``, ``not_finite``, ``coincident_points``, ``collinear_points``,
        ``not_an_ellipse``, ``arc_too_short`` (with ``arc_deg`` and ``needed_deg``) or
        ``no_convergence``.
    """
    normalized = normalize(points, PARAMETERS)
    if isinstance(normalized, Reason):
        return normalized
    start = direct_ellipse(normalized.points)
    if isinstance(start, Reason):
        return start
    shape = minimise(lambda parameters: _linearize(normalized.points, parameters), start)
    if isinstance(shape, Reason):
        return shape
    axes = _axes_of(shape)
    arc_deg = covered_arc_deg(
        [
            math.atan2(foot.sin, foot.cos)
            for foot in (nearest_foot(axes.local(p), axes.a, axes.b) for p in normalized.points)
        ]
    )
    if arc_deg < min_arc_deg:
        return Reason(Degenerate.ARC_TOO_SHORT, {"arc_deg": arc_deg, "needed_deg": min_arc_deg})
    return _describe(shape, axes, normalized, arc_deg)


def ellipse_errors(fit: EllipseFit) -> EllipseErrors | Reason:
    """Return standard errors of centre and axes from the residuals, or ``too_few_points``."""
    sigma = residual_sigma(fit.residual_rms, fit.count, PARAMETERS)
    return sigma if isinstance(sigma, Reason) else ellipse_errors_for(fit, sigma)


def ellipse_errors_for(fit: EllipseFit, point_sigma: float) -> EllipseErrors:
    """Return standard errors of centre and axes for a known noise per coordinate."""
    return EllipseErrors(*(point_sigma * factor for factor in fit.dilution))


class _Axes(NamedTuple):
    """Centre, semi-axes, and cosine and sine of the long axis and of twice its direction."""

    centre: Point
    a: float
    b: float
    cos: float
    sin: float
    cos2: float
    sin2: float

    def local(self, p: Point) -> Point:
        """Return a point in the frame of the axes."""
        x, y = p.x - self.centre.x, p.y - self.centre.y
        return Point(x * self.cos + y * self.sin, y * self.cos - x * self.sin)


def _axes_of(shape: Sequence[float]) -> _Axes:
    centre_x, centre_y, mean_radius, stretch_x, stretch_y = shape
    half_gap = math.sqrt(stretch_x * stretch_x + stretch_y * stretch_y)
    is_round = half_gap < ROUND_RATIO * mean_radius
    cos2 = 1.0 if is_round else stretch_x / half_gap
    sin2 = 0.0 if is_round else stretch_y / half_gap
    if cos2 >= 0:
        cos = math.sqrt((1 + cos2) / 2)
        sin = sin2 / (2 * cos)
    else:
        sin = math.sqrt((1 - cos2) / 2) * (1.0 if sin2 >= 0 else -1.0)
        cos = sin2 / (2 * sin)
    centre = Point(centre_x, centre_y)
    return _Axes(centre, mean_radius + half_gap, mean_radius - half_gap, cos, sin, cos2, sin2)


def _linearize(points: Sequence[Point], shape: Sequence[float]) -> Linearized | Reason:
    """Distances to the rim and their slopes in the five numbers of an EllipseShape.

    At the nearest rim point only the motion of the rim along its normal changes the distance.
    """
    axes = _axes_of(shape)
    if not axes.b > 0:
        return Reason(Degenerate.NOT_AN_ELLIPSE)
    mean_radius = shape[2]
    residuals, jacobian = [], []
    for point in points:
        foot = nearest_foot(axes.local(point), axes.a, axes.b)
        normal_x, normal_y = axes.b * foot.cos, axes.a * foot.sin
        norm = math.sqrt(normal_x * normal_x + normal_y * normal_y)
        normal_x, normal_y = normal_x / norm, normal_y / norm
        grow = normal_x * foot.cos + normal_y * foot.sin
        widen = normal_x * foot.cos - normal_y * foot.sin
        turn = 2 * mean_radius * foot.sin * foot.cos / norm
        residuals.append(foot.distance)
        jacobian.append(
            [
                axes.sin * normal_y - axes.cos * normal_x,
                -axes.sin * normal_x - axes.cos * normal_y,
                -grow,
                axes.sin2 * turn - axes.cos2 * widen,
                -axes.sin2 * widen - axes.cos2 * turn,
            ]
        )
    return Linearized(residuals, jacobian)


def _describe(
    shape: Sequence[float], axes: _Axes, normalized: Normalized, arc_deg: float
) -> EllipseFit | Reason:
    linearized = _linearize(normalized.points, shape)
    if isinstance(linearized, Reason):
        return linearized
    covariance = invert_matrix(normal_matrix(linearized))
    if isinstance(covariance, Reason):
        return covariance
    count = len(normalized.points)
    ellipse = Ellipse(
        denormalize(axes.centre, normalized),
        axes.a * normalized.spread,
        axes.b * normalized.spread,
        math.atan2(axes.sin, axes.cos) + 0.0,
    )
    rms = math.sqrt(sum_of_squares(linearized) / count) * normalized.spread
    return EllipseFit(ellipse, count, rms, arc_deg, _dilution(covariance, axes))


def _dilution(covariance: list[list[float]], axes: _Axes) -> EllipseErrors:
    """Carry the covariance of (mean radius, stretch) over to a = m + e and b = m - e."""
    mean_variance = covariance[2][2]
    gap_variance = (
        axes.cos2 * axes.cos2 * covariance[3][3]
        + 2 * axes.cos2 * axes.sin2 * covariance[3][4]
        + axes.sin2 * axes.sin2 * covariance[4][4]
    )
    both = 2 * (axes.cos2 * covariance[2][3] + axes.sin2 * covariance[2][4])
    return EllipseErrors(
        math.sqrt(covariance[0][0]),
        math.sqrt(covariance[1][1]),
        math.sqrt(max(0.0, mean_variance + gap_variance + both)),
        math.sqrt(max(0.0, mean_variance + gap_variance - both)),
    )
