"""PURE. Moving, turning and mirroring an implant, as changes of the plan document.

Angles are degrees clockwise on the screen. A head that a stem carries moves with that stem.
"""

from __future__ import annotations

from dataclasses import replace

from planning.geometry.angles import DEG_TO_RAD, wrap_pi_rad
from planning.geometry.points import Point, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.scale import Scale
from planning.plans import poses
from planning.plans.implant_bench import (
    Bench,
    Changes,
    as_worked_on,
    axis_shift_sq,
    carrier_of,
    own_pose,
    placed_beside,
    repose,
    shifted_in_bone,
    with_poses,
)
from planning.plans.implants import Placed
from planning.plans.poses import Pose


def move_implant(bench: Bench, implant_id: str, shift_px: Point) -> Changes | Reason:
    """Move by image pixels, as a hand drags it."""
    shift_sq = image_to_square(shift_px, bench.scale.aspect)
    return repose(bench, implant_id, lambda placed, pose: shifted_in_bone(placed, pose, shift_sq))


def nudge_implant(
    bench: Bench, implant_id: str, along_mm: float, across_mm: float = 0.0
) -> Changes | Reason:
    """Move by millimetres along its own axis (distal, out of the cup) and across (medial)."""

    def nudged(placed: Placed, pose: Pose) -> Pose:
        assert isinstance(bench.scale, Scale)
        shift_sq = axis_shift_sq(placed, bench.scale, along_mm, across_mm)
        return shifted_in_bone(placed, pose, shift_sq)

    return repose(bench, implant_id, nudged)


def bring_implant(bench: Bench, implant_id: str, point: str, to_px: Point) -> Changes | Reason:
    """Move without turning so that a named point of the implant comes to lie somewhere.

    Returns
    -------
    list of Change, or Reason
        ``unknown_point`` where the implant has none of this name.
    """
    placed = as_worked_on(bench, implant_id)
    if isinstance(placed, Reason):
        return placed
    if point not in placed.points:
        return Reason("unknown_point", {"point": point})
    return move_implant(bench, implant_id, subtract(to_px, placed.points[point]))


def rotate_implant(
    bench: Bench, implant_id: str, turn_deg: float, about: str | None = None
) -> Changes | Reason:
    """Turn about the anchor, or about a named point of what turns.

    Returns
    -------
    list of Change, or Reason
        ``unknown_point`` where what turns has none of this name.
    """
    found = carrier_of(bench, implant_id)
    if isinstance(found, Reason):
        return found
    _, placed = found
    anchor = placed.family["placement"]["anchor"]
    about = about or anchor
    if about not in placed.points:
        return Reason("unknown_point", {"point": about})
    turn_rad = turn_deg * DEG_TO_RAD

    def turned(placed: Placed, pose: Pose) -> Pose:
        turned_rad = wrap_pi_rad(pose.rotation_rad + turn_rad)
        if about == anchor:
            # Its place is not computed again, so that any number of turns leaves it there.
            return replace(pose, rotation_rad=turned_rad)
        hinge_px = placed.points[about]
        if placed.bone is not None:
            hinge_px = poses.apply(poses.invert(placed.bone), hinge_px, bench.scale.aspect)
        hinge_sq = image_to_square(hinge_px, bench.scale.aspect)
        outer = Pose(hinge_sq, turn_rad)
        return replace(poses.compose(outer, pose), rotation_rad=turned_rad)

    return repose(bench, implant_id, turned)


def mirror_implant(bench: Bench, implant_id: str) -> Changes | Reason:
    """Mirror left to right about the anchor: the implant of the other side, where it lies."""

    def mirrored(placed: Placed, pose: Pose) -> Pose:
        turned_rad = wrap_pi_rad(0.0 - pose.rotation_rad)
        return replace(pose, rotation_rad=turned_rad, mirrored=not pose.mirrored)

    found = carrier_of(bench, implant_id)
    if isinstance(found, Reason):
        return found
    variant, placed = found
    together = {
        placed.implant["body_id"]: mirrored(placed, own_pose(variant, placed, bench.scale.aspect))
    }
    for other in placed_beside(bench, placed.implant, variant["id"]).values():
        if isinstance(other, Placed) and other.carried_by == placed.implant["id"]:
            together[other.implant["body_id"]] = mirrored(
                other, own_pose(variant, other, bench.scale.aspect)
            )
    return [with_poses(variant, together)]
