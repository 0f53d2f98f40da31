"""PURE. The implants of a plan together: what lies on each side, and whether it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.scale import NoScale, Scale
from planning.plans.bodies import posed_bodies
from planning.plans.implants import Placed
from planning.plans.joining import last_by_side, stored_poses, variant_named
from planning.plans.poses import Pose

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
    return posed_bodies(
        document, view_id=view_id, variant_id=variant_id, families=families, scale=scale
    ).implants


def poses_of(document: Json, variant_id: str | None) -> dict[str, Pose] | None:
    """Return the poses that a variant keeps by body; None where there is no such variant."""
    variant = variant_named(document, variant_id)
    return None if variant is None else stored_poses(variant)


def implant_sets(placed: Mapping[str, Placed | Reason]) -> list[ImplantSet]:
    """Return what lies on each side, the unmirrored side first."""
    cups, heads, stems = (last_by_side(placed, kind) for kind in ("cup", "head", "stem"))
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
