"""PURE. A press-fit cup: a hemispherical metal shell with a liner.

Drawn with its rim horizontal and its dome up, about the centre of the shell. Turned clockwise
on the screen by its inclination it lies as in a right hip, rim edge -x lateral.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point
from planning.library.curves import Arc, Line, Path, arc_between, polyline
from planning.library.generators.drawn import Drawn, Parameters, mm_text

_OUT = Point(0.0, 1.0)
_HALF_TURN = math.pi


def draw(shape: Parameters, dimensions: Parameters, options: Parameters) -> Drawn | None:
    """Draw one shell with one liner.

    Parameters
    ----------
    shape : mapping
        ``wall_mm``, ``apical_hole_mm``, ``bearing_chamfer_mm``.
    dimensions : mapping
        ``diameter_mm`` of the shell.
    options : mapping
        ``head`` (``diameter_mm``, ``smallest_shell_mm``) and ``liner`` (``lateral_mm``: how far
        the head's centre lies outside the shell's; ``lip_mm``: height of an elevated rim).

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
        _liner(inner_mm, head["diameter_mm"] / 2, shape["bearing_chamfer_mm"], liner),
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
        points={
            "centre": centre,
            "liner_head_centre": bearing,
            "rim_lat": ends[0],
            "rim_med": ends[1],
            "dome": dome,
        },
        mating={
            "head": {"point": bearing, "axis": _OUT, "diameter_mm": head["diameter_mm"]},
            "socket": {"point": centre, "axis": _OUT, "diameter_mm": shell_mm},
        },
    )


def _liner(inner_mm: float, bearing_mm: float, chamfer_mm: float, liner: Parameters) -> Path:
    """Draw the liner's section: along the shell, over the face, back along the bearing."""
    face_y = liner["lateral_mm"]
    shell = Arc(Point(0.0, 0.0), inner_mm, _HALF_TURN, _HALF_TURN)
    half_mm = math.sqrt(bearing_mm**2 - chamfer_mm**2)
    mouth = Point(half_mm, face_y - chamfer_mm)
    face = (Point(inner_mm, face_y), Point(bearing_mm + chamfer_mm, face_y), mouth)
    lip = _lip(inner_mm, bearing_mm, chamfer_mm, liner)
    bearing = arc_between(Point(0.0, face_y), mouth, lip[0], clockwise=False)
    segments = (shell, *map(Line, face), bearing, *map(Line, lip[1:]))
    return Path("liner", Point(-inner_mm, 0.0), segments, True)


def _lip(
    inner_mm: float, bearing_mm: float, chamfer_mm: float, liner: Parameters
) -> tuple[Point, ...]:
    """Return the lateral edge from where the bearing ends outwards to the shell."""
    face_y, lip_mm = liner["lateral_mm"], liner["lip_mm"]
    if lip_mm == 0:
        half_mm = math.sqrt(bearing_mm**2 - chamfer_mm**2)
        begin = (Point(-half_mm, face_y - chamfer_mm),)
    else:
        begin = (Point(-bearing_mm, face_y), Point(-bearing_mm, face_y + lip_mm - chamfer_mm))
    # An elevated rim slopes off towards the shell.
    outer = Point(-inner_mm, face_y + lip_mm / 4)
    return (*begin, Point(-bearing_mm - chamfer_mm, face_y + lip_mm), outer)


def _apical_hole(outer_mm: float, inner_mm: float, half_mm: float) -> tuple[Path, ...]:
    def wall(x: float) -> Path:
        return polyline(
            "detail",
            Point(x, -math.sqrt(outer_mm**2 - x**2)),
            Point(x, -math.sqrt(inner_mm**2 - x**2)),
        )

    return wall(-half_mm), wall(half_mm)
