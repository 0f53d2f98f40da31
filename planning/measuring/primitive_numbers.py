"""Primitives that give numbers: lengths in the working unit, angles in degrees, shares.

The twin is ``static/js/measuring/primitive_numbers.js``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from planning.geometry import angles, lines
from planning.geometry.circles import Circle, distance_outside_circle
from planning.geometry.lines import Line
from planning.geometry.points import MIN_LENGTH, Point, dot, unit
from planning.geometry.points import distance as distance_between
from planning.geometry.reasons import Degenerate, Reason
from planning.measuring.primitive_points import normal


def distance(start: Point, end: Point) -> float | Reason:
    """Return the distance of two points that differ."""
    found = distance_between(start, end)
    return found if found >= MIN_LENGTH else Reason(Degenerate.COINCIDENT_POINTS)


def distance_to_line(of: Point, to: Line) -> float:
    """Return the perpendicular distance from a line, never negative."""
    return abs(lines.signed_distance(of, to))


def component(of: Point, along: Point) -> float | Reason:
    """Return how far a vector reaches in a direction; negative against it."""
    direction = unit(along)
    return direction if isinstance(direction, Reason) else dot(of, direction)


def outside_circle(of: Point, circle: Circle) -> float | Reason:
    """Return the distance from a circle's rim, negative inside."""
    size = radius(circle)
    return size if isinstance(size, Reason) else distance_outside_circle(of, circle)


def nearest(of: Point, to: Sequence[Point]) -> float | Reason:
    """Return the distance to the nearest of some points."""
    if not to:
        return Reason(Degenerate.TOO_FEW_POINTS, {"needed": 1, "given": 0})
    return min(distance_between(of, point) for point in to)


def nearest_on_polyline(of: Point, to: Sequence[Point]) -> float | Reason:
    """Return the distance to the nearest place of an open polyline."""
    return lines.distance_to_polyline(of, to)


def radius(of: Circle, otherwise: float | Reason | None = None) -> float | Reason:
    """Return a circle's radius, or the one entered where only its centre was placed.

    Why nothing was entered counts only where it is needed.
    """
    if not math.isnan(of.radius):
        return of.radius
    if otherwise is None:
        return Reason(Degenerate.TOO_FEW_POINTS, {"needed": 3, "given": 1})
    return otherwise


def coordinate(of: Point, axis: str) -> float:
    """Return a position from the film's left (x) or upper (y) edge."""
    return of.x if axis == "x" else of.y


def angle(start: Point, to: Point) -> float | Reason:
    """Return the angle between two directions, 0..180."""
    return angles.angle_between_deg(start, to)


def line_angle(start: Point, to: Point) -> float | Reason:
    """Return the angle between two undirected lines, 0..90."""
    return angles.line_angle_deg(start, to)


def signed_angle(start: Point, to: Point, towards: Point) -> float | Reason:
    """Return the turn from one direction to another, positive towards the side of a third."""
    side = normal(start, towards)
    ahead, end = unit(start), unit(to)
    for value in (side, ahead, end):
        if isinstance(value, Reason):
            return value
    return angles.RAD_TO_DEG * math.atan2(dot(end, side), dot(end, ahead))


def elevation(of: Point, towards: Point) -> float | Reason:
    """Return how far a direction rises towards another, -90..90; 0 at right angles to it."""
    between = angles.angle_between_deg(of, towards)
    return between if isinstance(between, Reason) else 90 - between


def position(of: Point, start: Point, end: Point) -> float | Reason:
    """Return where a point projects on the line of two others: 0 at the first, 1 at the last."""
    return lines.projection_parameter(of, start, end)


def cell(
    row: float, row_limits: Sequence[float], column: float, column_limits: Sequence[float]
) -> float:
    """Return the number of a cell of a table, row by row from 1.

    A value on a limit belongs to the middle.
    """
    width = len(column_limits) + 1
    return float(_place(row, row_limits) * width + _place(column, column_limits) + 1)


def _place(value: float, limits: Sequence[float]) -> int:
    low, high = limits
    return 0 if value < low else 2 if value > high else 1
