"""Polygons: what a straight cut leaves of one."""

from __future__ import annotations

from collections.abc import Sequence

from planning.geometry.points import Point, cross, subtract


def clip_to_side(
    polygon: Sequence[Point], a: Point, b: Point, towards: Point, away: bool = False
) -> list[Point]:
    """Return the part of a polygon on one side of a line.

    Parameters
    ----------
    polygon : sequence of Point
        Corners in order, the last joined to the first.
    a, b : Point
        Two points of the line.
    towards : Point
        A point on the side that is kept.
    away : bool
        Keep the other side instead.

    Returns
    -------
    list of Point
        Corners of the part (Sutherland and Hodgman 1974); empty where nothing is left, all
        corners where the line is none or `towards` lies on it.
    """
    along = subtract(b, a)
    kept = cross(along, subtract(towards, a))
    if kept == 0:
        return list(polygon)
    sign = -1.0 if (kept < 0) != away else 1.0
    sides = [sign * cross(along, subtract(corner, a)) for corner in polygon]
    part: list[Point] = []
    for at, corner in enumerate(polygon):
        before, side = sides[at - 1], sides[at]
        if (before < 0 < side) or (side < 0 < before):
            start = polygon[at - 1]
            share = before / (before - side)
            part.append(
                Point(
                    start.x + share * (corner.x - start.x), start.y + share * (corner.y - start.y)
                )
            )
        if side >= 0:
            part.append(corner)
    return part


def extent_at(points: Sequence[Point], y: float) -> tuple[float, float] | None:
    """Return the least and the largest x at which a closed outline crosses a level.

    Parameters
    ----------
    points : sequence of Point
        Corners in order, the last joined to the first.
    y : float

    Returns
    -------
    tuple of float, or None
        None where the outline does not reach the level.
    """
    crossings = []
    for at, end in enumerate(points):
        start = points[at - 1]
        if (start.y <= y) != (end.y <= y):
            share = (y - start.y) / (end.y - start.y)
            crossings.append(start.x + share * (end.x - start.x))
    return (min(crossings), max(crossings)) if crossings else None
