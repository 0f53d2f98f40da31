"""A femur is as straight as its aim and its landmarks say now, in the ladder and when signed."""

from __future__ import annotations

import pytest

from planning.measuring.definition_files import catalogue
from planning.plans.bodies import posed_bodies
from planning.plans.hip.adduction import adduction
from planning.plans.hip.facts import hip_facts
from planning.plans.procedure import begin_procedure, set_target
from planning.plans.reading import readings
from planning.plans.reduction import reduce, straighten
from planning.plans.variants import copy_variant
from tests.plans.hip_phantoms import FEMUR, OTHER, VARIANT, VIEW, families
from tests.plans.test_hip_phantoms import (
    CASES,
    bench_of,
    cut_free,
    done,
    landmarks_for,
    outcomes,
)

PROCEDURE, SECOND = (f"00000000-0000-4000-8000-00000000075{n}" for n in range(2))
CASE = next(one for one in CASES if (one.side, one.mirrored) == ("R", False))
LEFT = next(one for one in CASES if (one.side, one.mirrored) == ("L", True))
NAMES = {
    "LLD_lesser_trochanter": "length_difference",
    "THA_leg_length_change": "length_change",
    "THA_global_offset_change": "global_offset_change",
    "THA_femoral_offset_change": "femoral_offset_change",
}


def aimed(case, document: dict, target: str = "neutral") -> dict:
    asked = begin_procedure(
        document, new_id=PROCEDURE, view_id=VIEW, mode="primary", sides=[case.side],
        hips={OTHER[case.side]: "untouched"},
    )  # fmt: skip
    document = done(document, asked)
    return done(document, set_target(document, case.side, "adduction", target))


def reduced(case, document: dict) -> dict:
    return done(document, reduce(bench_of(case, document), FEMUR))


def moved(document: dict, key: str, side: str, by_px: float) -> dict:
    marks = [
        {**one, "point_px": [one["point_px"][0] + by_px, one["point_px"][1]]}
        if (one["key"], one["side"]) == (key, side)
        else one
        for one in document["landmarks"]
    ]
    return {**document, "landmarks": marks}


def signed(case, document: dict) -> dict[str, float]:
    """Return the planned values as measurements of the plan read them."""
    items = [
        {"id": f"00000000-0000-4000-8000-00000000090{n}", "definition": key, "view_id": VIEW,
         "side": None if key.startswith("LLD") else case.side,
         "landmarks": landmarks_for(document, key, case.side)}
        for n, key in enumerate(NAMES)
    ]  # fmt: skip
    found = readings(
        {**document, "measurements": items}, VIEW, case.scale, catalogue().by_key, families(),
        VARIANT, hanging=case.hanging,
    )  # fmt: skip
    return {name: one.planned.value for name, one in zip(NAMES.values(), found, strict=True)}


def shown(case, document: dict) -> dict[str, float]:
    """Return the same values as the ladder shows them for what the plan has."""
    current = next(cell for cell in outcomes(case, document).cells if cell.current)
    return {name: current.values[name].value for name in NAMES.values()}


@pytest.mark.parametrize("case", [CASE, LEFT], ids=["R", "L-mirrored"])
@pytest.mark.parametrize("target", ["neutral", "other", "as_filmed"])
def test_what_is_signed_is_what_the_ladder_shows(case, target):
    document = reduced(case, aimed(case, cut_free(case), target))
    assert signed(case, document) == pytest.approx(shown(case, document), abs=1e-9)


def test_neutral_turns_both_femora():
    document = reduced(CASE, aimed(CASE, cut_free(CASE)))
    posed = posed_bodies(
        document, view_id=VIEW, variant_id=VARIANT, families=families(), scale=CASE.scale
    )
    facts = hip_facts(document, VIEW, CASE.scale)
    for side in ("R", "L"):
        turn = adduction(facts, side, "neutral")
        assert abs(turn.turn_deg) > 0.1
        assert posed.straight[side].rotation_rad == pytest.approx(turn.turn_rad)
    as_filmed = signed(CASE, reduced(CASE, cut_free(CASE)))
    assert abs(signed(CASE, document)["length_difference"] - as_filmed["length_difference"]) > 0.1


def test_a_shaft_that_is_marked_anew_turns_the_femur_anew():
    before = moved(reduced(CASE, aimed(CASE, cut_free(CASE))), "shaft_dist", CASE.side, 120.0)
    turn = adduction(hip_facts(before, VIEW, CASE.scale), CASE.side, "neutral")
    posed = posed_bodies(
        before, view_id=VIEW, variant_id=VARIANT, families=families(), scale=CASE.scale
    )
    assert posed.standing[FEMUR].rotation_rad == pytest.approx(turn.turn_rad, abs=1e-12)
    assert signed(CASE, before) == pytest.approx(shown(CASE, before), abs=1e-9)


def test_every_way_of_operating_has_the_femur_straight():
    document = reduced(CASE, aimed(CASE, cut_free(CASE)))
    document = done(document, copy_variant(document, VARIANT, new_id=SECOND, name="B"))
    both = [
        posed_bodies(
            document, view_id=VIEW, variant_id=one, families=families(), scale=CASE.scale
        ).standing[FEMUR]
        for one in (VARIANT, SECOND)
    ]
    assert both[0] == both[1]
    assert both[0].rotation_rad != 0


def test_a_head_marked_anew_parts_nothing():
    document = moved(reduced(CASE, aimed(CASE, cut_free(CASE))), "head_rim", CASE.side, 30.0)
    assert signed(CASE, document) == pytest.approx(shown(CASE, document), abs=1e-9)


def test_a_plan_that_keeps_a_turn_reads_as_it_did_and_an_aim_overrules_it():
    document = cut_free(CASE)
    head = hip_facts(document, VIEW, CASE.scale)
    about = head.to_px(head.head(CASE.side).centre)
    kept = done(document, straighten(bench_of(CASE, document), FEMUR, 0.2, about))
    for one, turn in ((kept, 0.2), (aimed(CASE, kept, "as_filmed"), 0.0)):
        posed = posed_bodies(
            one, view_id=VIEW, variant_id=VARIANT, families=families(), scale=CASE.scale
        )
        assert posed.standing[FEMUR].rotation_rad == pytest.approx(turn, abs=1e-12)


def test_a_broken_hip_is_no_target_for_itself():
    for mode, source in (("primary", "current"), ("fracture", "none")):
        asked = begin_procedure(
            CASE.document(), new_id=PROCEDURE, view_id=VIEW, mode=mode, sides=["R"],
            hips={"L": "earlier_surgery"},
        )  # fmt: skip
        aim = outcomes(CASE, done(CASE.document(), asked)).aims["offset"]
        assert (aim.source, aim.warning) == (source, True)
