"""Ellipses: points on them, and distances to them. Fits are in ellipse_fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from planning.geometry.points import Point, add, distance, rotate, subtract

FOOT_STEPS = 100
FOOT_TOLERANCE = 1e-15


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse in a space with square units.

    Attributes
    ----------
    centre : Point
    semi_major, semi_minor : float
        Half of the long and the short diameter.
    angle_rad : float
        Direction of the long diameter in (-pi/2, pi/2], clockwise positive on the screen;
        0 for a circle.
    """

    centre: Point
    semi_major: float
    semi_minor: float
    angle_rad: float


class EllipseFoot(NamedTuple):
    """The point of an axis-aligned, centred ellipse that is nearest to another point.

    ``cos`` and ``sin`` are those of the eccentric angle; ``distance`` is positive outside.
    """

    cos: float
    sin: float
    distance: float


def point_on_ellipse(ellipse: Ellipse, eccentric_angle_rad: float) -> Point:
    """Return the rim point (a cos t, b sin t), turned and shifted with the ellipse."""
    local = Point(
        ellipse.semi_major * math.cos(eccentric_angle_rad),
        ellipse.semi_minor * math.sin(eccentric_angle_rad),
    )
    return add(ellipse.centre, rotate(local, ellipse.angle_rad))


def distance_outside_ellipse(p: Point, ellipse: Ellipse) -> float:
    """Return the distance from the rim, positive outside and negative inside."""
    local = rotate(subtract(p, ellipse.centre), -ellipse.angle_rad)
    return nearest_foot(local, ellipse.semi_major, ellipse.semi_minor).distance


def nearest_foot(local: Point, semi_major: float, semi_minor: float) -> EllipseFoot:
    """Find the nearest rim point of ``(x/a)^2 + (y/b)^2 = 1``, in its own frame, a >= b."""
    x, y = abs(local.x), abs(local.y)
    if y > 0:
        cos, sin = _foot_off_axis(x, y, semi_major, semi_minor)
    else:
        cos, sin = _foot_on_major_axis(x, semi_major, semi_minor)
    foot = Point(semi_major * cos, semi_minor * sin)
    u, v = x / semi_major, y / semi_minor
    reach = distance(foot, Point(x, y))
    return EllipseFoot(
        -cos if local.x < 0 else cos,
        -sin if local.y < 0 else sin,
        reach if u * u + v * v >= 1 else -reach,
    )


def _foot_off_axis(x: float, y: float, a: float, b: float) -> tuple[float, float]:
    """Solve (u / (w + k))^2 + (v / w)^2 = 1 for the largest w: cosine and sine of the foot.

    The left side falls and is convex for w > 0, so Newton's steps from the left of the root
    reach it without overshooting.
    """
    k = (a - b) * (a + b) / (b * b)
    u, v = a * x / (b * b), y / b
    w = v
    for _ in range(FOOT_STEPS):
        cos, sin = u / (w + k), v / w
        slope = 2 * (cos * cos / (w + k) + sin * sin / w)
        step = (cos * cos + sin * sin - 1) / slope
        w += step
        if step <= FOOT_TOLERANCE * w:
            break
    cos, sin = u / (w + k), v / w
    norm = math.sqrt(cos * cos + sin * sin)
    return cos / norm, sin / norm


def _foot_on_major_axis(x: float, a: float, b: float) -> tuple[float, float]:
    """Inside the evolute the nearest rim point leaves the axis; outside, it is the vertex."""
    focal_squared = (a - b) * (a + b)
    if a * x < focal_squared:
        cos = a * x / focal_squared
        return cos, math.sqrt(1 - cos * cos)
    return 1.0, 0.0
