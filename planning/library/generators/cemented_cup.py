"""PURE. A cemented cup, all of polyethylene, with its cement mantle and its wire marker.

Drawn with its rim horizontal and its dome up, about the centre of its outer hemisphere. Turned
clockwise on the screen by its inclination it lies as in a right hip, rim edge -x lateral; from
the side the same section is seen, rim edge -x posterior.
"""

from __future__ import annotations

import math

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, Segment, arc_between, polyline
from planning.library.generators.cup_frame import cup_points
from planning.library.generators.drawn import Drawn, Parameters, mm_text
from planning.library.generators.parameters import LENGTH_MM, SIZE_MM, Asked, fields

ASKED = Asked(
    kind="cup",
    shape=fields(bearing_chamfer_mm=SIZE_MM, rim_chamfer_mm=SIZE_MM, wire_depth_mm=SIZE_MM),
    dimensions=("diameter_mm",),
    options={
        "head": {"diameter_mm": SIZE_MM, "smallest_cup_mm": SIZE_MM},
        "liner": {"lip_mm": LENGTH_MM},
        "mantle": {"mantle_mm": SIZE_MM},
    },
)

_CENTRE = Point(0.0, 0.0)
_OUT = Point(0.0, 1.0)
_GROOVES_DEG = (35.0, 65.0)
_GROOVE_MM = 1.2
_LIP_MM = 4.0


def draw(shape: Parameters, dimensions: Parameters, options: Parameters, view: str) -> Drawn | None:
    """Draw one cup in its cement.

    Parameters
    ----------
    shape, dimensions, options : mapping
        As ``ASKED`` says. The diameter is that of the cup; the bone is reamed larger by twice
        the mantle.
    view : str
        ``AP`` or ``LAT``.

    Returns
    -------
    Drawn or None
        None where the head is too large for the cup.
    """
    head, rim, mantle_mm = options["head"], options["liner"], options["mantle"]["mantle_mm"]
    cup_mm = dimensions["diameter_mm"]
    if cup_mm < head["smallest_cup_mm"]:
        return None
    outer_mm, bearing_mm = cup_mm / 2, head["diameter_mm"] / 2
    return Drawn(
        name=f"cemented cup, {mm_text(cup_mm)} mm, for head {head['name']}, {rim['name']}, "
        f"mantle {mm_text(mantle_mm)} mm",
        dimensions={
            "head_diameter_mm": head["diameter_mm"],
            "wall_mm": outer_mm - bearing_mm,
            "mantle_mm": mantle_mm,
            "reamed_mm": cup_mm + 2 * mantle_mm,
        },
        paths=(
            _outline(outer_mm, shape["rim_chamfer_mm"], rim["lip_mm"], bearing_mm),
            _mantle(outer_mm + mantle_mm),
            _bearing(bearing_mm, shape["bearing_chamfer_mm"]),
            *_wires(outer_mm, shape["wire_depth_mm"]),
            *_grooves(outer_mm),
            polyline("axis", Point(0.0, -outer_mm - 6), Point(0.0, outer_mm * 0.6)),
        ),
        axis=(Point(0.0, -outer_mm), _CENTRE),
        points=cup_points(outer_mm, _CENTRE, view),
        mating={
            "head": {"point": _CENTRE, "axis": _OUT, "diameter_mm": head["diameter_mm"]},
            "socket": {"point": _CENTRE, "axis": _OUT, "diameter_mm": cup_mm + 2 * mantle_mm},
        },
    )


def _outline(outer_mm: float, chamfer_mm: float, lip_mm: float, bearing_mm: float) -> Path:
    """Draw the hemisphere, its rim chamfered within the face, and an elevated rim at -x."""
    right = Point(outer_mm, 0.0)
    dome = Arc(_CENTRE, outer_mm, math.pi, math.pi)
    if lip_mm == 0:
        return Path("outline", Point(-outer_mm, 0.0), (dome, Line(Point(-outer_mm, 0.0))), True)
    inner, top = -bearing_mm, lip_mm
    edge = max((inner - outer_mm) / 2, inner - chamfer_mm - _LIP_MM)
    segments: tuple[Segment, ...] = (
        dome,
        Line(Point(inner, right.y)),
        Line(Point(inner, top - chamfer_mm)),
        Line(Point(inner - chamfer_mm, top)),
        Line(Point(edge, top)),
        Cubic(
            Point(edge - 0.4 * (outer_mm + edge), top),
            Point(-outer_mm, 0.35 * top),
            Point(-outer_mm, 0.0),
        ),
    )
    return Path("outline", Point(-outer_mm, 0.0), segments, True)


def _mantle(reamed_mm: float) -> Path:
    edge = Point(-reamed_mm, 0.0)
    return Path("mantle", edge, (Arc(_CENTRE, reamed_mm, math.pi, math.pi),), False)


def _bearing(bearing_mm: float, chamfer_mm: float) -> Path:
    """Draw where the head runs, open to the mouth with its chamfer."""
    half_mm = math.sqrt(bearing_mm**2 - chamfer_mm**2)
    left, right = Point(-half_mm, -chamfer_mm), Point(half_mm, -chamfer_mm)
    bearing = arc_between(_CENTRE, left, right, clockwise=True)
    mouth = Point(-bearing_mm - chamfer_mm, 0.0)
    ends = (Line(left), bearing, Line(Point(-mouth.x, 0.0)))
    return Path("liner", mouth, ends, False)


def _wires(outer_mm: float, depth_mm: float) -> tuple[Path, ...]:
    """Draw the wires that show on a film: one about the rim, seen edge on, one over the dome."""
    radius_mm = outer_mm - depth_mm
    rim = math.sqrt(radius_mm**2 - depth_mm**2)
    left, right = Point(-rim, -depth_mm), Point(rim, -depth_mm)
    over = arc_between(_CENTRE, left, right, clockwise=True)
    return polyline("wire", left, right), Path("wire", left, (over,), False)


def _grooves(outer_mm: float) -> tuple[Path, ...]:
    """Draw the grooves in which the cement holds."""

    def groove(angle_deg: float) -> Path:
        turn = math.radians(angle_deg)
        out = Point(math.sin(turn), -math.cos(turn))
        near, far = outer_mm - _GROOVE_MM, outer_mm
        return polyline(
            "detail", Point(out.x * near, out.y * near), Point(out.x * far, out.y * far)
        )

    return tuple(groove(sign * angle) for angle in _GROOVES_DEG for sign in (-1, 1))
