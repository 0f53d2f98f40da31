"""PURE. The silhouette of a stem from the front, and the lines drawn within it.

In millimetres about the crossing of neck and stem axis, x medial and y distal. `across` runs
from the neck's axis to its medial edge; a lean is the angle of an edge to the stem's axis.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planning.geometry.points import Point, add, distance, dot, scaled, subtract
from planning.library.curves import Cubic, Line, Path, Segment, polyline
from planning.library.generators.drawn import along

_CORNER_MM = 0.8
_FILLET = 0.6
_WAIST_MM = 5.0
_BULLET = 0.62


@dataclass(frozen=True, slots=True)
class Side:
    """One edge of the body, from where it begins above to where the tip begins.

    Attributes
    ----------
    top : Point
        The calcar, or the lateral shoulder.
    top_lean_deg, handle_mm : float
        How the edge leaves it, and for how long.
    straight : Point
        Where the straight distal taper begins.
    end : Point
        Where the tip begins.
    """

    top: Point
    top_lean_deg: float
    handle_mm: float
    straight: Point
    end: Point

    @property
    def down(self) -> Point:
        """Direction at the top, towards the tip and the axis."""
        lean = math.radians(self.top_lean_deg)
        return Point(-math.copysign(math.sin(lean), self.top.x), math.cos(lean))

    @property
    def curve(self) -> Cubic:
        """From the top to where the edge is straight, without a kink."""
        taper = _towards(self.end, self.straight)
        reach = 0.42 * distance(self.top, self.straight)
        return Cubic(
            along(self.top, self.down, self.handle_mm),
            along(self.straight, taper, reach),
            self.straight,
        )

    def at_level(self, y_mm: float) -> Point:
        """Return where the edge passes a level below its top."""
        if y_mm >= self.straight.y:
            share = (y_mm - self.straight.y) / (self.end.y - self.straight.y)
            return add(self.straight, scaled(subtract(self.end, self.straight), share))
        low, high, curve = 0.0, 1.0, self.curve
        for _ in range(50):
            middle = (low + high) / 2
            if curve.at(self.top, middle).y < y_mm:
                low = middle
            else:
                high = middle
        return curve.at(self.top, low)


@dataclass(frozen=True, slots=True)
class Contour:
    """Where the silhouette of one stem runs."""

    medial: Side
    lateral: Side
    tip_y_mm: float
    shoulder_mm: float
    neck_mm: float
    up: Point
    across: Point
    taper_face: Point
    taper_base: Point
    taper_face_mm: float
    taper_base_mm: float
    neck_origin: Point
    cut: Point

    @property
    def calcar(self) -> Point:
        """Medial end of the neck cut."""
        return self.medial.top

    @property
    def shoulder(self) -> Point:
        """Lateral shoulder."""
        return self.lateral.top

    def beside(self, on_axis: Point, half_mm: float) -> Point:
        """Return the point beside the neck's axis, medial where positive."""
        return along(on_axis, self.across, half_mm)


def outline_of(c: Contour) -> Path:
    """Return the silhouette: over the taper, down the neck, the body, up to the shoulder."""
    start = c.beside(along(c.taper_face, c.up, -_CORNER_MM), -c.taper_face_mm / 2)
    segments = (
        *_over_the_taper(c),
        *_down_the_neck(c),
        *down_the_body(c.medial, c.lateral, c.tip_y_mm),
        *_over_the_shoulder(c),
    )
    return Path("outline", start, segments, True)


def down_the_body(medial: Side, lateral: Side, tip_y_mm: float) -> tuple[Segment, ...]:
    """Return the edges from the top of the medial side about the tip to that of the lateral."""
    back = lateral.curve
    return (
        medial.curve,
        Line(medial.end),
        *_about_the_tip(medial.end, lateral.end, tip_y_mm),
        Line(lateral.straight),
        Cubic(back.second, back.first, lateral.top),
    )


def lines_of(c: Contour, anchor: Point) -> tuple[Path, ...]:
    """Return the neck cut, the axes and where the taper begins.

    Parameters
    ----------
    c : Contour
    anchor : Point
        Where the neck cut meets the stem's axis.
    """
    half = c.taper_base_mm / 2
    return (
        polyline("taper", c.beside(c.taper_base, -half), c.beside(c.taper_base, half)),
        polyline("resection", along(anchor, c.cut, -4), along(c.calcar, c.cut, 6)),
        polyline("axis", Point(0.0, anchor.y - 8), Point(0.0, c.tip_y_mm + 8)),
        polyline("neck_axis", c.neck_origin, along(c.taper_face, c.up, 6)),
    )


