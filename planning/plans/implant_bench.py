"""PURE. What a change of an implant needs to know, and how poses are written back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planning.geometry import transforms
from planning.geometry.points import Point, add, scaled
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.scale import NoScale, Scale
from planning.plans.changes import Change
from planning.plans.implant_sets import placed_implants
from planning.plans.implants import Placed
from planning.plans.poses import IDENTITY, Pose, pose_from_json, reanchor

Json = Mapping[str, Any]
Changes = list[Change]


@dataclass(frozen=True, slots=True)
class Bench:
    """A plan with what is needed to work on its implants.

    Attributes
    ----------
    document : mapping
        A valid plan document; it is never changed.
    families : sequence of mapping
        Geometry of the families that the plan uses.
    scale : Scale or NoScale
        Of the view that is worked on.
    variant_id : str or None
        The way of operating that is worked on; the first one without it.
    """

    document: Json
    families: Sequence[Json]
    scale: Scale | NoScale
    variant_id: str | None = None

    @property
    def working_variant(self) -> Json | None:
        """The variant that moves go to; None where there is none yet."""
        variants = self.document["variants"]
        if self.variant_id is None:
            return variants[0] if variants else None
        return next((one for one in variants if one["id"] == self.variant_id), None)

    @property
    def own_choices(self) -> Mapping[str, Json] | None:
        """What the working variant has of its own; None where it uses the items as they are."""
        variant = self.working_variant
        return None if variant is None else variant.get("implants")


def find_placed(bench: Bench, implant_id: str, variant_id: str) -> Placed | Reason:
    """Find an implant on the film as a variant has it.

    Returns
    -------
    Placed, or Reason
        ``unknown_implant`` where the plan or the variant has none, or why it cannot be drawn.
    """
    unknown = Reason("unknown_implant", {"id": implant_id})
    implant = item_of(bench.document, "implants", implant_id)
    if implant is None:
        return unknown
    return placed_beside(bench, implant, variant_id).get(implant_id, unknown)


def placed_beside(bench: Bench, implant: Json, variant_id: str) -> dict[str, Placed | Reason]:
    """Place all implants of the view in which an implant lies."""
    body = item_of(bench.document, "bodies", implant["body_id"])
    assert body is not None
    return placed_implants(
        bench.document,
        view_id=body["view_id"],
        variant_id=variant_id,
        families=bench.families,
        scale=bench.scale,
    )


def carrier_of(bench: Bench, implant_id: str) -> tuple[Json, Placed] | Reason:
    """Find the working variant and what moves with an implant: of a carried head, the stem.

    Returns
    -------
    pair of the variant and Placed, or Reason
        ``unknown_variant``, ``unknown_implant``, or why it cannot be drawn.
    """
    placed = as_worked_on(bench, implant_id)
    variant = bench.working_variant
    if isinstance(placed, Placed) and placed.carried_by is not None:
        placed = as_worked_on(bench, placed.carried_by)
    if isinstance(placed, Reason) or variant is None:
        return placed
    return variant, placed


def item_of(document: Json, collection: str, item_id: str) -> Json | None:
    """Find an item of a collection; None where it is not there."""
    return next((item for item in document[collection] if item["id"] == item_id), None)


def with_poses(variant: Json, poses: Mapping[str, Pose]) -> Change:
    """Return the change that gives bodies poses in a variant."""
    written = {body_id: pose.to_json() for body_id, pose in poses.items()}
    item = {**variant, "poses": {**variant["poses"], **written}}
    return Change("upsert", "variants", variant["id"], item)


def own_pose(variant: Json, placed: Placed, aspect: float) -> Pose:
    """Return the pose that a variant keeps for an implant's body, about the implant's origin."""
    raw = variant["poses"].get(placed.implant["body_id"])
    pose = IDENTITY if raw is None else pose_from_json(raw)
    origin_sq = image_to_square(Point(*placed.implant["origin_px"]), aspect)
    return pose if pose.anchor_px == origin_sq else reanchor(pose, origin_sq)


def shifted(pose: Pose, shift_sq: Point) -> Pose:
    """Return the pose moved on by square film pixels."""
    return replace(pose, translation_px=add(pose.translation_px, shift_sq))


def shifted_in_bone(placed: Placed, pose: Pose, shift_sq: Point) -> Pose:
    """Return an implant's own pose moved on by a shift on the screen: its bone may be turned."""
    if placed.bone is None:
        return shifted(pose, shift_sq)
    back = transforms.invert(placed.bone.rigid)
    return shifted(pose, transforms.apply_to_vector(back, shift_sq))


def repose(
    bench: Bench, implant_id: str, change: Callable[[Placed, Pose], Pose]
) -> list[Change] | Reason:
    """Change the pose of what moves when an implant is moved.

    Returns
    -------
    list of Change, or Reason of :func:`carrier_of`
    """
    found = carrier_of(bench, implant_id)
    if isinstance(found, Reason):
        return found
    variant, placed = found
    pose = change(placed, own_pose(variant, placed, bench.scale.aspect))
    return [with_poses(variant, {placed.implant["body_id"]: pose})]


def axis_shift_sq(placed: Placed, scale: Scale, along_mm: float, across_mm: float) -> Point:
    """Return a shift in square film pixels from millimetres of the implant.

    Along runs with its axis: distal, or out of the cup. Across is a quarter turn from there:
    medial for a stem, whichever side it is on.
    """
    start, end = (Point(*p) for p in placed.variant["axis"])
    reach = Point(end.x - start.x, end.y - start.y)
    length_mm = (reach.x * reach.x + reach.y * reach.y) ** 0.5
    along = scaled(reach, along_mm / length_mm)
    across = scaled(Point(reach.y, 0.0 - reach.x), across_mm / length_mm)
    shift_mm = add(along, across)
    m = placed.matrix
    image = Point(m.a * shift_mm.x + m.c * shift_mm.y, m.b * shift_mm.x + m.d * shift_mm.y)
    return Point(image.x, image.y * scale.aspect)


def as_worked_on(bench: Bench, implant_id: str) -> Placed | Reason:
    """Find an implant on the film as the working variant has it.

    Returns
    -------
    Placed, or Reason
        ``unknown_variant``, ``unknown_implant``, or why it cannot be drawn.
    """
    variant = bench.working_variant
    if variant is None:
        return Reason("unknown_variant", {"id": bench.variant_id or ""})
    return find_placed(bench, implant_id, variant["id"])
