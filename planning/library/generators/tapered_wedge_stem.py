"""PURE. A cementless tapered wedge stem.

Drawn about its anchor: where the neck cut meets the stem's axis. Another size or option then
keeps cut and axis by keeping the origin.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point, add, perpendicular, scaled
from planning.library.curves import Path, moved, polyline
from planning.library.generators.drawn import AP, Drawn, Parameters, mm_text, neck_direction
from planning.library.generators.parameters import (
    CCD_DEG,
    LEAN_DEG,
    LENGTH_MM,
    SHARE,
    SHIFTS_MM,
    SIZE_MM,
    TAPER,
    Asked,
    fields,
)
from planning.library.generators.stem_contour import (
    Contour,
    Side,
    across_body,
    lines_of,
    outline_of,
)
from planning.library.generators.stem_frame import (
    Neck,
    cut_direction,
    from_the_side,
    mating_of,
    named_points,
    neck_of,
    on_axis,
)
from planning.library.generators.stem_lateral import (
    LateralBody,
    outline_from_the_side,
    taper_lines,
)

ASKED = Asked(
    kind="stem",
    shape=fields(
        taper=TAPER,
        neck_mm=SIZE_MM,
        head_increments_mm=SHIFTS_MM,
        resection_deg={"type": "number", "minimum": 30, "maximum": 60},
        above_axis_crossing_mm=LENGTH_MM,
        calcar_share={"type": "number", "minimum": 0.3, "maximum": 0.8},
        calcar_depth_share=SHARE,
        calcar_depth_mm=LENGTH_MM,
        calcar_lean_deg=LEAN_DEG,
        shoulder_share={"type": "number", "minimum": 0.2, "maximum": 0.7},
        shoulder_height_mm=LENGTH_MM,
        shoulder_round_share=SHARE,
        shoulder_lean_deg=LEAN_DEG,
        straight_share=SHARE,
        medial_taper_deg=LEAN_DEG,
        lateral_taper_deg=LEAN_DEG,
        tip_share=SHARE,
        coated_share=SHARE,
        proximal_depth_share=SHARE,
        distal_depth_share=SHARE,
    ),
    dimensions=("length_mm", "distal_width_mm", "proximal_width_mm", "offset_mm"),
    options={"offset": {"medial_mm": LENGTH_MM}, "ccd": {"ccd_deg": CCD_DEG}},
)


def draw(shape: Parameters, dimensions: Parameters, options: Parameters, view: str) -> Drawn:
    """Draw one stem.

    Parameters
    ----------
    shape, dimensions, options : mapping
        As ``ASKED`` says. Shares are of the proximal width; ``straight_share`` and
        ``coated_share`` are of the length, ``tip_share`` and ``distal_depth_share`` of the
        distal width.
    view : str
        ``AP`` or ``LAT``.
    """
    ccd_deg, medial_mm = options["ccd"]["ccd_deg"], options["offset"]["medial_mm"]
    offset_mm = dimensions["offset_mm"] + medial_mm
    neck = neck_of(shape["taper"], ccd_deg, dimensions["offset_mm"], medial_mm)
    contour = _contour(shape, dimensions, ccd_deg, neck)
    anchor = on_axis(contour.calcar, shape["resection_deg"])
    points = named_points(
        neck,
        shape["head_increments_mm"],
        calcar=contour.calcar,
        shoulder=contour.shoulder,
        tip_y_mm=contour.tip_y_mm,
        anchor=anchor,
    )
    front = view == AP
    paths = (
        _from_the_front(shape, dimensions, contour, anchor)
        if front
        else _from_the_side(shape, dimensions, contour, neck)
    )
    shift = scaled(anchor, -1.0)
    shown = {name: add(p if front else from_the_side(p), shift) for name, p in points.items()}
    up, cut = neck.up, cut_direction(shape["resection_deg"])
    return Drawn(
        name=f"wedge, {mm_text(dimensions['length_mm'])} mm, offset {mm_text(offset_mm)}"
        f"{' (high)' if medial_mm else ''}, neck {mm_text(ccd_deg)}°, "
        f"{mm_text(dimensions['distal_width_mm'])} mm distal",
        dimensions={"offset_mm": offset_mm, "ccd_deg": ccd_deg},
        paths=tuple(moved(path, shift) for path in paths),
        axis=(shown["stem_prox"], shown["stem_tip"]),
        points=shown,
        mating=mating_of(
            shown,
            up if front else from_the_side(up),
            cut if front else from_the_side(cut),
            shape["taper"]["type"],
        ),
    )


def _contour(shape: Parameters, dimensions: Parameters, ccd_deg: float, neck: Neck) -> Contour:
    wide_mm, thin_mm = dimensions["proximal_width_mm"], dimensions["distal_width_mm"]
    calcar_x = shape["calcar_share"] * wide_mm
    up = neck_direction(ccd_deg)
    # Below the unshifted neck axis: a high offset has the same body.
    below_mm = shape["calcar_depth_share"] * wide_mm + shape["calcar_depth_mm"]
    calcar = Point(calcar_x, calcar_x * up.y / up.x + below_mm)
    shoulder = Point(-shape["shoulder_share"] * wide_mm, -shape["shoulder_height_mm"])
    tip_y = dimensions["length_mm"] - shape["above_axis_crossing_mm"]
    end_y = tip_y - shape["tip_share"] * thin_mm
    straight_y = shape["straight_share"] * dimensions["length_mm"]

    def side(top: Point, lean_deg: float, taper_deg: float, sign: int) -> Side:
        out_mm = thin_mm / 2 + math.tan(math.radians(taper_deg)) * (end_y - straight_y)
        straight, end = Point(sign * out_mm, straight_y), Point(sign * thin_mm / 2, end_y)
        return Side(top, lean_deg, 0.2 * (straight_y - top.y), straight, end)

    return Contour(
        medial=side(calcar, shape["calcar_lean_deg"], shape["medial_taper_deg"], 1),
        lateral=side(shoulder, shape["shoulder_lean_deg"], shape["lateral_taper_deg"], -1),
        tip_y_mm=tip_y,
        shoulder_mm=shape["shoulder_round_share"] * wide_mm,
        neck_mm=shape["neck_mm"],
        up=neck.up,
        across=perpendicular(neck.up),
        taper_face=neck.face,
        taper_base=neck.base,
        taper_face_mm=shape["taper"]["face_mm"],
        taper_base_mm=shape["taper"]["base_mm"],
        neck_origin=neck.origin,
        cut=cut_direction(shape["resection_deg"]),
    )


def _from_the_front(
    shape: Parameters, dimensions: Parameters, contour: Contour, anchor: Point
) -> tuple[Path, ...]:
    coated_mm = shape["coated_share"] * dimensions["length_mm"]
    taper, *lines = lines_of(contour, anchor)
    return outline_of(contour), taper, across_body(contour, "coating", coated_mm), *lines


def _from_the_side(
    shape: Parameters, dimensions: Parameters, contour: Contour, neck: Neck
) -> tuple[Path, ...]:
    body = LateralBody(
        top_y_mm=contour.shoulder.y - contour.shoulder_mm,
        end_y_mm=contour.medial.end.y,
        tip_y_mm=contour.tip_y_mm,
        top_half_mm=shape["proximal_depth_share"] * dimensions["proximal_width_mm"] / 2,
        end_half_mm=shape["distal_depth_share"] * dimensions["distal_width_mm"] / 2,
        neck_half_mm=0.44 * shape["neck_mm"],
        face_half_mm=shape["taper"]["face_mm"] / 2,
        base_half_mm=shape["taper"]["base_mm"] / 2,
    )
    coated_mm = shape["coated_share"] * dimensions["length_mm"]
    half_mm = body.half_at(coated_mm)
    coating = polyline("coating", Point(-half_mm, coated_mm), Point(half_mm, coated_mm))
    taper, axis = taper_lines(body, neck)
    return outline_from_the_side(body, neck), taper, coating, axis
