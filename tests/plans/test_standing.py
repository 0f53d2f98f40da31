"""What a plan changes is read with the femora put straight, and nothing else moved."""

from __future__ import annotations

import math

import pytest

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition_files import catalogue
from planning.plans.fragments import FEMORAL_KEYS
from planning.plans.hip.adduction import adduction
from planning.plans.hip.facts import hip_facts
from planning.plans.reading import Reading, readings
from planning.words import SENTENCES
from tests.plans.hip_phantoms import FILM, VARIANT, VIEW, HipCase, families
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


def neck_of(document: dict, side: str) -> Reading:
    """Read the angle of a neck whose middle lies halfway down to the shaft."""
    head, shaft = (
        CASE.world(f"{name}_{side}") for name in ("head_centre", "shaft_prox")
    )  # fmt: skip
    mark = {
        "id": "00000000-0000-4000-8000-000000000899", "body_id": FILM, "key": "neck_mid",
        "side": side, "point_px": CASE.px((head + shaft) / 2), "placed": "loupe",
    }  # fmt: skip
    document = {**document, "landmarks": [*document["landmarks"], mark]}
    keys = {"head_centre": "head_rim"} | {
        key: key for key in ("neck_mid", "shaft_prox", "shaft_dist")
    }
    item = {
        "id": "00000000-0000-4000-8000-000000000901", "definition": "neck_shaft_angle",
        "view_id": VIEW, "side": side,
        "landmarks": {
            role: [
                one["id"]
                for one in document["landmarks"]
                if (one["key"], one["side"]) == (key, side)
            ]
            for role, key in keys.items()
        },
    }  # fmt: skip
    (found,) = readings(
        {**document, "measurements": [item]}, VIEW, CASE.scale, catalogue().by_key, families(),
        VARIANT, hanging=CASE.hanging,
    )  # fmt: skip
    return found


def test_a_neck_that_is_cut_has_no_planned_angle():
    found = neck_of(reduced(CASE, aimed(CASE, cut_free(CASE))), CASE.side)
    assert found.planned == Reason("neck_is_cut")
    assert found.native.value > 90
    assert "neck_is_cut" in SENTENCES


def test_putting_a_whole_femur_straight_bends_no_neck():
    document = reduced(CASE, aimed(CASE, cut_free(CASE)))
    other = neck_of(document, "L")
    assert other.planned == other.standing == other.native
