"""The circle with the least squared distances to three or more rim points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planning.geometry.angles import covered_arc_deg
from planning.geometry.circles import Circle, circumcircle, radial_residuals
from planning.geometry.least_squares import Linearized, minimise, normal_matrix, sum_of_squares
from planning.geometry.linear_systems import inverse_diagonal, solve
from planning.geometry.normalization import Normalized, denormalize, normalize
from planning.geometry.points import Point, distance, scaled, subtract
from planning.geometry.reasons import Degenerate, Reason

# A 30 degree arc of a 24 mm femoral head bulges by 0.8 mm, which is what a hand can resolve.
MIN_ARC_DEG = 30.0
PARAMETERS = 3


class CircleErrors(NamedTuple):
    """Standard deviations of a fitted circle, in the unit of its points."""

    centre_x: float
    centre_y: float
    radius: float


@dataclass(frozen=True, slots=True)
class CircleFit:
    """A fitted circle and how well its points hold it.

    Attributes
    ----------
    circle : Circle
    count : int
        Points used.
    residual_rms : float
        Root mean square distance of the points from the rim.
    arc_deg : float
        Arc covered by the points, seen from the centre.
    dilution : CircleErrors
        Standard deviations for points with unit noise: sqrt(diag((J^T J)^-1)).
    """

    circle: Circle
    count: int
    residual_rms: float
    arc_deg: float
    dilution: CircleErrors


def fit_circle(points: Sequence[Point], min_arc_deg: float = MIN_ARC_DEG) -> CircleFit | Reason:
    """Fit a circle geometrically: minimise the sum of (|p - c| - r)^2.

    Starts from the algebraic fit of Kasa (1976), which alone shrinks short arcs, and refines it
    by Levenberg-Marquardt steps. Three points give their circumcircle.

    Parameters
    ----------
    points : sequence of Point
        Rim points in a space with square units (not image pixels of a film with a ratio).
    min_arc_deg : float
        Arc that the points must cover.

    Returns
    -------
    CircleFit or Reason
        ``too_few_points``, ``not_finite``, ``coincident_points``, ``collinear_points``,
        ``arc_too_short`` (with ``arc_deg`` and ``needed_deg``) or ``no_convergence``.
    """
    normalized = normalize(points, PARAMETERS)
    if isinstance(normalized, Reason):
        return normalized
    fitted = _best_circle(normalized.points)
    if isinstance(fitted, Reason):
        return fitted
    directions_rad = [math.atan2(p.y - fitted[1], p.x - fitted[0]) for p in normalized.points]
    arc_deg = covered_arc_deg(directions_rad)
    if arc_deg < min_arc_deg:
        return Reason(Degenerate.ARC_TOO_SHORT, {"arc_deg": arc_deg, "needed_deg": min_arc_deg})
    return _describe(fitted, normalized, arc_deg)


def residual_sigma(residual_rms: float, count: int, parameters: int) -> float | Reason:
    """Return the noise per point that the residuals of a fit betray.

    Returns
    -------
    float, or Reason ``too_few_points`` where the points only just determine the parameters
    """
    if count <= parameters:
        return Reason(Degenerate.TOO_FEW_POINTS, {"needed": parameters + 1, "given": count})
    return residual_rms * math.sqrt(count / (count - parameters))


def circle_errors(fit: CircleFit) -> CircleErrors | Reason:
    """Return standard errors of centre and radius from the residuals, or ``too_few_points``."""
    sigma = residual_sigma(fit.residual_rms, fit.count, PARAMETERS)
    return sigma if isinstance(sigma, Reason) else circle_errors_for(fit, sigma)


def circle_errors_for(fit: CircleFit, point_sigma: float) -> CircleErrors:
    """Return standard errors of centre and radius for a known noise per coordinate."""
    return CircleErrors(*(point_sigma * factor for factor in fit.dilution))


def _best_circle(points: list[Point]) -> tuple[float, ...] | Reason:
    if len(points) == PARAMETERS:
        exact = circumcircle(*points)
        return exact if isinstance(exact, Reason) else (*exact.centre, exact.radius)
    start = _kasa(points)
    if isinstance(start, Reason):
        return start
    return minimise(lambda parameters: _linearize(points, parameters), start)


def _kasa(points: list[Point]) -> tuple[float, float, float] | Reason:
    """Solve x^2 + y^2 = 2 cx x + 2 cy y + k for points whose mean is the origin."""
    xx = xy = yy = xz = yz = 0.0
    for x, y in points:
        z = x * x + y * y
        xx += x * x
        xy += x * y
        yy += y * y
        xz += x * z
        yz += y * z
    # Of unit spread, the determinant over count^2 is the flatness of the cloud, at most 1/4.
    count = len(points)
    if xx * yy - xy * xy <= 1e-12 * count * count:
        return Reason(Degenerate.COLLINEAR_POINTS)
    centre = solve([[xx, xy], [xy, yy]], [xz / 2, yz / 2])
    if isinstance(centre, Reason):
        return Reason(Degenerate.COLLINEAR_POINTS)
    return centre[0], centre[1], math.sqrt(centre[0] * centre[0] + centre[1] * centre[1] + 1.0)


def _linearize(points: list[Point], parameters: Sequence[float]) -> Linearized:
    circle = Circle(Point(parameters[0], parameters[1]), parameters[2])
    jacobian = []
    for point in points:
        reach = distance(circle.centre, point)
        # At the centre itself the distance has no slope; any other point decides.
        per_reach = 1 / reach if reach > 0 else 0.0
        inwards = scaled(subtract(circle.centre, point), per_reach)
        jacobian.append([inwards.x, inwards.y, -1.0])
    return Linearized(radial_residuals(circle, points), jacobian)


def _describe(
    fitted: tuple[float, ...], normalized: Normalized, arc_deg: float
) -> CircleFit | Reason:
    linearized = _linearize(normalized.points, fitted)
    variances = inverse_diagonal(normal_matrix(linearized))
    if isinstance(variances, Reason):
        return variances
    count = len(normalized.points)
    rms = math.sqrt(sum_of_squares(linearized) / count) * normalized.spread
    circle = Circle(
        denormalize(Point(fitted[0], fitted[1]), normalized), abs(fitted[2]) * normalized.spread
    )
    dilution = CircleErrors(*(math.sqrt(variance) for variance in variances))
    return CircleFit(circle, count, rms, arc_deg, dilution)
