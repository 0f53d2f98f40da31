"""PURE. The drawing list of a film: implants, measurements, landmarks, notes, signs.

Made from what was signed: the document's points, the frozen scale and the frozen strings.
Every output draws this one list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point, scaled
from planning.measuring.definition import Definition
from planning.measuring.formatting import format_value
from planning.measuring.marks import marks
from planning.measuring.quantity import Unit
from planning.measuring.scale import NoScale, Scale, scale_from_json
from planning.plans.bodies import posed_bodies
from planning.plans.fragments import piece_of
from planning.plans.implants import Placed, outline_px
from planning.plans.poses import IDENTITY, apply
from planning.plans.variants import working_variant
from planning.reports.measured import Places, places_on, was_text
from planning.reports.shapes import (
    Arc,
    Cross,
    Drawing,
    Label,
    Path,
    Pin,
    Role,
    ScaleBar,
    Shape,
    points,
)

Json = Mapping[str, Any]

# The same round lengths as on the screen (static/js/view/scale-bar.js).
_BAR_LENGTHS_MM = (50, 100, 20, 200, 10, 5, 2, 1)
_SHORTEST_BAR, _LONGEST_BAR = 0.04, 0.4
_MOST_LABELS = 6
# Sets of points, such as those on a rim, are shown by the curve through them.
_MOST_CROSSES = 2
_AXIS_ROLES = frozenset({"axis", "neck_axis"})
# As on the screen: what is measured is yellow, what it is measured from is blue.
_PLANNED_ROLES = {"measure": Role.PLANNED, "axis": Role.NATIVE, "help": Role.NATIVE}
_BODY_ROLES = frozenset({"outline", "shell", "liner"})


@dataclass(frozen=True, slots=True)
class Scene:
    """A film of a signed plan.

    Attributes
    ----------
    document : mapping
        As signed.
    view_id : str
    columns, rows : int
        Of the film.
    scale : Scale or NoScale
        As frozen.
    right_on : str or None
        ``left`` or ``right``: where the film shows the patient's right.
    results : sequence of mapping
        Frozen results of this view.
    pins : sequence of Pin
        Of the notes on this film.
    families : sequence of mapping
        Geometry of the implant families.
    definitions : mapping of str to Definition
        By key; what a measurement draws.
    """

    document: Json
    view_id: str
    columns: int
    rows: int
    scale: Scale | NoScale
    right_on: str | None
    results: Sequence[Json]
    pins: Sequence[Pin]
    families: Sequence[Json]
    definitions: Mapping[str, Definition]

    @property
    def variant_id(self) -> str | None:
        """The way of operating that was signed; None where there is none."""
        return working_variant(self.document)


def drawing_of(scene: Scene) -> Drawing:
    """Return everything that is drawn on a film."""
    places = places_on(
        scene.document,
        view_id=scene.view_id,
        variant_id=scene.variant_id,
        scale=scene.scale,
        families=scene.families,
        right_on=scene.right_on,
    )
    drawn = [_measured(scene, places, result) for result in scene.results]
    labels = [label for _, label in drawn if label is not None]
    shapes = [
        *_fragments(scene),
        *_implants(places),
        *(shape for measured, _ in drawn for shape in measured),
        *_crosses(scene, places),
        *scene.pins,
        *labels[:_MOST_LABELS],
    ]
    return Drawing(
        columns=scene.columns,
        rows=scene.rows,
        aspect=scene.scale.aspect,
        shapes=tuple(shapes),
        right_on=scene.right_on,
        bar=scale_bar(scene.scale, scene.columns),
    )


def drawing_text(drawing: Drawing) -> str:
    """Return every letter that a drawing needs."""
    labels = [shape for shape in drawing.shapes if isinstance(shape, Label)]
    bar = drawing.bar.words if drawing.bar else ""
    return "".join([*(label.text + label.detail for label in labels), bar, "RL0123456789"])


def scale_bar(scale: Scale | NoScale, columns: int) -> ScaleBar | None:
    """Return 50 mm where that fits, else the nearest round length; none without a scale."""
    if isinstance(scale, NoScale):
        return None
    for length_mm in _BAR_LENGTHS_MM:
        length_px = length_mm / scale.column_mm
        if _SHORTEST_BAR * columns <= length_px <= _LONGEST_BAR * columns:
            words = format_value(length_mm, Unit.MM, 0)
            return ScaleBar(length_px, words if scale.calibrated else f"{words} ({scale.label})")
    return None


def _fragments(scene: Scene) -> Iterator[Shape]:
    """Yield the outlines of pieces of bone where the plan has them, what was cut off left out."""
    pieces = [
        body
        for body in scene.document["bodies"]
        if body["view_id"] == scene.view_id and body["kind"] == "fragment"
    ]
    if not pieces:
        return
    posed = posed_bodies(
        scene.document,
        view_id=scene.view_id,
        variant_id=scene.variant_id,
        families=scene.families,
        scale=scene.scale,
    )
    for body in pieces:
        pose = posed.poses.get(body["id"], IDENTITY)
        for ring in piece_of(body, posed.in_bone).rings:
            corners = tuple(apply(pose, corner, scene.scale.aspect) for corner in ring)
            yield Path(Role.FRAGMENT, corners, closed=True)


def _implants(places: Places) -> Iterator[Shape]:
    for implant in places.implants.values():
        yield from _outline(implant)


def _outline(implant: Placed) -> Iterator[Shape]:
    for path in outline_px(implant):
        is_body = path["role"] in _BODY_ROLES
        role = Role.IMPLANT if is_body else Role.IMPLANT_DETAIL
        yield Path(
            Role.IMPLANT_AXIS if path["role"] in _AXIS_ROLES else role,
            tuple(path["points"]),
            closed=path["closed"],
            filled=path["role"] == "outline" and path["closed"],
        )


def _measured(scene: Scene, places: Places, result: Json) -> tuple[list[Shape], Label | None]:
    """Return what a measurement draws, natively and where the plan moves it, and its label."""
    item = next(one for one in scene.document["measurements"] if one["id"] == result["id"])
    definition = scene.definitions.get(result["definition"])
    if definition is None or definition.version != result["definition_version"]:
        # Another version would draw something else than what was measured.
        anchors = [places.planned[each] for each in places.landmarks_of(item)]
        return [], _label(result, definition, anchors)
    native, planned = (
        marks(
            definition,
            places.points(item, definition, as_planned=as_planned),
            scene.scale,
            side=item["side"],
            params=places.params(item),
        )
        for as_planned in (False, result["planned"]["kind"] == "quantity")
    )
    shapes = [] if planned == native else list(_shapes(native, {"measure": Role.NATIVE}))
    shapes += _shapes(planned, _PLANNED_ROLES)
    anchors = [Point(*mark["at_px"]) for mark in planned if mark["kind"] == "label"]
    return shapes, _label(result, definition, anchors)


def _shapes(found: Sequence[Json], roles: Mapping[str, Role]) -> Iterator[Shape]:
    """Yield the shapes of those marks that have a role here."""
    for mark in found:
        role = roles.get(mark.get("role", ""))
        if role is None:
            continue
        if mark["kind"] == "circle":
            yield Arc(role, Point(*mark["centre_px"]), mark["radii_px"][0])
        else:
            yield Path(role, points(mark["points_px"]))


def _crosses(scene: Scene, places: Places) -> Iterator[Shape]:
    """Yield the landmarks that measurements stand on, once each."""
    shown: dict[str, None] = {}
    for measurement in scene.document["measurements"]:
        for ids in measurement["landmarks"].values():
            if len(ids) <= _MOST_CROSSES:
                shown.update(dict.fromkeys(each for each in ids if each in places.here))
    for each in shown:
        yield Cross(Role.NATIVE, places.native[each])
        if places.has_moved(each):
            yield Cross(Role.PLANNED, places.planned[each])


def _label(result: Json, definition: Definition | None, anchors: Sequence[Point]) -> Label | None:
    """Return the frozen string at its anchor; the table of the report has all of them."""
    told = label_words(result, definition.data["short"] if definition else result["name"])
    if told is None or not anchors:
        return None
    text, detail, role = told
    return Label(role, _middle(anchors), text, detail)


def label_words(result: Json, name: str) -> tuple[str, str, Role] | None:
    """Return what a label says: the planned value, its name, and what it was before."""
    text, planned, was = result["text"], result["planned_text"], was_text(result)
    if planned and planned != text:
        told = f"{name}, was {was}" if was and was != planned else name
        return planned, told, Role.PLANNED
    return (text, name, Role.NATIVE) if text else None


def _middle(anchors: Sequence[Point]) -> Point:
    total = Point(sum(p.x for p in anchors), sum(p.y for p in anchors))
    return scaled(total, 1 / len(anchors))


def scale_of(frozen_view: Json) -> Scale | NoScale:
    """Return the scale that was frozen with a view."""
    return scale_from_json(frozen_view["scale"])
