"""Angles between directions, in degrees unless the name says otherwise.

All come from ``atan2(cross, dot)``: the arc cosine loses half of the digits near 0 and 180
degrees, where alignment is measured.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point, cross, dot, subtract, unit
from planning.geometry.reasons import Reason

RAD_TO_DEG = 180 / math.pi
DEG_TO_RAD = math.pi / 180
TURN_RAD = 2 * math.pi


def wrap_180_deg(angle_deg: float) -> float:
    """Return the same direction in (-180, 180]."""
    return angle_deg - 360 * math.ceil((angle_deg - 180) / 360) + 0.0


def wrap_90_deg(angle_deg: float) -> float:
    """Return the same undirected line in (-90, 90]: a line at 179 degrees lies at -1."""
    return angle_deg - 180 * math.ceil((angle_deg - 90) / 180) + 0.0


def wrap_pi_rad(angle_rad: float) -> float:
    """Return the same direction in (-pi, pi]."""
    return angle_rad - TURN_RAD * math.ceil((angle_rad - math.pi) / TURN_RAD) + 0.0


def signed_angle_deg(a: Point, b: Point) -> float | Reason:
    """Return the turn from direction a to direction b, in (-180, 180], clockwise positive."""
    unit_a, unit_b = unit(a), unit(b)
    if isinstance(unit_a, Reason):
        return unit_a
    if isinstance(unit_b, Reason):
        return unit_b
    return wrap_180_deg(RAD_TO_DEG * math.atan2(cross(unit_a, unit_b), dot(unit_a, unit_b)))


def angle_between_deg(a: Point, b: Point) -> float | Reason:
    """Return the angle between two directions, 0..180."""
    signed = signed_angle_deg(a, b)
    return signed if isinstance(signed, Reason) else abs(signed)


def angle_at_deg(a: Point, vertex: Point, b: Point) -> float | Reason:
    """Return the angle a-vertex-b, 0..180."""
    return angle_between_deg(subtract(a, vertex), subtract(b, vertex))


def line_angle_deg(a: Point, b: Point) -> float | Reason:
    """Return the angle between two undirected lines, 0..90."""
    between = angle_between_deg(a, b)
    return between if isinstance(between, Reason) else min(between, 180 - between)


def direction_deg(v: Point) -> float | Reason:
    """Return the direction of a vector in (-180, 180]: 0 to the right, 90 downwards."""
    return signed_angle_deg(Point(1.0, 0.0), v)


def inclination_deg(v: Point) -> float | Reason:
    """Return how an undirected line leans from the horizontal, in (-90, 90].

    Positive where the right end is the lower one. The order of the two ends does not matter.
    """
    direction = direction_deg(v)
    return direction if isinstance(direction, Reason) else wrap_90_deg(direction)


def covered_arc_deg(directions_rad: list[float]) -> float:
    """Return the arc that a set of directions covers: the full turn less the widest gap."""
    ordered = sorted(directions_rad)
    if len(ordered) < 2:
        return 0.0
    widest = ordered[0] + TURN_RAD - ordered[-1]
    for index in range(1, len(ordered)):
        widest = max(widest, ordered[index] - ordered[index - 1])
    return (TURN_RAD - widest) * RAD_TO_DEG
