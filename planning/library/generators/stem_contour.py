"""PURE. The silhouette of a tapered wedge stem and the lines drawn within it.

In millimetres about the crossing of neck and stem axis, x medial and y distal. `across` runs
from the neck's axis to its medial edge.
"""

from __future__ import annotations

from dataclasses import dataclass

from planning.geometry.points import Point, add, distance, dot, scaled, subtract, unit
from planning.geometry.reasons import Reason
from planning.library.curves import Arc, Cubic, Line, Path, polyline
from planning.library.generators.drawn import along

_HALF_TURN = 3.141592653589793
_CORNER_MM = 0.8
_COATED = 0.30
_FILLET = 0.7


@dataclass(frozen=True, slots=True)
class Contour:
    """Where the silhouette of one stem runs."""

    calcar: Point
    shoulder: Point
    length_mm: float
    tip_y_mm: float
    proximal_mm: float
    distal_mm: float
    neck_mm: float
    up: Point
    across: Point
    taper_face: Point
    taper_base: Point
    taper_face_mm: float
    taper_base_mm: float
    neck_origin: Point
    cut: Point

    def beside(self, on_axis: Point, half_mm: float) -> Point:
        """Return the point beside the neck's axis, medial where positive."""
        return along(on_axis, self.across, half_mm)


def paths_of(contour: Contour, anchor: Point) -> tuple[Path, ...]:
    """Return the silhouette first, then taper, coating, neck cut and axes.

    Parameters
    ----------
    contour : Contour
    anchor : Point
        Where the neck cut meets the stem's axis.
    """
    medial, lateral = _medial_side(contour), _lateral_side(contour)
    return (
        _outline(contour, medial, lateral),
        _taper_base_line(contour),
        _coating_edge(contour, medial, lateral),
        polyline(
            "resection", along(anchor, contour.cut, -4), along(contour.calcar, contour.cut, 6)
        ),
        polyline("axis", Point(0.0, anchor.y - 8), Point(0.0, contour.tip_y_mm + 8)),
        polyline("neck_axis", contour.neck_origin, along(contour.taper_face, contour.up, 6)),
    )


def _medial_side(c: Contour) -> tuple[Point, Cubic]:
    """Return the curve from the calcar down to where the distal part is straight."""
    half = c.distal_mm / 2
    straight = Point(half, c.tip_y_mm - half)
    handles = (Point(half + 1.5, 0.36 * c.length_mm), Point(half + 0.35, 0.52 * c.length_mm))
    return c.calcar, Cubic(*handles, straight)


def _lateral_side(c: Contour) -> tuple[Point, Cubic]:
    """Return the curve from the straight distal part up to the shoulder."""
    half = c.distal_mm / 2
    straight = Point(-half - 0.35, 0.5 * c.length_mm)
    handles = (Point(-half - 1, 0.30 * c.length_mm), Point(-0.40 * c.proximal_mm, 12.0))
    return straight, Cubic(*handles, c.shoulder)


def _outline(c: Contour, medial: tuple[Point, Cubic], lateral: tuple[Point, Cubic]) -> Path:
    half, tip = c.distal_mm / 2, Point(0.0, c.tip_y_mm - c.distal_mm / 2)
    start = c.beside(along(c.taper_face, c.up, -_CORNER_MM), -c.taper_face_mm / 2)
    segments = (
        *_over_the_taper(c),
        *_down_the_neck(c),
        medial[1],
        Arc(tip, half, 0.0, _HALF_TURN),
        Line(lateral[0]),
        lateral[1],
        *_over_the_shoulder(c),
    )
    return Path("outline", start, segments, True)


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


def _down_the_neck(c: Contour) -> tuple[Line | Cubic, ...]:
    """Run from the taper's base to the calcar along the neck's medial edge."""
    half = c.neck_mm / 2
    waist = c.beside(along(c.taper_base, c.up, -2.0), half)
    level = dot(subtract(c.calcar, c.neck_origin), c.up)
    leave = c.beside(along(c.neck_origin, c.up, level + 12.0), half)
    handle = 0.38 * distance(leave, c.calcar)
    arrive = _direction(c.calcar, _medial_side(c)[1].first)
    flare = Cubic(along(leave, c.up, -handle), along(c.calcar, arrive, -handle), c.calcar)
    return Line(waist), Line(leave), flare


def _over_the_shoulder(c: Contour) -> tuple[Line | Cubic, ...]:
    """Run from the shoulder to the taper's base along the neck's lateral edge."""
    s, half = c.shoulder, c.neck_mm / 2
    wide = 0.14 * c.proximal_mm
    top = Point(s.x + wide, s.y - 0.75 * wide)
    edge = c.beside(c.neck_origin, -half)
    corner = along(edge, c.up, (top.y - edge.y) / c.up.y)
    arrive = along(corner, c.up, 0.25 * c.proximal_mm)
    return (
        Cubic(Point(s.x, s.y - 0.55 * wide), Point(top.x - 0.5 * wide, top.y), top),
        Cubic(_towards(top, corner), _towards(arrive, corner), arrive),
        Line(c.beside(along(c.taper_base, c.up, -2.0), -half)),
        Line(c.beside(c.taper_base, -c.taper_base_mm / 2)),
    )


def _towards(p: Point, corner: Point) -> Point:
    """Return the handle of a fillet: most of the way to the corner that it rounds."""
    return add(p, scaled(subtract(corner, p), _FILLET))


def _taper_base_line(c: Contour) -> Path:
    half = c.taper_base_mm / 2
    return polyline("taper", c.beside(c.taper_base, -half), c.beside(c.taper_base, half))


def _coating_edge(c: Contour, medial: tuple[Point, Cubic], lateral: tuple[Point, Cubic]) -> Path:
    """Return the lower edge of the coating, across the stem."""
    level_mm = _COATED * c.length_mm
    return polyline("coating", _at_level(*lateral, level_mm), _at_level(*medial, level_mm))


def _at_level(start: Point, cubic: Cubic, y_mm: float) -> Point:
    """Return where a side passes a level, by halving: each side runs only up or only down."""
    low, high = 0.0, 1.0
    rising = cubic.to.y > start.y
    for _ in range(50):
        middle = (low + high) / 2
        if (cubic.at(start, middle).y < y_mm) == rising:
            low = middle
        else:
            high = middle
    return cubic.at(start, low)


def _direction(start: Point, end: Point) -> Point:
    direction = unit(subtract(end, start))
    if isinstance(direction, Reason):
        raise ValueError("two points of a contour coincide")
    return direction
