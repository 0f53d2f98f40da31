"""PURE. Pieces of bone: cut free along a stem's resection line, and put back.

A piece carries the landmarks of its bone, its own part of the film's pixels and the implants it
holds. Where it was filmed stays as a ghost. The twin is ``static/js/plan/fragments.js``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point, add, scaled
from planning.geometry.polygons import clip_to_side
from planning.geometry.reasons import Reason
from planning.plans.bodies import Posed, stem_held_by
from planning.plans.changes import Change
from planning.plans.implant_bench import Bench, Changes, Json, item_of
from planning.plans.implants import Placed
from planning.plans.poses import apply, invert

FEMORAL_KEYS = frozenset(
    {
        "lesser_troch_apex", "lesser_troch_corner", "greater_troch", "shaft_prox", "shaft_dist",
        "canal_20_above_med", "canal_20_above_lat", "canal_30_below_med", "canal_30_below_lat",
        "canal_100_below_med", "canal_100_below_lat", "isthmus_med", "isthmus_lat",
        "cortex_outer_med", "cortex_outer_lat",
    }
)  # fmt: skip
"""Landmarks that go with the femur below the neck cut; the head's rim stays where it is."""

_FAR_MM = 400.0
_BEYOND_CALCAR_MM = 8.0
_UP_MM = 30.0


@dataclass(frozen=True, slots=True)
class FemurCut:
    """What to cut free.

    Attributes
    ----------
    body_id : str
        Of the new piece.
    film_body_id : str
        What it is cut out of.
    name : str
    side : str
        ``R`` or ``L``.
    polygon_px : sequence of Point
        Outline of the bone, image pixels.
    anchor_px : Point
        A point of the piece: on its side of the cut.
    stem_id : str or None
        The stem that it holds.
    points_px : sequence of Point or None
        Where the saw runs, from the inner cortex outwards; along the stem's resection line
        without it.
    """

    body_id: str
    film_body_id: str
    name: str
    side: str
    polygon_px: Sequence[Point]
    anchor_px: Point
    stem_id: str | None = None
    points_px: Sequence[Point] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of the film that moves, as filmed: rings that may overlap, and the cut's line."""

    rings: list[list[Point]]
    cut_px: list[Point]


def cut_femur(bench: Bench, cut: FemurCut) -> Changes | Reason:
    """Cut the proximal femur free.

    Returns
    -------
    list of Change, or Reason
        ``already_cut`` where this femur is free on this film, ``unknown_body``,
        ``unknown_implant``.
    """
    document = bench.document
    film = item_of(document, "bodies", cut.film_body_id)
    if film is None:
        return Reason("unknown_body", {"id": cut.film_body_id})
    if fragment_of(document, film["view_id"], cut.side) is not None:
        return Reason("already_cut", {"side": cut.side})
    stem = None if cut.stem_id is None else item_of(document, "implants", cut.stem_id)
    if cut.stem_id is not None and stem is None:
        return Reason("unknown_implant", {"id": cut.stem_id})
    body = {
        "id": cut.body_id,
        "kind": "fragment",
        "view_id": film["view_id"],
        "name": cut.name,
        "side": cut.side,
        "anchor_px": list(cut.anchor_px),
        "cut": _cut_json(cut.points_px),
        "polygon_px": [list(corner) for corner in cut.polygon_px],
    }
    held = [] if stem is None else [{**stem, "bone_id": cut.body_id}]
    return [
        Change("upsert", "bodies", cut.body_id, body),
        *(Change("upsert", "implants", one["id"], one) for one in held),
        *(
            _moved_to(one, cut.body_id)
            for one in document["landmarks"]
            if one["body_id"] == cut.film_body_id
            and one["side"] == cut.side
            and one["key"] in FEMORAL_KEYS
        ),
    ]


def recut(bench: Bench, body_id: str, points_px: Sequence[Point] | None) -> Changes | Reason:
    """Let the saw run along other points, or along the stem's resection line; ``unknown_body``."""
    body = item_of(bench.document, "bodies", body_id)
    if body is None:
        return Reason("unknown_body", {"id": body_id})
    return [Change("upsert", "bodies", body_id, {**body, "cut": _cut_json(points_px)})]


