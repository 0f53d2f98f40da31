"""Bring points near the origin with spread 1 before a fit, and say why they cannot be fitted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planning.geometry.points import MIN_LENGTH, Point, all_finite, distance, mean
from planning.geometry.reasons import Degenerate, Reason


@dataclass(frozen=True, slots=True)
class Normalized:
    """Points as ``(p - origin) / spread``, where spread is their rms distance from the mean."""

    points: list[Point]
    origin: Point
    spread: float


def normalize(points: Sequence[Point], needed: int) -> Normalized | Reason:
    """Shift and shrink points for a fit that needs a number of distinct ones.

    Returns
    -------
    Normalized, or Reason ``too_few_points``, ``not_finite`` or ``coincident_points``
    """
    if len(points) < needed:
        return Reason(Degenerate.TOO_FEW_POINTS, {"needed": needed, "given": len(points)})
    if not all_finite(points):
        return Reason(Degenerate.NOT_FINITE)
    if count_distinct(points, needed) < needed:
        return Reason(Degenerate.COINCIDENT_POINTS)
    origin = mean(points)
    if isinstance(origin, Reason):
        return origin
    total = 0.0
    for point in points:
        total += (point.x - origin.x) * (point.x - origin.x)
        total += (point.y - origin.y) * (point.y - origin.y)
    spread = math.sqrt(total / len(points))
    shrunk = [Point((p.x - origin.x) / spread, (p.y - origin.y) / spread) for p in points]
    return Normalized(shrunk, origin, spread)


def denormalize(p: Point, normalized: Normalized) -> Point:
    """Return a point of the fit in the space of the original points."""
    return Point(
        normalized.origin.x + normalized.spread * p.x,
        normalized.origin.y + normalized.spread * p.y,
    )


def count_distinct(points: Sequence[Point], enough: int) -> int:
    """Count points that differ from all counted before, stopping at ``enough``."""
    distinct: list[Point] = []
    for point in points:
        if len(distinct) >= enough:
            break
        if all(distance(point, other) >= MIN_LENGTH for other in distinct):
            distinct.append(point)
    return len(distinct)
