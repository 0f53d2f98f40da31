"""PURE. Pieces of outlines, as drawing programs leave them, joined end to end."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence

from planning.geometry.points import Point
from planning.library.curves import Path, flatten
from planning.library.exchange.affine import reversed_path

ROLES = frozenset(
    ("outline", "shell", "liner", "mantle", "taper", "coating", "axis", "neck_axis", "resection",
     "detail")
)  # fmt: skip
"""What a path of a view may show."""

JOINED_MM = 0.02
"""Ends nearer than this are one point: drawings round to a hundredth of a millimetre."""


def joined(pieces: Iterable[Path], within_mm: float = JOINED_MM) -> list[Path]:
    """Join open paths of the same role whose ends meet; what closes on itself is closed.

    Parameters
    ----------
    pieces : iterable of Path
        Closed ones are kept as they are.
    within_mm : float

    Returns
    -------
    list of Path
        In the order in which their first pieces came.
    """
    given = list(pieces)
    ends = _Ends(given, within_mm)
    found = []
    for number, piece in enumerate(given):
        if ends.take(number):
            path = piece if piece.closed else _grown(piece, ends)
            found.append(_closed(path, within_mm))
    return found


def _grown(piece: Path, ends: _Ends) -> Path:
    """Add pieces at the end until none meets it, then at the beginning."""
    segments, start = deque(piece.segments), piece.start
    while not _meets(start, segments[-1].to, ends.within_mm):
        following = ends.next_to(segments[-1].to, piece.role)
        if following is None:
            break
        segments.extend(following.segments)
    while not _meets(start, segments[-1].to, ends.within_mm):
        before = ends.next_to(start, piece.role)
        if before is None:
            break
        turned = reversed_path(before)
        segments.extendleft(reversed(turned.segments))
        start = turned.start
    return Path(piece.role, start, tuple(segments), False)


class _Ends:
    """Where open pieces begin and end, found by place; each is given out once."""

    def __init__(self, pieces: Sequence[Path], within_mm: float):
        self.within_mm = within_mm
        self.pieces = pieces
        self.left = [True] * len(pieces)
        self.at: dict[tuple[int, int], list[int]] = {}
        for number, piece in enumerate(pieces):
            if not piece.closed:
                for cell in {self._cell(piece.start), self._cell(piece.segments[-1].to)}:
                    self.at.setdefault(cell, []).append(number)

    def take(self, number: int) -> bool:
        """Take a piece; False where it is part of a path already."""
        was_left, self.left[number] = self.left[number], False
        return was_left

    def next_to(self, point: Point, role: str) -> Path | None:
        """Take a piece that has an end at a point, turned so that it begins there."""
        x, y = self._cell(point)
        cells = [(x + dx, y + dy) for dx in (0, -1, 1) for dy in (0, -1, 1)]
        for cell in cells:
            here = self.at.get(cell, [])
            # What is part of a path already is looked at once more, and never again.
            here[:] = [number for number in here if self.left[number]]
            for number in here:
                piece = self.pieces[number]
                if piece.role != role:
                    continue
                if _meets(point, piece.start, self.within_mm):
                    self.take(number)
                    return piece
                if _meets(point, piece.segments[-1].to, self.within_mm):
                    self.take(number)
                    return reversed_path(piece)
        return None

    def _cell(self, point: Point) -> tuple[int, int]:
        return math.floor(point.x / self.within_mm), math.floor(point.y / self.within_mm)


def _closed(path: Path, within_mm: float) -> Path:
    meets = len(path.segments) > 1 and _meets(path.start, path.segments[-1].to, within_mm)
    if path.closed or not meets:
        return path
    return Path(path.role, path.start, path.segments, True)


def _meets(a: Point, b: Point, within_mm: float) -> bool:
    return math.dist(a, b) <= within_mm


def area_mm2(path: Path) -> float:
    """Return the area that a closed path encloses; 0 for an open one."""
    if not path.closed:
        return 0.0
    corners = flatten(path, 0.1)
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(a.x * b.y - b.x * a.y for a, b in pairs)) / 2


def silhouette_first(paths: Sequence[Path], *, in_pieces: bool = False) -> list[Path] | None:
    """Return paths with the largest closed outline first; other outlines become details.

    Parameters
    ----------
    paths : sequence of Path
    in_pieces : bool
        Whether every line and arc is a path of its own, as in DXF, so that all are to be joined.

    Returns
    -------
    list of Path or None
        None where no outline is closed.
    """
    found = joined(paths) if in_pieces else _with_joined_outline(paths)
    outlines = [path for path in found if path.role == "outline" and path.closed]
    if not outlines:
        return None
    first = max(outlines, key=area_mm2)
    others = [path for path in found if path is not first]
    return [first, *(_as_detail(path) if path.role == "outline" else path for path in others)]


def _with_joined_outline(paths: Sequence[Path]) -> list[Path]:
    """Join the pieces of the outline only: other lines may touch and still be two."""
    others = [path for path in paths if path.role != "outline"]
    return [*joined(path for path in paths if path.role == "outline"), *others]


def _as_detail(path: Path) -> Path:
    return Path("detail", path.start, path.segments, path.closed)
