"""Points and vectors in the plane.

A :class:`Point` is a pair in one space at a time; which space (image pixels, square
film pixels, millimetres) is said by the name of the variable that holds it. In every
space x runs to the right and y downwards, as on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from planning.geometry.reasons import Degenerate, Reason

# Far below anything a hand or a detector can resolve, in pixels as in millimetres.
MIN_LENGTH = 1e-9


class Point(NamedTuple):
    """A point or vector (x, y)."""

    x: float
    y: float


def add(a: Point, b: Point) -> Point:
    """Return a + b."""
    return Point(a.x + b.x, a.y + b.y)


def subtract(a: Point, b: Point) -> Point:
    """Return a - b, the vector from b to a."""
    return Point(a.x - b.x, a.y - b.y)


def scaled(v: Point, factor: float) -> Point:
    """Return v stretched by a factor."""
    return Point(v.x * factor, v.y * factor)


def dot(a: Point, b: Point) -> float:
    """Return the scalar product."""
    return a.x * b.x + a.y * b.y


def cross(a: Point, b: Point) -> float:
    """Return a.x b.y - a.y b.x, positive where b lies clockwise of a on the screen."""
    return a.x * b.y - a.y * b.x


def length(v: Point) -> float:
    """Return the Euclidean norm."""
    # Not hypot: its last digit differs between languages, that of a square root does not.
    return math.sqrt(v.x * v.x + v.y * v.y)


def distance(a: Point, b: Point) -> float:
    """Return the distance between two points; 0 where they coincide."""
    return length(subtract(b, a))


def midpoint(a: Point, b: Point) -> Point:
    """Return the point half way from a to b."""
    return Point((a.x + b.x) / 2, (a.y + b.y) / 2)


def mean(points: Sequence[Point]) -> Point | Reason:
    """Return the centroid of one or more points, else ``too_few_points``."""
    if not points:
        return Reason(Degenerate.TOO_FEW_POINTS, {"needed": 1, "given": 0})
    sum_x = sum_y = 0.0
    for point in points:
        sum_x += point.x
        sum_y += point.y
    return Point(sum_x / len(points), sum_y / len(points))


def unit(v: Point) -> Point | Reason:
    """Return v with length 1, or ``coincident_points`` where v has no direction."""
    norm = length(v)
    if not math.isfinite(norm):
        return Reason(Degenerate.NOT_FINITE)
    if norm < MIN_LENGTH:
        return Reason(Degenerate.COINCIDENT_POINTS)
    return Point(v.x / norm, v.y / norm)


def rotate(v: Point, angle_rad: float) -> Point:
    """Return v turned about the origin; positive angles turn clockwise on the screen."""
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    return Point(v.x * cos - v.y * sin, v.x * sin + v.y * cos)


def perpendicular(v: Point) -> Point:
    """Return v turned by a quarter, clockwise on the screen: (1, 0) gives (0, 1)."""
    # Subtracting from 0.0 instead of negating keeps "-0.0" out of what people read.
    return Point(0.0 - v.y, v.x)


def all_finite(points: Sequence[Point]) -> bool:
    """Return whether no coordinate is NaN or infinite."""
    return all(math.isfinite(point.x) and math.isfinite(point.y) for point in points)
