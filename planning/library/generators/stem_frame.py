"""PURE. What all stems share: neck, taper, neck cut and named points.

In millimetres about the crossing of neck and stem axis, x medial and y distal. A larger offset
is direct lateralised: the neck moves medially by itself and the head's height stays, so that
the femur lateralises and leg length does not change.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planning.geometry.points import Point, scaled, subtract
from planning.library.generators.drawn import (
    Mating,
    Parameters,
    along,
    mm_text,
    neck_direction,
)


@dataclass(frozen=True, slots=True)
class Neck:
    """The neck's axis: from `origin` on the stem's axis up to the head of increment 0."""

    origin: Point
    up: Point
    head: Point
    face: Point
    base: Point


def neck_of(taper: Parameters, ccd_deg: float, offset_mm: float, medial_mm: float) -> Neck:
    """Return the neck of a stem.

    Parameters
    ----------
    taper : mapping
        ``length_mm`` and ``beyond_head_mm``.
    ccd_deg : float
    offset_mm : float
        At which the neck's axis crosses the stem's at the origin.
    medial_mm : float
        By which the neck is moved medially beyond that.
    """
    up = neck_direction(ccd_deg)
    head = Point(offset_mm + medial_mm, offset_mm * up.y / up.x)
    face = along(head, up, taper["beyond_head_mm"])
    return Neck(
        origin=along(head, up, -head.x / up.x),
        up=up,
        head=head,
        face=face,
        base=along(face, up, -taper["length_mm"]),
    )


def cut_direction(resection_deg: float) -> Point:
    """Return the unit vector down the neck cut of a right hip: medial and distal."""
    angle = math.radians(resection_deg)
    return Point(math.sin(angle), math.cos(angle))


def on_axis(calcar: Point, resection_deg: float) -> Point:
    """Return where the neck cut through the calcar meets the stem's axis."""
    cut = cut_direction(resection_deg)
    return subtract(calcar, scaled(cut, calcar.x / cut.x))


def increment_name(increment_mm: float) -> str:
    """Return the name of the head's centre for a neck length: ``head_centre_p4``."""
    sign = "m" if increment_mm < 0 else "p" if increment_mm > 0 else ""
    return f"head_centre_{sign}{mm_text(abs(increment_mm)).replace('.', '_')}"


def named_points(
    neck: Neck,
    increments_mm: Sequence[float],
    *,
    calcar: Point,
    shoulder: Point,
    tip_y_mm: float,
    anchor: Point,
) -> dict[str, Point]:
    """Return every named point of a stem, still about the crossing."""
    heads = {increment_name(k): along(neck.head, neck.up, k) for k in increments_mm}
    return {
        "resection": Point(0.0, anchor.y),
        "calcar": calcar,
        "shoulder": shoulder,
        "stem_prox": Point(0.0, shoulder.y),
        "stem_tip": Point(0.0, tip_y_mm),
        "neck_origin": neck.origin,
        "taper_base": neck.base,
        "taper_face": neck.face,
        "head_centre": neck.head,
        **heads,
    }


def from_the_side(p: Point) -> Point:
    """Return where a point of a stem without version lies in the lateral view."""
    return Point(0.0, p.y)


def mating_of(
    points: dict[str, Point], up: Point, cut: Point, taper_type: str
) -> dict[str, Mating]:
    """Return where a stem meets head, bone and canal.

    Parameters
    ----------
    points : dict of str to Point
        In the view.
    up, cut : Point
        Unit vectors in space, as they appear in the view: from the side they are shorter.
    taper_type : str
    """
    return {
        "taper": {"point": points["head_centre_0"], "axis": up, "type": taper_type},
        "resection": {"point": points["resection"], "axis": cut},
        "canal": {"point": points["stem_prox"], "axis": Point(0.0, 1.0)},
    }
