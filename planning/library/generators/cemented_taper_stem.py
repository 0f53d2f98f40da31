"""PURE. A cemented, polished, collarless taper stem with its cement mantle.

Drawn about its anchor: where the neck cut meets the stem's axis. Every offset has the same body
and the same height of the head; the mantle is what the broach makes room for, and reaches
beyond the tip into the hollow centraliser in which the stem may sink.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point, add, perpendicular, scaled
from planning.library.curves import Path, moved
from planning.library.generators.drawn import AP, Drawn, Parameters, mm_text
from planning.library.generators.mantle import centraliser, mantle_about, mantle_from_the_side
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
from planning.library.generators.stem_contour import Contour, Side, lines_of, outline_of
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
        ccd_deg=CCD_DEG,
        neck_mm=SIZE_MM,
        head_increments_mm=SHIFTS_MM,
        resection_deg={"type": "number", "minimum": 30, "maximum": 60},
        crossing_offset_mm=SIZE_MM,
        above_axis_crossing_mm=LENGTH_MM,
        calcar_share={"type": "number", "minimum": 0.3, "maximum": 0.8},
        calcar_depth_mm=LENGTH_MM,
        calcar_lean_deg=LEAN_DEG,
        shoulder_height_mm=LENGTH_MM,
        shoulder_round_share=SHARE,
        shoulder_lean_deg=LEAN_DEG,
        straight_share=SHARE,
        medial_part=SHARE,
        tip_share=SHARE,
        mantle_mm=SIZE_MM,
        centraliser_mm=SIZE_MM,
        proximal_depth_share=SHARE,
        distal_depth_share=SHARE,
    ),
    dimensions=("proximal_width_mm", "middle_width_mm", "distal_width_mm"),
    options={
        "offset": {"offset_mm": SIZE_MM, "longest_mm": SIZE_MM, "narrowest_mm": SIZE_MM},
        "length": {"length_mm": SIZE_MM},
    },
)


def draw(shape: Parameters, dimensions: Parameters, options: Parameters, view: str) -> Drawn | None:
    """Draw one stem in its mantle.

    Parameters
    ----------
    shape, dimensions, options : mapping
        As ``ASKED`` says. ``crossing_offset_mm``: of the offset whose neck crosses the stem's
        axis at the origin; ``medial_part``: how much of the body's taper is medial.
    view : str
        ``AP`` or ``LAT``.

    Returns
    -------
    Drawn or None
        None where this offset is not made so long, or not with so narrow a body.
    """
    offset_mm, length_mm = options["offset"]["offset_mm"], options["length"]["length_mm"]
    narrow = dimensions["proximal_width_mm"] < options["offset"]["narrowest_mm"]
    if narrow or length_mm > options["offset"]["longest_mm"]:
        return None
    base_mm = shape["crossing_offset_mm"]
    neck = neck_of(shape["taper"], shape["ccd_deg"], base_mm, offset_mm - base_mm)
    contour = _contour(shape, dimensions, length_mm, neck)
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
        _from_the_front(shape, contour, anchor)
        if front
        else _from_the_side(shape, dimensions, contour, neck)
    )
    shift = scaled(anchor, -1.0)
    shown = {name: add(p if front else from_the_side(p), shift) for name, p in points.items()}
    up, cut = neck.up, cut_direction(shape["resection_deg"])
    return Drawn(
        name=f"cemented taper, {mm_text(length_mm)} mm, offset {mm_text(offset_mm)}, "
        f"{mm_text(dimensions['proximal_width_mm'])} mm wide, mantle "
        f"{mm_text(shape['mantle_mm'])} mm",
        dimensions={
            "offset_mm": offset_mm,
            "ccd_deg": shape["ccd_deg"],
            "length_mm": length_mm,
            "mantle_mm": shape["mantle_mm"],
            "broach_distal_width_mm": dimensions["distal_width_mm"] + 2 * shape["mantle_mm"],
        },
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


def _contour(shape: Parameters, dimensions: Parameters, length_mm: float, neck: Neck) -> Contour:
    wide_mm, thin_mm = dimensions["proximal_width_mm"], dimensions["distal_width_mm"]
    up = neck.up
    calcar_x = shape["calcar_share"] * wide_mm
    calcar = Point(calcar_x, calcar_x * up.y / up.x + neck_depth(shape, up))
    shoulder = Point(calcar_x - wide_mm, -shape["shoulder_height_mm"])
    tip_y = length_mm - shape["above_axis_crossing_mm"]
    end_y = tip_y - shape["tip_share"] * thin_mm
    straight_y = shape["straight_share"] * length_mm
    # The body has the same width in the middle, however long it is.
    gain_mm = dimensions["middle_width_mm"] - thin_mm

    def side(top: Point, lean_deg: float, part: float, sign: int) -> Side:
        straight = Point(sign * (thin_mm / 2 + part * gain_mm), straight_y)
        end = Point(sign * thin_mm / 2, end_y)
        return Side(top, lean_deg, 0.2 * (straight_y - top.y), straight, end)

    medial = shape["medial_part"]
    return Contour(
        medial=side(calcar, shape["calcar_lean_deg"], medial, 1),
        lateral=side(shoulder, shape["shoulder_lean_deg"], 1 - medial, -1),
        tip_y_mm=tip_y,
        shoulder_mm=shape["shoulder_round_share"] * wide_mm,
        neck_mm=shape["neck_mm"],
        up=up,
        across=perpendicular(up),
        taper_face=neck.face,
        taper_base=neck.base,
        taper_face_mm=shape["taper"]["face_mm"],
        taper_base_mm=shape["taper"]["base_mm"],
        neck_origin=neck.origin,
        cut=cut_direction(shape["resection_deg"]),
    )


def neck_depth(shape: Parameters, up: Point) -> float:
    """Return how far below the neck's axis its medial edge meets the calcar, along the stem."""
    half_mm = shape["neck_mm"] / 2
    return half_mm / math.hypot(up.x, 0.0) + shape["calcar_depth_mm"]


def _from_the_front(shape: Parameters, contour: Contour, anchor: Point) -> tuple[Path, ...]:
    end, mantle_mm = contour.medial.end, shape["mantle_mm"]
    deep_mm = contour.tip_y_mm + shape["centraliser_mm"]
    taper, *lines = lines_of(contour, anchor)
    return (
        outline_of(contour),
        mantle_about(contour.medial, contour.lateral, mantle_mm, deep_mm),
        taper,
        *centraliser(end.x, end.y, contour.tip_y_mm, mantle_mm, deep_mm),
        *lines,
    )


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
    deep_mm = contour.tip_y_mm + shape["centraliser_mm"]
    taper, axis = taper_lines(body, neck)
    return (
        outline_from_the_side(body, neck),
        mantle_from_the_side(body, contour.calcar.y, shape["mantle_mm"], deep_mm),
        taper,
        *centraliser(body.end_half_mm, body.end_y_mm, body.tip_y_mm, shape["mantle_mm"], deep_mm),
        axis,
    )
