"""Lines and segments of the plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.geometry.points import (
    MIN_LENGTH,
    Point,
    add,
    cross,
    distance,
    dot,
    perpendicular,
    scaled,
    subtract,
    unit,
)
from planning.geometry.reasons import Degenerate, Reason

# Sine of the angle below which two lines count as parallel.
PARALLEL_SINE = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """An infinite line: a point on it and its unit direction."""

    point: Point
    direction: Point


def line_through(a: Point, b: Point) -> Line | Reason:
    """Return the line that runs from a to b, or ``coincident_points``."""
    direction = unit(subtract(b, a))
    if isinstance(direction, Reason):
        return direction
    return Line(a, direction)


def point_at(line: Line, position: float) -> Point:
    """Return the point at a signed position along the line, measured from its own point."""
    return add(line.point, scaled(line.direction, position))


def position_along(p: Point, line: Line) -> float:
    """Return where p projects on the line: the inverse of :func:`point_at`."""
    return dot(line.direction, subtract(p, line.point))


def signed_distance(p: Point, line: Line) -> float:
    """Return the perpendicular distance, positive clockwise of the line's direction.

    Below a line that runs to the right, the distance is positive.
    """
    return cross(line.direction, subtract(p, line.point))


def foot_of_perpendicular(p: Point, line: Line) -> Point:
    """Return the point of the line that is nearest to p."""
    return point_at(line, position_along(p, line))


def projection_parameter(p: Point, a: Point, b: Point) -> float | Reason:
    """Return t of the foot of p on the line a to b: 0 at a, 1 at b, beyond them outside 0..1."""
    line = line_through(a, b)
    if isinstance(line, Reason):
        return line
    return position_along(p, line) / distance(a, b)


def intersection(first: Line, second: Line) -> Point | Reason:
    """Return where two lines cross, or ``parallel_lines``."""
    sine = cross(first.direction, second.direction)
    if abs(sine) < PARALLEL_SINE:
        return Reason(Degenerate.PARALLEL_LINES)
    position = cross(subtract(second.point, first.point), second.direction) / sine
    return point_at(first, position)


def parallel_through(line: Line, p: Point) -> Line:
    """Return the line through p with the same direction."""
    return Line(p, line.direction)


def perpendicular_through(line: Line, p: Point) -> Line:
    """Return the line through p, turned by a quarter clockwise."""
    return Line(p, perpendicular(line.direction))


def perpendicular_towards(line: Line, towards: Point) -> Point | Reason:
    """Return the unit normal of a line on the side of a vector.

    Anatomical directions come from anatomy: distal is the normal of the pelvic line on the side
    of (lesser trochanters - teardrops), on mirrored and PA films too.

    Parameters
    ----------
    line : Line
    towards : Point
        A vector, not a position.

    Returns
    -------
    Point or Reason
        ``collinear_points`` where the vector runs along the line and so names no side.
    """
    direction = unit(towards)
    if isinstance(direction, Reason):
        return direction
    normal = perpendicular(line.direction)
    side = dot(normal, direction)
    if abs(side) < PARALLEL_SINE:
        return Reason(Degenerate.COLLINEAR_POINTS)
    return normal if side > 0 else Point(0.0 - normal.x, 0.0 - normal.y)


def distance_to_segment(p: Point, a: Point, b: Point) -> float:
    """Return the distance from p to the nearest point between a and b."""
    span = subtract(b, a)
    span_squared = dot(span, span)
    if span_squared < MIN_LENGTH * MIN_LENGTH:
        return distance(p, a)
    t = dot(subtract(p, a), span) / span_squared
    clamped = min(1.0, max(0.0, t))
    return distance(p, add(a, scaled(span, clamped)))


def distance_to_polyline(p: Point, points: Sequence[Point]) -> float | Reason:
    """Return the distance from p to an open polyline of two or more points."""
    if len(points) < 2:
        return Reason(Degenerate.TOO_FEW_POINTS, {"needed": 2, "given": len(points)})
    return min(
        distance_to_segment(p, points[index], points[index + 1]) for index in range(len(points) - 1)
    )
