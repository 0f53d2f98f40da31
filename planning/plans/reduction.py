"""PURE. Putting a femur straight, reducing it with its stem, and letting it go again.

The twin is ``static/js/plan/reduction.js``.
"""

from __future__ import annotations

from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.plans.bodies import Posed, posed_bodies, stem_held_by
from planning.plans.changes import Change
from planning.plans.implant_bench import Bench, Changes, Json, item_of, shifted, with_poses
from planning.plans.joining import last_by_side
from planning.plans.poses import IDENTITY, Pose


def reduce(bench: Bench, body_id: str) -> Changes | Reason:
    """Let a piece of bone follow its stem into the cup from now on.

    Returns
    -------
    list of Change, or Reason
        ``unknown_variant``, ``unknown_body``, ``no_stem_in_bone``, ``no_cup``.
    """
    found = _found(bench, body_id)
    if isinstance(found, Reason):
        return found
    variant, posed = found
    stem = stem_held_by(body_id, posed.in_bone)
    if stem is None:
        return Reason("no_stem_in_bone")
    if stem.mirrored not in last_by_side(posed.in_bone, "cup"):
        return Reason("no_cup")
    return [_with_reduced(variant, [*_others(variant, body_id), body_id])]


def release(bench: Bench, body_id: str) -> Changes | Reason:
    """Let a piece of bone stand where its own pose puts it; ``unknown_variant``."""
    variant = bench.working_variant
    if variant is None:
        return Reason("unknown_variant", {"id": bench.variant_id or ""})
    return [_with_reduced(variant, _others(variant, body_id))]


def move_fragment(bench: Bench, body_id: str, shift_px: Point) -> Changes | Reason:
    """Move a piece of bone by hand from where it is drawn; it no longer follows its stem."""
    found = _found(bench, body_id)
    if isinstance(found, Reason):
        return found
    variant, posed = found
    pose = posed.poses.get(body_id, IDENTITY)
    moved = shifted(pose, image_to_square(shift_px, bench.scale.aspect))
    free = {**variant, "reduced": _others(variant, body_id)}
    return [with_poses(free, {body_id: moved})]


def straighten(bench: Bench, body_id: str, turn_rad: float, about_px: Point) -> Changes | Reason:
    """Turn a piece of bone from where it was filmed, before it is reduced.

    Parameters
    ----------
    bench : Bench
    body_id : str
    turn_rad : float
        Clockwise on the screen, from how it was filmed; 0 leaves it as filmed.
    about_px : Point
        The centre of the hip as filmed, image pixels.
    """
    found = _found(bench, body_id)
    if isinstance(found, Reason):
        return found
    variant, _ = found
    pose = Pose(image_to_square(about_px, bench.scale.aspect), turn_rad)
    return [with_poses(variant, {body_id: pose})]


def is_reduced(variant: Json, body_id: str) -> bool:
    """Say whether a piece follows its stem in a way of operating."""
    return body_id in variant.get("reduced", ())


def standing_turn_rad(posed: Posed, body_id: str) -> float:
    """Return by how much a piece was turned from how it was filmed."""
    return posed.standing.get(body_id, IDENTITY).rotation_rad


def _found(bench: Bench, body_id: str) -> tuple[Json, Posed] | Reason:
    variant = bench.working_variant
    if variant is None:
        return Reason("unknown_variant", {"id": bench.variant_id or ""})
    body = item_of(bench.document, "bodies", body_id)
    if body is None:
        return Reason("unknown_body", {"id": body_id})
    posed = posed_bodies(
        bench.document,
        view_id=body["view_id"],
        variant_id=variant["id"],
        families=bench.families,
        scale=bench.scale,
    )
    return variant, posed


def _others(variant: Json, body_id: str) -> list[str]:
    return [one for one in variant.get("reduced", ()) if one != body_id]


def _with_reduced(variant: Json, reduced: list[str]) -> Change:
    item: dict[str, Any] = {**variant, "reduced": reduced}
    return Change("upsert", "variants", variant["id"], item)
