"""Rigid transforms of the plane: turn, mirror, shift.

A :class:`Rigid` maps p to ``R(rotation) F p + translation``, where F mirrors left to right
(x to -x) if ``mirrored``. It is what a pose becomes before it is applied; it belongs in a space
with square units (square film pixels or millimetres), where a turn keeps lengths.
"""

from __future__ import annotations

from dataclasses import dataclass

from planning.geometry.angles import DEG_TO_RAD, direction_deg, wrap_pi_rad
from planning.geometry.lines import Line
from planning.geometry.points import Point, add, rotate, scaled, subtract
from planning.geometry.reasons import Reason


@dataclass(frozen=True, slots=True)
class Rigid:
    """A rotation (clockwise on the screen), an optional mirror before it, a shift after it."""

    rotation_rad: float
    mirrored: bool
    translation: Point


IDENTITY = Rigid(0.0, False, Point(0.0, 0.0))


def apply_to_vector(rigid: Rigid, v: Point) -> Point:
    """Return a direction or difference after the transform: no shift."""
    return rotate(Point(0.0 - v.x, v.y) if rigid.mirrored else v, rigid.rotation_rad)


def apply(rigid: Rigid, p: Point) -> Point:
    """Return a position after the transform."""
    return add(apply_to_vector(rigid, p), rigid.translation)


def invert(rigid: Rigid) -> Rigid:
    """Return the transform that undoes this one."""
    rotation_rad = rigid.rotation_rad if rigid.mirrored else wrap_pi_rad(-rigid.rotation_rad)
    linear = Rigid(rotation_rad, rigid.mirrored, Point(0.0, 0.0))
    back = apply_to_vector(linear, rigid.translation)
    return Rigid(rotation_rad, rigid.mirrored, Point(0.0 - back.x, 0.0 - back.y))


def compose(outer: Rigid, inner: Rigid) -> Rigid:
    """Return the transform that applies inner first, then outer."""
    inner_turn_rad = -inner.rotation_rad if outer.mirrored else inner.rotation_rad
    return Rigid(
        wrap_pi_rad(outer.rotation_rad + inner_turn_rad),
        outer.mirrored != inner.mirrored,
        apply(outer, inner.translation),
    )


def about_anchor(anchor: Point, rotation_rad: float, mirrored: bool, translation: Point) -> Rigid:
    """Return the transform of a pose: mirror and turn about the anchor, then shift.

    The anchor itself moves by exactly ``translation``.
    """
    linear = Rigid(wrap_pi_rad(rotation_rad), mirrored, Point(0.0, 0.0))
    kept = subtract(anchor, apply_to_vector(linear, anchor))
    return Rigid(linear.rotation_rad, mirrored, add(kept, translation))


def translation_at(rigid: Rigid, anchor: Point) -> Point:
    """Return how far the transform moves an anchor: the inverse of :func:`about_anchor`."""
    return subtract(apply(rigid, anchor), anchor)


def rotation_about(anchor: Point, rotation_rad: float) -> Rigid:
    """Return a turn that leaves the anchor where it is."""
    return about_anchor(anchor, rotation_rad, False, Point(0.0, 0.0))


def translation_by(v: Point) -> Rigid:
    """Return a shift."""
    return Rigid(0.0, False, v)


def mirror_across(line: Line) -> Rigid:
    """Return the reflection that leaves every point of the line where it is."""
    direction = direction_deg(line.direction)
    if isinstance(direction, Reason):
        raise ValueError("a line has a unit direction; build it with line_through")
    # A reflection across the vertical axis turned by 2 phi + 180 is one across direction phi.
    rotation_rad = wrap_pi_rad((2 * direction + 180) * DEG_TO_RAD)
    linear = Rigid(rotation_rad, True, Point(0.0, 0.0))
    return Rigid(rotation_rad, True, subtract(line.point, apply_to_vector(linear, line.point)))


def scale_translation(rigid: Rigid, factor: float) -> Rigid:
    """Return the same motion in another unit, such as square film pixels in millimetres."""
    return Rigid(rigid.rotation_rad, rigid.mirrored, scaled(rigid.translation, factor))
