"""PURE. A bipolar head: an outer shell that turns in the patient's own socket about a small head.

Drawn about the centre that both share, its axis up the neck of a right hip, as
:mod:`planning.library.generators.modular_head`.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point
from planning.library.curves import Line, Path, Segment, arc_between
from planning.library.generators.drawn import Drawn, Parameters, mm_text
from planning.library.generators.head_frame import (
    Bore,
    HeadFrame,
    bore_of,
    bore_path,
    foot_of_base,
    neck_axis,
    sphere_over,
)
from planning.library.generators.parameters import (
    CCD_DEG,
    SHARE,
    SHIFT_MM,
    SIZE_MM,
    TAPER,
    Asked,
    fields,
)

ASKED = Asked(
    kind="head",
    shape=fields(
        taper=TAPER,
        drawn_ccd_deg=CCD_DEG,
        base_half_width_mm=SIZE_MM,
        skirt_wall_mm=SIZE_MM,
        least_wall_mm=SIZE_MM,
        least_engagement_mm=SIZE_MM,
        shell_wall_mm=SIZE_MM,
        mouth_share=SHARE,
    ),
    dimensions=("diameter_mm",),
    options={
        "inner": {"diameter_mm": SIZE_MM, "smallest_shell_mm": SIZE_MM},
        "increment": {"increment_mm": SHIFT_MM},
    },
)

_CENTRE = Point(0.0, 0.0)


def draw(shape: Parameters, dimensions: Parameters, options: Parameters, view: str) -> Drawn | None:
    """Draw one shell about one inner head with one neck length.

    Parameters
    ----------
    shape, dimensions, options : mapping
        As ``ASKED`` says. ``mouth_share``: how far the shell reaches beyond its equator, of its
        radius.
    view : str
        ``AP`` or ``LAT``.

    Returns
    -------
    Drawn or None
        None where the inner head is too large for the shell or too small for the taper.
    """
    inner, increment_mm = options["inner"], options["increment"]["increment_mm"]
    outer_mm, taper = dimensions["diameter_mm"] / 2, shape["taper"]
    inner_mm = inner["diameter_mm"] / 2
    bore = bore_of(taper, inner_mm, increment_mm, shape)
    if bore is None or 2 * outer_mm < inner["smallest_shell_mm"]:
        return None
    frame = HeadFrame(shape["drawn_ccd_deg"], view)
    skirt_mm = taper["base_mm"] / 2 + shape["skirt_wall_mm"]
    mouth_mm = shape["mouth_share"] * outer_mm
    return Drawn(
        name=f"bipolar head {mm_text(2 * outer_mm)} mm, inner head {inner['name']}, neck length "
        f"{options['increment']['name']}" + (", skirted" if bore.skirted else ""),
        dimensions={"inner_diameter_mm": inner["diameter_mm"], "increment_mm": increment_mm},
        paths=(
            _outline(frame, outer_mm, mouth_mm, inner_mm, bore, skirt_mm),
            _within("shell", frame, outer_mm - shape["shell_wall_mm"], mouth_mm),
            _within("liner", frame, inner_mm, mouth_mm),
            bore_path(frame, taper, bore),
            neck_axis(frame, outer_mm, bore.base_mm),
        ),
        axis=(frame.at(outer_mm, 0.0), frame.at(bore.base_mm, 0.0)),
        points={"centre": _CENTRE, "base": frame.at(bore.base_mm, 0.0)},
        mating={
            "taper": {
                "point": _CENTRE,
                "axis": frame.up,
                "type": taper["type"],
                "increment_mm": increment_mm,
            },
            "liner": {"point": _CENTRE, "axis": frame.up, "diameter_mm": 2 * outer_mm},
        },
        flags=("skirted",) if bore.skirted else (),
    )


def _within(role: str, frame: HeadFrame, radius_mm: float, mouth_mm: float) -> Path:
    start, arc = sphere_over(frame, radius_mm, foot_of_base(frame, radius_mm, mouth_mm))
    return Path(role, start, (arc,), False)


def _outline(
    frame: HeadFrame,
    outer_mm: float,
    mouth_mm: float,
    inner_mm: float,
    bore: Bore,
    skirt_mm: float,
) -> Path:
    """Draw the shell, and what of the inner head looks out of its mouth."""
    foot_mm = foot_of_base(frame, outer_mm, mouth_mm)
    start, shell = sphere_over(frame, outer_mm, foot_mm)
    if foot_mm >= inner_mm:
        return Path("outline", start, (shell,), True)
    below = _looking_out(frame, foot_mm, inner_mm, bore, skirt_mm)
    return Path("outline", start, (shell, *below), True)


def _looking_out(
    frame: HeadFrame, foot_mm: float, inner_mm: float, bore: Bore, skirt_mm: float
) -> tuple[Segment, ...]:
    left, over = sphere_over(frame, inner_mm, foot_mm)
    right = over.to
    low_mm = foot_of_base(frame, inner_mm, bore.base_mm)
    if bore.skirted:
        low_mm = min(low_mm, math.sqrt(inner_mm**2 - min(skirt_mm, inner_mm) ** 2))
    corners: list[Point] = []
    if bore.skirted and math.hypot(*frame.at(bore.mouth_mm, 0.0)) > max(low_mm, foot_mm):
        corners = [frame.at(bore.mouth_mm, skirt_mm), frame.at(bore.mouth_mm, -skirt_mm)]
    if low_mm <= foot_mm:
        return tuple(Line(p) for p in (right, *corners, left))
    far_left, over_all = sphere_over(frame, inner_mm, low_mm)
    down = arc_between(_CENTRE, right, over_all.to, clockwise=True)
    up = arc_between(_CENTRE, far_left, left, clockwise=True)
    return (Line(right), down, *map(Line, corners), Line(far_left), up)
