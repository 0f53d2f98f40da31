"""On phantoms the plan says what the world says: lengths and offsets within 0.5 mm."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition_files import catalogue
from planning.measuring.quantity import Quantity
from planning.plans import changes
from planning.plans.bodies import posed_bodies
from planning.plans.fragments import FemurCut, cut_femur, piece_of
from planning.plans.hip.adduction import adduction
from planning.plans.hip.facts import femur_outline, hip_facts
from planning.plans.hip.outcomes import hip_outcomes
from planning.plans.implant_bench import Bench
from planning.plans.poses import landmark_positions
from planning.plans.reading import readings
from planning.plans.reduction import reduce, straighten
from tests.plans.hip_phantoms import (
    FEMUR,
    FILM,
    ITEM,
    OTHER,
    VARIANT,
    VIEW,
    HipCase,
    families,
    turned,
    variant_of,
)

TOLERANCE_MM = 0.5
CASES = [
    HipCase(seed, side, mirrored, cup_mm=cup, lean_deg=lean)
    for seed, cup, lean in ((41, (-4.0, 1.5), 0.0), (42, (-6.5, -3.0), 2.0), (47, (2.0, 6.0), -1.5))
    for side in ("R", "L")
    for mirrored in (False, True)
]
each_case = pytest.mark.parametrize(
    "case", CASES, ids=lambda c: f"{c.seed}-{c.side}-{'mirrored' if c.mirrored else 'normal'}"
)


def bench_of(case: HipCase, document: dict) -> Bench:
    return Bench(document, families(), case.scale)


def done(document: dict, changed) -> dict:
    assert not isinstance(changed, Reason), changed
    result = changes.apply(document, changed)
    assert not isinstance(result, Reason), result
    return result


def cut_free(case: HipCase) -> dict:
    """Return the plan with the femur cut free along its stem."""
    document = case.document()
    facts = hip_facts(document, VIEW, case.scale)
    polygon = femur_outline(facts, case.side, columns=2140, rows=1760)
    cut = FemurCut(
        FEMUR, FILM, "femur", case.side, polygon, facts.px("shaft_prox", case.side)[0],
        ITEM["stem"],
    )  # fmt: skip
    return done(document, cut_femur(bench_of(case, document), cut))


def outcomes(case: HipCase, document: dict):
    found = hip_outcomes(
        bench_of(case, document),
        view_id=VIEW,
        side=case.side,
        definitions=catalogue().by_key,
        hanging=case.hanging,
    )
    assert not isinstance(found, Reason), found
    return found


def world_changes(case: HipCase, centre_mm: np.ndarray, turn_rad: float = 0.0) -> dict[str, float]:
    """Return what the world says of putting a stem's head into the cup.

    `turn_rad` is the turn of the femur about its head that puts it straight, as the world has it.
    """
    head = case.head + turned(centre_mm - case.head, turn_rad)
    shaft = turned(case.shaft, turn_rad)
    origin = case.head + turned(case.world(f"shaft_prox_{case.side}") - case.head, turn_rad)
    way = case.cup_centre - head
    across = np.array([-shaft[1], shaft[0]])
    offset = abs((head - origin) @ across) - abs((case.head - origin) @ across)
    return {
        "length_change": way @ case.distal,
        "global_offset_change": way @ case.lateral,
        "femoral_offset_change": offset,
        "acetabular_offset_change": (case.cup_centre - case.head) @ case.lateral,
    }


def world_difference(case: HipCase, own_mm: np.ndarray) -> float:
    """Return right less left: how far the trochanters lie below the line of the teardrops."""
    own = (own_mm - case.world(f"teardrop_{case.side}")) @ case.distal
    other = OTHER[case.side]
    there = (case.world(f"lesser_troch_{other}") - case.world(f"teardrop_{other}")) @ case.distal
    return own - there if case.side == "R" else there - own


@each_case
def test_every_head_changes_lengths_and_offsets_as_in_the_world(case):
    found = outcomes(case, cut_free(case))
    assert len(found.cells) == 8
    for cell in found.cells:
        point = variant_of("stem", offset=cell.offset)["mating"]["taper"]
        centre = np.array(point["point"]) + cell.increment_mm * np.array(point["axis"])
        truth = world_changes(case, case.of_stem(centre))
        for name, value in truth.items():
            assert cell.values[name].value == pytest.approx(value, abs=TOLERANCE_MM), name
        trochanter = case.world(f"lesser_troch_{case.side}")
        moved = trochanter + case.cup_centre - case.of_stem(centre)
        assert cell.values["length_difference"].value == pytest.approx(
            world_difference(case, moved), abs=TOLERANCE_MM
        )


@each_case
def test_an_adducted_femur_is_put_straight_before_anything_is_measured(case):
    document = cut_free(case)
    facts = hip_facts(document, VIEW, case.scale)
    turn = adduction(facts, case.side, "neutral")
    document = done(
        document, straighten(bench_of(case, document), FEMUR, turn.turn_rad, turn.about_px)
    )
    # In the world the femur turns until its shaft runs at right angles to the pelvic line.
    lean = math.atan2(
        case.shaft[0] * case.distal[1] - case.shaft[1] * case.distal[0], case.shaft @ case.distal
    )
    found = outcomes(case, document)
    for cell in found.cells[:2]:
        taper = variant_of("stem", offset=cell.offset)["mating"]["taper"]
        centre = np.array(taper["point"]) + cell.increment_mm * np.array(taper["axis"])
        for name, value in world_changes(case, case.of_stem(centre), lean).items():
            assert cell.values[name].value == pytest.approx(value, abs=TOLERANCE_MM), name
    trochanter = case.world(f"lesser_troch_{case.side}")
    straight = case.head + turned(trochanter - case.head, lean)
    assert found.before["length_difference"].value == pytest.approx(
        world_difference(case, straight), abs=TOLERANCE_MM
    )


@each_case
def test_a_reduced_femur_is_read_from_its_moved_landmarks(case):
    document = cut_free(case)
    document = done(document, reduce(bench_of(case, document), FEMUR))
    posed = posed_bodies(
        document, view_id=VIEW, variant_id=VARIANT, families=families(), scale=case.scale
    )
    stem, cup = posed.implants[ITEM["stem"]], posed.implants[ITEM["cup"]]
    assert stem.points["head_centre"] == pytest.approx(cup.points["liner_head_centre"], abs=1e-9)
    assert posed.implants[ITEM["head"]].points["centre"] == pytest.approx(
        cup.points["liner_head_centre"], abs=1e-9
    )
    places = landmark_positions(document, VARIANT, {VIEW: case.scale.aspect}, posed.poses)
    apex = next(
        places[one["id"]]
        for one in document["landmarks"]
        if (one["key"], one["side"]) == ("lesser_troch_apex", case.side)
    )
    taper = variant_of("stem")["mating"]["taper"]
    moved = case.world(f"lesser_troch_{case.side}") + case.cup_centre - case.of_stem(taper["point"])
    miss_px = math.dist(apex, case.px(moved))
    # The trochanter lies nearer the film than the hip: its own parallax stays.
    filmed = next(
        one for one in case.document()["landmarks"]
        if (one["key"], one["side"]) == ("lesser_troch_apex", case.side)
    )  # fmt: skip
    parallax_px = math.dist(filmed["point_px"], case.px(case.world(f"lesser_troch_{case.side}")))
    assert miss_px <= parallax_px + 1e-6


@each_case
def test_definitions_read_the_same_before_and_after_the_femur_is_reduced(case):
    document = cut_free(case)
    items = [
        {"id": f"00000000-0000-4000-8000-00000000090{n}", "definition": key, "side": side,
         "landmarks": landmarks_for(document, key, case.side), "view_id": VIEW}
        for n, (key, side) in enumerate(
            [("THA_leg_length_change", case.side), ("THA_global_offset_change", case.side),
             ("THA_femoral_offset_change", case.side), ("LLD_lesser_trochanter", None)]
        )
    ]  # fmt: skip
    document = {**document, "measurements": items}
    reduced = done(document, reduce(bench_of(case, document), FEMUR))
    [standing, after] = [
        readings(
            one, VIEW, case.scale, catalogue().by_key, families(), VARIANT, hanging=case.hanging
        )
        for one in (document, reduced)
    ]
    current = next(cell for cell in outcomes(case, reduced).cells if cell.current)
    names = ["length_change", "global_offset_change", "femoral_offset_change"]
    for before, now, name in zip(standing, after, names, strict=False):
        assert now.planned.value == pytest.approx(before.planned.value, abs=1e-9)
        assert now.planned.value == pytest.approx(current.values[name].value, abs=1e-9)
    assert after[3].planned.value == pytest.approx(
        current.values["length_difference"].value, abs=1e-9
    )
    assert after[3].planned.plus_minus_95 == pytest.approx(
        current.values["length_difference"].plus_minus_95, abs=1e-9
    )
    assert after[3].native.value == pytest.approx(
        standing[3].native.value, abs=1e-9
    )  # the film does not change


def landmarks_for(document: dict, key: str, side: str) -> dict[str, list[str]]:
    roles = {}
    for role in catalogue().get(key).roles:
        of = role.side if role.side in ("R", "L") else side
        found = [
            one["id"]
            for one in document["landmarks"]
            if (one["key"], one["side"]) == (role.key, of)
        ]
        if found:
            roles[role.name] = found
    return roles


@each_case
def test_high_offset_moves_the_femur_outwards_and_leaves_leg_length_alone(case):
    cells = {
        (one.offset, one.increment): one.values for one in outcomes(case, cut_free(case)).cells
    }
    for increment in ("-4", "0", "+4", "+8"):
        standard, high = cells["standard", increment], cells["high", increment]
        if case.lean_deg == 0:
            lean = math.sin(math.acos(min(1.0, float(case.shaft @ case.distal))))
            assert abs(high["length_change"].value - standard["length_change"].value) <= (
                0.1 + 7 * lean
            )
        gained = high["femoral_offset_change"].value - standard["femoral_offset_change"].value
        assert gained == pytest.approx(7 * math.cos(math.radians(case.lean_deg)), abs=0.01)


def test_under_a_straight_femur_standard_to_high_changes_leg_length_by_nothing():
    for case in CASES:
        if case.lean_deg != 0:
            continue
        document = cut_free(case)
        turn = adduction(hip_facts(document, VIEW, case.scale), case.side, "neutral")
        document = done(
            document, straighten(bench_of(case, document), FEMUR, turn.turn_rad, turn.about_px)
        )
        cells = {(c.offset, c.increment): c.values for c in outcomes(case, document).cells}
        for increment in ("-4", "0", "+4", "+8"):
            change = [cells[one, increment]["length_change"].value for one in ("standard", "high")]
            assert abs(change[1] - change[0]) <= 0.1


@each_case
def test_error_bars_are_common_to_the_grid(case):
    found = outcomes(case, cut_free(case))
    for name, common in found.common.items():
        bars = [cell.values[name].plus_minus_95 for cell in found.cells]
        assert common == max(bars)
        assert 0 < min(bars) <= common < 12
        assert common - min(bars) < 0.5


@each_case
def test_the_piece_holds_the_trochanter_and_not_the_head(case):
    document = cut_free(case)
    posed = posed_bodies(
        document, view_id=VIEW, variant_id=VARIANT, families=families(), scale=case.scale
    )
    body = next(one for one in document["bodies"] if one["id"] == FEMUR)
    piece = piece_of(body, posed.in_bone)
    facts = hip_facts(document, VIEW, case.scale)
    side = case.side
    for key in ("lesser_troch_apex", "shaft_prox", "shaft_dist"):
        assert any(inside(ring, facts.px(key, side)[0]) for ring in piece.rings), key
    head = facts.to_px(facts.head(side).centre)
    assert not any(inside(ring, head) for ring in piece.rings)
    great = Point(*case.known["landmarks"][f"greater_troch_{side}"]["image_px"])
    assert any(inside(ring, great) for ring in piece.rings)
    on_bone = {one["key"] for one in document["landmarks"] if one["body_id"] == FEMUR}
    assert on_bone == {"lesser_troch_apex", "shaft_prox", "shaft_dist"}


def inside(ring: list[Point], p: Point) -> bool:
    """Say whether a point lies in a ring, by the even-odd rule."""
    found = False
    for at, a in enumerate(ring):
        b = ring[at - 1]
        if (a.y > p.y) != (b.y > p.y):
            found ^= p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)
    return found


def test_values_that_cannot_be_read_say_why():
    case = CASES[0]
    document = cut_free(case)
    document["landmarks"] = [
        one
        for one in document["landmarks"]
        if (one["key"], one["side"]) != ("lesser_troch_apex", OTHER[case.side])
    ]
    found = outcomes(case, document)
    cell = found.cells[0]
    assert isinstance(cell.values["length_change"], Quantity)
    assert cell.values["length_difference"].code == "missing_landmark"
    assert found.proposal.code == "no_length_aim"
