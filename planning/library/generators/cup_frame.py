"""PURE. What all cups share: named points in each view, and the section of a liner."""

from __future__ import annotations

import math

from planning.geometry.points import Point
from planning.library.curves import Arc, Cubic, Line, Path, Segment, arc_between
from planning.library.generators.drawn import AP, Parameters

_CENTRE = Point(0.0, 0.0)
_FLANGE_MM = 1.2


def cup_points(outer_mm: float, bearing: Point, view: str) -> dict[str, Point]:
    """Return every named point of a cup that is drawn with its rim horizontal.

    What lies in front of and behind the centre is seen there: the front and back of the rim
    from the front, its medial and lateral edge from the side.
    """
    left, right = Point(-outer_mm, 0.0), Point(outer_mm, 0.0)
    front = view == AP
    return {
        "centre": _CENTRE,
        "liner_head_centre": bearing,
        "rim_lat": left if front else _CENTRE,
        "rim_med": right if front else _CENTRE,
        "rim_post": _CENTRE if front else left,
        "rim_ant": _CENTRE if front else right,
        "dome": Point(0.0, -outer_mm),
    }


def liner_path(inner_mm: float, bearing_mm: float, chamfer_mm: float, liner: Parameters) -> Path:
    """Draw a liner's section: along the shell, over the face, back along the bearing.

    Parameters
    ----------
    inner_mm, bearing_mm : float
        Radii of the shell's inside and of the head.
    chamfer_mm : float
        At the mouth of the bearing.
    liner : mapping
        ``lateral_mm`` and ``lip_mm``; the lip of an elevated rim is drawn at -x: laterally from
        the front, behind from the side.
    """
    face_y, lip_mm = liner["lateral_mm"], liner["lip_mm"]
    centre = Point(0.0, face_y)
    half_mm = math.sqrt(bearing_mm**2 - chamfer_mm**2)
    mouth = Point(half_mm, face_y - chamfer_mm)
    lip = _lip(inner_mm, bearing_mm, chamfer_mm, face_y, lip_mm)
    segments: tuple[Segment, ...] = (
        Arc(_CENTRE, inner_mm, math.pi, math.pi),
        *_rim(inner_mm, face_y),
        Line(Point(bearing_mm + chamfer_mm, face_y)),
        Line(mouth),
        arc_between(centre, mouth, lip[0], clockwise=False),
        *map(Line, lip[1:]),
    )
    return Path("liner", Point(-inner_mm, 0.0), segments, True)


def _rim(inner_mm: float, face_y: float) -> tuple[Segment, ...]:
    """Return the medial edge from the shell's rim to the face, its corner rounded."""
    if face_y == 0:
        return ()
    round_mm = min(_FLANGE_MM, face_y / 2)
    corner = Point(inner_mm, face_y)
    return (
        Line(Point(inner_mm, face_y - round_mm)),
        Cubic(
            Point(inner_mm, face_y - round_mm * 0.45),
            Point(corner.x - round_mm * 0.45, face_y),
            Point(corner.x - round_mm, face_y),
        ),
    )


def _lip(
    inner_mm: float, bearing_mm: float, chamfer_mm: float, face_y: float, lip_mm: float
) -> tuple[Point, ...]:
    """Return the lateral edge from where the bearing ends outwards to the shell."""
    edge = -bearing_mm - chamfer_mm
    if lip_mm == 0:
        half_mm = math.sqrt(bearing_mm**2 - chamfer_mm**2)
        begin = Point(-half_mm, face_y - chamfer_mm)
        return (begin, Point(edge, face_y), *_corner(inner_mm, face_y))
    # An elevated rim holds the head further round, and slopes off towards the shell.
    top = face_y + lip_mm
    return (
        Point(-bearing_mm, face_y),
        Point(-bearing_mm, top - chamfer_mm),
        Point(edge, top),
        Point((edge - inner_mm) / 2, top),
        Point(-inner_mm, face_y + lip_mm / 4),
    )


def _corner(inner_mm: float, face_y: float) -> tuple[Point, ...]:
    if face_y == 0:
        return ()
    round_mm = min(_FLANGE_MM, face_y / 2)
    return (Point(-inner_mm + round_mm, face_y), Point(-inner_mm, face_y - round_mm))
