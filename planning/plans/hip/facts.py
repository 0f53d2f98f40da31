"""PURE. What a film shows of two hips: landmarks by key and side, and directions in the body.

Directions are anatomical, never those of the screen: a mirrored film or one taken from behind
gives the same numbers. The twin is ``static/js/plan/hip/facts.js``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry import transforms
from planning.geometry.circle_fit import fit_circle
from planning.geometry.circles import Circle
from planning.geometry.lines import Line, line_through, perpendicular_towards
from planning.geometry.points import Point, add, cross, mean, midpoint, scaled, subtract, unit
from planning.geometry.polygons import clip_to_side
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_mm, mm_to_image, mm_to_square
from planning.geometry.transforms import Rigid
from planning.measuring.evaluate import sigma_of_placed_mm
from planning.measuring.film_points import no_scale_reason
from planning.measuring.scale import NoScale, Scale

Json = Mapping[str, Any]
OTHER = {"R": "L", "L": "R"}
SIDES = ("R", "L")


@dataclass(frozen=True, slots=True)
class HipFacts:
    """Landmarks of one film as filmed.

    Attributes
    ----------
    scale : Scale
    marks : mapping of (key, side) to list of landmark items
        In the document's order.
    """

    scale: Scale
    marks: Mapping[tuple[str, str | None], Sequence[Json]]

    def px(self, key: str, side: str | None) -> list[Point]:
        """Return image points; empty where nothing was placed."""
        return [Point(*one["point_px"]) for one in self.marks.get((key, side), ())]

    def sigma_mm(self, key: str, side: str | None) -> float | None:
        """Return the standard deviation of their coordinates; None where nothing was placed."""
        found = self.marks.get((key, side), ())
        return max((sigma_of_placed_mm(one["placed"]) for one in found), default=None)

    def mm(self, key: str, side: str | None) -> Point | Reason:
        """Return the last point in millimetres, else ``missing_landmark`` with key and side."""
        found = self.px(key, side)
        if not found:
            return Reason("missing_landmark", {"role": f"{key}_{side}" if side else key})
        return image_to_mm(found[-1], self.scale.row_mm, self.scale.column_mm)

    def head(self, side: str) -> Circle | Reason:
        """Return the circle of a femoral head in millimetres."""
        rim = [
            image_to_mm(p, self.scale.row_mm, self.scale.column_mm)
            for p in self.px("head_rim", side)
        ]
        if not rim:
            return Reason("missing_landmark", {"role": f"head_rim_{side}"})
        if len(rim) == 1:
            return Circle(rim[0], 0.0)
        fit = fit_circle(rim)
        return fit if isinstance(fit, Reason) else fit.circle

    def to_px(self, p_mm: Point) -> Point:
        """Return image pixels of millimetres."""
        return mm_to_image(p_mm, self.scale.row_mm, self.scale.column_mm)


@dataclass(frozen=True, slots=True)
class Directions:
    """Unit vectors in the film's millimetres.

    Attributes
    ----------
    pelvic_line : Line
        Through the teardrops, from right to left.
    distal : Point
        At right angles to it, towards the feet.
    lateral : Point
        Along it, from the middle outwards on the side that is meant.
    """

    pelvic_line: Line
    distal: Point
    lateral: Point


def hip_facts(document: Json, view_id: str, scale: Scale | NoScale) -> HipFacts | Reason:
    """Collect the landmarks of a view; ``no_scale`` where there are no millimetres."""
    if isinstance(scale, NoScale):
        return no_scale_reason(scale)
    here = {
        body["id"]
        for body in document["bodies"]
        if body["view_id"] == view_id and body["kind"] != "implant"
    }
    marks: dict[tuple[str, str | None], list[Json]] = {}
    for one in document["landmarks"]:
        if one["body_id"] in here:
            marks.setdefault((one["key"], one["side"]), []).append(one)
    return HipFacts(scale, marks)


def directions(facts: HipFacts, side: str) -> Directions | Reason:
    """Return the directions of the body on this film.

    Distal is the perpendicular of the line between the teardrops whose product with the way from
    their middle to that of the lesser trochanters is positive; where no trochanter was placed,
    to the shafts.

    Returns
    -------
    Directions, or Reason
        ``missing_landmark``, or of degenerate points.
    """
    drops = {one: facts.mm("teardrop", one) for one in SIDES}
    for drop in drops.values():
        if isinstance(drop, Reason):
            return drop
    line = line_through(drops["R"], drops["L"])
    if isinstance(line, Reason):
        return line
    low = _below(facts)
    if isinstance(low, Reason):
        return low
    distal = perpendicular_towards(line, subtract(low, midpoint(drops["R"], drops["L"])))
    lateral = unit(subtract(drops[side], drops[OTHER[side]]))
    if isinstance(distal, Reason):
        return distal
    if isinstance(lateral, Reason):
        return lateral
    return Directions(line, distal, lateral)


def contradiction(facts: HipFacts, side: str, *, mirrored: bool) -> Reason | None:
    """Say whether landmarks and hanging disagree about the hand of an implant on this film.

    On a film that was stored upside down the patient's right is on the right, yet nothing is
    mirrored; an implant of the other hand would be drawn without any complaint.

    Returns
    -------
    Reason ``sides_contradict`` with ``side``, or None
        None also where landmarks are missing.
    """
    found = directions(facts, side)
    if isinstance(found, Reason) or (cross(found.lateral, found.distal) > 0) == mirrored:
        return None
    return Reason("sides_contradict", {"side": side})


def mirror_of_other_side(facts: HipFacts) -> Rigid | Reason:
    """Return the transform of square film pixels that lays one side over the other.

    The film is mirrored about the perpendicular of the line between the teardrops through their
    middle; drawn so, the healthy side is where the operated one should be.
    """
    found = directions(facts, "R")
    if isinstance(found, Reason):
        return found
    drops = [facts.mm("teardrop", one) for one in SIDES]
    middle = mm_to_square(midpoint(drops[0], drops[1]), facts.scale.column_mm)
    return transforms.mirror_across(Line(middle, found.distal))


def femur_outline(facts: HipFacts, side: str, *, columns: int, rows: int) -> list[Point] | Reason:
    """Return a polygon about the proximal femur to begin with, in image pixels.

    From 25 mm above the head's centre to the end of the film along the shaft; outwards to 42 mm
    from the shaft's axis, inwards to a little beyond the lesser trochanter, and up to the head.

    Returns
    -------
    list of Point, or Reason ``missing_landmark``
    """
    found = directions(facts, side)
    prox, dist = facts.mm("shaft_prox", side), facts.mm("shaft_dist", side)
    trochanter, head = facts.mm("lesser_troch_apex", side), facts.head(side)
    for one in (found, prox, dist, trochanter, head):
        if isinstance(one, Reason):
            return one
    down = unit(subtract(dist, prox))
    if isinstance(down, Reason):
        return down
    out = Point(-down.y, down.x)
    if out.x * found.lateral.x + out.y * found.lateral.y < 0:
        out = Point(down.y, -down.x)

    def along(p: Point) -> float:
        return (p.x - prox.x) * down.x + (p.y - prox.y) * down.y

    def inwards(p: Point) -> float:
        return -((p.x - prox.x) * out.x + (p.y - prox.y) * out.y)

    top, low = along(head.centre) - 25.0, along(trochanter)
    bottom = 2 * max(columns * facts.scale.column_mm, rows * facts.scale.row_mm)
    inner = inwards(trochanter) + 6.0
    corners = [
        (top, -42.0), (low + 40.0, -32.0), (bottom, -32.0), (bottom, 24.0), (low + 45.0, 24.0),
        (low + 14.0, inner), (low - 12.0, inner), (along(head.centre), inwards(head.centre)),
        (top, inwards(head.centre)),
    ]  # fmt: skip
    polygon = [add(prox, add(scaled(down, y), scaled(out, -x))) for y, x in corners]
    return _on_film([facts.to_px(p) for p in polygon], columns, rows)


def _on_film(polygon: list[Point], columns: int, rows: int) -> list[Point]:
    corners = [Point(0.0, 0.0), Point(columns, 0.0), Point(columns, rows), Point(0.0, rows)]
    middle = Point(columns / 2, rows / 2)
    for at, corner in enumerate(corners):
        polygon = clip_to_side(polygon, corner, corners[(at + 1) % 4], middle)
    return polygon


def _below(facts: HipFacts) -> Point | Reason:
    for key in ("lesser_troch_apex", "shaft_prox", "shaft_dist"):
        found = [facts.mm(key, one) for one in SIDES]
        points = [one for one in found if isinstance(one, Point)]
        if points:
            return mean(points)
    return Reason("missing_landmark", {"role": "lesser_troch_apex"})
