"""Points and hanging have to agree before an implant of one hand is drawn."""

from __future__ import annotations

import math
from typing import Any

import pytest

from planning.geometry.reasons import Reason
from planning.library import selectors
from planning.measuring.definition_files import catalogue
from planning.plans.hip.cup import CupProposal, anatomical_place, cup_proposal
from planning.plans.hip.facts import contradiction, hip_facts
from planning.plans.hip.outcomes import hip_outcomes
from planning.plans.implant_bench import Bench
from tests.plans.hip_phantoms import OTHER, VIEW, HipCase, families

EACH = [HipCase(41, side, mirrored) for side in "RL" for mirrored in (False, True)]


def upside_down(document: dict[str, Any]) -> dict[str, Any]:
    turned = [
        {**one, "point_px": [2140 - one["point_px"][0], 1760 - one["point_px"][1]]}
        for one in document["landmarks"]
    ]
    return {**document, "landmarks": turned}


def proposed(case: HipCase, document: dict[str, Any], hanging: str):
    return cup_proposal(
        hip_facts(document, VIEW, case.scale),
        case.side,
        family=selectors.geometry("press_fit_cup", 1),
        hanging=hanging,
    )


@pytest.mark.parametrize("case", EACH, ids=lambda c: f"{c.side}-{c.hanging}")
def test_an_upright_film_contradicts_nothing(case):
    assert isinstance(proposed(case, case.document(), case.hanging), CupProposal)


@pytest.mark.parametrize("case", EACH, ids=lambda c: f"{c.side}-{c.hanging}")
def test_on_a_film_stored_upside_down_no_implant_of_the_other_hand_is_proposed(case):
    document = upside_down(case.document())
    # Half a turn brings the patient's right to the other side and mirrors nothing.
    hanging = {"AP": "PA", "PA": "AP"}[case.hanging]
    refused = Reason("sides_contradict", {"side": case.side})
    assert proposed(case, document, hanging) == refused
    bench = Bench(document, families(), case.scale)
    assert refused == hip_outcomes(
        bench, view_id=VIEW, side=case.side, definitions=catalogue().by_key, hanging=hanging
    )


def test_missing_points_contradict_nothing():
    case = EACH[0]
    document = {**case.document(), "landmarks": []}
    facts = hip_facts(document, VIEW, case.scale)
    assert contradiction(facts, case.side, mirrored=True) is None


@pytest.mark.parametrize("case", EACH, ids=lambda c: f"{c.side}-{c.hanging}")
def test_the_anatomical_centre_lies_beside_the_teardrop_wherever_the_head_is(case):
    document = case.document()
    facts = hip_facts(document, VIEW, case.scale)
    place = anatomical_place(facts, case.side, diameter_mm=50, hanging=case.hanging)
    drop, other = (facts.mm("teardrop", one) for one in (case.side, OTHER[case.side]))
    x, y = place[0]
    out_mm = abs(x * case.scale.column_mm - drop.x)
    assert math.dist((x * case.scale.column_mm, y * case.scale.row_mm), other) > math.dist(
        drop, other
    )
    assert 25 < out_mm < 30
    assert 12 < drop.y - y * case.scale.row_mm < 20
    high = [
        {**one, "point_px": [one["point_px"][0], one["point_px"][1] - 200]}
        if one["key"] == "head_rim"
        else one
        for one in document["landmarks"]
    ]
    moved = hip_facts({**document, "landmarks": high}, VIEW, case.scale)
    assert place == anatomical_place(moved, case.side, diameter_mm=50, hanging=case.hanging)
