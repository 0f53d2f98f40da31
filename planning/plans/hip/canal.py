"""PURE. The canal of a femur as it was read from the film, and how a stem lies in it.

The twin is ``static/js/plan/hip/canal.js``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point, add, dot, scaled, subtract, unit
from planning.geometry.polygons import extent_at
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_mm
from planning.plans.hip.facts import HipFacts, directions

Json = Mapping[str, Any]
LEVELS = {"metaphysis": -10.0, "lesser_trochanter": 0.0, "below_30": 30.0, "below_60": 60.0}
"""Millimetres below the apex of the lesser trochanter, along the shaft."""
NEEDED = frozenset({"lesser_trochanter", "below_30", "below_60"})
"""Without one of these a stem far too large would seem to fit."""


@dataclass(frozen=True, slots=True)
class Level:
    """The walls of the canal at one level, in the canal's frame.

    Attributes
    ----------
    key : str
    along_mm : float
        Distal from the frame's origin.
    medial_mm, lateral_mm : float
        From the axis; medial is positive.
    """

    key: str
    along_mm: float
    medial_mm: float
    lateral_mm: float


@dataclass(frozen=True, slots=True)
class Canal:
    """The canal in its own frame: from a point of its axis, medial and distal.

    Attributes
    ----------
    origin_mm, medial, distal : Point
        In millimetres of the film.
    levels : tuple of Level
        Those that were read.
    """

    origin_mm: Point
    medial: Point
    distal: Point
    levels: tuple[Level, ...]

    def of_film(self, p_mm: Point) -> Point:
        """Return (medial, distal) of a point of the film in millimetres."""
        way = subtract(p_mm, self.origin_mm)
        return Point(dot(way, self.medial), dot(way, self.distal))

    def on_film(self, p: Point) -> Point:
        """Return millimetres of the film of (medial, distal)."""
        return add(self.origin_mm, add(scaled(self.medial, p.x), scaled(self.distal, p.y)))


@dataclass(frozen=True, slots=True)
class Fit:
    """How a stem lies at one level.

    Attributes
    ----------
    key : str
    medial_mm, lateral_mm : float
        What is left beside it; negative where it crosses the wall.
    fill_percent : float
        Width of the stem over that of the canal.
    """

    key: str
    medial_mm: float
    lateral_mm: float
    fill_percent: float

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "key": self.key,
            "medial_mm": self.medial_mm,
            "lateral_mm": self.lateral_mm,
            "fill_percent": self.fill_percent,
        }


def canal_of(facts: HipFacts, side: str, reading: Json) -> Canal | Reason:
    """Bring a reading of the film into the canal's frame.

    Parameters
    ----------
    facts : HipFacts
    side : str
    reading : mapping
        ``axis_px``: two points from proximal to distal; ``levels``: ``key``, ``medial_px`` and
        ``lateral_px`` of each that was found.
    """
    found = directions(facts, side)
    if isinstance(found, Reason):
        return found
    top, low = (_mm(facts, p) for p in reading["axis_px"])
    distal = unit(subtract(low, top))
    if isinstance(distal, Reason):
        return distal
    medial = Point(distal.y, -distal.x)
    if dot(medial, found.lateral) > 0:
        medial = Point(-distal.y, distal.x)
    frame = Canal(top, medial, distal, ())
    levels = []
    for one in reading["levels"]:
        inner, outer = (frame.of_film(_mm(facts, one[f"{w}_px"])) for w in ("medial", "lateral"))
        # Walls that have changed sides are no reading of a canal.
        if inner.x > outer.x:
            levels.append(Level(one["key"], (inner.y + outer.y) / 2, inner.x, outer.x))
    return Canal(top, medial, distal, tuple(levels))


def fits_of(canal: Canal, outline: Sequence[Point]) -> list[Fit]:
    """Return how a stem's outline, in the canal's frame, lies at the levels that it reaches."""
    fits = []
    for level in canal.levels:
        extent = extent_at(outline, level.along_mm)
        if extent is not None:
            width = level.medial_mm - level.lateral_mm
            fits.append(
                Fit(
                    level.key,
                    level.medial_mm - extent[1],
                    extent[0] - level.lateral_mm,
                    100 * (extent[1] - extent[0]) / width,
                )
            )
    return fits


def outline_of(variant: Json) -> list[Point]:
    """Return what has to fit into the canal: the mantle where there is one, else the stem."""
    paths = {path["role"]: path for path in reversed(variant["outline"])}
    path = paths.get("mantle", paths["outline"])
    return [Point(*p) for p in path["polyline"]]


def _mm(facts: HipFacts, p_px: Sequence[float]) -> Point:
    return image_to_mm(Point(*p_px), facts.scale.row_mm, facts.scale.column_mm)
