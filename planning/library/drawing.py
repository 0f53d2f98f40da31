"""PURE. Curves as the JSON that browsers, reports and exports draw from."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, Segment, flatten

DECIMALS = 9
"""Named points to a billionth of a mm: the same text on every machine, whatever its last bit."""

OUTLINE_DECIMALS = 4
"""Outlines to a ten-thousandth: far finer than they are flattened, and a third shorter."""

_HALF_TURN_RAD = 3.141592653589793


def number(value_mm: float) -> float:
    """Return a coordinate as it is published."""
    return round(value_mm, DECIMALS) + 0.0


def point_json(p: Point) -> list[float]:
    """Return ``[x, y]`` in mm."""
    return [number(p.x), number(p.y)]


def points_json(points: Mapping[str, Point]) -> dict[str, list[float]]:
    """Return named points in mm."""
    return {name: point_json(p) for name, p in points.items()}


@functools.lru_cache(maxsize=8192)
def path_json(path: Path) -> dict[str, Any]:
    """Return a path with its true curves and flattened.

    Many variants share a shell or a body: what is returned is shared and must not be changed.

    Returns
    -------
    dict
        ``role``, ``d`` (SVG path data in mm: M, L, A, C, Z), ``polyline`` (within 0.02 mm of
        the curves) and ``closed``.
    """
    return {
        "role": path.role,
        "d": svg_path_data(path),
        "polyline": [[_short(p.x), _short(p.y)] for p in flatten(path)],
        "closed": path.closed,
    }


def svg_path_data(path: Path) -> str:
    """Return SVG path data in mm (SVG 2, chapter 9.3)."""
    pieces = [f"M {_pair(path.start)}", *(_command(segment) for segment in path.segments)]
    return " ".join([*pieces, "Z"] if path.closed else pieces)


def _command(segment: Segment) -> str:
    if isinstance(segment, Line):
        return f"L {_pair(segment.to)}"
    if isinstance(segment, Cubic):
        return f"C {_pair(segment.first)} {_pair(segment.second)} {_pair(segment.to)}"
    return _arc_command(segment)


def _arc_command(arc: Arc) -> str:
    radius = _text(arc.radius_mm)
    large = int(abs(arc.sweep_rad) > _HALF_TURN_RAD)
    clockwise = int(arc.sweep_rad > 0)
    return f"A {radius} {radius} 0 {large} {clockwise} {_pair(arc.to)}"


def _pair(p: Point) -> str:
    return f"{_text(p.x)} {_text(p.y)}"


def _text(value_mm: float) -> str:
    return f"{_short(value_mm):.{OUTLINE_DECIMALS}f}".rstrip("0").rstrip(".")


def _short(value_mm: float) -> float:
    return round(value_mm, OUTLINE_DECIMALS) + 0.0
