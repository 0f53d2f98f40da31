"""PURE. Reading a plan: every measurement of a view, native and as a variant plans it.

The twin is ``static/js/plan/reading.js``; values and error bars agree within 1e-9, strings
are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition
from planning.measuring.entered import told_values
from planning.measuring.evaluate import evaluate
from planning.measuring.quantity import Quantity
from planning.measuring.scale import NoScale, Scale
from planning.measuring.words import displayed
from planning.plans.fragments import FEMORAL_KEYS
from planning.plans.references import Document, Item
from planning.plans.scene import Scene, implant_point_of

UNKNOWN_DEFINITION = "unknown_definition"
NECK_IS_CUT = "neck_is_cut"
HEAD_KEYS = frozenset({"head_rim", "neck_mid"})
"""Landmarks of the femur that stay behind where its neck is cut."""


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
    standing : Quantity or Reason
        As native, with femora put straight where that is planned: what the planned value
        changes.
    text, planned_text, standing_text, short, planned_short : str
        As people read them, words instead of signs; empty where there is no value.
    normal : mapping or None
        As the definition gives it.
    entered : sequence of mapping
        The values that it was computed with, see :func:`planning.measuring.entered.told_values`.
    """

    id: str
    definition: str
    definition_version: int | None
    name: str
    side: str | None
    view_id: str
    native: Quantity | Reason
    planned: Quantity | Reason
    standing: Quantity | Reason
    text: str
    planned_text: str
    standing_text: str
    short: str
    planned_short: str
    normal: Mapping[str, Any] | None
    entered: Sequence[Mapping[str, Any]]

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
            "standing": self.standing.to_json(),
            "text": self.text,
            "planned_text": self.planned_text,
            "standing_text": self.standing_text,
            "short": self.short,
            "planned_short": self.planned_short,
            "normal": self.normal,
            "entered": list(self.entered),
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
        In the document's order. A measurement belongs to the view that it names; without a name
        to that of the first landmark in the order of its definition's roles, or where it has
        none to the first view with an implant that it reads.
    """
    scene = Scene(document, view_id, scale, families, variant_id, hanging)
    home = _home_views(document, definitions, families)
    return [
        read(scene, item, definitions.get(item["definition"]))
        for item in document["measurements"]
        if home[item["id"]] == view_id
    ]


def read(scene: Scene, item: Item, definition: Definition | None) -> Reading:
    """Read one measurement of a view, native and planned."""
    if definition is None:
        reason = Reason(UNKNOWN_DEFINITION, {"definition": item["definition"]})
        return _reading(item, scene.view_id, None, (reason, reason, reason))
    native = _evaluated(scene, item, definition, as_planned=False)
    if _is_of_a_whole_femur(scene, item, definition):
        planned = Reason(NECK_IS_CUT) if _is_cut(scene, item) else native
        return _reading(item, scene.view_id, definition, (native, planned, native))
    planned = _evaluated(scene, item, definition, as_planned=True)
    standing = _evaluated(scene, item, definition, as_planned=False, is_straight=True)
    return _reading(item, scene.view_id, definition, (native, planned, standing))


def _is_of_a_whole_femur(scene: Scene, item: Item, definition: Definition) -> bool:
    """Say whether head or neck and shaft of one bone are compared, which only a cut changes."""
    if any(implant_point_of(definition, role.name) for role in definition.roles):
        return False
    keys = {scene.landmarks[each]["key"] for each in scene.landmarks_of(item)}
    return bool(keys & HEAD_KEYS and keys & FEMORAL_KEYS)


def _is_cut(scene: Scene, item: Item) -> bool:
    return len({scene.landmarks[each]["body_id"] for each in scene.landmarks_of(item)}) > 1


def _evaluated(
    scene: Scene,
    item: Item,
    definition: Definition,
    *,
    as_planned: bool,
    is_straight: bool = False,
) -> Quantity | Reason:
    points = scene.points(item, definition, as_planned=as_planned, is_straight=is_straight)
    if isinstance(points, Reason):
        return points
    return evaluate(
        definition,
        points.px,
        scene.scale,
        side=item["side"],
        params=scene.params(item),
        landmark_sigma_mm=points.sigma_mm,
        fixed_mm=points.fixed_mm,
    )


def _reading(
    item: Item,
    view_id: str,
    definition: Definition | None,
    results: tuple[Quantity | Reason, Quantity | Reason, Quantity | Reason],
) -> Reading:
    native, planned, standing = results
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
        standing=standing,
        text=shown(native, short=False),
        planned_text=shown(planned, short=False),
        standing_text=shown(standing, short=False),
        short=shown(native, short=True),
        planned_short=shown(planned, short=True),
        normal=definition.data["normal"] if definition else None,
        entered=told_values(definition, item.get("params", {})) if definition else (),
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
        drawn = [view_of_kind[kind] for kind in _kinds_read(definition) if kind in view_of_kind]
        named = [item["view_id"]] if "view_id" in item else []
        homes[item["id"]] = next(iter([*named, *used, *drawn, first_view]))
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
