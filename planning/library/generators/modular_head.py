"""PURE. A femoral head with the bore for a stem's taper.

Drawn about the centre of its sphere, its axis up the neck of a right hip. A longer neck moves
the bore outwards, so that the same sphere sits further from the stem.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point, perpendicular, scaled
from planning.library.curves import Line, Path, arc_between, polyline
from planning.library.generators.drawn import (
    Drawn,
    Parameters,
    along,
    mm_text,
    neck_direction,
)

_CLEARANCE_MM = 1.0


class _Frame:
    """Distances up the neck's axis and across it, from the centre of the head."""

    def __init__(self, ccd_deg: float):
        self.up = neck_direction(ccd_deg)
        self.across = perpendicular(self.up)

    def at(self, up_mm: float, across_mm: float) -> Point:
        return along(scaled(self.up, up_mm), self.across, across_mm)


def draw(shape: Parameters, dimensions: Parameters, options: Parameters) -> Drawn | None:
    """Draw one head with one neck length.

    Parameters
    ----------
    shape : mapping
        ``taper``, ``drawn_ccd_deg``, ``base_half_width_mm``, ``skirt_wall_mm``,
        ``least_engagement_mm``, ``least_wall_mm``.
    dimensions : mapping
        ``diameter_mm``.
    options : mapping
        ``increment`` (``increment_mm``).

    Returns
    -------
    Drawn or None
        None where the bore would leave too little of the sphere.
    """
    increment_mm = options["increment"]["increment_mm"]
    diameter_mm, taper = dimensions["diameter_mm"], shape["taper"]
    radius_mm = diameter_mm / 2
    frame = _Frame(shape["drawn_ccd_deg"])
    half_mm = max(min(0.77 * radius_mm, shape["base_half_width_mm"]), 0.55 * radius_mm)
    base_mm = -math.sqrt(radius_mm**2 - half_mm**2)
    # A longer neck lifts the sphere off the taper: the face comes to lie deeper in it.
    face_mm = taper["beyond_head_mm"] - increment_mm
    if (
        math.hypot(face_mm + _CLEARANCE_MM, taper["face_mm"] / 2)
        > radius_mm - shape["least_wall_mm"]
    ):
        return None
    skirted = face_mm - base_mm < shape["least_engagement_mm"]
    mouth_mm = face_mm - shape["least_engagement_mm"] - 2 if skirted else base_mm
    skirt = _skirt(shape, mouth_mm) if skirted else None
    return Drawn(
        name=f"head {mm_text(diameter_mm)} mm, neck length {options['increment']['name']}"
        + (", skirted" if skirted else ""),
        dimensions={"increment_mm": increment_mm},
        paths=(
            _outline(frame, radius_mm, (base_mm, half_mm), skirt),
            _bore(frame, taper, face_mm, mouth_mm),
            polyline("neck_axis", frame.at(base_mm - 6, 0.0), frame.at(radius_mm + 4, 0.0)),
        ),
        axis=(frame.at(radius_mm, 0.0), frame.at(base_mm, 0.0)),
        points={"centre": Point(0.0, 0.0), "base": frame.at(base_mm, 0.0)},
        mating={
            "taper": {
                "point": Point(0.0, 0.0),
                "axis": frame.up,
                "type": taper["type"],
                "increment_mm": increment_mm,
            },
            "liner": {"point": Point(0.0, 0.0), "axis": frame.up, "diameter_mm": diameter_mm},
        },
        flags=("skirted",) if skirted else (),
    )


def _skirt(shape: Parameters, mouth_mm: float) -> tuple[float, float]:
    """Return where the skirt ends up the axis, and its half width."""
    return mouth_mm, shape["taper"]["base_mm"] / 2 + shape["skirt_wall_mm"]


def _outline(
    frame: _Frame,
    radius_mm: float,
    base: tuple[float, float],
    skirt: tuple[float, float] | None,
) -> Path:
    if skirt is not None and skirt[1] > base[1]:
        # A skirt wider than the flat begins where the sphere is as wide.
        base = (-math.sqrt(radius_mm**2 - skirt[1] ** 2), skirt[1])
    base_mm, half_mm = base
    start, end = frame.at(base_mm, -half_mm), frame.at(base_mm, half_mm)
    sphere = arc_between(Point(0.0, 0.0), start, end, clockwise=True)
    if skirt is None:
        return Path("outline", start, (sphere,), True)
    mouth_mm, wide_mm = skirt
    corners = [(base_mm, wide_mm), (mouth_mm, wide_mm), (mouth_mm, -wide_mm), (base_mm, -wide_mm)]
    return Path("outline", start, (sphere, *(Line(frame.at(*p)) for p in corners)), True)


def _bore(frame: _Frame, taper: Parameters, face_mm: float, mouth_mm: float) -> Path:
    widening = (taper["base_mm"] - taper["face_mm"]) / taper["length_mm"]
    top = taper["face_mm"] / 2
    mouth = (taper["face_mm"] + widening * (face_mm - mouth_mm)) / 2
    corners = [
        (mouth_mm, -mouth),
        (face_mm + _CLEARANCE_MM, -top),
        (face_mm + _CLEARANCE_MM, top),
        (mouth_mm, mouth),
    ]
    return polyline("taper", *(frame.at(*p) for p in corners))
