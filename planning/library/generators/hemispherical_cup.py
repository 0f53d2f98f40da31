"""PURE. A press-fit cup: a hemispherical metal shell with a liner.

Drawn with its rim horizontal and its dome up, about the centre of the shell. Turned clockwise
on the screen by its inclination it lies as in a right hip, rim edge -x lateral; from the side
the same section is seen, rim edge -x posterior.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point
from planning.library.curves import Arc, Path, polyline
from planning.library.generators.cup_frame import cup_points, liner_path
from planning.library.generators.drawn import Drawn, Parameters, mm_text
from planning.library.generators.parameters import LENGTH_MM, SIZE_MM, Asked, fields

_OUT = Point(0.0, 1.0)
_HALF_TURN = math.pi


ASKED = Asked(
    kind="cup",
    shape=fields(wall_mm=SIZE_MM, apical_hole_mm=SIZE_MM, bearing_chamfer_mm=SIZE_MM),
    dimensions=("diameter_mm",),
    options={
        "head": {"diameter_mm": SIZE_MM, "smallest_shell_mm": SIZE_MM},
        "liner": {"lateral_mm": LENGTH_MM, "lip_mm": LENGTH_MM},
    },
)


def draw(shape: Parameters, dimensions: Parameters, options: Parameters, view: str) -> Drawn | None:
    """Draw one shell with one liner.

    Parameters
    ----------
    shape, dimensions, options : mapping
        As ``ASKED`` says. ``lateral_mm``: how far the head's centre lies outside the shell's;
        ``lip_mm``: height of an elevated rim.
    view : str
        ``AP`` or ``LAT``.

    Returns
    -------
    Drawn or None
        None where the head is too large for the shell.
    """
    head, liner = options["head"], options["liner"]
    shell_mm = dimensions["diameter_mm"]
    if shell_mm < head["smallest_shell_mm"]:
        return None
    outer_mm = shell_mm / 2
    inner_mm = outer_mm - shape["wall_mm"]
    centre, bearing = Point(0.0, 0.0), Point(0.0, liner["lateral_mm"])
    dome = Point(0.0, -outer_mm)
    ends = (Point(-outer_mm, 0.0), Point(outer_mm, 0.0))
    paths = (
        Path("outline", ends[0], (Arc(centre, outer_mm, _HALF_TURN, _HALF_TURN),), True),
        Path(
            "shell", Point(-inner_mm, 0.0), (Arc(centre, inner_mm, _HALF_TURN, _HALF_TURN),), False
        ),
        *_apical_hole(outer_mm, inner_mm, shape["apical_hole_mm"] / 2),
        liner_path(inner_mm, head["diameter_mm"] / 2, shape["bearing_chamfer_mm"], liner),
        polyline("axis", Point(0.0, -outer_mm - 6), Point(0.0, outer_mm * 0.6)),
    )
    return Drawn(
        name=f"press-fit cup, {mm_text(shell_mm)} mm, liner for head {head['name']}, "
        f"{liner['name']}",
        dimensions={
            "head_diameter_mm": head["diameter_mm"],
            "lateral_mm": liner["lateral_mm"],
            "liner_thickness_mm": inner_mm - head["diameter_mm"] / 2 + liner["lateral_mm"],
        },
        paths=paths,
        axis=(dome, centre),
        points=cup_points(outer_mm, bearing, view),
        mating={
            "head": {"point": bearing, "axis": _OUT, "diameter_mm": head["diameter_mm"]},
            "socket": {"point": centre, "axis": _OUT, "diameter_mm": shell_mm},
        },
    )


def _apical_hole(outer_mm: float, inner_mm: float, half_mm: float) -> tuple[Path, ...]:
    def wall(x: float) -> Path:
        return polyline(
            "detail",
            Point(x, -math.sqrt(outer_mm**2 - x**2)),
            Point(x, -math.sqrt(inner_mm**2 - x**2)),
        )

    return wall(-half_mm), wall(half_mm)
