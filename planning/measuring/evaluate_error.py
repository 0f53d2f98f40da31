"""The error bar of an evaluated definition: linear propagation with numeric derivatives.

Every coordinate of every landmark is moved a little either way and what depends on it computed
again. A fitted circle is moved instead of its rim points, along the principal directions of its
covariance, sigma^2 (J^T J)^-1. The scale counts where the result is in its millimetres: it
stretches what the film shows, and of an implant only where it lies. The twin is
``static/js/measuring/evaluate_error.js``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planning.geometry.circles import Circle
from planning.geometry.points import Point, distance
from planning.geometry.reasons import Reason
from planning.measuring.covariance import covariance_root
from planning.measuring.definition import Definition, Needs, Role
from planning.measuring.film_points import NO_SCALE
from planning.measuring.length import NOT_CALIBRATED, SCALE_ERROR_UNKNOWN
from planning.measuring.primitives import Kind
from planning.measuring.quantity import Unit
from planning.measuring.scale import NoScale
from planning.measuring.uncertainty import CLICK_SIGMA_MM, Z_95

if TYPE_CHECKING:
    from planning.measuring.evaluate import Evaluated

ENTERED_VALUES = "entered_values"
CLASS_WITHOUT_ERROR = "class_without_error"
AT_A_LIMIT = "at_a_limit"

# Far below what a hand resolves, far above what arithmetic rounds: millimetres or pixels.
STEP = 0.01
SCALE_STEP = 1e-4
_NOTHING_FIXED = Point(0.0, 0.0)


def error_bar(
    definition: Definition,
    evaluated: Evaluated,
    landmark_sigma_mm: Mapping[str, float],
    fixed_mm: Mapping[str, Point],
) -> tuple[float | None, str | None]:
    """Return the half-width of the 95 % interval, or the code that says why there is none."""
    missing = _why_none(definition, evaluated)
    if missing is not None:
        return None, missing
    scale, in_mm = evaluated.workspace.scale, evaluated.workspace.in_mm
    variance = 0.0
    for role in definition.roles:
        placed = evaluated.placed.get(role.name)
        sigma_mm = landmark_sigma_mm.get(role.name, CLICK_SIGMA_MM)
        if placed is None or sigma_mm == 0:
            continue
        sigma = sigma_mm if in_mm else sigma_mm / scale.column_mm
        part = _landmark_variance(definition, evaluated, role, placed, sigma)
        if part is None:
            return None, AT_A_LIMIT
        variance += part
    if in_mm:
        slope = _scale_slope(definition, evaluated, fixed_mm)
        if slope is None:
            return None, AT_A_LIMIT
        variance += slope * slope * scale.relative_sigma * scale.relative_sigma
    return Z_95 * math.sqrt(variance), None


def _why_none(definition: Definition, evaluated: Evaluated) -> str | None:
    scale = evaluated.workspace.scale
    if definition.unit is Unit.CLASS:
        return CLASS_WITHOUT_ERROR
    if not evaluated.placed:
        return ENTERED_VALUES
    if isinstance(scale, NoScale):
        return NO_SCALE
    if not scale.calibrated:
        return NOT_CALIBRATED
    if definition.needs is not Needs.NOTHING and scale.relative_sigma is None:
        return SCALE_ERROR_UNKNOWN
    return None


def _landmark_variance(
    definition: Definition,
    evaluated: Evaluated,
    role: Role,
    placed: Sequence[Point],
    sigma: float,
) -> float | None:
    """Return what one role adds to the variance, None where its derivative does not exist."""
    total = 0.0
    for moved in _movements(role, placed, evaluated.values[role.name]):
        slope = _slope(definition, evaluated, role.name, moved)
        if slope is None:
            return None
        total += slope * slope
    return total * sigma * sigma


def _movements(role: Role, placed: Sequence[Point], value: Any) -> list[tuple[Any, Any]]:
    """Return pairs of values a step ahead and behind, in uncorrelated directions."""
    if role.kind is Kind.POINTS:
        return [
            tuple(_replaced(placed, index, moved) for moved in pair)
            for index, point in enumerate(placed)
            for pair in _about(point)
        ]
    if role.kind is Kind.POINT:
        return _about(placed[0])
    if len(placed) == 1:
        return [
            (Circle(ahead, value.radius), Circle(behind, value.radius))
            for ahead, behind in _about(placed[0])
        ]
    return _about_circle(value, placed)


def _about(point: Point) -> list[tuple[Point, Point]]:
    return [
        (Point(point.x + STEP, point.y), Point(point.x - STEP, point.y)),
        (Point(point.x, point.y + STEP), Point(point.x, point.y - STEP)),
    ]


def _replaced(placed: Sequence[Point], index: int, moved: Point) -> list[Point]:
    return [*placed[:index], moved, *placed[index + 1 :]]


def _about_circle(circle: Circle, rim: Sequence[Point]) -> list[tuple[Circle, Circle]]:
    jacobian = []
    for point in rim:
        reach = distance(circle.centre, point)
        per_reach = 1 / reach if reach > 0 else 0.0
        outwards = Point(
            (point.x - circle.centre.x) * per_reach, (point.y - circle.centre.y) * per_reach
        )
        jacobian.append([outwards.x, outwards.y, 1.0])
    return [
        (_shifted(circle, column, STEP), _shifted(circle, column, -STEP))
        for column in covariance_root(jacobian)
    ]


def _shifted(circle: Circle, column: Sequence[float], step: float) -> Circle:
    centre = Point(circle.centre.x + step * column[0], circle.centre.y + step * column[1])
    return Circle(centre, circle.radius + step * column[2])


def _slope(
    definition: Definition, evaluated: Evaluated, name: str, moved: tuple[Any, Any]
) -> float | None:
    """Return the size of the derivative, as the quadratic mean of both sides' differences.

    A difference across both sides would vanish at the kink of an absolute value, where an angle
    or a distance is exactly zero; this one does not.
    """
    values = dict(evaluated.values)
    differences = []
    for value in moved:
        values[name] = value
        definition.construction.run_after(name, values, evaluated.side)
        differences.append(values[definition.result])
    return _mean_slope(differences, evaluated.values[definition.result], STEP)


def _mean_slope(differing: Sequence[Any], here: float, step: float) -> float | None:
    if any(isinstance(value, Reason) for value in differing):
        return None
    ahead, behind = differing[0] - here, here - differing[1]
    return math.sqrt((ahead * ahead + behind * behind) / 2) / step


def _scale_slope(
    definition: Definition, evaluated: Evaluated, fixed_mm: Mapping[str, Point]
) -> float | None:
    """Return by how much the result changes for a relative change of the scale."""
    results = []
    for factor in (1 + SCALE_STEP, 1 - SCALE_STEP):
        values = dict(evaluated.values)
        for role in definition.roles:
            fixed = fixed_mm.get(role.name, _NOTHING_FIXED)
            values[role.name] = _stretched(values[role.name], factor, fixed)
        definition.construction.run(values, evaluated.side)
        results.append(values[definition.result])
    return _mean_slope(results, evaluated.values[definition.result], SCALE_STEP)


def _stretched(value: Any, factor: float, fixed: Point) -> Any:
    if isinstance(value, Reason):
        return value
    if isinstance(value, Circle):
        return Circle(_stretched(value.centre, factor, fixed), value.radius * factor)
    if isinstance(value, Point):
        return Point((value.x - fixed.x) * factor + fixed.x, (value.y - fixed.y) * factor + fixed.y)
    return [_stretched(point, factor, fixed) for point in value]
