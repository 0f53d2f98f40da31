"""PURE. What a generator gives for one size with one choice of options."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point, add, scaled
from planning.library.curves import Path
from planning.measuring.formatting import format_number

Parameters = Mapping[str, Any]
Mating = dict[str, Any]

AP = "AP"
LATERAL = "LAT"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An implant in millimetres about its anchor, y distal.

    From the front (AP) x runs medially, for a right hip; from the side (LAT) anteriorly.

    Attributes
    ----------
    name : str
        Its dimensions in words, never a maker's size number.
    dimensions : mapping of str to float
        What this choice of options adds to those of the size; mm and degrees by suffix.
    paths : tuple of Path
        The first is the silhouette.
    axis : pair of Point
        From proximal to distal, or from deep to open.
    points : mapping of str to Point
    mating : mapping of str to dict
        By what it mates with: ``point``, ``axis`` (a unit vector in space, as the view shows
        it) and what must fit.
    flags : tuple of str
        What a surgeon should know about this choice (``skirted``).
    """

    name: str
    dimensions: Mapping[str, float]
    paths: tuple[Path, ...]
    axis: tuple[Point, Point]
    points: Mapping[str, Point]
    mating: Mapping[str, Mapping[str, Any]]
    flags: tuple[str, ...] = ()


def mm_text(value_mm: float) -> str:
    """Write millimetres with a decimal only where there is one: 148, 41.6."""
    return format_number(value_mm, 1).removesuffix(".0")


def neck_direction(ccd_deg: float) -> Point:
    """Return the unit vector up the neck of a right hip: medial and proximal."""
    angle = math.radians(ccd_deg)
    return Point(math.sin(angle), math.cos(angle))


def along(start: Point, direction: Point, reach_mm: float) -> Point:
    """Return the point that lies `reach_mm` from `start` in a direction."""
    return add(start, scaled(direction, reach_mm))
