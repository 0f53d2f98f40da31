"""PURE. What a measurement of a plan is read from: points of its roles, natively and as planned.

Reading, drawing and exporting all ask here, so that what is drawn is what was measured. The
twin is ``static/js/plan/scene.js``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, Role
from planning.measuring.evaluate import sigma_of_placed_mm
from planning.measuring.scale import NoScale, Scale
from planning.plans.bodies import Posed, posed_bodies
from planning.plans.fragments import FEMORAL_KEYS
from planning.plans.implant_sets import (
    ImplantSet,
    implant_origins,
    implant_points,
    implant_sets,
    side_of,
)
from planning.plans.poses import Pose, apply, landmark_positions
from planning.plans.references import Document, Item

HANGING = "hanging"
HANGING_UNKNOWN = "hanging_unknown"


@dataclass(frozen=True, slots=True)
class RolePoints:
    """Where the roles of a definition lie.

    Attributes
    ----------
    px : dict
        Image points of each role that has some.
    sigma_mm : dict
        Spread of their coordinates.
    fixed_mm : dict
        For roles that an implant plays, from its origin to the point; for those of a reduced
        bone the part of its way that an implant is as long as.
    """

    px: dict[str, list[Point]] = field(default_factory=dict)
    sigma_mm: dict[str, float] = field(default_factory=dict)
    fixed_mm: dict[str, Point] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Where landmarks and implants lie together."""

    positions_px: dict[str, Point] | Reason
    sets: Sequence[ImplantSet]
    fixed_mm: Mapping[str, Point]


