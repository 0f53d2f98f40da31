"""PURE. Where the points of a measurement lie, natively and as planned, for drawing it.

The numbers were frozen when the plan was signed; this only finds again what they were
measured on. The rules are those of :mod:`planning.plans.reading`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, Role
from planning.measuring.scale import NoScale, Scale
from planning.plans.implant_sets import (
    ImplantSet,
    implant_points,
    implant_sets,
    placed_implants,
    side_of,
)
from planning.plans.implants import Placed
from planning.plans.poses import landmark_positions
from planning.plans.reading import implant_point_of

Json = Mapping[str, Any]
RolePoints = dict[str, list[Point]]


@dataclass(frozen=True, slots=True)
class Places:
    """What lies where on one film of a plan.

    Attributes
    ----------
    here : frozenset of str
        Landmarks of the view.
    native, planned : mapping of str to Point
        Image pixels by landmark.
    implants : mapping of str to Placed
    sets : sequence of ImplantSet
    right_on : str or None
        ``left`` or ``right``: where the film shows the patient's right.
    """

    here: frozenset[str]
    native: Mapping[str, Point]
    planned: Mapping[str, Point]
    implants: Mapping[str, Placed]
    sets: Sequence[ImplantSet]
    right_on: str | None

    @property
    def params(self) -> dict[str, str | None]:
        """What definitions ask of the film: ``hanging``, AP or PA."""
        return {"hanging": {"left": "AP", "right": "PA"}.get(self.right_on or "")}

    def has_moved(self, landmark_id: str) -> bool:
        """Whether the plan puts a landmark somewhere else."""
        return self.planned[landmark_id] != self.native[landmark_id]

    def landmarks_of(self, measurement: Json) -> Iterator[str]:
        """Yield the landmarks of a measurement on this film."""
        for ids in measurement["landmarks"].values():
            yield from (each for each in ids if each in self.here)

    def points(self, measurement: Json, definition: Definition, *, as_planned: bool) -> RolePoints:
        """Return the points of each role that has some."""
        found: RolePoints = {}
        positions = self.planned if as_planned else self.native
        for role in definition.roles:
            implant = self._implant_point(measurement, definition, role) if as_planned else None
            named = measurement["landmarks"].get(role.name, ())
            placed = [positions[each] for each in named if each in self.here]
            if implant is not None:
                found[role.name] = [implant]
            elif placed:
                found[role.name] = placed
        return found

    def _implant_point(self, measurement: Json, definition: Definition, role: Role) -> Point | None:
        wanted = implant_point_of(definition, role.name)
        if wanted is None:
            return None
        side = role.side if role.side in ("R", "L") else measurement["side"]
        hangs = self.right_on or "left"
        meant = [one for one in self.sets if side in (None, side_of(one.mirrored, hangs))]
        return implant_points(meant[0]).get(wanted) if len(meant) == 1 else None


def places_on(
    document: Json,
    *,
    view_id: str,
    variant_id: str | None,
    scale: Scale | NoScale,
    families: Sequence[Json],
    right_on: str | None,
) -> Places:
    """Find everything on one film of a plan.

    Parameters
    ----------
    document : mapping
        As signed.
    view_id : str
    variant_id : str or None
        The variant that is planned.
    scale : Scale or NoScale
        As frozen.
    families : sequence of mapping
        Geometry of the implant families.
    right_on : str or None
    """
    bodies = {body["id"] for body in document["bodies"] if body["view_id"] == view_id}
    aspects = {view_id: scale.aspect}
    native = landmark_positions(document, None, aspects)
    planned = landmark_positions(document, variant_id, aspects)
    assert not isinstance(native, Reason)
    placed = placed_implants(
        document, view_id=view_id, variant_id=variant_id, families=families, scale=scale
    )
    return Places(
        here=frozenset(one["id"] for one in document["landmarks"] if one["body_id"] in bodies),
        native=native,
        planned=native if isinstance(planned, Reason) else planned,
        implants={key: one for key, one in placed.items() if isinstance(one, Placed)},
        sets=implant_sets(placed),
        right_on=right_on,
    )
