"""PURE. What every head on every offset of the stem would give, side by side.

The twin is ``static/js/plan/hip/outcomes.js``; values and error bars agree within 1e-9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point, add, scaled, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_mm, image_to_square
from planning.measuring.definition import Definition
from planning.measuring.quantity import Quantity
from planning.plans.bodies import Posed, posed_bodies
from planning.plans.fragments import fragment_of
from planning.plans.hip.aims import Aim, length_aim, offset_aim
from planning.plans.hip.choice import Candidate, Proposal, propose
from planning.plans.hip.facts import OTHER, HipFacts, contradiction, hip_facts
from planning.plans.hip.readings import HipReader, Played
from planning.plans.implant_bench import Bench, Json
from planning.plans.implant_sets import mirrored_for
from planning.plans.implants import Placed, variant_of
from planning.plans.joining import last_by_side
from planning.plans.poses import IDENTITY, Pose, apply
from planning.plans.procedure import other_side_trusted, own_side_trusted, targets_of

COLUMNS = {
    "length_change": "THA_leg_length_change",
    "femoral_offset_change": "THA_femoral_offset_change",
    "acetabular_offset_change": "THA_cor_mediolateral_shift",
    "global_offset_change": "THA_global_offset_change",
    "length_difference": "LLD_lesser_trochanter",
    "global_offset": "global_offset",
}
"""The definition that each value of a cell is read by."""
BEFORE = {
    "length_difference": "LLD_lesser_trochanter",
    "femoral_offset": "femoral_offset",
    "acetabular_offset": "acetabular_offset",
    "global_offset": "global_offset",
}
LONG_FROM_MM = 30.0
_NECK_MM = 20.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One head on one offset.

    Attributes
    ----------
    offset : str or None
        Key of the stem's option; None where it has none.
    increment : str
    increment_mm : float
    skirted, current : bool
        Whether the head has a skirt; whether this is what the plan has now.
    values : mapping of str to Quantity or Reason
        By the names of :data:`COLUMNS`. ``length_difference`` is right less left.
    length_error_mm, offset_error_mm : float or None
        Against the aims: too long, too much positive.
    warnings : tuple of str
        ``skirted``, ``lengthening_over_30``.
    """

    offset: str | None
    increment: str
    increment_mm: float
    skirted: bool
    current: bool
    values: Mapping[str, Quantity | Reason]
    length_error_mm: float | None
    offset_error_mm: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All heads side by side.

    Attributes
    ----------
    ids : mapping
        ``cup``, ``stem``, ``head``: the items that it is about.
    before, other : mapping of str to Quantity or Reason
        By the names of :data:`BEFORE`, with the femur in the pose that the plan puts it in
        before it is reduced; and of the other side.
    cells : tuple of Cell
    common : mapping of str to float or None
        The largest 95 % error of each column: the heads differ exactly, the film does not.
    aims : mapping of str to Aim
        ``offset`` and ``length``.
    proposal : Proposal or Reason
    """

    ids: Mapping[str, str]
    before: Mapping[str, Quantity | Reason]
    other: Mapping[str, Quantity | Reason]
    cells: tuple[Cell, ...]
    common: Mapping[str, float | None]
    aims: Mapping[str, Aim]
    proposal: Proposal | Reason

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""

        def values(found: Mapping[str, Quantity | Reason]) -> dict[str, Any]:
            return {name: one.to_json() for name, one in found.items()}

        cells = [
            {
                "offset": one.offset,
                "increment": one.increment,
                "increment_mm": one.increment_mm,
                "skirted": one.skirted,
                "current": one.current,
                "values": values(one.values),
                "length_error_mm": one.length_error_mm,
                "offset_error_mm": one.offset_error_mm,
                "warnings": list(one.warnings),
            }
            for one in self.cells
        ]
        return {
            "ids": dict(self.ids),
            "before": values(self.before),
            "other": values(self.other),
            "cells": cells,
            "common": dict(self.common),
            "aims": {name: aim.to_json() for name, aim in self.aims.items()},
            "proposal": self.proposal.to_json(),
        }


@dataclass(frozen=True, slots=True)
class _Joint:
    """The implants of one hip, with what reads them."""

    side: str
    cup: Placed
    stem: Placed
    head: Placed
    reader: HipReader
    scale: Any
    other_trochanter: Played | None

    def bearing(self) -> Played:
        """Return the new centre of rotation: that of the head in the liner."""
        return self._of(self.cup, self.cup.points["liner_head_centre"], None)

    def head_centre(self, variant: Json, increment_mm: float) -> tuple[Played, Played]:
        """Return where a head's centre lies on the stem in the straight femur, and its neck."""
        taper = variant["mating"]["taper"]
        up = Point(*taper["axis"])
        centre = add(Point(*taper["point"]), scaled(up, increment_mm))
        straight = self.reader.straight.get(self.side)
        neck = add(centre, scaled(up, -_NECK_MM))
        return tuple(
            self._of(self.stem, self.stem.matrix.apply(p), straight) for p in (centre, neck)
        )

    def _of(self, implant: Placed, point_px: Point, pose: Pose | None) -> Played:
        origin_px = implant.matrix.apply(Point(0.0, 0.0))
        if pose is not None:
            origin_px = apply(pose, origin_px, self.scale.aspect)
            point_px = apply(pose, point_px, self.scale.aspect)
        reach = subtract(point_px, origin_px)
        return Played(point_px, image_to_mm(reach, self.scale.row_mm, self.scale.column_mm))


