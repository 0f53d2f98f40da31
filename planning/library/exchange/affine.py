"""PURE. Paths under affine maps: turned, mirrored, scaled, and what drawings in SVG ask for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, Segment

_SIMILAR = 1e-9
_STEP_RAD = math.pi / 6
"""An arc of this angle as a cubic strays by less than a ten-millionth of its radius."""


@dataclass(frozen=True, slots=True)
class Affine:
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, p: Point) -> Point:
        """Return where a point goes."""
        return Point(self.a * p.x + self.c * p.y + self.e, self.b * p.x + self.d * p.y + self.f)

    def after(self, first: Affine) -> Affine:
        """Return the map that does `first`, then this one."""
        origin, x, y = self(first(Point(0, 0))), self.vector(first.a, first.b), self.vector(
            first.c, first.d
        )  # fmt: skip
        return Affine(x.x, x.y, y.x, y.y, origin.x, origin.y)

    def vector(self, x: float, y: float) -> Point:
        """Return where a direction goes."""
        return Point(self.a * x + self.c * y, self.b * x + self.d * y)

    @property
    def determinant(self) -> float:
        """Negative where it mirrors."""
        return self.a * self.d - self.b * self.c

    @property
    def factor(self) -> float | None:
        """By how much it enlarges; None where that differs by direction."""
        x, y = math.hypot(self.a, self.b), math.hypot(self.c, self.d)
        skew = abs(self.a * self.c + self.b * self.d)
        if abs(x - y) > _SIMILAR * max(x, y) or skew > _SIMILAR * x * y:
            return None
        return x


class Sheet(NamedTuple):
    """What a file draws.

    Attributes
    ----------
    paths : list of Path
        Millimetres, y down.
    to_mm : Affine
        From coordinates of the file to those.
    """

    paths: list[Path]
    to_mm: Affine


def scaling(x: float, y: float) -> Affine:
    """Return the map that enlarges by x and y."""
    return Affine(a=x, d=y)


def shift(x: float, y: float) -> Affine:
    """Return the map that shifts."""
    return Affine(e=x, f=y)


def rotation(angle_rad: float) -> Affine:
    """Return the map that turns from x towards y."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return Affine(c, s, -s, c)


def transformed(path: Path, by: Affine) -> Path:
    """Return a path under a map; arcs stay arcs where circles stay circles."""
    segments: list[Segment] = []
    at = path.start
    for segment in path.segments:
        segments.extend(_transformed(at, segment, by))
        at = segment.to
    return Path(path.role, by(path.start), tuple(segments), path.closed)


def _transformed(at: Point, segment: Segment, by: Affine) -> Iterator[Segment]:
    if isinstance(segment, Line):
        yield Line(by(segment.to))
    elif isinstance(segment, Cubic):
        yield Cubic(by(segment.first), by(segment.second), by(segment.to))
    elif by.factor is None:
        for cubic in cubics(segment):
            yield Cubic(by(cubic.first), by(cubic.second), by(cubic.to))
    else:
        out = by.vector(math.cos(segment.start_rad), math.sin(segment.start_rad))
        sweep = segment.sweep_rad if by.determinant > 0 else -segment.sweep_rad
        yield Arc(
            by(segment.centre), segment.radius_mm * by.factor, math.atan2(out.y, out.x), sweep
        )


def cubics(arc: Arc) -> Iterator[Cubic]:
    """Return an arc as cubics (M. Goldapp, Approximation of circular arcs by cubic polynomials)."""
    count = max(1, math.ceil(abs(arc.sweep_rad) / _STEP_RAD))
    step = arc.sweep_rad / count
    reach = 4 / 3 * math.tan(step / 4) * arc.radius_mm
    for n in range(count):
        begin, end = arc.start_rad + n * step, arc.start_rad + (n + 1) * step
        start, to = arc.at(n / count), arc.at((n + 1) / count)
        yield Cubic(
            Point(start.x - reach * math.sin(begin), start.y + reach * math.cos(begin)),
            Point(to.x + reach * math.sin(end), to.y - reach * math.cos(end)),
            to,
        )


def reversed_path(path: Path) -> Path:
    """Return a path run through from its end."""
    starts = [path.start, *(segment.to for segment in path.segments[:-1])]
    pairs = zip(reversed(starts), reversed(path.segments), strict=True)
    segments = tuple(_reversed(start, segment) for start, segment in pairs)
    return Path(path.role, path.segments[-1].to, segments, path.closed)


def _reversed(start: Point, segment: Segment) -> Segment:
    if isinstance(segment, Line):
        return Line(start)
    if isinstance(segment, Cubic):
        return Cubic(segment.second, segment.first, start)
    end_rad = segment.start_rad + segment.sweep_rad
    return Arc(segment.centre, segment.radius_mm, end_rad, -segment.sweep_rad)
