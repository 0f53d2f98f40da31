"""Circles: through three points, and where lines cross them. Fits are in circle_fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planning.geometry.lines import Line, foot_of_perpendicular, position_along, signed_distance
from planning.geometry.points import (
    MIN_LENGTH,
    Point,
    add,
    all_finite,
    cross,
    distance,
    dot,
    scaled,
    subtract,
)
from planning.geometry.reasons import Degenerate, Reason

# Twice the triangle's area over its longest side squared: below, three points are one line.
COLLINEAR_RATIO = 1e-9
# A line this close to touching, relative to the radius, touches.
TANGENT_RATIO = 1e-12


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in a space with square units."""

    centre: Point
    radius: float

    @property
    def diameter(self) -> float:
        """Twice the radius."""
        return 2 * self.radius


def circumcircle(a: Point, b: Point, c: Point) -> Circle | Reason:
    """Return the circle through three points.

    Returns
    -------
    Circle, or Reason ``coincident_points`` or ``collinear_points``
    """
    if not all_finite([a, b, c]):
        return Reason(Degenerate.NOT_FINITE)
    sides = (distance(a, b), distance(b, c), distance(c, a))
    if min(sides) < MIN_LENGTH:
        return Reason(Degenerate.COINCIDENT_POINTS)
    ab, ac = subtract(b, a), subtract(c, a)
    doubled_area = cross(ab, ac)
    if abs(doubled_area) <= COLLINEAR_RATIO * max(sides) * max(sides):
        return Reason(Degenerate.COLLINEAR_POINTS)
    ab_squared, ac_squared = dot(ab, ab), dot(ac, ac)
    to_centre = Point(
        (ac.y * ab_squared - ab.y * ac_squared) / (2 * doubled_area),
        (ab.x * ac_squared - ac.x * ab_squared) / (2 * doubled_area),
    )
    return Circle(add(a, to_centre), distance(Point(0.0, 0.0), to_centre))


def radial_residuals(circle: Circle, points: Sequence[Point]) -> list[float]:
    """Return how far each point lies outside (+) or inside (-) the circle."""
    return [distance(circle.centre, point) - circle.radius for point in points]


def line_circle_intersections(line: Line, circle: Circle) -> tuple[Point, Point] | Reason:
    """Return where a line crosses a circle, in the order of the line's direction.

    A line that touches gives the same point twice. "The second intersection of the ray" is the
    last one.

    Returns
    -------
    tuple of two Points, or Reason ``no_intersection``
    """
    height = signed_distance(circle.centre, line)
    half_chord_squared = circle.radius * circle.radius - height * height
    tangent = TANGENT_RATIO * circle.radius * circle.radius
    if half_chord_squared < -tangent:
        return Reason(Degenerate.NO_INTERSECTION)
    half_chord = math.sqrt(half_chord_squared) if half_chord_squared > tangent else 0.0
    foot = foot_of_perpendicular(circle.centre, line)
    along = scaled(line.direction, half_chord)
    return subtract(foot, along), add(foot, along)


def distance_outside_circle(p: Point, circle: Circle) -> float:
    """Return the distance from the rim, positive outside: a joint space, an acromial gap."""
    return distance(circle.centre, p) - circle.radius


def chord_length(line: Line, circle: Circle) -> float | Reason:
    """Return the length that a circle cuts out of a line, or ``no_intersection``."""
    crossings = line_circle_intersections(line, circle)
    if isinstance(crossings, Reason):
        return crossings
    return position_along(crossings[1], line) - position_along(crossings[0], line)
