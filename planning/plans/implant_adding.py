"""PURE. Adding an implant to a plan and taking it away, as changes of the document.

Every function takes a :class:`~planning.plans.implant_bench.Bench` and gives a list of changes
to apply in one step, or the reason why not; none of them changes the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planning.geometry.angles import DEG_TO_RAD, wrap_pi_rad
from planning.geometry.points import Point, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.scale import Scale
from planning.plans.bodies import posed_bodies
from planning.plans.changes import Change
from planning.plans.implant_bench import Bench, Changes, Json, item_of, placed_beside, with_poses
from planning.plans.implants import (
    Placed,
    default_options,
    matrix_of,
    size_of,
    templating_reason,
    variant_of,
)
from planning.plans.joining import choice_of
from planning.plans.poses import Pose, compose, invert


@dataclass(frozen=True, slots=True)
class NewIds:
    """Keys for a new implant; that of the variant is used only where there is none."""

    body: str
    implant: str
    variant: str


@dataclass(frozen=True, slots=True)
class NewImplant:
    """What to add and where.

    Attributes
    ----------
    family : mapping
        Its geometry.
    view_id : str
    at_px : Point
        Image pixels.
    ids : NewIds
    point : str or None
        The named point that comes to lie at `at_px`; the anchor without it.
    size : str or None
        The family's usual one without it.
    options : mapping or None
        The family's usual ones for this size without it.
    mirrored : bool
        See :func:`planning.plans.implant_sets.mirrored_for`.
    rotation_deg : float or None
        As seen on the unmirrored side; the family's usual one without it.
    bone_id : str or None
        The piece of bone that holds it.
    """

    family: Json
    view_id: str
    at_px: Point
    ids: NewIds
    point: str | None = None
    size: str | None = None
    options: Mapping[str, str] | None = None
    mirrored: bool = False
    rotation_deg: float | None = None
    bone_id: str | None = None


def add_implant(bench: Bench, new: NewImplant) -> Changes | Reason:
    """Add an implant: its body, the item, and its pose in every variant.

    Where variants have implants of their own, it comes into the working one alone.

    Returns
    -------
    list of Change, or Reason
        Why nothing can be drawn with this scale, ``family_not_current``, ``unknown_size``,
        ``unknown_option``, ``not_in_this_size``, ``unknown_point``.
    """
    family, scale = new.family, bench.scale
    refused = templating_reason(scale)
    if refused is not None:
        return refused
    if family["status"] != "current":
        named = {"family": family["name"], "status": family["status"]}
        return Reason("family_not_current", named)
    size = size_of(family, new.size or family["placement"]["size"])
    if isinstance(size, Reason):
        return size
    options = dict(default_options(family, size) if new.options is None else new.options)
    variant = variant_of(family, size, options)
    if isinstance(variant, Reason):
        return variant
    point = new.point or family["placement"]["anchor"]
    if point not in variant["points"]:
        return Reason("unknown_point", {"point": point})
    assert isinstance(scale, Scale)
    pose, origin_px = _first_pose(new, Point(*variant["points"][point]), scale)
    body = {"id": new.ids.body, "kind": "implant", "view_id": new.view_id}
    implant = {
        "id": new.ids.implant,
        "body_id": new.ids.body,
        "family": family["key"],
        "family_version": family["version"],
        "size": size["size"],
        "options": options,
        "origin_px": list(origin_px),
    }
    if new.bone_id is not None:
        implant["bone_id"] = new.bone_id
    return [
        Change("upsert", "bodies", new.ids.body, body),
        Change("upsert", "implants", new.ids.implant, implant),
        *_poses_added(bench, new, implant, pose),
    ]


def _poses_added(bench: Bench, new: NewImplant, implant: Json, pose: Pose) -> Changes:
    chosen, variant = bench.own_choices, bench.working_variant
    drawn = {new.ids.body: _in_bone(bench, new, pose)}
    if chosen is not None and variant is not None:
        own = {**variant, "implants": {**chosen, implant["id"]: choice_of(implant)}}
        return [with_poses(own, drawn)]
    variants = bench.document["variants"] or [{"id": new.ids.variant, "name": "A", "poses": {}}]
    return [with_poses(one, drawn) for one in variants]


def _in_bone(bench: Bench, new: NewImplant, pose: Pose) -> Pose:
    """Return the pose in the bone as filmed of what is laid on the bone where it is drawn."""
    variant = bench.working_variant
    if new.bone_id is None or variant is None:
        return pose
    posed = posed_bodies(
        bench.document,
        view_id=new.view_id,
        variant_id=variant["id"],
        families=bench.families,
        scale=bench.scale,
    )
    bone = posed.poses.get(new.bone_id)
    return pose if bone is None else compose(invert(bone), pose)


def _first_pose(new: NewImplant, point_mm: Point, scale: Scale) -> tuple[Pose, Point]:
    """Return the pose and the origin that bring a point of the implant to where it shall lie."""
    usual_deg = new.family["placement"]["rotation_deg"]
    turn_deg = usual_deg if new.rotation_deg is None else new.rotation_deg
    turn_rad = wrap_pi_rad((-turn_deg if new.mirrored else turn_deg) * DEG_TO_RAD)
    turned = Pose(rotation_rad=turn_rad, mirrored=new.mirrored)
    reach_px = matrix_of(Point(0.0, 0.0), turned, scale).apply(point_mm)
    origin_px = subtract(new.at_px, reach_px)
    return replace(turned, anchor_px=image_to_square(origin_px, scale.aspect)), origin_px


def remove_implant(bench: Bench, implant_id: str) -> Changes | Reason:
    """Take an implant away, with its body, its poses and what was marked on it.

    Heads that it carried stay where they were. From a variant that has implants of its own it
    is only left out while another variant uses it.

    Returns
    -------
    list of Change, or Reason ``unknown_implant``
    """
    document = bench.document
    implant = item_of(document, "implants", implant_id)
    if implant is None:
        return Reason("unknown_implant", {"id": implant_id})
    body_id = implant["body_id"]
    chosen, variant = bench.own_choices, bench.working_variant
    if chosen is not None and variant is not None and _used_beside(bench, implant_id, variant):
        left = {key: one for key, one in chosen.items() if key != implant_id}
        return [Change("upsert", "variants", variant["id"], {**variant, "implants": left})]
    return [
        *_without_marks(document, body_id),
        *_without_poses(bench, implant),
        Change("delete", "implants", implant_id),
        Change("delete", "bodies", body_id),
    ]


def _used_beside(bench: Bench, implant_id: str, variant: Json) -> bool:
    others = [one for one in bench.document["variants"] if one["id"] != variant["id"]]
    return any(implant_id in one.get("implants", [implant_id]) for one in others)


def _without_marks(document: Json, body_id: str) -> Changes:
    marks = {one["id"] for one in document["landmarks"] if one["body_id"] == body_id}
    used = [
        one["id"]
        for one in document["measurements"]
        if any(marks.intersection(ids) for ids in one["landmarks"].values())
    ]
    return [
        *(Change("delete", "measurements", one) for one in used),
        *(
            Change("delete", "landmarks", one["id"])
            for one in document["landmarks"]
            if one["id"] in marks
        ),
    ]


def _without_poses(bench: Bench, implant: Json) -> Changes:
    changes = []
    for variant in bench.document["variants"]:
        left = {
            one.implant["body_id"]: one.pose
            for one in placed_beside(bench, implant, variant["id"]).values()
            if isinstance(one, Placed) and one.carried_by == implant["id"]
        }
        kept = {key: raw for key, raw in variant["poses"].items() if key != implant["body_id"]}
        own = {**variant, "poses": kept}
        if "implants" in variant:
            own["implants"] = {k: v for k, v in variant["implants"].items() if k != implant["id"]}
        if left or own != variant:
            changes.append(with_poses(own, left))
    return changes
