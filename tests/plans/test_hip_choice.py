"""What is aimed at and which head is proposed, by the vectors that the browser reads too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planning.geometry.reasons import Reason
from planning.measuring.quantity import Quantity, Unit
from planning.plans.hip.aims import length_aim, offset_aim
from planning.plans.hip.choice import Candidate, propose
from planning.plans.procedure import other_side_trusted

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "hip.json").read_text(encoding="utf-8"))


def offset(value: float | None) -> Quantity | Reason:
    if value is None:
        return Reason("missing_landmark", {"role": "shaft_prox"})
    return Quantity(value, Unit.MM, 2.0, None)


@pytest.mark.parametrize("case", GOLDEN["choices"], ids=lambda case: case["title"])
def test_the_head_is_chosen_in_the_order_of_the_field(case):
    found = propose([Candidate(*values) for values in case["candidates"]])
    if "refused" in case:
        assert found.code == case["refused"]
        return
    assert (found.index, found.why.code) == (case["index"], case["code"])
    chosen = case["candidates"][case["index"]]
    assert found.why.params["increment"] == chosen[1]
    assert (found.offset_why and found.offset_why.params["offset"]) == case["offset_why"]
    seating = found.seating and [found.seating.code, found.seating.params["mm"]]
    assert seating == case["seating"]


@pytest.mark.parametrize("case", GOLDEN["aims"], ids=lambda case: case["title"])
def test_aims_say_where_they_are_from(case):
    aim = offset_aim(
        case["targets"],
        trusted=case["trusted"],
        other=offset(case["other"]),
        current=offset(case["current"]),
    )
    assert [aim.value_mm, aim.source, aim.warning] == case["offset"]
    length = length_aim(case["targets"], trusted=case["trusted"])
    assert [length.value_mm, length.source, length.of, length.warning] == case["length"]


@pytest.mark.parametrize("case", GOLDEN["trusted"], ids=lambda case: case["title"])
def test_a_healthy_hip_or_one_replaced_before_stands_for_the_other(case):
    procedure = {key: case[key] for key in ("mode", "sides", "hips")}
    assert other_side_trusted({"procedures": [procedure]}, "R") is case["trusted"]


def test_without_a_procedure_the_other_side_counts():
    assert other_side_trusted({"procedures": []}, "L")
