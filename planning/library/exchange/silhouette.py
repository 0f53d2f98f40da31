"""PURE. The outline of a solid seen from one side, as a drawing shows it.

The triangles are projected and their union is cut by the lines of a grid; where a line enters or
leaves it is computed exactly, so every corner of the outline lies on the true silhouette, and
between two corners it strays by less than half a step of the grid. Parts thinner than a step may
be lost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planning.geometry.points import Point
from planning.library.curves import Path, polyline
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.exchange.spans import Spans, spans_along

STEP_MM = 0.1
TOLERANCE_MM = 0.05
"""The outline lies nowhere further from the true silhouette, but at sharp corners (a step)."""

LARGEST_MM = 800.0
MOST_SQUARES = 20_000_000
"""Of the grid: 80 cm by 25 cm."""

_STRAIGHT_MM = 0.004

Vector = Sequence[float]


def silhouette(
    triangles: NDArray[np.float64], *, right: Vector, down: Vector, mm: float = 1.0
) -> list[Path]:
    """Return the outline of a solid and the holes that one can look through.

    Parameters
    ----------
    triangles : array of float, (n, 3, 3)
    right, down : three floats
        What runs to the right and down in the drawing, in the axes of the file.
    mm : float
        Millimetres of the file's unit.

    Returns
    -------
    list of Path
        Closed, the largest first: ``outline``, and ``detail`` for all others. Millimetres.

    Raises
    ------
    ExchangeRefused
        ``stl_view`` where the directions are none, ``stl_size`` where the solid is larger than
        80 cm or smaller than a millimetre, ``stl_too_large`` or ``stl_empty``.
    """
    flat = triangles @ np.column_stack(_axes(right, down)) * mm
    low, high = flat.min(axis=(0, 1)), flat.max(axis=(0, 1))
    size = float((high - low).max())
    if not 1.0 <= size <= LARGEST_MM:
        raise ExchangeRefused("stl_size", size=round(size, 3))
    # The grid stands off the solid by a part of a step that no drawing's numbers share.
    grid = [_lines(low[n] - STEP_MM * 1.387, high[n] + STEP_MM * 1.387) for n in (0, 1)]
    if len(grid[0]) * len(grid[1]) > MOST_SQUARES:
        raise ExchangeRefused("stl_size", size=round(size, 3))
    rows, columns = spans_along(flat, grid[1], 0), spans_along(flat, grid[0], 1)
    if rows is None or columns is None:
        raise ExchangeRefused("stl_too_large", limit=len(triangles))
    loops = _loops(grid, rows, columns)
    if not loops:
        raise ExchangeRefused("stl_empty")
    paths = [_path(loop, n) for n, loop in enumerate(sorted(loops, key=_area, reverse=True))]
    return paths


def _axes(right: Vector, down: Vector) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = np.array(right, dtype=float), np.array(down, dtype=float)
    sizes = np.linalg.norm(x), np.linalg.norm(y)
    if min(sizes) < 1e-9 or abs(x @ y) > 1e-3 * sizes[0] * sizes[1]:
        raise ExchangeRefused("stl_view")
    return x / sizes[0], y / sizes[1]


def _lines(low: float, high: float) -> NDArray[np.float64]:
    return low + STEP_MM * np.arange(math.ceil((high - low) / STEP_MM) + 1)


Key = tuple[int, int, int]
"""A crossing: 0 along a row or 1 along a column, the row or column, and the cell's place on it."""


def _loops(grid: list[NDArray[np.float64]], rows: Spans, columns: Spans) -> list[list[Point]]:
    """March around the squares of the grid (Lorensen and Cline 1987, in the plane)."""
    xs, ys = grid
    inside = np.zeros((len(ys), len(xs)), dtype=bool)
    for n, spans in enumerate(rows):
        for begin, end in spans:
            inside[n, np.searchsorted(xs, begin) : np.searchsorted(xs, end, "right")] = True
    places = _crossings(inside, xs, ys, rows, columns)
    following = _links(inside)
    loops = []
    while following:
        key, to = following.popitem()
        loop = [key]
        while to != key:
            loop.append(to)
            to = following.pop(to)
        loops.append([places[one] for one in loop])
    return loops


