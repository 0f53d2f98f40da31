"""PURE. A view of an implant as SVG in millimetres: a named group for every role."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, flatten
from planning.library.package import PackageView

DECIMALS = 9
_MARGIN_MM = 5.0
_WIDEST_RAD = math.pi / 2
"""Longer arcs are written in parts: ends and radius alone say little of a half circle's centre."""

_STROKES = {"outline": "#000", "axis": "#888", "neck_axis": "#888", "resection": "#b03030"}


def write_svg(view: PackageView, *, title: str, description: str) -> bytes:
    """Return a document at real size whose origin is the anchor.

    Parameters
    ----------
    view : PackageView
    title, description : str
        For people.
    """
    x, y, width, height = (_text(value) for value in _box(view))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="{x} {y} {width} {height}">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        *_groups(view.paths),
        '<g id="points" fill="none" stroke="#2060a0" stroke-width="0.1">',
        *(
            f'<circle id={quoteattr(f"point-{name}")} cx="{_text(p.x)}" cy="{_text(p.y)}" r="0.6"/>'
            for name, p in view.points.items()
        ),
        "</g>",
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _groups(paths: Iterable[Path]) -> Iterator[str]:
    roles: dict[str, list[Path]] = {}
    for path in paths:
        roles.setdefault(path.role, []).append(path)
    for role, some in roles.items():
        colour = _STROKES.get(role, "#444")
        yield f'<g id={quoteattr(role)} fill="none" stroke="{colour}" stroke-width="0.2">'
        for path in some:
            yield f'<path d="{path_data(path)}"/>'
        yield "</g>"


def path_data(path: Path) -> str:
    """Return path data with true curves, to a billionth of a millimetre."""
    pieces = [f"M {_pair(path.start)}"]
    for segment in path.segments:
        if isinstance(segment, Line):
            pieces.append(f"L {_pair(segment.to)}")
        elif isinstance(segment, Cubic):
            pieces.append(f"C {_pair(segment.first)} {_pair(segment.second)} {_pair(segment.to)}")
        else:
            pieces.extend(_arc_data(segment))
    return " ".join([*pieces, "Z"] if path.closed else pieces)


def _arc_data(arc: Arc) -> Iterator[str]:
    count = math.ceil(abs(arc.sweep_rad) / _WIDEST_RAD - 1e-9)
    radius = _text(arc.radius_mm)
    for n in range(1, count + 1):
        yield f"A {radius} {radius} 0 0 {int(arc.sweep_rad > 0)} {_pair(arc.at(n / count))}"


def _box(view: PackageView) -> tuple[float, float, float, float]:
    corners = [p for path in view.paths for p in flatten(path, 0.1)]
    corners += view.points.values()
    left, top = (math.floor(min(values) - _MARGIN_MM) for values in zip(*corners, strict=True))
    right, bottom = (math.ceil(max(values) + _MARGIN_MM) for values in zip(*corners, strict=True))
    return left, top, right - left, bottom - top


def _pair(p: Point) -> str:
    return f"{_text(p.x)} {_text(p.y)}"


def _text(value: float) -> str:
    return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")
