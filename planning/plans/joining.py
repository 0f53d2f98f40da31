"""PURE. The implants of one way of operating, each in the bone as filmed: what carries what.

A head belongs to the stem that is drawn for the same side in the same view: it sits on that
stem's taper, its centre where its own neck length puts it, and moves only with the stem. This
is read from the plan, never stored twice, so that no change and no calibration can part them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from planning.geometry.angles import wrap_pi_rad
from planning.geometry.points import Point, add, scaled, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.scale import NoScale, Scale
from planning.plans.implants import Placed, family_of, place
from planning.plans.poses import IDENTITY, Pose, pose_from_json

Json = Mapping[str, Any]
CHOSEN = ("family", "family_version", "size", "options")


def variant_named(document: Json, variant_id: str | None) -> Json | None:
    """Find a variant; None where there is none."""
    return next((one for one in document["variants"] if one["id"] == variant_id), None)


def implants_in(document: Json, variant: Json) -> list[Json]:
    """Return the implants of a way of operating as they are in it, in the document's order."""
    if "implants" not in variant:
        return list(document["implants"])
    chosen = variant["implants"]
    return [{**item, **chosen[item["id"]]} for item in document["implants"] if item["id"] in chosen]


def choice_of(implant: Json) -> dict[str, Any]:
    """Return what a variant keeps of an implant: family, version, size and options."""
    return {name: implant[name] for name in CHOSEN}


def stored_poses(variant: Json) -> dict[str, Pose]:
    """Return the poses that a variant keeps, by body."""
    return {body_id: pose_from_json(raw) for body_id, raw in variant["poses"].items()}


def placed_in_bone(
    document: Json,
    *,
    view_id: str,
    variant_id: str | None,
    families: Sequence[Json],
    scale: Scale | NoScale,
) -> dict[str, Placed | Reason]:
    """Place the implants of a view where their own poses put them, bones as filmed.

    Returns
    -------
    dict of str to Placed or Reason
        By implant, in the document's order; empty where there is no such variant.
    """
    variant = variant_named(document, variant_id)
    if variant is None:
        return {}
    poses = stored_poses(variant)
    here = {body["id"] for body in document["bodies"] if body["view_id"] == view_id}
    placed: dict[str, Placed | Reason] = {}
    for implant in implants_in(document, variant):
        if implant["body_id"] in here:
            placed[implant["id"]] = _placed(implant, poses, families, scale)
    return _joined(placed, scale)


def last_by_side(placed: Mapping[str, Placed | Reason], kind: str) -> dict[bool, Placed]:
    """Return the last placed implant of a kind by whether it is mirrored."""
    return {
        one.mirrored: one for one in placed.values() if isinstance(one, Placed) and one.kind == kind
    }


def _placed(
    implant: Json, poses: Mapping[str, Pose], families: Sequence[Json], scale: Scale | NoScale
) -> Placed | Reason:
    family = family_of(families, implant)
    if isinstance(family, Reason):
        return family
    # Without a pose it stays where its origin lies.
    return place(implant, poses.get(implant["body_id"], IDENTITY), family, scale)


def _joined(
    placed: Mapping[str, Placed | Reason], scale: Scale | NoScale
) -> dict[str, Placed | Reason]:
    """Put every head onto the stem of its side, and tell the stem where its head's centre is."""
    joined = dict(placed)
    stems = last_by_side(placed, "stem")
    for implant_id, one in placed.items():
        if isinstance(one, Placed) and one.kind == "head" and one.mirrored in stems:
            joined[implant_id] = _carried(one, stems[one.mirrored], scale)
    for side, head in last_by_side(joined, "head").items():
        if side in stems:
            stem = stems[side]
            points = {**stem.points, "head_centre": head.points["centre"]}
            joined[stem.implant["id"]] = replace(stem, points=points)
    return joined


def _carried(head: Placed, stem: Placed, scale: Scale | NoScale) -> Placed:
    assert isinstance(scale, Scale)
    seated = place(head.implant, seated_pose(head, stem, scale), head.family, scale)
    assert isinstance(seated, Placed)
    return replace(seated, carried_by=stem.implant["id"])


def seated_pose(head: Placed, stem: Placed, scale: Scale) -> Pose:
    """Return the pose of a head on a stem's taper.

    The head's own axis comes to lie along the neck; its centre lies at the stem's centre for
    neck length 0, and beyond it by the head's neck length.
    """
    taper, bore = stem.variant["mating"]["taper"], head.variant["mating"]["taper"]
    up, drawn = Point(*taper["axis"]), Point(*bore["axis"])
    centre_mm = add(Point(*taper["point"]), scaled(up, bore["increment_mm"]))
    centre_sq = image_to_square(stem.matrix.apply(centre_mm), scale.aspect)
    turn_rad = math.atan2(up.y, up.x) - math.atan2(drawn.y, drawn.x)
    mirrored = stem.pose.mirrored
    origin_sq = image_to_square(Point(*head.implant["origin_px"]), scale.aspect)
    return Pose(
        origin_sq,
        wrap_pi_rad(stem.pose.rotation_rad + (-turn_rad if mirrored else turn_rad)),
        mirrored,
        subtract(centre_sq, origin_sq),
    )
