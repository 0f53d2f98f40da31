"""PURE. The implants of a plan together: what carries what, and what they say as a set.

A head belongs to the stem that is drawn for the same side in the same view: it sits on that
stem's taper, its centre where its own neck length puts it, and moves only with the stem. This
is read from the plan, never stored twice, so that no change and no calibration can part them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planning.geometry.angles import wrap_pi_rad
from planning.geometry.points import Point, add, scaled, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.scale import NoScale, Scale
from planning.plans.implants import Placed, family_of, place
from planning.plans.poses import IDENTITY, Pose, pose_from_json

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImplantSet:
    """What lies on one side of one film; the last placed of each kind counts."""

    mirrored: bool
    cup: Placed | None = None
    head: Placed | None = None
    stem: Placed | None = None

    @property
    def members(self) -> tuple[Placed, ...]:
        """The implants that are there: cup, head, stem."""
        return tuple(one for one in (self.cup, self.head, self.stem) if one is not None)


def mirrored_for(side: str, patient_right_on: str = "left") -> bool:
    """Say whether an implant of a side is mirrored on a film that hangs so.

    Parameters
    ----------
    side : str
        ``R`` or ``L`` of the patient.
    patient_right_on : str
        ``left`` or ``right`` of the screen.
    """
    return (side == "L") != (patient_right_on == "right")


def side_of(mirrored: bool, patient_right_on: str = "left") -> str:
    """Return the patient's side, ``R`` or ``L``: the inverse of :func:`mirrored_for`."""
    return "L" if mirrored != (patient_right_on == "right") else "R"


def placed_implants(
    document: Json,
    *,
    view_id: str,
    variant_id: str | None,
    families: Sequence[Json],
    scale: Scale | NoScale,
) -> dict[str, Placed | Reason]:
    """Place all implants of a view.

    Parameters
    ----------
    document : mapping
        A valid plan document.
    view_id : str
    variant_id : str or None
        None reads native: there are no implants.
    families : sequence of mapping
        Geometry of the families that the plan uses.
    scale : Scale or NoScale
        Of the view.

    Returns
    -------
    dict of str to Placed or Reason
        By implant, in the document's order.
    """
    poses = poses_of(document, variant_id)
    if poses is None:
        return {}
    here = {body["id"] for body in document["bodies"] if body["view_id"] == view_id}
    placed: dict[str, Placed | Reason] = {}
    for implant in document["implants"]:
        if implant["body_id"] in here:
            placed[implant["id"]] = _placed(implant, poses, families, scale)
    return _joined(placed, scale)


def poses_of(document: Json, variant_id: str | None) -> dict[str, Pose] | None:
    """Return a variant's poses by body; None where there is no such variant."""
    for variant in document["variants"]:
        if variant["id"] == variant_id:
            return {body_id: pose_from_json(raw) for body_id, raw in variant["poses"].items()}
    return None


def implant_sets(placed: Mapping[str, Placed | Reason]) -> list[ImplantSet]:
    """Return what lies on each side, the unmirrored side first."""
    cups, heads, stems = (_last_by_side(placed, kind) for kind in ("cup", "head", "stem"))
    return [
        ImplantSet(side, cups.get(side), heads.get(side), stems.get(side))
        for side in (False, True)
        if side in cups or side in heads or side in stems
    ]


def implant_points(one: ImplantSet) -> dict[str, Point]:
    """Return the set's named points in image pixels as definitions name them.

    Returns
    -------
    dict of str to Point
        ``cup.rim_lat``, ``stem.stem_tip``, ``head.centre`` … ``stem.head_centre`` is that of
        the head on the stem, or of neck length 0 without a head.
    """
    return {
        f"{member.kind}.{name}": point
        for member in one.members
        for name, point in member.points.items()
    }


def implant_origins(one: ImplantSet) -> dict[str, Point]:
    """Return for each of the set's named points the origin that carries it, in image pixels.

    From there to the point an implant is as large as it is made; a head on a stem, and the
    centre that it gives the stem, are carried by the stem.
    """
    origins = {}
    for member in one.members:
        carrier = member
        if member.carried_by is not None and one.stem is not None:
            carrier = one.stem
        origin = carrier.matrix.apply(Point(0.0, 0.0))
        origins |= {f"{member.kind}.{name}": origin for name in member.points}
    return origins


def set_problems(one: ImplantSet) -> list[Reason]:
    """Say what of a set does not fit together.

    Returns
    -------
    list of Reason
        ``head_does_not_fit_liner``, ``head_does_not_fit_taper``, ``family_not_current``.
    """
    problems = [
        Reason("family_not_current", {"family": m.family["name"], "status": m.family["status"]})
        for m in one.members
        if m.family["status"] != "current"
    ]
    if one.head is None:
        return problems
    mating = one.head.variant["mating"]
    head_mm = mating["liner"]["diameter_mm"]
    liner_mm = one.cup.variant["mating"]["head"]["diameter_mm"] if one.cup else head_mm
    if liner_mm != head_mm:
        problems.append(
            Reason("head_does_not_fit_liner", {"head_mm": head_mm, "liner_mm": liner_mm})
        )
    if one.stem and one.stem.variant["mating"]["taper"]["type"] != mating["taper"]["type"]:
        problems.append(Reason("head_does_not_fit_taper"))
    return problems


def _placed(
    implant: Json, poses: Mapping[str, Pose], families: Sequence[Json], scale: Scale | NoScale
) -> Placed | Reason:
    family = family_of(families, implant)
    if isinstance(family, Reason):
        return family
    # Without a pose it stays where its origin lies.
    return place(implant, poses.get(implant["body_id"], IDENTITY), family, scale)


def _last_by_side(placed: Mapping[str, Placed | Reason], kind: str) -> dict[bool, Placed]:
    return {
        one.mirrored: one for one in placed.values() if isinstance(one, Placed) and one.kind == kind
    }


def _joined(
    placed: Mapping[str, Placed | Reason], scale: Scale | NoScale
) -> dict[str, Placed | Reason]:
    """Put every head onto the stem of its side, and tell the stem where its head's centre is."""
    joined = dict(placed)
    stems = _last_by_side(placed, "stem")
    for implant_id, one in placed.items():
        if isinstance(one, Placed) and one.kind == "head" and one.mirrored in stems:
            joined[implant_id] = _carried(one, stems[one.mirrored], scale)
    for side, head in _last_by_side(joined, "head").items():
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
