"""PURE. DICOM-HPGL: the few plotter commands that a template's drawing may have.

PS3.3 C.29.1.2.1.2 allows IN, PA, PC, SP, PU and PD, ended by semicolons; there are no arcs and
no text. Coordinates are whole numbers of 25 um, never negative, x to the right and y up from
the lower left corner of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from planning.library.exchange.refusal import ExchangeRefused

UNITS_A_MM = 40
"""Plotter units in a mm of the paper: 25 um each."""

MOST_BYTES = 8 * 2**20
MOST_POINTS = 500_000
LARGEST_UNIT = 400_000
"""Ten metres of paper: a coordinate beyond it is a mistake."""

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
_FIXED_PENS = {0: WHITE, 1: BLACK}
_POINTS_A_COMMAND = 64
_COMMAND = re.compile(rb"[\s\x00]*([A-Za-z]{2})([^;A-Za-z]*);")
_INTEGER = re.compile(rb"\s*([0-9]{1,9})\s*")

Colour = tuple[int, int, int]
Units = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line that the lowered pen draws.

    Attributes
    ----------
    pen : int
    points : tuple of (int, int)
        In plotter units.
    """

    pen: int
    points: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A document.

    Attributes
    ----------
    pens : mapping of int to (red, green, blue)
    strokes : tuple of Stroke
    """

    pens: Mapping[int, Colour]
    strokes: tuple[Stroke, ...]

    @property
    def bounds(self) -> tuple[int, int, int, int] | None:
        """Least x, least y, greatest x and greatest y, or None where nothing is drawn."""
        xs = [x for stroke in self.strokes for x, _ in stroke.points]
        ys = [y for stroke in self.strokes for _, y in stroke.points]
        return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def write_hpgl(plot: Plot) -> bytes:
    """Return a document of even length, as its element demands.

    Raises
    ------
    ValueError
        For a coordinate that is negative or too large, or a pen without a colour.
    """
    lines = ["IN;", *(f"PC{pen},{r},{g},{b};" for pen, (r, g, b) in sorted(plot.pens.items()))]
    held = None
    for stroke in plot.strokes:
        if stroke.pen not in plot.pens:
            raise ValueError(f"pen {stroke.pen} has no colour")
        if stroke.pen != held:
            held = stroke.pen
            lines.append(f"SP{held};")
        lines.extend(_drawn(stroke.points))
    text = "\n".join([*lines, "PU;"]).encode("ascii")
    return text + b" " * (len(text) % 2)


def _drawn(points: Sequence[Units]) -> Iterator[str]:
    for x, y in points:
        if not (0 <= x <= LARGEST_UNIT and 0 <= y <= LARGEST_UNIT):
            raise ValueError(f"({x}, {y}) lies off the paper")
    yield f"PU{points[0][0]},{points[0][1]};"
    if len(points) == 1:
        yield "PD;"
    for begin in range(1, len(points), _POINTS_A_COMMAND):
        some = points[begin : begin + _POINTS_A_COMMAND]
        yield "PD" + ",".join(f"{x},{y}" for x, y in some) + ";"


def read_hpgl(document: bytes) -> Plot:
    """Read a document.

    Raises
    ------
    ExchangeRefused
        ``hpgl_too_large``, ``hpgl_command``, ``hpgl_numbers``, ``hpgl_pen`` or ``hpgl_empty``,
        with ``where``: the byte at which the command begins.
    """
    if len(document) > MOST_BYTES:
        raise ExchangeRefused("hpgl_too_large", where=0, limit=MOST_BYTES)
    plotter = _Plotter()
    for name, numbers, at in _commands(document):
        plotter.obey(name, numbers, at)
    plotter.lift()
    if not plotter.strokes:
        raise ExchangeRefused("hpgl_empty", where=0)
    return Plot(dict(plotter.pens), tuple(plotter.strokes))


def _commands(document: bytes) -> Iterator[tuple[str, list[int], int]]:
    end = len(document.rstrip(b" \r\n\t\x00"))
    at = 0
    while at < end:
        match = _COMMAND.match(document, at)
        if match is None:
            rest = document[at : at + 12].decode("ascii", errors="replace").strip()
            raise ExchangeRefused("hpgl_command", where=at, command=rest or "-")
        name = match[1].decode("ascii").upper()
        yield name, _numbers(match[2], name, match.start(1)), match.start(1)
        at = match.end()


def _numbers(text: bytes, name: str, at: int) -> list[int]:
    if not text.strip():
        return []
    found = []
    for part in text.split(b","):
        match = _INTEGER.fullmatch(part)
        if match is None:
            raise ExchangeRefused("hpgl_numbers", where=at, command=name)
        found.append(int(match[1]))
    return found


@dataclass(slots=True)
class _Plotter:
    """What a plotter holds while it obeys."""

    pens: dict[int, Colour] = field(default_factory=lambda: dict(_FIXED_PENS))
    strokes: list[Stroke] = field(default_factory=list)
    pen: int | None = None
    at: Units = (0, 0)
    down: bool = False
    line: list[Units] = field(default_factory=list)
    count: int = 0

    def obey(self, name: str, numbers: list[int], where: int) -> None:
        does = {"IN": self._initialise, "PA": self._travel, "PC": self._colour,
                "SP": self._select, "PU": self._raise, "PD": self._lower}.get(name)  # fmt: skip
        if does is None:
            raise ExchangeRefused("hpgl_command", where=where, command=name)
        does(numbers, where)

    def lift(self) -> None:
        if self.down:
            self.strokes.append(Stroke(self.pen, tuple(self.line)))
        self.down, self.line = False, []

    def _initialise(self, numbers: list[int], where: int) -> None:
        _expect(not numbers, "IN", where)
        self.lift()
        self.pen, self.at = None, (0, 0)

    def _colour(self, numbers: list[int], where: int) -> None:
        _expect(len(numbers) == 4 and max(numbers[1:]) <= 255, "PC", where)
        pen, colour = numbers[0], tuple(numbers[1:])
        if pen in _FIXED_PENS and colour != _FIXED_PENS[pen]:
            raise ExchangeRefused("hpgl_pen", where=where, pen=pen)
        self.pens[pen] = colour

    def _select(self, numbers: list[int], where: int) -> None:
        _expect(len(numbers) == 1, "SP", where)
        if numbers[0] not in self.pens:
            raise ExchangeRefused("hpgl_pen", where=where, pen=numbers[0])
        self.lift()
        self.pen = numbers[0]

    def _raise(self, numbers: list[int], where: int) -> None:
        self.lift()
        self._move(numbers, "PU", where)

    def _lower(self, numbers: list[int], where: int) -> None:
        if self.pen is None:
            raise ExchangeRefused("hpgl_pen", where=where, pen="-")
        if not self.down:
            self.down, self.line = True, [self.at]
        self._move(numbers, "PD", where)

    def _travel(self, numbers: list[int], where: int) -> None:
        _expect(len(numbers) in (0, 2), "PA", where)
        self._move(numbers, "PA", where)

    def _move(self, numbers: list[int], name: str, where: int) -> None:
        _expect(len(numbers) % 2 == 0, name, where)
        _expect(not numbers or max(numbers) <= LARGEST_UNIT, name, where)
        self.count += len(numbers) // 2
        if self.count > MOST_POINTS:
            raise ExchangeRefused("hpgl_too_large", where=where, limit=MOST_POINTS)
        for x, y in _pairs(numbers):
            self.at = (x, y)
            if self.down:
                self.line.append(self.at)


def _expect(holds: bool, name: str, where: int) -> None:
    if not holds:
        raise ExchangeRefused("hpgl_numbers", where=where, command=name)


def _pairs(numbers: Iterable[int]) -> Iterator[Units]:
    each = iter(numbers)
    return zip(each, each, strict=True)