def hip_outcomes(
    bench: Bench,
    *,
    view_id: str,
    side: str,
    definitions: Mapping[str, Definition],
    hanging: str | None,
) -> Outcomes | Reason:
    """Read what every head would give.

    Parameters
    ----------
    bench : Bench
        The working variant counts; whether it is reduced does not matter.
    view_id : str
        The AP film of the pelvis.
    side : str
        The hip that is operated on.
    definitions : mapping of str to Definition
        By key.
    hanging : str or None
        ``AP`` where the patient's right is on the film's left, ``PA`` where it is on its right.

    Returns
    -------
    Outcomes, or Reason
        ``hanging_unknown``, ``no_scale``, ``sides_contradict``, ``no_cup``, ``no_stem``,
        ``no_head``; a value that cannot be read is a Reason in its place.
    """
    document, variant = bench.document, bench.working_variant
    if hanging is None:
        return Reason("hanging_unknown")
    facts = hip_facts(document, view_id, bench.scale)
    if isinstance(facts, Reason):
        return facts
    posed = posed_bodies(
        document,
        view_id=view_id,
        variant_id=variant["id"] if variant else None,
        families=bench.families,
        scale=bench.scale,
    )
    mirrored = mirrored_for(side, "right" if hanging == "PA" else "left")
    if (contradicted := contradiction(facts, side, mirrored=mirrored)) is not None:
        return contradicted
    found = {
        kind: last_by_side(posed.in_bone, kind).get(mirrored) for kind in ("cup", "stem", "head")
    }
    for kind, one in found.items():
        if one is None:
            return Reason(f"no_{kind}")
    straight = _straight(document, view_id, side, facts, posed)
    reader = HipReader(facts, definitions, hanging, straight)
    there = _reduced_trochanter(document, view_id, OTHER[side], facts, posed)
    joint = _Joint(side=side, reader=reader, scale=bench.scale, other_trochanter=there, **found)
    before = {name: reader.read(key, side) for name, key in BEFORE.items()}
    other = {name: reader.read(key, OTHER[side]) for name, key in BEFORE.items()}
    targets, trusted = targets_of(document, side), other_side_trusted(document, side)
    own = before["global_offset"] if own_side_trusted(document) else Reason("own_side_broken")
    aims = {
        "offset": offset_aim(targets, trusted=trusted, other=other["global_offset"], current=own),
        "length": length_aim(targets, trusted=trusted),
    }
    cells = tuple(_cells(joint, aims))
    common = {name: _largest(cells, name) for name in COLUMNS}
    ids = {kind: one.implant["id"] for kind, one in found.items()}
    return Outcomes(ids, before, other, cells, common, aims, propose([*map(_candidate, cells)]))


def _straight(
    document: Json, view_id: str, side: str, facts: HipFacts, posed: Posed
) -> dict[str, Pose]:
    """Return how each femur is put straight about its head; without an aim as its pose says."""
    poses = dict(posed.straight)
    body, head = fragment_of(document, view_id, side), facts.head(side)
    if body is not None and side not in poses:
        pose = posed.standing.get(body["id"], IDENTITY)
        about = pose.anchor_px
        if not isinstance(head, Reason):
            about = image_to_square(facts.to_px(head.centre), facts.scale.aspect)
        poses[side] = Pose(about, pose.rotation_rad)
    return poses


def _reduced_trochanter(
    document: Json, view_id: str, side: str, facts: HipFacts, posed: Posed
) -> Played | None:
    """Return the trochanter of a femur that the same plan has reduced already."""
    body, found = fragment_of(document, view_id, side), facts.px("lesser_troch_apex", side)
    if body is None or body["id"] not in posed.fixed_mm or not found:
        return None
    place = apply(posed.poses[body["id"]], found[-1], facts.scale.aspect)
    return Played(place, posed.fixed_mm[body["id"]], True)


