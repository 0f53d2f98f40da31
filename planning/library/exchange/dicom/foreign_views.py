"""PURE. Views of stems, heads and cups from the drawings of strangers, laid as ours lie."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from planning.geometry.points import Point, subtract
from planning.library.curves import Path, flatten
from planning.library.exchange.affine import Affine, rotation, scaling, shift, transformed
from planning.library.exchange.dicom import codes
from planning.library.exchange.dicom.marks import (
    Marks,
    chosen_set,
    crossing,
    taper_type,
    towards,
)
from planning.library.exchange.dicom.partners import Partners
from planning.library.package import Mating, PackageView, View

NECK = re.compile(r"neck|head|taper|cone|trunnion", re.IGNORECASE)
BORE = re.compile(r"taper|cone|bore|neck|stem|trunnion", re.IGNORECASE)
BALL = re.compile(r"liner|cup|insert|socket|articul", re.IGNORECASE)
BEARING = re.compile(r"head|ball|articul|bearing|liner", re.IGNORECASE)

Points = Mapping[str, Point]


def stem_view(marks: Marks, view: View, partners: Partners) -> PackageView:
    """Return a stem with its axis upright, its tip down and, from the front, its neck medial."""
    neck = chosen_set(marks.template, NECK, partners.sets_towards("head"))
    axis = marks.landmark("line", codes.AXIS_OF_FEMUR) or marks.landmark("line")
    if neck is None or axis is None:
        raise marks.refuse("stem_neck" if neck is None else "stem_axis")
    found = [(feature.number, marks.feature(feature)) for feature in neck.features]
    heads = {number: place for number, place in found if place is not None}
    if not heads:
        raise marks.refuse("stem_neck")
    marked = marks.landmark("point", codes.FEMORAL_HEAD_CENTRE)
    centre = marked[0] if marked else next(iter(heads.values()))[0]
    prox, tip = sorted(axis, key=lambda p: math.dist(p, centre))
    cut = marks.landmark("plane")
    crossed = crossing((prox, tip), (cut[0], cut[1])) if cut else None
    if crossed is None:
        raise marks.refuse("stem_cut")
    place = _upright(crossed, subtract(tip, prox))
    if view is View.AP and place(centre).x < 0:
        place = scaling(-1.0, 1.0).after(place)
    up = place.vector(*_neck_direction([one[0] for one in heads.values()], crossed, heads))
    matings = tuple(
        Mating(
            "taper", place(point), up, str(number) if len(heads) > 1 else "",
            {"type": taper_type(neck), "increment_mm": _along(place(point), place(centre), up)},
        )
        for number, (point, _) in heads.items()
    )  # fmt: skip
    points = {
        "resection": place(crossed), "head_centre": place(centre), "stem_prox": place(prox),
        "stem_tip": place(tip),
    }  # fmt: skip
    ends = (points["stem_prox"], points["stem_tip"])
    return PackageView(view, _laid(marks, place), ends, points, matings)


def _neck_direction(centres: Sequence[Point], cut: Point, heads) -> Point:
    """Return up the neck: along the row of head centres, or a feature's own axis."""
    out = subtract(centres[0], cut)
    ends = max(((a, b) for a in centres for b in centres), key=lambda pair: math.dist(*pair))
    row = subtract(ends[1], ends[0])
    size = math.hypot(*row)
    if size < 1e-6:
        return towards(next(iter(heads.values()))[1], out)
    sign = 1.0 if row.x * out.x + row.y * out.y >= 0 else -1.0
    return Point(sign * row.x / size, sign * row.y / size)


def _along(point: Point, origin: Point, direction: Point) -> float:
    out = subtract(point, origin)
    return round(out.x * direction.x + out.y * direction.y, 3) + 0.0