class Scene:
    """One view of a plan, with every point in it where it lies natively and as planned.

    Parameters
    ----------
    document : mapping
        A valid plan document.
    view_id : str
    scale : Scale or NoScale
        Of the view's film.
    families : sequence of mapping
        Geometry of the implant families that the plan uses.
    variant_id : str or None
        The variant that is read as planned; None reads native twice.
    hanging : str or None
        ``AP`` where the patient's right is on the film's left, ``PA`` where it is on its right.
    """

    def __init__(
        self,
        document: Document,
        view_id: str,
        scale: Scale | NoScale,
        families: Sequence[Mapping[str, Any]],
        variant_id: str | None,
        hanging: str | None,
    ):
        self.view_id, self.scale, self.hanging = view_id, scale, hanging
        here = {body["id"] for body in document["bodies"] if body["view_id"] == view_id}
        self.landmarks: dict[str, Item] = {
            item["id"]: item for item in document["landmarks"] if item["body_id"] in here
        }
        posed = posed_bodies(
            document, view_id=view_id, variant_id=variant_id, families=families, scale=scale
        )
        self.implants = posed.implants
        self.native_px = landmark_positions(document, None, {view_id: scale.aspect})
        self._straight_px = self._straightened(posed)
        planned_px = self._moved(document, variant_id, posed, posed.poses)
        standing_px = self._moved(document, variant_id, posed, posed.standing)
        self._planned = _Stage(planned_px, implant_sets(posed.implants), posed.fixed_mm)
        self._standing = _Stage(standing_px, implant_sets(posed.standing_implants), {})
        self.planned_px = planned_px
        shown = (view["side"] for view in document["views"] if view["id"] == view_id)
        self.side = next((side for side in shown if side in ("R", "L")), None)

    def _moved(
        self, document: Document, variant_id: str | None, posed: Posed, poses: Mapping[str, Pose]
    ) -> dict[str, Point] | Reason:
        """Return landmarks with their bodies, an uncut femur put straight about its head."""
        aspect = self.scale.aspect
        found = landmark_positions(document, variant_id, {self.view_id: aspect}, poses)
        if isinstance(found, Reason):
            return found
        cut = {body["id"] for body in document["bodies"] if body["kind"] != "film"}
        for key, one in self.landmarks.items():
            turn = posed.straight.get(one["side"] or "")
            if turn is not None and one["key"] in FEMORAL_KEYS and one["body_id"] not in cut:
                found[key] = apply(turn, Point(*one["point_px"]), aspect)
        return found

    def _straightened(self, posed: Posed) -> dict[str, Point]:
        """Return landmarks as filmed, femora only put straight: what a planned value changes."""
        turned = {
            key: apply(posed.straight[one["side"]], Point(*one["point_px"]), self.scale.aspect)
            for key, one in self.landmarks.items()
            if one["side"] in posed.straight and one["key"] in FEMORAL_KEYS
        }
        return {**self.native_px, **turned}

    def params(self, item: Item) -> dict[str, Any]:
        """Return what was entered for a measurement, with what is known of the film."""
        return {**item.get("params", {}), HANGING: self.hanging}

    def landmarks_of(self, item: Item) -> Iterator[str]:
        """Yield the landmarks of a measurement on this film."""
        for ids in item["landmarks"].values():
            yield from (each for each in ids if each in self.landmarks)

    def points(
        self, item: Item, definition: Definition, *, as_planned: bool, is_straight: bool = False
    ) -> RolePoints | Reason:
        """Find the points of a measurement's roles.

        `is_straight` asks for those of before the operation, in the position of the planned ones.

        Returns
        -------
        RolePoints, or Reason
            Why bodies cannot be moved, or ``hanging_unknown`` where an implant is meant by its
            side and nobody has said which side of the film that is.
        """
        before = definition.data.get("before_reduction", False)
        stage = self._standing if before else self._planned
        before_px = self._straight_px if is_straight else self.native_px
        positions_px = stage.positions_px if as_planned else before_px
        if isinstance(positions_px, Reason):
            return positions_px
        found = RolePoints()
        for role in definition.roles:
            if as_planned and (wanted := implant_point_of(definition, role.name)):
                meant = self._meant(stage.sets, item, role, wanted)
                if isinstance(meant, Reason):
                    return meant
                if meant is not None:
                    self._add_implant_point(found, role, meant, wanted)
                    continue
            named = item["landmarks"].get(role.name, ())
            placed = [self.landmarks[each] for each in named if each in self.landmarks]
            if placed:
                found.px[role.name] = [positions_px[landmark["id"]] for landmark in placed]
                found.sigma_mm[role.name] = max(sigma_of_placed_mm(one["placed"]) for one in placed)
                on = placed[0]["body_id"]
                if as_planned and on in stage.fixed_mm:
                    found.fixed_mm[role.name] = stage.fixed_mm[on]
        return found

    def _add_implant_point(
        self, found: RolePoints, role: Role, meant: ImplantSet, wanted: str
    ) -> None:
        point, origin = implant_points(meant)[wanted], implant_origins(meant)[wanted]
        found.px[role.name], found.sigma_mm[role.name] = [point], 0.0
        # An implant is only drawn where there is a scale.
        found.fixed_mm[role.name] = Point(
            (point.x - origin.x) * self.scale.column_mm, (point.y - origin.y) * self.scale.row_mm
        )

    def _meant(
        self, sets: Sequence[ImplantSet], item: Item, role: Role, wanted: str
    ) -> ImplantSet | Reason | None:
        """Return the implants whose point is meant; None where none is, or several."""
        having = [one for one in sets if wanted in implant_points(one)]
        side = role.side if role.side in ("R", "L") else item["side"]
        if side is not None and having:
            if self.hanging is None and self.side is None:
                return Reason(HANGING_UNKNOWN)
            having = [one for one in having if self._side(one) == side]
        return having[0] if len(having) == 1 else None

    def _side(self, one: ImplantSet) -> str:
        if self.hanging is None:
            return self.side
        return side_of(one.mirrored, "right" if self.hanging == "PA" else "left")


def implant_point_of(definition: Definition, role_name: str) -> str | None:
    """Return the implant's point that may play a role (``cup.rim_lat``), or None."""
    for role in definition.data["roles"]:
        if role["role"] == role_name:
            return role.get("implant_point")
    return None