def _cells(joint: _Joint, aims: Mapping[str, Aim]) -> Iterator[Cell]:
    bearing = joint.bearing()
    for offset, stem in _stems(joint.stem):
        for increment, head in _heads(joint.head):
            bore = head["mating"]["taper"]
            if bore["type"] != stem["mating"]["taper"]["type"]:
                continue
            centre, neck = joint.head_centre(stem, bore["increment_mm"])
            values = _values(joint, bearing, centre, neck)
            length = values["length_change"]
            skirted = "skirted" in head["flags"]
            is_long = isinstance(length, Quantity) and length.value > LONG_FROM_MM
            yield Cell(
                offset=offset,
                increment=increment,
                increment_mm=bore["increment_mm"],
                skirted=skirted,
                current=head is joint.head.variant and stem is joint.stem.variant,
                values=values,
                length_error_mm=_length_error(values, aims["length"], joint.side),
                offset_error_mm=_less(values["global_offset"], aims["offset"].value_mm),
                warnings=(
                    *(("skirted",) if skirted else ()),
                    *(("lengthening_over_30",) if is_long else ()),
                ),
            )


def _values(
    joint: _Joint, bearing: Played, centre: Played, neck: Played
) -> dict[str, Quantity | Reason]:
    read, side = joint.reader.read, joint.side
    stem = {"stem_head0": centre, "stem_neck_axis_pt": neck}
    both = {"cup_centre_new": bearing, **stem}
    trochanter = joint.reader.px("lesser_troch_apex", side)
    moved = {}
    if trochanter:
        way_px, way_mm = (
            subtract(bearing.px, centre.px),
            subtract(bearing.fixed_mm, centre.fixed_mm),
        )
        moved[f"lesser_troch_{side}"] = Played(add(trochanter[-1], way_px), way_mm, True)
    if joint.other_trochanter is not None:
        moved[f"lesser_troch_{OTHER[side]}"] = joint.other_trochanter
    joined = {"cup_head": bearing, "stem_head": centre}
    given = {
        "length_change": both,
        "femoral_offset_change": stem,
        "acetabular_offset_change": {"cup_centre_new": bearing},
        "global_offset_change": both,
        "length_difference": moved,
        "global_offset": joined,
    }
    return {name: read(key, side, given[name]) for name, key in COLUMNS.items()}


def _stems(stem: Placed) -> list[tuple[str | None, Json]]:
    """Return each offset of the stem in this size, all else as it is, from small to large."""
    options = stem.family["options"]
    found = []
    for value in options["offset"]["values"] if "offset" in options else [None]:
        chosen = {**stem.implant["options"]} | ({} if value is None else {"offset": value})
        variant = variant_of(stem.family, stem.size, chosen)
        if not isinstance(variant, Reason):
            found.append((value, variant))
    return sorted(found, key=lambda one: one[1]["mating"]["taper"]["point"][0])


def _heads(head: Placed) -> list[tuple[str, Json]]:
    """Return each neck length of the head in this size, from short to long."""
    found = []
    for value in head.family["options"]["increment"]["values"]:
        chosen = {**head.implant["options"], "increment": value}
        variant = variant_of(head.family, head.size, chosen)
        if not isinstance(variant, Reason):
            found.append((value, variant))
    return sorted(found, key=lambda one: one[1]["mating"]["taper"]["increment_mm"])


def _length_error(values: Mapping[str, Quantity | Reason], aim: Aim, side: str) -> float | None:
    if aim.of == "length_change":
        return _less(values["length_change"], aim.value_mm)
    found = values["length_difference"]
    if isinstance(found, Reason) or aim.value_mm is None:
        return None
    return (found.value if side == "R" else -found.value) - aim.value_mm


def _less(found: Quantity | Reason, aim_mm: float | None) -> float | None:
    return None if isinstance(found, Reason) or aim_mm is None else found.value - aim_mm


def _largest(cells: tuple[Cell, ...], name: str) -> float | None:
    found = (one.values[name] for one in cells)
    bars = [one.plus_minus_95 for one in found if isinstance(one, Quantity)]
    return max((bar for bar in bars if bar is not None), default=None)


def _candidate(one: Cell) -> Candidate:
    return Candidate(
        one.offset,
        one.increment,
        one.increment_mm,
        one.length_error_mm,
        one.offset_error_mm,
        one.skirted,
    )
