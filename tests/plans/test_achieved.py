"""What was planned beside what was achieved: like with like, else the reason why not."""

from __future__ import annotations

import math

import pytest

from planning.geometry.reasons import Reason
from planning.measuring.definition_files import catalogue
from planning.measuring.quantity import Quantity, Unit
from planning.plans.achieved import Difference, compare

MEMBERS = [
    catalogue().by_key[key]
    for key in ("LLD_lesser_trochanter", "femoral_offset", "cup_inclination")
]
NO_POINTS = Reason("missing_landmark", {"name": "rim_lat"})


def mm(value: float, plus_minus: float | None = 3.0, *, calibrated: bool = True) -> Quantity:
    why = None if plus_minus is not None else "scale_error_unknown"
    return Quantity(value, Unit.MM, plus_minus, why, calibrated=calibrated)


def deg(value: float, plus_minus: float = 1.5) -> Quantity:
    return Quantity(value, Unit.DEG, plus_minus, None)


def read(key: str, native, planned=None, *, side: str | None = None, version: int = 1) -> dict:
    planned = native if planned is None else planned
    texts = {"text": f"{key} filmed", "planned_text": f"{key} planned"}
    results = {"native": native.to_json(), "planned": planned.to_json()}
    return {"definition": key, "definition_version": version, "side": side, **texts, **results}


PLANNED_OFFSET = read("femoral_offset", mm(38.0), mm(44.0), side="R")


def only(planned: list[dict], achieved: list[dict], side: str = "R"):
    (row,) = compare(MEMBERS, planned, achieved, side=side)
    return row


def test_the_difference_is_achieved_less_planned_with_both_errors():
    planned = read("cup_inclination", NO_POINTS, deg(40.0, 1.5), side="R")
    row = only([planned], [read("cup_inclination", deg(46.0, 2.0), side="R")])
    assert row.outcome == Difference(6.0, 2.5, None)
    assert not row.outcome.within_error
    assert (row.planned["text"], row.achieved["text"]) == (
        "cup_inclination planned", "cup_inclination filmed",
    )  # fmt: skip
    assert row.achieved["result"]["value"] == 46.0


def test_what_the_errors_explain_is_said_to_be_within_them():
    row = only([PLANNED_OFFSET], [read("femoral_offset", mm(48.0), side="R")])
    assert row.outcome.plus_minus_95 == pytest.approx(math.sqrt(18), abs=1e-12)
    assert row.outcome.within_error


def test_what_is_planned_again_on_the_later_film_is_no_achievement():
    later = read("femoral_offset", mm(41.0), mm(60.0), side="R")
    assert only([PLANNED_OFFSET], [later]).outcome.value == -3.0


def test_leg_length_compares_the_sides_whatever_side_it_was_read_from():
    planned = read("LLD_lesser_trochanter", mm(-8.0), mm(1.0))
    later = read("LLD_lesser_trochanter", mm(4.0), side="R")
    row = only([planned], [later])
    assert (row.side, row.outcome.value) == (None, 3.0)
    assert row.to_json()["compares_sides"] is True


REASONS = {
    "not_planned": ([], [read("femoral_offset", mm(44.0), side="R")]),
    "not_measured": ([PLANNED_OFFSET], []),
    "other_side": ([PLANNED_OFFSET], [read("femoral_offset", mm(44.0), side="L")]),
    "other_version": ([PLANNED_OFFSET], [read("femoral_offset", mm(44.0), side="R", version=2)]),
    "planned_without_value": (
        [read("femoral_offset", mm(38.0), NO_POINTS, side="R")],
        [read("femoral_offset", mm(44.0), side="R")],
    ),
    "unchanged_by_plan": (
        [read("femoral_offset", mm(38.0), side="R")],
        [read("femoral_offset", mm(44.0), side="R")],
    ),
    "planned_not_calibrated": (
        [read("femoral_offset", mm(38.0), mm(44.0, calibrated=False), side="R")],
        [read("femoral_offset", mm(44.0), side="R")],
    ),
    "not_calibrated": (
        [PLANNED_OFFSET],
        [read("femoral_offset", mm(44.0, None, calibrated=False), side="R")],
    ),
    "missing_landmark": ([PLANNED_OFFSET], [read("femoral_offset", NO_POINTS, side="R")]),
}


@pytest.mark.parametrize("code", REASONS)
def test_without_a_difference_there_is_the_reason(code):
    row = only(*REASONS[code])
    assert row.outcome.code == code
    shown = row.to_json()
    assert (shown["difference"], shown["reason"]["code"]) == (None, code)


def test_an_error_that_is_not_known_is_not_made_up():
    row = only([PLANNED_OFFSET], [read("femoral_offset", mm(47.0, None), side="R")])
    assert row.outcome == Difference(3.0, None, "scale_error_unknown")
    assert not row.outcome.within_error


def test_a_reading_with_a_value_comes_before_one_without():
    later = [
        read("femoral_offset", mm(45.0), side="R"),
        read("femoral_offset", NO_POINTS, side="R"),
    ]
    assert only([PLANNED_OFFSET], later).outcome.value == 1.0


def test_both_hips_are_compared_where_both_were_operated_on():
    left = read("femoral_offset", mm(39.0), mm(43.0), side="L")
    later = [read("femoral_offset", mm(45.0), side="R"), read("femoral_offset", mm(40.0), side="L")]
    rows = compare(MEMBERS, [PLANNED_OFFSET, left], later, side="B")
    assert [(row.side, row.outcome.value) for row in rows] == [("R", 1.0), ("L", -3.0)]
