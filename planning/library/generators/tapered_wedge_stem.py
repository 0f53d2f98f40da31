"""PURE. A cementless tapered wedge stem.

Drawn about its anchor: where the neck cut meets the stem's axis. Another size or option then
keeps cut and axis by keeping the origin. High offset is direct lateralised: the neck moves
medially by itself, the head's height stays (facts of the field: the femur lateralises, leg
length does not change).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planning.geometry.points import Point, add, perpendicular, scaled, subtract
from planning.library.curves import moved
from planning.library.generators.drawn import (
    Drawn,
    Parameters,
    along,
    mm_text,
    neck_direction,
)
from planning.library.generators.stem_contour import Contour, paths_of


@dataclass(frozen=True, slots=True)
class _Neck:
    """The neck's axis: from `origin` on the stem's axis up to the head of increment 0."""

    origin: Point
    up: Point
    head: Point


def draw(shape: Parameters, dimensions: Parameters, options: Parameters) -> Drawn:
    """Draw one stem.

    Parameters
    ----------
    shape : mapping
        ``taper``, ``neck_mm``, ``head_increments_mm``, ``resection_deg``,
        ``above_axis_crossing_mm``, ``calcar_share``, ``calcar_depth_share``,
        ``calcar_depth_mm``, ``shoulder_share``, ``shoulder_height_mm``.
    dimensions : mapping
        ``length_mm``, ``distal_width_mm``, ``proximal_width_mm``, ``offset_mm``.
    options : mapping
        ``offset`` (``medial_mm``) and ``ccd`` (``ccd_deg``).
    """
    ccd_deg, medial_mm = options["ccd"]["ccd_deg"], options["offset"]["medial_mm"]
    offset_mm = dimensions["offset_mm"] + medial_mm
    neck = _neck(ccd_deg, dimensions["offset_mm"], medial_mm)
    contour = _contour(shape, dimensions, ccd_deg, neck)
    anchor = _on_axis(contour.calcar, shape["resection_deg"])
    shift = scaled(anchor, -1.0)
    points = {name: add(p, shift) for name, p in _points(shape, contour, neck, anchor).items()}
    return Drawn(
        name=f"wedge, {mm_text(dimensions['length_mm'])} mm, offset {mm_text(offset_mm)}"
        f"{' (high)' if medial_mm else ''}, neck {mm_text(ccd_deg)}°, "
        f"{mm_text(dimensions['distal_width_mm'])} mm distal",
        dimensions={"offset_mm": offset_mm, "ccd_deg": ccd_deg},
        paths=tuple(moved(path, shift) for path in paths_of(contour, anchor)),
        axis=(points["stem_prox"], points["stem_tip"]),
        points=points,
        mating={
            "taper": {
                "point": points["head_centre_0"],
                "axis": neck.up,
                "type": shape["taper"]["type"],
            },
            "resection": {
                "point": points["resection"],
                "axis": _cut_direction(shape["resection_deg"]),
            },
            "canal": {"point": points["stem_prox"], "axis": Point(0.0, 1.0)},
        },
    )


def increment_name(increment_mm: float) -> str:
    """Return the name of the head's centre for a neck length: ``head_centre_p4``."""
    sign = "m" if increment_mm < 0 else "p" if increment_mm > 0 else ""
    return f"head_centre_{sign}{mm_text(abs(increment_mm)).replace('.', '_')}"


def _neck(ccd_deg: float, offset_mm: float, medial_mm: float) -> _Neck:
    up = neck_direction(ccd_deg)
    height_mm = offset_mm * up.y / up.x
    head = Point(offset_mm + medial_mm, height_mm)
    return _Neck(along(head, up, -head.x / up.x), up, head)


def _contour(shape: Parameters, dimensions: Parameters, ccd_deg: float, neck: _Neck) -> Contour:
    wide_mm = dimensions["proximal_width_mm"]
    calcar_x = shape["calcar_share"] * wide_mm
    up = neck_direction(ccd_deg)
    # Below the unshifted neck axis: a high offset has the same body.
    below_mm = shape["calcar_depth_share"] * wide_mm + shape["calcar_depth_mm"]
    calcar = Point(calcar_x, calcar_x * up.y / up.x + below_mm)
    face = along(neck.head, neck.up, shape["taper"]["beyond_head_mm"])
    return Contour(
        calcar=calcar,
        shoulder=Point(-shape["shoulder_share"] * wide_mm, -shape["shoulder_height_mm"]),
        length_mm=dimensions["length_mm"],
        tip_y_mm=dimensions["length_mm"] - shape["above_axis_crossing_mm"],
        proximal_mm=wide_mm,
        distal_mm=dimensions["distal_width_mm"],
        neck_mm=shape["neck_mm"],
        up=neck.up,
        across=perpendicular(neck.up),
        taper_face=face,
        taper_base=along(face, neck.up, -shape["taper"]["length_mm"]),
        taper_face_mm=shape["taper"]["face_mm"],
        taper_base_mm=shape["taper"]["base_mm"],
        neck_origin=neck.origin,
        cut=_cut_direction(shape["resection_deg"]),
    )


def _cut_direction(resection_deg: float) -> Point:
    """Return the unit vector down the neck cut of a right hip: medial and distal."""
    angle = math.radians(resection_deg)
    return Point(math.sin(angle), math.cos(angle))


def _on_axis(calcar: Point, resection_deg: float) -> Point:
    cut = _cut_direction(resection_deg)
    return subtract(calcar, scaled(cut, calcar.x / cut.x))


def _points(shape: Parameters, contour: Contour, neck: _Neck, anchor: Point) -> dict[str, Point]:
    heads = {increment_name(k): along(neck.head, neck.up, k) for k in shape["head_increments_mm"]}
    return {
        "resection": Point(0.0, anchor.y),
        "calcar": contour.calcar,
        "shoulder": contour.shoulder,
        "stem_prox": Point(0.0, contour.shoulder.y),
        "stem_tip": Point(0.0, contour.tip_y_mm),
        "neck_origin": neck.origin,
        "taper_base": contour.taper_base,
        "taper_face": contour.taper_face,
        "head_centre": neck.head,
        **heads,
    }
