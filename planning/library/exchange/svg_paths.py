"""PURE. SVG path data as curves (SVG 2, chapter 9.3), in the units of the file."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, Segment
from planning.library.exchange.affine import Affine, transformed
from planning.library.exchange.refusal import ExchangeRefused

MOST_SEGMENTS = 20_000
_NUMBER = re.compile(r"[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)")
_FLAG = re.compile(r"[\s,]*([01])")
_LETTER = re.compile(r"[\s,]*([MmLlHhVvCcSsQqTtAaZz])")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_FLAGS = (3, 4)
_FARTHEST = 1e6
_ORIGIN = Point(0.0, 0.0)


def read_path_data(data: str, role: str) -> list[Path]:
    """Return a path for every subpath.

    Raises
    ------
    ExchangeRefused
        ``svg_path`` with ``where``: the character at which it is no longer path data.
    """
    pen = _Pen(role)
    at, command = 0, ""
    while data[at:].strip():
        letter = _LETTER.match(data, at)
        if letter:
            command, at = letter[1], letter.end()
        elif not command or command in "Zz":
            raise ExchangeRefused("svg_path", where=at)
        numbers, at = _numbers(data, at, command.upper())
        pen.draw(command, numbers)
        command = {"M": "L", "m": "l"}.get(command, command)
    return pen.finish()


def _numbers(data: str, at: int, command: str) -> tuple[list[float], int]:
    found = []
    for place in range(_TAKES[command]):
        is_flag = command == "A" and place in _FLAGS
        match = (_FLAG if is_flag else _NUMBER).match(data, at)
        if match is None or abs(float(match[1])) > _FARTHEST:
            raise ExchangeRefused("svg_path", where=at)
        found.append(float(match[1]))
        at = match.end()
    return found, at


@dataclass(slots=True)
class _Pen:
    """Where the pen is, and what it has drawn."""

    role: str
    done: list[Path] = field(default_factory=list)
    start: Point = _ORIGIN
    at: Point = _ORIGIN
    segments: list[Segment] = field(default_factory=list)
    handle: Point | None = None
    handle_of: str = ""
    count: int = 0

    def draw(self, command: str, numbers: list[float]) -> None:
        upper = command.upper()
        if command.islower():
            numbers = self._absolute(upper, numbers)
        if upper == "M":
            self._lift(closed=False)
            self.start = self.at = Point(*numbers)
        elif upper == "Z":
            self._lift(closed=True)
            self.at = self.start
        else:
            self._add(self._segments(upper, numbers))
        if upper not in "CSQT":
            self.handle_of = ""

    def finish(self) -> list[Path]:
        self._lift(closed=False)
        return self.done

    def _absolute(self, command: str, numbers: list[float]) -> list[float]:
        x, y = self.at
        if command == "H":
            return [numbers[0] + x]
        if command == "V":
            return [numbers[0] + y]
        if command == "A":
            return [*numbers[:5], numbers[5] + x, numbers[6] + y]
        return [value + (y if n % 2 else x) for n, value in enumerate(numbers)]

    def _add(self, segments: Iterator[Segment]) -> None:
        for segment in segments:
            self.count += 1
            if self.count > MOST_SEGMENTS:
                raise ExchangeRefused("svg_too_large", limit=MOST_SEGMENTS)
            if segment.to != self.at or not isinstance(segment, Line):
                self.segments.append(segment)
            self.at = segment.to

    def _lift(self, *, closed: bool) -> None:
        if self.segments:
            self.done.append(Path(self.role, self.start, tuple(self.segments), closed))
        self.segments = []

    def _segments(self, command: str, n: list[float]) -> Iterator[Segment]:
        if command == "L":
            yield Line(Point(*n))
        elif command in "HV":
            yield Line(Point(n[0], self.at.y) if command == "H" else Point(self.at.x, n[0]))
        elif command in "CS":
            first = Point(n[0], n[1]) if command == "C" else self._mirrored("C")
            second, to = Point(*n[-4:-2]), Point(*n[-2:])
            self.handle, self.handle_of = second, "C"
            yield Cubic(first, second, to)
        elif command in "QT":
            handle = Point(n[0], n[1]) if command == "Q" else self._mirrored("Q")
            to = Point(*n[-2:])
            self.handle, self.handle_of = handle, "Q"
            yield Cubic(_share(self.at, handle, 2 / 3), _share(to, handle, 2 / 3), to)
        else:
            yield from arc_segments(self.at, *n)

    def _mirrored(self, kind: str) -> Point:
        if self.handle_of != kind or self.handle is None:
            return self.at
        return Point(2 * self.at.x - self.handle.x, 2 * self.at.y - self.handle.y)


def _share(a: Point, b: Point, share: float) -> Point:
    return Point(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y))


def arc_segments(
    at: Point, rx: float, ry: float, turn_deg: float, large: float, sweep: float, x: float, y: float
) -> Iterator[Segment]:
    """Return an elliptical arc from its ends (SVG 2, appendix B.2): an Arc where it is a circle."""
    to, rx, ry = Point(x, y), abs(rx), abs(ry)
    if to == at:
        return
    if rx == 0 or ry == 0:
        yield Line(to)
        return
    turn = math.radians(turn_deg)
    to_circle = Affine(1 / rx, 0, 0, 1 / ry).after(
        Affine(math.cos(turn), -math.sin(turn), math.sin(turn), math.cos(turn))
    )
    arc = _unit_arc(to_circle(at), to_circle(to), large=bool(large), clockwise=bool(sweep))
    back = Affine(math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn)).after(
        Affine(rx, 0, 0, ry)
    )
    *before, last = transformed(Path("", arc.at(0.0), (arc,), False), back).segments
    yield from before
    yield last if isinstance(last, Arc) else Cubic(last.first, last.second, to)


def _unit_arc(a: Point, b: Point, *, large: bool, clockwise: bool) -> Arc:
    """Return the arc between two points of a circle of radius 1, or of the least that reaches."""
    half = math.dist(a, b) / 2
    radius = max(1.0, half)
    off = math.sqrt(max(0.0, radius * radius - half * half))
    if large == clockwise:
        off = -off
    middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
    along = Point((b.x - a.x) / (2 * half), (b.y - a.y) / (2 * half))
    centre = Point(middle.x - off * along.y, middle.y + off * along.x)
    start = math.atan2(a.y - centre.y, a.x - centre.x)
    swept = (math.atan2(b.y - centre.y, b.x - centre.x) - start) % math.tau
    return Arc(centre, radius, start, swept if clockwise else swept - math.tau)
