"""PURE. A femoral head with the bore for a stem's taper.

Drawn about the centre of its sphere, its axis up the neck of a right hip. A longer neck moves
the bore outwards, so that the same sphere sits further from the stem.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point
from planning.library.curves import Line, Path
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
    ),
    dimensions=("diameter_mm",),
    options={"increment": {"increment_mm": SHIFT_MM}},
)


def draw(shape: Parameters, dimensions: Parameters, options: Parameters, view: str) -> Drawn | None:
    """Draw one head with one neck length.

    Parameters
    ----------
    shape, dimensions, options : mapping
        As ``ASKED`` says. A head with less metal than ``least_wall_mm`` beyond its bore does not
        exist; one that would hold less of the taper than ``least_engagement_mm`` has a skirt.
    view : str
        ``AP`` or ``LAT``.

    Returns
    -------
    Drawn or None
        None where the bore would leave too little of the sphere.
    """
    increment_mm = options["increment"]["increment_mm"]
    diameter_mm, taper = dimensions["diameter_mm"], shape["taper"]
    radius_mm = diameter_mm / 2
    bore = bore_of(taper, radius_mm, increment_mm, shape)
    if bore is None:
        return None
    frame = HeadFrame(shape["drawn_ccd_deg"], view)
    return Drawn(
        name=f"head {mm_text(diameter_mm)} mm, neck length {options['increment']['name']}"
        + (", skirted" if bore.skirted else ""),
        dimensions={"increment_mm": increment_mm},
        paths=(
            _outline(frame, radius_mm, bore, taper["base_mm"] / 2 + shape["skirt_wall_mm"]),
            bore_path(frame, taper, bore),
            neck_axis(frame, radius_mm, bore.base_mm),
        ),
        axis=(frame.at(radius_mm, 0.0), frame.at(bore.base_mm, 0.0)),
        points={"centre": Point(0.0, 0.0), "base": frame.at(bore.base_mm, 0.0)},
        mating={
            "taper": {
                "point": Point(0.0, 0.0),
                "axis": frame.up,
                "type": taper["type"],
                "increment_mm": increment_mm,
            },
            "liner": {"point": Point(0.0, 0.0), "axis": frame.up, "diameter_mm": diameter_mm},
        },
        flags=("skirted",) if bore.skirted else (),
    )


def _outline(frame: HeadFrame, radius_mm: float, bore: Bore, skirt_mm: float) -> Path:
    """Draw the sphere down to its flat base, or to the skirt and about it."""
    wide_mm = skirt_mm if frame.oblique else max(bore.half_mm, skirt_mm)
    foot_mm = math.sqrt(radius_mm**2 - wide_mm**2)
    hidden = math.hypot(*frame.at(bore.mouth_mm, 0.0)) <= foot_mm
    if not bore.skirted or hidden:
        foot_mm = foot_of_base(frame, radius_mm, bore.base_mm)
        start, sphere = sphere_over(frame, radius_mm, foot_mm)
        return Path("outline", start, (sphere,), True)
    corners = [frame.at(bore.mouth_mm, skirt_mm), frame.at(bore.mouth_mm, -skirt_mm)]
    if skirt_mm < wide_mm:
        corners = [frame.at(bore.base_mm, skirt_mm), *corners, frame.at(bore.base_mm, -skirt_mm)]
    start, sphere = sphere_over(frame, radius_mm, foot_mm)
    return Path("outline", start, (sphere, *map(Line, corners)), True)
