"""PURE. What all heads share: the neck's axis in each view, the bore and the sphere about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planning.geometry.points import Point, perpendicular, scaled, unit
from planning.geometry.reasons import Reason
from planning.library.curves import Arc, Path, arc_between, polyline
from planning.library.generators.drawn import AP, Parameters, along, neck_direction

_CLEARANCE_MM = 1.0
_SKIRT_BEYOND_MM = 2.0
_SEEN = 0.985


class HeadFrame:
    """Distances up the neck's axis and across it, from the centre of the head.

    From the side the neck leans away from the picture: what lies along it is seen shorter.

    Attributes
    ----------
    up : Point
        The unit vector up the neck as the view shows it.
    oblique : bool
        Whether the axis leans away from the picture.
    """

    def __init__(self, ccd_deg: float, view: str):
        up = neck_direction(ccd_deg)
        self.oblique = view != AP
        self.up = Point(0.0, up.y) if self.oblique else up
        direction = unit(self.up)
        assert not isinstance(direction, Reason)
        self.across = perpendicular(direction)

    def at(self, up_mm: float, across_mm: float) -> Point:
        """Return a point of the plane through the axis that faces the viewer."""
        return along(scaled(self.up, up_mm), self.across, across_mm)


@dataclass(frozen=True, slots=True)
class Bore:
    """Where a taper ends within a head, and where the head begins.

    Attributes
    ----------
    face_mm : float
        End face of the taper, up the axis from the centre.
    base_mm, half_mm : float
        The flat base of the sphere, and half its width.
    mouth_mm : float
        Where the bore opens: at the base, or at the end of a skirt.
    skirted : bool
    """

    face_mm: float
    base_mm: float
    half_mm: float
    mouth_mm: float
    skirted: bool


def bore_of(
    taper: Parameters, radius_mm: float, increment_mm: float, shape: Parameters
) -> Bore | None:
    """Return the bore of a head, or None where it would leave too little of the sphere.

    Parameters
    ----------
    taper : mapping
    radius_mm : float
    increment_mm : float
        A longer neck lifts the sphere off the taper: the face comes to lie deeper in it.
    shape : mapping
        ``base_half_width_mm``, ``least_wall_mm`` and ``least_engagement_mm``.
    """
    half_mm = max(min(0.77 * radius_mm, shape["base_half_width_mm"]), 0.55 * radius_mm)
    base_mm = -math.sqrt(radius_mm**2 - half_mm**2)
    face_mm = taper["beyond_head_mm"] - increment_mm
    corner_mm = math.hypot(face_mm + _CLEARANCE_MM, taper["face_mm"] / 2)
    if corner_mm > radius_mm - shape["least_wall_mm"]:
        return None
    skirted = face_mm - base_mm < shape["least_engagement_mm"]
    mouth_mm = face_mm - shape["least_engagement_mm"] - _SKIRT_BEYOND_MM if skirted else base_mm
    return Bore(face_mm, base_mm, half_mm, mouth_mm, skirted)


def bore_path(frame: HeadFrame, taper: Parameters, bore: Bore) -> Path:
    """Draw the bore as an open trapezium."""
    widening = (taper["base_mm"] - taper["face_mm"]) / taper["length_mm"]
    top = taper["face_mm"] / 2
    mouth = (taper["face_mm"] + widening * (bore.face_mm - bore.mouth_mm)) / 2
    deep_mm = bore.face_mm + _CLEARANCE_MM
    corners = [(bore.mouth_mm, -mouth), (deep_mm, -top), (deep_mm, top), (bore.mouth_mm, mouth)]
    return polyline("taper", *(frame.at(*p) for p in corners))


def neck_axis(frame: HeadFrame, radius_mm: float, base_mm: float) -> Path:
    """Draw the neck's axis through the head."""
    return polyline("neck_axis", frame.at(base_mm - 6, 0.0), frame.at(radius_mm + 4, 0.0))


def sphere_over(frame: HeadFrame, radius_mm: float, foot_mm: float) -> tuple[Point, Arc]:
    """Return where the sphere's silhouette begins, and the arc over it.

    Parameters
    ----------
    frame : HeadFrame
    radius_mm : float
    foot_mm : float
        How far down the axis, as it is seen, the silhouette ends.
    """
    down = unit(scaled(frame.up, -1.0))
    assert not isinstance(down, Reason)
    half_mm = math.sqrt(radius_mm**2 - foot_mm**2)

    def edge(side: int) -> Point:
        return along(scaled(down, foot_mm), frame.across, side * half_mm)

    start, end = edge(-1), edge(1)
    return start, arc_between(Point(0.0, 0.0), start, end, clockwise=True)


def foot_of_base(frame: HeadFrame, radius_mm: float, base_mm: float) -> float:
    """Return how far down the axis the sphere is seen above its flat base.

    Seen obliquely the base hides behind the sphere, all but its edge.
    """
    return min(abs(base_mm) / math.hypot(*frame.up), _SEEN * radius_mm)
