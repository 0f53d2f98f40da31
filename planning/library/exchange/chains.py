"""PURE. Pieces of outlines, as drawing programs leave them, joined end to end."""

from __future__ import annotations

import math
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
    waiting = list(pieces)
    found = []
    while waiting:
        path = waiting.pop(0)
        while not path.closed and not _meets(path.start, path.segments[-1].to, within_mm):
            following = _next(path, waiting, within_mm)
            if following is None:
                break
            path = following
        found.append(_closed(path, within_mm))
    return found


def _next(path: Path, waiting: list[Path], within_mm: float) -> Path | None:
    end = path.segments[-1].to
    for place, piece in enumerate(waiting):
        if piece.closed or piece.role != path.role:
            continue
        for other in (piece, reversed_path(piece)):
            if _meets(end, other.start, within_mm):
                waiting.pop(place)
                return Path(path.role, path.start, (*path.segments, *other.segments), False)
            if _meets(other.segments[-1].to, path.start, within_mm):
                waiting.pop(place)
                return Path(path.role, other.start, (*other.segments, *path.segments), False)
    return None


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