def across_body(c: Contour, role: str, y_mm: float) -> Path:
    """Return a line across the body at a level."""
    return polyline(role, c.lateral.at_level(y_mm), c.medial.at_level(y_mm))


def _about_the_tip(medial: Point, lateral: Point, tip_y_mm: float) -> tuple[Cubic, Cubic]:
    """Return a bullet: blunter than an ellipse, and smooth with both edges."""
    tip = Point((medial.x + lateral.x) / 2, tip_y_mm)
    deep = _BULLET * (tip_y_mm - medial.y)

    def handle(edge: Point) -> Point:
        return Point(tip.x + _BULLET * (edge.x - tip.x), tip_y_mm)

    return (
        Cubic(Point(medial.x, medial.y + deep), handle(medial), tip),
        Cubic(handle(lateral), Point(lateral.x, lateral.y + deep), lateral),
    )


def _over_the_taper(c: Contour) -> tuple[Line, ...]:
    half, edge = c.taper_face_mm / 2, c.taper_face_mm / 2 - _CORNER_MM
    below = along(c.taper_face, c.up, -_CORNER_MM)
    corners = [
        c.beside(c.taper_face, -edge),
        c.beside(c.taper_face, edge),
        c.beside(below, half),
        c.beside(c.taper_base, c.taper_base_mm / 2),
    ]
    return tuple(map(Line, corners))


def _waist(c: Contour, side: int) -> Point:
    """Return where the neck is as slender as it becomes below the taper."""
    return c.beside(along(c.taper_base, c.up, -_WAIST_MM), side * c.neck_mm / 2)


def _waisted(c: Contour, side: int) -> Cubic:
    """Run from the taper's base to the waist."""
    base = c.beside(c.taper_base, side * c.taper_base_mm / 2)
    waist, reach = _waist(c, side), 0.5 * _WAIST_MM
    return Cubic(along(base, c.up, -0.3 * reach), along(waist, c.up, reach), waist)


def _down_the_neck(c: Contour) -> tuple[Segment, ...]:
    """Run from the taper's base to the calcar along the neck's medial edge."""
    waist = _waist(c, 1)
    level = dot(subtract(c.calcar, c.neck_origin), c.up)
    room = dot(subtract(waist, c.neck_origin), c.up) - level
    leave = along(waist, c.up, -(room - min(14.0, 0.85 * room)))
    reach = 0.45 * distance(leave, c.calcar)
    flare = Cubic(
        along(leave, c.up, -reach), along(c.calcar, c.medial.down, -0.8 * reach), c.calcar
    )
    return _waisted(c, 1), Line(leave), flare


def _over_the_shoulder(c: Contour) -> tuple[Segment, ...]:
    """Run from the shoulder to the taper's base along the neck's lateral edge."""
    s, wide, half = c.shoulder, c.shoulder_mm, c.neck_mm / 2
    top = Point(s.x + wide, s.y - 0.8 * wide)
    rise = Point(math.cos(math.radians(14)), -math.sin(math.radians(14)))
    edge = c.beside(c.neck_origin, -half)
    corner = _crossing(top, rise, edge, c.up)
    arrive = along(corner, c.up, min(9.0, 0.6 * distance(corner, _waist(c, -1))))
    waisted, waist = _waisted(c, -1), _waist(c, -1)
    base = c.beside(c.taper_base, -c.taper_base_mm / 2)
    return (
        Cubic(along(s, c.lateral.down, -0.5 * wide), along(top, rise, -0.6 * wide), top),
        Cubic(_part_way(top, corner), _part_way(arrive, corner), arrive),
        Line(waist),
        Cubic(waisted.second, waisted.first, base),
    )


def _crossing(p: Point, along_p: Point, q: Point, along_q: Point) -> Point:
    """Return where a line through `p` meets one through `q`."""
    wide = along_p.x * along_q.y - along_p.y * along_q.x
    out = subtract(q, p)
    return along(p, along_p, (out.x * along_q.y - out.y * along_q.x) / wide)


def _part_way(p: Point, corner: Point) -> Point:
    """Return the handle of a fillet: most of the way to the corner that it rounds."""
    return add(p, scaled(subtract(corner, p), _FILLET))


def _towards(start: Point, end: Point) -> Point:
    return scaled(subtract(end, start), 1 / distance(start, end))
