"""PURE. A stem from the side, its neck without version: x anterior, y distal.

The taper is a cone seen obliquely: its face is an ellipse, as narrow as the neck leans.
"""

from __future__ import annotations

from dataclasses import dataclass

from planning.geometry.points import Point
from planning.library.curves import Cubic, Line, Path, Segment, polyline
from planning.library.generators.stem_frame import Neck

_QUARTER = 0.5522847498
_WAIST_MM = 4.0
_BULLET = 0.62


@dataclass(frozen=True, slots=True)
class LateralBody:
    """How thick a stem is from front to back.

    Attributes
    ----------
    top_y_mm, end_y_mm, tip_y_mm : float
        Where the body begins, where its tip begins, and the tip.
    top_half_mm, end_half_mm : float
        Half the thickness there.
    neck_half_mm, face_half_mm, base_half_mm : float
        Of the neck and of the taper's two ends.
    """

    top_y_mm: float
    end_y_mm: float
    tip_y_mm: float
    top_half_mm: float
    end_half_mm: float
    neck_half_mm: float
    face_half_mm: float
    base_half_mm: float

    def half_at(self, y_mm: float) -> float:
        """Return half the thickness of the body at a level."""
        share = (y_mm - self.top_y_mm) / (self.end_y_mm - self.top_y_mm)
        return self.top_half_mm + share * (self.end_half_mm - self.top_half_mm)


def outline_from_the_side(body: LateralBody, neck: Neck) -> Path:
    """Return the silhouette, its two halves mirror images."""
    lean = neck.up.x
    face_y, base_y = neck.face.y, neck.base.y
    waist_y = base_y + _WAIST_MM
    swell_y = max(waist_y + 0.5, body.top_y_mm - 5.0)
    full_y = max(swell_y, body.top_y_mm) + 4.0
    neck_x, full_x = body.neck_half_mm, body.half_at(full_y)
    anterior: list[tuple[Point, Segment]] = []

    def run(start: Point, segment: Segment) -> Point:
        anterior.append((start, segment))
        return segment.to

    at = run(
        Point(0.0, face_y - lean * body.face_half_mm), _ellipse(body.face_half_mm, lean, face_y)
    )
    at = run(at, Line(Point(body.base_half_mm, base_y)))
    at = run(
        at,
        Cubic(Point(at.x, at.y + 1.0), Point(neck_x, waist_y - 2.0), Point(neck_x, waist_y)),
    )
    at = run(at, Line(Point(neck_x, swell_y)))
    reach = 0.5 * (full_y - swell_y)
    at = run(
        at,
        Cubic(
            Point(neck_x, swell_y + reach),
            Point(full_x, full_y - reach),
            Point(full_x, full_y),
        ),
    )
    at = run(at, Line(Point(body.end_half_mm, body.end_y_mm)))
    run(at, half_tip(body.end_half_mm, body.end_y_mm, body.tip_y_mm))
    return Path("outline", anterior[0][0], mirrored_back(anterior), True)


def half_tip(half_mm: float, end_y_mm: float, tip_y_mm: float) -> Cubic:
    """Return the anterior half of a blunt tip."""
    deep = _BULLET * (tip_y_mm - end_y_mm)
    return Cubic(
        Point(half_mm, end_y_mm + deep),
        Point(_BULLET * half_mm, tip_y_mm),
        Point(0.0, tip_y_mm),
    )


def mirrored_back(run: list[tuple[Point, Segment]]) -> tuple[Segment, ...]:
    """Return a run along the anterior side and back along its mirror image."""
    back: list[Segment] = []
    for start, segment in reversed(run):
        to = _other_side(start)
        if isinstance(segment, Cubic):
            back.append(Cubic(_other_side(segment.second), _other_side(segment.first), to))
        else:
            back.append(Line(to))
    return (*(segment for _, segment in run), *back)


def taper_lines(body: LateralBody, neck: Neck) -> tuple[Path, ...]:
    """Return where the taper begins and the stem's axis, seen from the side."""
    lean, y = neck.up.x, neck.base.y
    quarter = Cubic(
        Point(-body.base_half_mm, y + _QUARTER * lean * body.base_half_mm),
        Point(-_QUARTER * body.base_half_mm, y + lean * body.base_half_mm),
        Point(0.0, y + lean * body.base_half_mm),
    )
    other = Cubic(
        _other_side(quarter.second), _other_side(quarter.first), Point(body.base_half_mm, y)
    )
    return (
        Path("taper", Point(-body.base_half_mm, y), (quarter, other), False),
        polyline("axis", Point(0.0, neck.face.y - 8), Point(0.0, body.tip_y_mm + 8)),
    )


def _ellipse(half_mm: float, lean: float, y_mm: float) -> Cubic:
    """Return a quarter of the face, from its top to its anterior edge."""
    return Cubic(
        Point(_QUARTER * half_mm, y_mm - lean * half_mm),
        Point(half_mm, y_mm - _QUARTER * lean * half_mm),
        Point(half_mm, y_mm),
    )


def _other_side(p: Point) -> Point:
    return Point(-p.x, p.y)
