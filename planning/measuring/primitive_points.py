"""Primitives that give points, directions, lines and circles.

Each takes finite values of the kinds that its signature in ``primitives`` names and returns
such a value or a :class:`~planning.geometry.reasons.Reason`. The twin is
``static/js/measuring/primitive_points.js``.
"""

from __future__ import annotations

from collections.abc import Sequence

from planning.geometry import lines
from planning.geometry.angles import DEG_TO_RAD
from planning.geometry.circles import Circle, line_circle_intersections
from planning.geometry.lines import Line
from planning.geometry.points import Point, add, rotate, scaled, subtract, unit
from planning.geometry.points import mean as mean_of
from planning.geometry.reasons import Degenerate, Reason

SIDE_UNKNOWN = "side_unknown"


def mean(of: Sequence[Point]) -> Point | Reason:
    """Return the middle of some points."""
    return mean_of(of)


def between(start: Point, end: Point, at: float) -> Point:
    """Return the point a share of the way from one point to another."""
    return add(start, scaled(subtract(end, start), at))


def offset(start: Point, along: Point, by: float) -> Point | Reason:
    """Return the point at a distance from another, in a direction."""
    direction = unit(along)
    return direction if isinstance(direction, Reason) else add(start, scaled(direction, by))


def foot(of: Point, on: Line) -> Point:
    """Return the point of a line that is nearest to a point."""
    return lines.foot_of_perpendicular(of, on)


def crossing(of: Line, other: Line) -> Point | Reason:
    """Return where two lines cross."""
    return lines.intersection(of, other)


def leaving_circle(of: Line, circle: Circle) -> Point | Reason:
    """Return where a line, followed in its direction, leaves a circle."""
    crossings = line_circle_intersections(of, circle)
    return crossings if isinstance(crossings, Reason) else crossings[1]


def vector(start: Point, end: Point) -> Point:
    """Return the difference of two points."""
    return subtract(end, start)


def normal(of: Point, towards: Point) -> Point | Reason:
    """Return the unit direction at right angles to another, on the side of a third."""
    direction = unit(of)
    if isinstance(direction, Reason):
        return direction
    return lines.perpendicular_towards(Line(Point(0.0, 0.0), direction), towards)


def turned(of: Point, by: float, towards: Point) -> Point | Reason:
    """Return a direction turned by degrees towards the side of another."""
    square = normal(of, towards)
    direction = unit(of)
    if isinstance(square, Reason):
        return square
    if isinstance(direction, Reason):
        return direction
    turn = rotate(Point(1.0, 0.0), by * DEG_TO_RAD)
    return add(scaled(direction, turn.x), scaled(square, turn.y))


def down() -> Point:
    """Return the film's downward direction: that of gravity on a film taken standing."""
    return Point(0.0, 1.0)


def sideways(sign: float) -> Point:
    """Return the film's horizontal direction that a setting of the film names."""
    return Point(sign, 0.0)


def lateral(right: float, side: str | None) -> Point | Reason:
    """Return the horizontal direction away from the midline, from where the right is."""
    if side not in ("R", "L"):
        return Reason(SIDE_UNKNOWN)
    return Point(right if side == "R" else 0.0 - right, 0.0)


def line(start: Point, end: Point) -> Line | Reason:
    """Return the line from one point to another."""
    return lines.line_through(start, end)


def ray(start: Point, along: Point) -> Line | Reason:
    """Return the line through a point in a direction."""
    direction = unit(along)
    return direction if isinstance(direction, Reason) else Line(start, direction)


def circle(centre: Point, radius: float) -> Circle | Reason:
    """Return the circle about a point."""
    return Circle(centre, radius) if radius > 0 else Reason(Degenerate.COINCIDENT_POINTS)