def _crossings(
    inside: NDArray[np.bool_],
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    rows: Spans,
    columns: Spans,
) -> dict[Key, Point]:
    found: dict[Key, Point] = {}
    for row, column in zip(*np.nonzero(inside[:, 1:] != inside[:, :-1]), strict=True):
        x = _edge(rows[row], xs[column], xs[column + 1])
        found[0, int(row), int(column)] = Point(x, float(ys[row]))
    for row, column in zip(*np.nonzero(inside[1:] != inside[:-1]), strict=True):
        y = _edge(columns[column], ys[row], ys[row + 1])
        found[1, int(row), int(column)] = Point(float(xs[column]), y)
    return found


def _edge(spans: NDArray[np.float64], low: float, high: float) -> float:
    """Return where the union ends between two neighbours of which one lies inside."""
    ends = spans[(spans >= low - 1e-9) & (spans <= high + 1e-9)]
    return float(ends[0]) if len(ends) else float(low + high) / 2


_TURNS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("left", "top"),), 2: (("top", "right"),), 3: (("left", "right"),),
    4: (("right", "bottom"),), 5: (("left", "bottom"), ("right", "top")),
    6: (("top", "bottom"),), 7: (("left", "bottom"),), 8: (("bottom", "left"),),
    9: (("bottom", "top"),), 10: (("top", "left"), ("bottom", "right")),
    11: (("bottom", "right"),), 12: (("right", "left"),), 13: (("right", "top"),),
    14: (("top", "left"),),
}  # fmt: skip
"""By which corners lie inside (top left 1, top right 2, bottom right 4, bottom left 8)."""


def _links(inside: NDArray[np.bool_]) -> dict[Key, Key]:
    one = inside.view(np.uint8)
    kinds = one[:-1, :-1] | one[:-1, 1:] << 1 | one[1:, 1:] << 2 | one[1:, :-1] << 3
    links = {}
    for row, column in zip(*np.nonzero((kinds > 0) & (kinds < 15)), strict=True):
        i, j = int(row), int(column)
        sides = {
            "top": (0, i, j),
            "bottom": (0, i + 1, j),
            "left": (1, i, j),
            "right": (1, i, j + 1),
        }
        for begin, end in _TURNS[int(kinds[i, j])]:
            links[sides[begin]] = sides[end]
    return links


def _area(loop: Sequence[Point]) -> float:
    pairs = zip(loop, [*loop[1:], loop[0]], strict=True)
    return abs(sum(a.x * b.y - b.x * a.y for a, b in pairs)) / 2


def _path(loop: list[Point], order: int) -> Path:
    return polyline("outline" if order == 0 else "detail", *_thinned(loop), closed=True)


def _thinned(loop: list[Point]) -> list[Point]:
    """Leave out corners on straight runs (Douglas and Peucker 1973)."""
    far = max(range(len(loop)), key=lambda n: math.dist(loop[0], loop[n]))
    ring = [*loop, loop[0]]
    kept = {0, far}
    waiting = [(0, far), (far, len(loop))]
    while waiting:
        begin, end = waiting.pop()
        worst, place = _worst(ring, begin, end)
        if worst > _STRAIGHT_MM:
            kept.add(place)
            waiting += [(begin, place), (place, end)]
    return [loop[n] for n in sorted(kept)]


def _worst(ring: list[Point], begin: int, end: int) -> tuple[float, int]:
    if end - begin < 2:
        return 0.0, begin
    a, b = ring[begin], ring[end]
    some = np.array(ring[begin + 1 : end])
    along = np.array([b.x - a.x, b.y - a.y])
    size = math.hypot(*along)
    out = some - np.array([a.x, a.y])
    if size < 1e-12:
        off = np.hypot(out[:, 0], out[:, 1])
    else:
        off = np.abs(along[0] * out[:, 1] - along[1] * out[:, 0]) / size
    place = int(np.argmax(off))
    return float(off[place]), begin + 1 + place
