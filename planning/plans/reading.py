"""PURE. Reading a plan: every measurement of a view, native and as a variant plans it.

The twin is ``static/js/plan/reading.js``; values and error bars agree within 1e-9, strings
are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, Role
from planning.measuring.evaluate import evaluate, sigma_of_placed_mm
from planning.measuring.quantity import Quantity
from planning.measuring.scale import NoScale, Scale
from planning.measuring.words import displayed
from planning.plans.implant_sets import (
    ImplantSet,
    implant_points,
    implant_sets,
    placed_implants,
    side_of,
)
from planning.plans.poses import landmark_positions
from planning.plans.references import Document, Item

UNKNOWN_DEFINITION = "unknown_definition"


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement, read twice.

    Attributes
    ----------
    id : str
        Of the measurement item.
    definition : str
    definition_version : int or None
        None where the definition is not known here.
    name : str
    side : str or None
    view_id : str
    native, planned : Quantity or Reason
        With the bodies where they lie, and where the variant puts them; the same where there
        is no variant.
    text, planned_text, short, planned_short : str
        As people read them, words instead of signs; empty where there is no value.
    normal : mapping or None
        As the definition gives it.
    """

    id: str
    definition: str
    definition_version: int | None
    name: str
    side: str | None
    view_id: str
    native: Quantity | Reason
    planned: Quantity | Reason
    text: str
    planned_text: str
    short: str
    planned_short: str
    normal: Mapping[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """Return the Result of the API."""
        return {
            "id": self.id,
            "definition": self.definition,
            "definition_version": self.definition_version,
            "name": self.name,
            "side": self.side,
            "view_id": self.view_id,
            "native": self.native.to_json(),
            "planned": self.planned.to_json(),
            "text": self.text,
            "planned_text": self.planned_text,
            "short": self.short,
            "planned_short": self.planned_short,
            "normal": self.normal,
        }


def readings(
    document: Document,
    view_id: str,
    scale: Scale | NoScale,
    definitions: Mapping[str, Definition],
    families: Sequence[Mapping[str, Any]],
    variant_id: str | None,
    *,
    hanging: str | None = None,
) -> list[Reading]:
    """Read all measurements of a view.

    Parameters
    ----------
    document : mapping
        A valid plan document.
    view_id : str
    scale : Scale or NoScale
        Of the view's film.
    definitions : mapping
        By key.
    families : sequence of mapping
        Geometry of the implant families that the plan uses.
    variant_id : str or None
        The variant that is read as planned; None reads native twice.
    hanging : str or None
        ``AP`` where the patient's right is on the film's left, ``PA`` where it is on its right.

    Returns
    -------
    list of Reading
        In the document's order. A measurement belongs to the view of the first landmark in the
        order of its definition's roles, or where it has none to the first view with an implant
        that it reads.
    """
    scene = _Scene(document, view_id, scale, families, variant_id, hanging)
    home = _home_views(document, definitions, families)
    return [
        scene.read(item, definitions.get(item["definition"]))
        for item in document["measurements"]
        if home[item["id"]] == view_id
    ]


class _Scene:
    """One view, with every point in it where it lies natively and as planned."""

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
        aspects = {view_id: scale.aspect}
        self.native_px = landmark_positions(document, None, aspects)
        self.planned_px = landmark_positions(document, variant_id, aspects)
        placed = placed_implants(
            document, view_id=view_id, variant_id=variant_id, families=families, scale=scale
        )
        self.sets = implant_sets(placed)

    def read(self, item: Item, definition: Definition | None) -> Reading:
        """Evaluate one measurement, native and planned."""
        if definition is None:
            reason = Reason(UNKNOWN_DEFINITION, {"definition": item["definition"]})
            return _reading(item, self.view_id, None, reason, reason)
        native = self._evaluated(item, definition, self.native_px, with_implants=False)
        planned = self._evaluated(item, definition, self.planned_px, with_implants=True)
        return _reading(item, self.view_id, definition, native, planned)

    def _evaluated(
        self,
        item: Item,
        definition: Definition,
        positions_px: Mapping[str, Point] | Reason,
        *,
        with_implants: bool,
    ) -> Quantity | Reason:
        if isinstance(positions_px, Reason):
            return positions_px
        points: dict[str, list[Point]] = {}
        sigma_mm: dict[str, float] = {}
        for role in definition.roles:
            implant = self._implant_point(item, definition, role) if with_implants else None
            if implant is not None:
                points[role.name], sigma_mm[role.name] = [implant], 0.0
                continue
            named = item["landmarks"].get(role.name, ())
            placed = [self.landmarks[each] for each in named if each in self.landmarks]
            if placed:
                points[role.name] = [positions_px[landmark["id"]] for landmark in placed]
                sigma_mm[role.name] = max(sigma_of_placed_mm(one["placed"]) for one in placed)
        return evaluate(
            definition,
            points,
            self.scale,
            side=item["side"],
            params={"hanging": self.hanging},
            landmark_sigma_mm=sigma_mm,
        )

    def _implant_point(self, item: Item, definition: Definition, role: Role) -> Point | None:
        """Return the point of the implant that is meant; None where none is, or several."""
        wanted = implant_point_of(definition, role.name)
        if wanted is None:
            return None
        side = role.side if role.side in ("R", "L") else item["side"]
        meant = [one for one in self.sets if side is None or self._side(one) == side]
        return implant_points(meant[0]).get(wanted) if len(meant) == 1 else None

    def _side(self, one: ImplantSet) -> str:
        return side_of(one.mirrored, "right" if self.hanging == "PA" else "left")


def implant_point_of(definition: Definition, role_name: str) -> str | None:
    """Return the implant's point that may play a role (``cup.rim_lat``), or None."""
    for role in definition.data["roles"]:
        if role["role"] == role_name:
            return role.get("implant_point")
    return None


def _reading(
    item: Item,
    view_id: str,
    definition: Definition | None,
    native: Quantity | Reason,
    planned: Quantity | Reason,
) -> Reading:
    side = item["side"]

    def shown(result: Quantity | Reason, *, short: bool) -> str:
        if definition is None or isinstance(result, Reason):
            return ""
        return displayed(definition, result, side, short=short)

    return Reading(
        id=item["id"],
        definition=item["definition"],
        definition_version=definition.version if definition else None,
        name=definition.name if definition else item["definition"],
        side=side,
        view_id=view_id,
        native=native,
        planned=planned,
        text=shown(native, short=False),
        planned_text=shown(planned, short=False),
        short=shown(native, short=True),
        planned_short=shown(planned, short=True),
        normal=definition.data["normal"] if definition else None,
    )


def _home_views(
    document: Document,
    definitions: Mapping[str, Definition],
    families: Sequence[Mapping[str, Any]],
) -> dict[str, str | None]:
    view_of_body = {body["id"]: body["view_id"] for body in document["bodies"]}
    view_of_landmark = {one["id"]: view_of_body[one["body_id"]] for one in document["landmarks"]}
    kind_of = {(one["key"], one["version"]): one["kind"] for one in families}
    view_of_kind: dict[str, str] = {}
    for implant in document["implants"]:
        kind = kind_of.get((implant["family"], implant["family_version"]), "")
        view_of_kind.setdefault(kind, view_of_body[implant["body_id"]])
    first_view = document["views"][0]["id"] if document["views"] else None
    homes: dict[str, str | None] = {}
    for item in document["measurements"]:
        definition = definitions.get(item["definition"])
        used = [view_of_landmark[each] for each in _landmarks_in_order(item, definition)]
        read = [view_of_kind[kind] for kind in _kinds_read(definition) if kind in view_of_kind]
        homes[item["id"]] = next(iter([*used, *read, first_view]))
    return homes


def _landmarks_in_order(item: Item, definition: Definition | None) -> list[str]:
    """List the landmarks by role; databases do not keep the order of an object's keys."""
    roles = [role.name for role in definition.roles] if definition else sorted(item["landmarks"])
    return [each for role in roles for each in item["landmarks"].get(role, ())]


def _kinds_read(definition: Definition | None) -> list[str]:
    if definition is None:
        return []
    named = (implant_point_of(definition, role.name) for role in definition.roles)
    return [name.split(".", 1)[0] for name in named if name]
