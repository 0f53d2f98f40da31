"""What a plan changes is read with the femora put straight, and nothing else moved."""

from __future__ import annotations

import math

import pytest

from planning.geometry.points import Point
from planning.measuring.definition_files import catalogue
from planning.plans.fragments import FEMORAL_KEYS
from planning.plans.hip.adduction import adduction
from planning.plans.hip.facts import hip_facts
from planning.plans.reading import Reading, readings
from tests.plans.hip_phantoms import VARIANT, VIEW, HipCase, families
from tests.plans.test_hip_phantoms import cut_free, landmarks_for
from tests.plans.test_hip_straight import aimed, reduced

CASE = HipCase(41, "R", False, cup_mm=(-4.0, 1.5))
KEY = "LLD_lesser_trochanter"


def length_of(document: dict) -> Reading:
    item = {
        "id": "00000000-0000-4000-8000-000000000900", "definition": KEY, "view_id": VIEW,
        "side": None, "landmarks": landmarks_for(document, KEY, CASE.side),
    }  # fmt: skip
    (found,) = readings(
        {**document, "measurements": [item]}, VIEW, CASE.scale, catalogue().by_key, families(),
        VARIANT, hanging=CASE.hanging,
    )  # fmt: skip
    return found


def turned_by_hand(document: dict) -> dict:
    """Return the plan with its femoral landmarks marked where a straight femur has them."""
    facts = hip_facts(document, VIEW, CASE.scale)
    marks = []
    for one in document["landmarks"]:
        if one["key"] in FEMORAL_KEYS:
            turn = adduction(facts, one["side"], "neutral")
            c, s = math.cos(turn.turn_rad), math.sin(turn.turn_rad)
            at, about = Point(*one["point_px"]), turn.about_px
            x, y = at.x - about.x, at.y - about.y
            one = one | {"point_px": [about.x + c * x - s * y, about.y + s * x + c * y]}
        marks.append(one)
    return {**document, "landmarks": marks}


def test_before_and_after_are_compared_in_one_position():
    cut = cut_free(CASE)
    plan = length_of(reduced(CASE, aimed(CASE, cut)))
    by_hand = length_of(turned_by_hand(cut))
    assert plan.standing.value == pytest.approx(by_hand.native.value, abs=1e-9)
    assert abs(plan.standing.value - plan.native.value) > 0.1
    assert plan.to_json()["standing_text"] == by_hand.text


def test_without_an_aim_it_was_as_filmed():
    plan = length_of(reduced(CASE, cut_free(CASE)))
    assert (plan.standing, plan.standing_text) == (plan.native, plan.text)
    assert plan.planned.value != plan.native.value
