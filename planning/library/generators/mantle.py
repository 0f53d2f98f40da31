"""PURE. The cement about a stem, and the hollow centraliser about its tip."""

from __future__ import annotations

import math
from dataclasses import replace

from planning.geometry.points import Point
from planning.library.curves import Cubic, Line, Path
from planning.library.generators.stem_contour import Side, down_the_body
from planning.library.generators.stem_lateral import LateralBody, half_tip

_WALL_MM = 1.0
_ROUND = 0.62


def mantle_about(medial: Side, lateral: Side, mantle_mm: float, deep_mm: float) -> Path:
    """Return the outer edge of the cement from calcar to shoulder, seen from the front.

    Parameters
    ----------
    medial, lateral : Side
        The edges of the stem.
    mantle_mm : float
        Thickness of the cement, square to the edge.
    deep_mm : float
        Level to which it reaches below the tip.
    """
    out, back = _outside(medial, mantle_mm, deep_mm), _outside(lateral, mantle_mm, deep_mm)
    return Path("mantle", out.top, down_the_body(out, back, deep_mm), False)


def mantle_from_the_side(
    body: LateralBody, top_y_mm: float, mantle_mm: float, deep_mm: float
) -> Path:
    """Return the outer edge of the cement seen from the side."""
    # On along the same taper, to where the round end begins.
    end_y_mm = deep_mm - body.end_half_mm - mantle_mm
    half_mm, end_half_mm = (body.half_at(y) + mantle_mm for y in (top_y_mm, end_y_mm))
    tip = half_tip(end_half_mm, end_y_mm, deep_mm)
    back = Cubic(
        Point(-tip.second.x, tip.second.y),
        Point(-tip.first.x, tip.first.y),
        Point(-end_half_mm, end_y_mm),
    )
    segments = (
        Line(Point(end_half_mm, end_y_mm)),
        tip,
        back,
        Line(Point(-half_mm, top_y_mm)),
    )
    return Path("mantle", Point(half_mm, top_y_mm), segments, False)


def centraliser(
    half_mm: float, end_y_mm: float, tip_y_mm: float, mantle_mm: float, deep_mm: float
) -> tuple[Path, ...]:
    """Return the cap about the tip and the wings that hold it in the middle of the canal.

    Parameters
    ----------
    half_mm, end_y_mm, tip_y_mm : float
        Half the width of the stem where its tip begins, that level, and the tip.
    mantle_mm : float
    deep_mm : float
        Level to which the cement reaches.
    """
    wide_mm = half_mm + min(_WALL_MM, 0.6 * mantle_mm)
    low_mm = tip_y_mm + 0.7 * (deep_mm - tip_y_mm)
    left, right = Point(-wide_mm, end_y_mm), Point(wide_mm, end_y_mm)
    turn_mm = low_mm - wide_mm
    cap = Path(
        "detail",
        left,
        (
            Line(Point(-wide_mm, turn_mm)),
            Cubic(
                Point(-wide_mm, turn_mm + _ROUND * wide_mm),
                Point(-_ROUND * wide_mm, low_mm),
                Point(0.0, low_mm),
            ),
            Cubic(
                Point(_ROUND * wide_mm, low_mm),
                Point(wide_mm, turn_mm + _ROUND * wide_mm),
                Point(wide_mm, turn_mm),
            ),
            Line(right),
        ),
        True,
    )
    return cap, *(_wing(side, wide_mm, half_mm + mantle_mm, turn_mm) for side in (-1, 1))


def _wing(side: int, from_mm: float, to_mm: float, low_mm: float) -> Path:
    high_mm = low_mm - 6.0
    corners = (
        Point(side * to_mm, high_mm + 1.5),
        Point(side * to_mm, low_mm - 1.5),
        Point(side * from_mm, low_mm),
    )
    return Path("detail", Point(side * from_mm, high_mm), tuple(map(Line, corners)), False)


def _outside(side: Side, mantle_mm: float, deep_mm: float) -> Side:
    """Return an edge as far outside as the cement is thick, measured square to it."""
    sign = math.copysign(1.0, side.top.x)
    taper = math.atan2(abs(side.straight.x - side.end.x), side.end.y - side.straight.y)
    top_mm = mantle_mm / math.cos(math.radians(side.top_lean_deg))
    low_mm = mantle_mm / math.cos(taper)
    end_half = abs(side.end.x) + low_mm
    return replace(
        side,
        top=Point(side.top.x + sign * top_mm, side.top.y),
        straight=Point(side.straight.x + sign * low_mm, side.straight.y),
        # On along the same taper, to where the round end begins.
        end=_further(side, sign * low_mm, deep_mm - end_half),
    )


def _further(side: Side, shift_mm: float, y_mm: float) -> Point:
    slope = (side.end.x - side.straight.x) / (side.end.y - side.straight.y)
    return Point(side.straight.x + slope * (y_mm - side.straight.y) + shift_mm, y_mm)