def head_view(marks: Marks, view: View, partners: Partners) -> PackageView:
    """Return a head about the centre of its ball."""
    bore = chosen_set(marks.template, BORE, partners.sets_towards("stem"))
    place_of = marks.feature(bore.features[0]) if bore else None
    if bore is None or place_of is None:
        raise marks.refuse("head_taper")
    ball = chosen_set(marks.template, BALL, partners.sets_towards("cup"))
    in_cup = marks.feature(ball.features[0]) if ball and ball is not bore else None
    marked = marks.landmark("point", codes.FEMORAL_HEAD_CENTRE)
    outline = marks.paths()[0]
    centre = marked[0] if marked else in_cup[0] if in_cup else _middle(outline)
    place = shift(-centre.x, -centre.y)
    up = place_of[1][0]
    if view is View.AP and up.x < 0:
        place = scaling(-1.0, 1.0).after(place)
    up = place.vector(*up)
    diameter = width_mm(outline)
    increment = {"increment_mm": partners.neck_length_mm()}
    matings = (
        Mating("taper", Point(0.0, 0.0), up, "", {"type": taper_type(bore), **increment}),
        Mating("liner", Point(0.0, 0.0), up, "", {"diameter_mm": diameter}),
    )
    reach = diameter / 2
    axis = (Point(up.x * reach, up.y * reach), Point(-up.x * reach, -up.y * reach))
    return PackageView(view, _laid(marks, place), axis, {"centre": Point(0.0, 0.0)}, matings)


def cup_view(marks: Marks, view: View, partners: Partners) -> PackageView:
    """Return a cup with its rim level and its dome up, about the centre of its shell."""
    bearing = chosen_set(marks.template, BEARING, partners.sets_towards("head"))
    in_liner = marks.feature(bearing.features[0]) if bearing else None
    head_mm = partners.head_diameter_mm()
    if in_liner is None or head_mm is None:
        raise marks.refuse("cup_head" if in_liner is None else "cup_head_size")
    marked = marks.landmark("point", codes.ACETABULAR_CENTRE)
    centre = marked[0] if marked else in_liner[0]
    outline = marks.paths()[0]
    # The shell lies to the side of its dome: away from it is out of the cup.
    out = towards(in_liner[1], subtract(centre, _centroid(outline)))
    place = _upright(centre, out)
    laid = _laid(marks, place)
    corners = flatten(laid[0])
    lateral, medial = (pick(corners, key=lambda p: p.x) for pick in (min, max))
    dome = min(corners, key=lambda p: p.y)
    points = {
        "centre": place(centre), "liner_head_centre": place(in_liner[0]), "rim_lat": lateral,
        "rim_med": medial,
    }  # fmt: skip
    down = Point(0.0, 1.0)
    matings = (
        Mating("head", points["liner_head_centre"], down, "", {"diameter_mm": head_mm}),
        Mating("socket", points["centre"], down, "", {"diameter_mm": medial.x - lateral.x}),
    )
    return PackageView(view, laid, (dome, points["centre"]), points, matings)


def _upright(origin: Point, down: Point) -> Affine:
    """Return the map that lays a point on the origin and turns a direction to run down."""
    turn = math.pi / 2 - math.atan2(down.y, down.x)
    return rotation(turn).after(shift(-origin.x, -origin.y))


def _laid(marks: Marks, place: Affine) -> tuple[Path, ...]:
    return tuple(transformed(path, place) for path in marks.paths())


def width_mm(outline: Path) -> float:
    """Return the greatest width of an outline in any direction: the diameter of a ball."""
    corners = flatten(outline)
    widths = []
    for step in range(36):
        x, y = math.cos(step * math.pi / 36), math.sin(step * math.pi / 36)
        along = [p.x * x + p.y * y for p in corners]
        widths.append(max(along) - min(along))
    return round(max(widths), 1)


def _middle(outline: Path) -> Point:
    xs, ys = zip(*flatten(outline), strict=True)
    return Point((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def _centroid(outline: Path) -> Point:
    corners = flatten(outline)
    area = x = y = 0.0
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        part = a.x * b.y - b.x * a.y
        area, x, y = area + part, x + part * (a.x + b.x), y + part * (a.y + b.y)
    return Point(x / (3 * area), y / (3 * area)) if abs(area) > 1e-9 else corners[0]