def join_fragment(bench: Bench, body_id: str, film_body_id: str) -> Changes | Reason:
    """Put a piece back: its landmarks lie on the film again, its implants stay in the bone."""
    document = bench.document
    if item_of(document, "bodies", body_id) is None:
        return Reason("unknown_body", {"id": body_id})
    held = [one for one in document["implants"] if one.get("bone_id") == body_id]
    posed = [
        one
        for one in document["variants"]
        if body_id in one["poses"] or body_id in one.get("reduced", ())
    ]
    return [
        *(
            _moved_to(one, film_body_id)
            for one in document["landmarks"]
            if one["body_id"] == body_id
        ),
        *(Change("upsert", "implants", one["id"], _without(one, "bone_id")) for one in held),
        *(Change("upsert", "variants", one["id"], _let_go(one, body_id)) for one in posed),
        Change("delete", "bodies", body_id),
    ]


def piece_of(body: Json, in_bone: Mapping[str, Placed | Reason]) -> Piece:
    """Return what of a fragment's outline moves.

    Parameters
    ----------
    body : mapping
        Of kind ``fragment``.
    in_bone : mapping
        Implants of the variant in the bones as filmed, see ``Posed.in_bone``.
    """
    polygon = [Point(*corner) for corner in body["polygon_px"]]
    cut = body.get("cut")
    if cut is None or "anchor_px" not in body:
        return Piece([polygon], [])
    if cut["along"] == "line":
        line = shown = [Point(*p) for p in cut["points_px"]]
    else:
        stem = stem_held_by(body["id"], in_bone)
        if stem is None or "resection" not in stem.variant["mating"]:
            return Piece([polygon], [])
        line = _resection(stem, _FAR_MM, _FAR_MM)
        shown = _resection(stem, _calcar_mm(stem) + _BEYOND_CALCAR_MM, _UP_MM)
    rings = [clip_to_side(polygon, line[0], line[1], Point(*body["anchor_px"]))]
    if len(line) == 3:
        rings.append(clip_to_side(polygon, line[1], line[2], line[0], away=True))
    return Piece([ring for ring in rings if len(ring) > 2], shown)


def fragment_of(document: Json, view_id: str, side: str) -> Json | None:
    """Return the femur of a side that was cut free on a film."""
    return next(
        (
            body
            for body in document["bodies"]
            if body["kind"] == "fragment"
            and body["view_id"] == view_id
            and body.get("side") == side
        ),
        None,
    )


def body_for(document: Json, view_id: str, key: str, side: str | None) -> str | None:
    """Return the body that a landmark of a film belongs to; None where there is no film yet."""
    bone = fragment_of(document, view_id, side) if side and key in FEMORAL_KEYS else None
    if bone is not None:
        return bone["id"]
    films = (b["id"] for b in document["bodies"] if b["kind"] == "film" and b["view_id"] == view_id)
    return next(films, None)


def as_filmed(posed: Posed, body_id: str, point_px: Point, aspect: float) -> Point:
    """Return where a point of a body, clicked where the plan draws it, lies on the film."""
    pose = posed.poses.get(body_id)
    return point_px if pose is None else apply(invert(pose), point_px, aspect)


def _cut_json(points_px: Sequence[Point] | None) -> dict[str, Any]:
    if points_px is None:
        return {"along": "stem"}
    return {"along": "line", "points_px": [list(point) for point in points_px]}


def _moved_to(landmark: Json, body_id: str) -> Change:
    return Change("upsert", "landmarks", landmark["id"], {**landmark, "body_id": body_id})


def _let_go(variant: Json, body_id: str) -> dict[str, Any]:
    kept = {**variant, "poses": _without(variant["poses"], body_id)}
    if "reduced" in variant:
        kept["reduced"] = [one for one in variant["reduced"] if one != body_id]
    return kept


def _without(values: Json, key: str) -> dict[str, Any]:
    return {name: one for name, one in values.items() if name != key}


def _resection(stem: Placed, medial_mm: float, up_mm: float) -> list[Point]:
    """Return the line of the saw: from the inner side to the stem's axis, then up along it."""
    place = stem.variant["mating"]["resection"]
    at, medial = Point(*place["point"]), Point(*place["axis"])
    canal = Point(*stem.variant["mating"]["canal"]["axis"])
    line_mm = (add(at, scaled(medial, medial_mm)), at, add(at, scaled(canal, -up_mm)))
    return [stem.matrix.apply(p) for p in line_mm]


def _calcar_mm(stem: Placed) -> float:
    points = stem.variant["points"]
    calcar, at = Point(*points.get("calcar", points["resection"])), Point(*points["resection"])
    return ((calcar.x - at.x) ** 2 + (calcar.y - at.y) ** 2) ** 0.5
