"""PURE. True curves of implant outlines: lines, arcs and cubic Beziers in millimetres.

The curves are what is kept and exported; a flattened copy is for hit tests, pictures and
formats that know only polylines. x runs to the right and y downwards, so positive angles turn
clockwise on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from planning.geometry.points import Point, add, cross, length, scaled, subtract

FLATNESS_MM = 0.02
"""A flattened outline lies nowhere further from its curve: below a tenth of a pixel."""

_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Line:
    """Straight to a point."""

    to: Point


@dataclass(frozen=True, slots=True)
class Arc:
    """Part of a circle, from the angle where the path stands on.

    Attributes
    ----------
    centre : Point
    radius_mm : float
    start_rad : float
        Direction from the centre to where the arc begins.
    sweep_rad : float
        Positive runs clockwise on the screen; less than a full turn.
    """

    centre: Point
    radius_mm: float
    start_rad: float
    sweep_rad: float

    def at(self, share: float) -> Point:
        """Return the point after a share (0..1) of the sweep."""
        angle = self.start_rad + share * self.sweep_rad
        reach = Point(math.cos(angle), math.sin(angle))
        return add(self.centre, scaled(reach, self.radius_mm))

    @property
    def to(self) -> Point:
        """Where the arc ends."""
        return self.at(1.0)


@dataclass(frozen=True, slots=True)
class Cubic:
    """A cubic Bezier with two handles."""

    first: Point
    second: Point
    to: Point

    def at(self, start: Point, share: float) -> Point:
        """Return the point at parameter `share` (0..1)."""
        left = 1 - share
        weights = (left**3, 3 * left**2 * share, 3 * left * share**2, share**3)
        x = y = 0.0
        for weight, p in zip(weights, (start, self.first, self.second, self.to), strict=True):
            x += weight * p.x
            y += weight * p.y
        return Point(x, y)


Segment = Line | Arc | Cubic


@dataclass(frozen=True, slots=True)
class Path:
    """One stroke of a drawing.

    Attributes
    ----------
    role : str
        What it shows: ``outline`` (the silhouette), ``shell``, ``liner``, ``taper``, ``axis``,
        ``neck_axis``, ``resection``, ``coating``, ``detail``.
    start : Point
    segments : tuple of Segment
    closed : bool
    """

    role: str
    start: Point
    segments: tuple[Segment, ...]
    closed: bool


def polyline(role: str, *points: Point, closed: bool = False) -> Path:
    """Return a path of straight pieces."""
    return Path(role, points[0], tuple(Line(p) for p in points[1:]), closed)


def arc_between(centre: Point, start: Point, end: Point, *, clockwise: bool) -> Arc:
    """Return the arc about a centre from one point to the direction of another.

    Parameters
    ----------
    centre, start, end : Point
        The radius is that of `start`.
    clockwise : bool
        As seen on the screen.
    """
    out, back = subtract(start, centre), subtract(end, centre)
    start_rad = math.atan2(out.y, out.x)
    sweep_rad = (math.atan2(back.y, back.x) - start_rad) % math.tau
    return Arc(centre, length(out), start_rad, sweep_rad if clockwise else sweep_rad - math.tau)


def moved(path: Path, shift: Point) -> Path:
    """Return the path shifted."""
    return Path(
        path.role,
        add(path.start, shift),
        tuple(_moved(segment, shift) for segment in path.segments),
        path.closed,
    )


def _moved(segment: Segment, shift: Point) -> Segment:
    if isinstance(segment, Line):
        return Line(add(segment.to, shift))
    if isinstance(segment, Arc):
        centre = add(segment.centre, shift)
        return Arc(centre, segment.radius_mm, segment.start_rad, segment.sweep_rad)
    return Cubic(add(segment.first, shift), add(segment.second, shift), add(segment.to, shift))


def flatten(path: Path, flatness_mm: float = FLATNESS_MM) -> list[Point]:
    """Return corners of a polyline that lies within `flatness_mm` of the path."""
    points = [path.start]
    for segment in path.segments:
        points.extend(_flattened(points[-1], segment, flatness_mm))
    return points


def _flattened(start: Point, segment: Segment, flatness_mm: float) -> Iterator[Point]:
    if isinstance(segment, Line):
        yield segment.to
    elif isinstance(segment, Arc):
        steps = _arc_steps(segment, flatness_mm)
        yield from (segment.at(n / steps) for n in range(1, steps + 1))
    else:
        yield from _flattened_cubic(start, segment, flatness_mm, 0)


def _arc_steps(arc: Arc, flatness_mm: float) -> int:
    # The sagitta of one step is r (1 - cos(step / 2)).
    if flatness_mm >= arc.radius_mm:
        return 4
    step_rad = 2 * math.acos(1 - flatness_mm / arc.radius_mm)
    return max(1, math.ceil(abs(arc.sweep_rad) / step_rad))


def _flattened_cubic(start: Point, cubic: Cubic, flatness_mm: float, depth: int) -> Iterator[Point]:
    if depth == _DEEPEST or _bulge_mm(start, cubic) <= flatness_mm:
        yield cubic.to
        return
    near, far = _halves(start, cubic)
    yield from _flattened_cubic(start, near, flatness_mm, depth + 1)
    yield from _flattened_cubic(near.to, far, flatness_mm, depth + 1)


def _bulge_mm(start: Point, cubic: Cubic) -> float:
    # A cubic strays from its chord by at most 3/4 of what its handles do.
    return 0.75 * max(_off_chord_mm(start, cubic.to, p) for p in (cubic.first, cubic.second))


def _off_chord_mm(start: Point, end: Point, p: Point) -> float:
    along, out = subtract(end, start), subtract(p, start)
    reach = length(along)
    within = reach > 0 and 0 <= along.x * out.x + along.y * out.y <= reach * reach
    if within:
        return abs(cross(along, out)) / reach
    return min(length(out), length(subtract(p, end)))


def _halves(start: Point, cubic: Cubic) -> tuple[Cubic, Cubic]:
    def middle(a: Point, b: Point) -> Point:
        return scaled(add(a, b), 0.5)

    a, b, c = (
        middle(start, cubic.first),
        middle(cubic.first, cubic.second),
        middle(cubic.second, cubic.to),
    )
    d, e = middle(a, b), middle(b, c)
    half = middle(d, e)
    return Cubic(a, d, half), Cubic(e, c, cubic.to)
