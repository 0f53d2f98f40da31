"""PURE. Which cup to propose, where and how sure; and what a placed cup leaves and covers.

The twin is ``static/js/plan/hip/cup.js``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.angles import DEG_TO_RAD, RAD_TO_DEG
from planning.geometry.points import Point, add, cross, dot, scaled, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_mm
from planning.measuring.uncertainty import Z_95
from planning.plans.hip.facts import Directions, HipFacts, contradiction, directions
from planning.plans.implant_sets import mirrored_for
from planning.plans.implants import Placed, default_options

Json = Mapping[str, Any]
INCLINATION_DEG = 40.0
GAP_MM = 1.0
HEAD_TO_CUP_MM = 6.0
HEAD_SPREAD_MM = 1.5
BED_SPREAD_MM = 0.6
EDGES_SPREAD_MM = 1.2
ABOVE_HEAD_MM = 8.0
USUAL_MM = (44.0, 62.0)


@dataclass(frozen=True, slots=True)
class CupProposal:
    """A cup in its place.

    Attributes
    ----------
    size : str
    sizes : tuple of str
        The range that the error of the reading leaves, from small to large.
    options : mapping
    at_px : Point
        The shell's centre.
    rotation_deg : float
        As seen on the unmirrored side, see ``NewImplant``.
    mirrored : bool
    bed_mm, plus_minus_95_mm : float
        Diameter of the socket bed as read, and its error.
    source : str
        ``bed`` (the socket's border on the film), ``edges`` (lateral edge and teardrop) or
        ``head``.
    doubts : tuple of str
        ``beyond_head_plus_8``, ``two_sizes_off_other_side``, ``outside_usual_sizes``.
    """

    size: str
    sizes: tuple[str, ...]
    options: Mapping[str, str]
    at_px: Point
    rotation_deg: float
    mirrored: bool
    bed_mm: float
    plus_minus_95_mm: float
    source: str
    doubts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "size": self.size,
            "sizes": list(self.sizes),
            "options": dict(self.options),
            "at_px": list(self.at_px),
            "rotation_deg": self.rotation_deg,
            "mirrored": self.mirrored,
            "bed_mm": self.bed_mm,
            "plus_minus_95_mm": self.plus_minus_95_mm,
            "source": self.source,
            "doubts": list(self.doubts),
        }


def cup_proposal(
    facts: HipFacts,
    side: str,
    *,
    family: Json,
    hanging: str,
    inclination_deg: float = INCLINATION_DEG,
    bed: Json | None = None,
    other_mm: float | None = None,
) -> CupProposal | Reason:
    """Propose a cup for the socket bed; between two sizes the smaller.

    Parameters
    ----------
    facts : HipFacts
    side : str
    family : mapping
        Geometry of the cup's family.
    hanging : str
    inclination_deg : float
        Radiographic, against the pelvic line.
    bed : mapping or None
        The socket's border as read: ``centre_px`` and ``radius_px``.
    other_mm : float or None
        Diameter read for the other side.

    Returns
    -------
    CupProposal, or Reason
        ``missing_landmark``, ``sides_contradict``; ``no_size_fits`` where the smallest is too
        large.
    """
    found, drop = directions(facts, side), facts.mm("teardrop", side)
    for one in (found, drop):
        if isinstance(one, Reason):
            return one
    mirrored = mirrored_for(side, "right" if hanging == "PA" else "left")
    if (contradicted := contradiction(facts, side, mirrored=mirrored)) is not None:
        return contradicted
    read = _read(facts, side, found, drop, inclination_deg, bed)
    if isinstance(read, Reason):
        return read
    source, bed_mm, spread_mm = read
    scale_mm = bed_mm * (facts.scale.relative_sigma or 0.0)
    bar_mm = Z_95 * math.sqrt(spread_mm * spread_mm + scale_mm * scale_mm)
    sizes = {one["size"]: _diameter_mm(one) for one in family["sizes"]}
    size = _at_most(sizes, bed_mm)
    if size is None:
        return Reason("no_size_fits", {"level": "socket"})
    least = _at_most(sizes, bed_mm - bar_mm) or next(iter(sizes))
    most = _at_most(sizes, bed_mm + bar_mm) or size
    names = list(sizes)
    chosen = next(one for one in family["sizes"] if one["size"] == size)
    centre = _centre(facts, found, drop, sizes[size] / 2, inclination_deg, bed)
    return CupProposal(
        size=size,
        sizes=tuple(names[names.index(least) : names.index(most) + 1]),
        options=default_options(family, chosen),
        at_px=facts.to_px(centre),
        rotation_deg=_rotation_deg(found, inclination_deg, mirrored),
        mirrored=mirrored,
        bed_mm=bed_mm,
        plus_minus_95_mm=bar_mm,
        source=source,
        doubts=tuple(_doubts(facts, side, sizes[size], other_mm)),
    )


def anatomical_place(
    facts: HipFacts,
    side: str,
    *,
    diameter_mm: float,
    hanging: str,
    inclination_deg: float = INCLINATION_DEG,
) -> tuple[Point, float] | Reason:
    """Say where a cup of any size begins at the anatomical centre: beside the teardrop.

    Neither the head nor the border that it has worn counts: in a dysplastic hip both lie too high
    and too far out.

    Returns
    -------
    (Point, float), or Reason ``missing_landmark``, ``sides_contradict``
        Image pixels, and degrees as seen on the unmirrored side.
    """
    mirrored = mirrored_for(side, "right" if hanging == "PA" else "left")
    found, drop = directions(facts, side), facts.mm("teardrop", side)
    for one in (found, drop, contradiction(facts, side, mirrored=mirrored)):
        if isinstance(one, Reason):
            return one
    centre = _centre(facts, found, drop, diameter_mm / 2, inclination_deg, None)
    return facts.to_px(centre), _rotation_deg(found, inclination_deg, mirrored)


def cup_fit(facts: HipFacts, side: str, cup: Placed) -> dict[str, Any] | Reason:
    """Say what a placed cup leaves and covers.

    Returns
    -------
    dict, or Reason ``missing_landmark``
        ``medial_gap_mm`` between the shell and the teardrop's level, along the pelvic line;
        ``lateral_cover_percent`` of its width under the lateral edge, None without that
        landmark; ``shell_shift_mm`` and ``centre_shift_mm``: pairs lateral and proximal, from
        the centre of the head as it is to the shell's and to the liner's centre, None without
        the head.
    """
    found, drop = directions(facts, side), facts.mm("teardrop", side)
    for one in (found, drop):
        if isinstance(one, Reason):
            return one

    def mm(name: str) -> Point:
        return image_to_mm(cup.points[name], facts.scale.row_mm, facts.scale.column_mm)

    def out(p: Point) -> float:
        return dot(subtract(p, drop), found.lateral)

    shell, liner, radius_mm = mm("centre"), mm("liner_head_centre"), _diameter_mm(cup.size) / 2
    inner, outer = out(mm("rim_med")), out(mm("rim_lat"))
    edge, head = facts.mm("acetabular_edge", side), facts.head(side)
    cover = None
    if isinstance(edge, Point):
        start = min(inner, out(shell) - radius_mm)
        cover = 100 * min(max((out(edge) - start) / (outer - start), 0.0), 1.0)

    def shift(p: Point) -> list[float] | None:
        if isinstance(head, Reason):
            return None
        way = subtract(p, head.centre)
        return [dot(way, found.lateral), -dot(way, found.distal)]

    return {
        "medial_gap_mm": out(shell) - radius_mm,
        "lateral_cover_percent": cover,
        "shell_shift_mm": shift(shell),
        "centre_shift_mm": shift(liner),
    }


def rim_ellipse(cup: Placed, version_deg: float) -> dict[str, Any]:
    """Return the ellipse that a cup's rim would show at a radiographic version.

    Returns
    -------
    dict
        ``centre_px``, ``major_mm`` and ``minor_mm`` (half axes), ``rotation_rad`` of the long
        axis, clockwise on the screen.
    """
    radius_mm = _diameter_mm(cup.size) / 2
    return {
        "centre_px": list(cup.points["centre"]),
        "major_mm": radius_mm,
        "minor_mm": radius_mm * math.sin(abs(version_deg) * DEG_TO_RAD),
        "rotation_rad": cup.pose.rotation_rad,
    }


def _read(
    facts: HipFacts,
    side: str,
    found: Directions,
    drop: Point,
    inclination_deg: float,
    bed: Json | None,
) -> tuple[str, float, float] | Reason:
    """Return by what the bed was read, its diameter and the standard deviation of that."""
    if bed is not None:
        return "bed", 2 * bed["radius_px"] * facts.scale.column_mm, BED_SPREAD_MM
    edge = facts.mm("acetabular_edge", side)
    if isinstance(edge, Point):
        wide_mm = dot(subtract(edge, drop), found.lateral) - GAP_MM
        radius_mm = wide_mm / (1 + math.cos(inclination_deg * DEG_TO_RAD))
        return "edges", 2 * radius_mm, EDGES_SPREAD_MM
    head = facts.head(side)
    if isinstance(head, Reason):
        return head
    return "head", 2 * head.radius + HEAD_TO_CUP_MM, HEAD_SPREAD_MM


def _centre(
    facts: HipFacts,
    found: Directions,
    drop: Point,
    radius_mm: float,
    inclination_deg: float,
    bed: Json | None,
) -> Point:
    """Return where the shell goes: in its bed, not beyond the ilio-ischial line."""
    least_mm = GAP_MM + radius_mm
    if bed is not None:
        p = image_to_mm(Point(*bed["centre_px"]), facts.scale.row_mm, facts.scale.column_mm)
        short_mm = least_mm - dot(subtract(p, drop), found.lateral)
        return add(p, scaled(found.lateral, max(short_mm, 0.0)))
    # The rim's lower end at the level of the teardrop.
    high_mm = radius_mm * math.sin(inclination_deg * DEG_TO_RAD)
    return add(drop, add(scaled(found.lateral, least_mm), scaled(found.distal, -high_mm)))


def _rotation_deg(found: Directions, inclination_deg: float, mirrored: bool) -> float:
    """Return the turn that gives this inclination against the pelvic line."""
    # On the unmirrored side the drawn rim runs along x, lateral to the left.
    across = scaled(found.lateral, 1.0 if mirrored else -1.0)
    tilt_deg = math.atan2(cross(Point(1.0, 0.0), across), across.x) * RAD_TO_DEG
    return inclination_deg + (-tilt_deg if mirrored else tilt_deg)


def _doubts(facts: HipFacts, side: str, size_mm: float, other_mm: float | None) -> list[str]:
    head = facts.head(side)
    doubts = []
    if not isinstance(head, Reason) and size_mm > 2 * head.radius + ABOVE_HEAD_MM:
        doubts.append("beyond_head_plus_8")
    if other_mm is not None and abs(size_mm - other_mm) >= 4:
        doubts.append("two_sizes_off_other_side")
    if not USUAL_MM[0] <= size_mm <= USUAL_MM[1]:
        doubts.append("outside_usual_sizes")
    return doubts


def _diameter_mm(size: Json) -> float:
    return size["dimensions"]["diameter_mm"]


def _at_most(sizes: Mapping[str, float], most_mm: float) -> str | None:
    fitting = [name for name, diameter in sizes.items() if diameter <= most_mm]
    return fitting[-1] if fitting else None
