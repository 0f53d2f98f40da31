"""PURE. Where every body of a view lies in a way of operating, and its implants with it.

An implant that a piece of bone holds has its own pose in the bone as filmed, and goes where the
bone goes. A femur that is to be straight is turned as its landmarks say now, whatever turn the
plan keeps. A piece that is reduced goes, after its own pose, as far as brings the head of its stem
into the cup; that last way is never stored, so that no change, merge or calibration leaves the
head beside the cup. The twin is ``static/js/plan/bodies.js``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from planning.geometry.points import Point, add, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_mm, image_to_square
from planning.measuring.scale import NoScale, Scale
from planning.plans.hip.straight import straight_poses
from planning.plans.implants import Placed, place
from planning.plans.joining import last_by_side, placed_in_bone, stored_poses, variant_named
from planning.plans.poses import IDENTITY, Pose, apply, compose

Json = Mapping[str, Any]
Placements = dict[str, Placed | Reason]


@dataclass(frozen=True, slots=True)
class Posed:
    """The bodies of one view.

    Attributes
    ----------
    poses : dict of str to Pose
        As drawn, of every body of the view that does not stay where it was filmed.
    standing : dict of str to Pose
        The same before reduction: pieces of bone where their own poses put them.
    implants : dict of str to Placed or Reason
        As drawn.
    standing_implants : dict of str to Placed or Reason
        As drawn before reduction.
    in_bone : dict of str to Placed or Reason
        With the pieces of bone that hold them as filmed.
    fixed_mm : dict of str to Point
        Of reduced pieces: the part of their way into the cup that is as long as the implants
        are made, whatever the film's scale, in millimetres of the film's axes.
    straight : dict of str to Pose
        By side: how femora are put straight, also one that lies on the film uncut.
    """

    poses: dict[str, Pose]
    standing: dict[str, Pose]
    implants: Placements
    standing_implants: Placements
    in_bone: Placements
    fixed_mm: dict[str, Point] = field(default_factory=dict)
    straight: dict[str, Pose] = field(default_factory=dict)


def posed_bodies(
    document: Json,
    *,
    view_id: str,
    variant_id: str | None,
    families: Sequence[Json],
    scale: Scale | NoScale,
) -> Posed:
    """Pose the bodies of a view.

    Parameters
    ----------
    document : mapping
        A valid plan document.
    view_id : str
    variant_id : str or None
        None reads native: nothing has moved and there are no implants.
    families : sequence of mapping
        Geometry of the families that the plan uses.
    scale : Scale or NoScale
        Of the view.
    """
    variant = variant_named(document, variant_id)
    if variant is None:
        return Posed({}, {}, {}, {}, {})
    in_bone = placed_in_bone(
        document, view_id=view_id, variant_id=variant_id, families=families, scale=scale
    )
    bodies = {body["id"]: body for body in document["bodies"] if body["view_id"] == view_id}
    standing = {key: pose for key, pose in stored_poses(variant).items() if key in bodies}
    straight = straight_poses(document, view_id, scale)
    standing |= _turned(bodies, standing, straight)
    poses, fixed_mm = dict(standing), {}
    for body_id in variant.get("reduced", ()):
        pair = _pair(body_id, in_bone)
        if body_id in bodies and pair is not None:
            pose = standing.get(body_id, IDENTITY)
            poses[body_id] = _reduced(pose, *pair, scale)
            fixed_mm[body_id] = _fixed_mm(pose, *pair, scale)
    implants = _carried_along(in_bone, poses, scale)
    before = implants if poses == standing else _carried_along(in_bone, standing, scale)
    return Posed(
        poses=poses | _drawn(implants),
        standing=standing | _drawn(before),
        implants=implants,
        standing_implants=before,
        in_bone=in_bone,
        fixed_mm=fixed_mm,
        straight=straight,
    )


def stem_held_by(body_id: str, placed: Mapping[str, Placed | Reason]) -> Placed | None:
    """Return the stem that a piece of bone holds; the last where there are several."""
    held = [
        one
        for one in placed.values()
        if isinstance(one, Placed) and one.kind == "stem" and one.bone_id == body_id
    ]
    return held[-1] if held else None


def _turned(
    bodies: Mapping[str, Json], standing: Mapping[str, Pose], straight: Mapping[str, Pose]
) -> dict[str, Pose]:
    """Return the poses of femora that are put straight; a way by hand stays."""
    return {
        key: replace(
            straight[body["side"]], translation_px=standing.get(key, IDENTITY).translation_px
        )
        for key, body in bodies.items()
        if body["kind"] == "fragment" and body.get("side") in straight
    }


def _drawn(implants: Placements) -> dict[str, Pose]:
    return {
        one.implant["body_id"]: one.pose for one in implants.values() if isinstance(one, Placed)
    }


def _pair(body_id: str, in_bone: Placements) -> tuple[Placed, Placed] | None:
    """Return the stem that a piece holds and the cup of its side."""
    stem = stem_held_by(body_id, in_bone)
    cup = last_by_side(in_bone, "cup").get(stem.mirrored) if stem is not None else None
    return None if stem is None or cup is None else (stem, cup)


def _reduced(standing: Pose, stem: Placed, cup: Placed, scale: Scale | NoScale) -> Pose:
    head_px = apply(standing, stem.points["head_centre"], scale.aspect)
    way_px = subtract(cup.points["liner_head_centre"], head_px)
    return replace(
        standing,
        translation_px=add(standing.translation_px, image_to_square(way_px, scale.aspect)),
    )


def _fixed_mm(standing: Pose, stem: Placed, cup: Placed, scale: Scale | NoScale) -> Point:
    assert isinstance(scale, Scale)
    origin = Point(0.0, 0.0)
    bearing = subtract(cup.points["liner_head_centre"], cup.matrix.apply(origin))
    head = apply(standing, stem.points["head_centre"], scale.aspect)
    neck = subtract(head, apply(standing, stem.matrix.apply(origin), scale.aspect))
    return image_to_mm(subtract(bearing, neck), scale.row_mm, scale.column_mm)


def _carried_along(in_bone: Placements, poses: Mapping[str, Pose], scale) -> Placements:
    bone_of = {
        implant_id: one.bone_id for implant_id, one in in_bone.items() if isinstance(one, Placed)
    }
    found: Placements = {}
    for implant_id, one in in_bone.items():
        found[implant_id] = one
        if isinstance(one, Placed):
            bone_id = bone_of[one.carried_by] if one.carried_by is not None else one.bone_id
            if bone_id in poses:
                found[implant_id] = _with_bone(one, poses[bone_id], scale)
    return found


def _with_bone(one: Placed, bone: Pose, scale: Scale | NoScale) -> Placed:
    moved = place(one.implant, compose(bone, one.pose), one.family, scale)
    assert isinstance(moved, Placed)
    points: dict[str, Point] = dict(moved.points)
    if one.kind == "stem":
        points["head_centre"] = apply(bone, one.points["head_centre"], scale.aspect)
    return replace(moved, points=points, carried_by=one.carried_by, bone=bone)
