"""Lengths and angles read as the shared vectors say, with label, error bar or reason."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.film_points import (
    angle_between_lines_deg,
    from_mm,
    length_mm,
    to_mm,
    to_square_px,
)
from planning.measuring.formatting import format_labelled, format_quantity
from planning.measuring.length import evaluate_length
from planning.measuring.quantity import Quantity, Unit, result_from_json
from planning.measuring.scale import NoScale, scale_from_json
from planning.measuring.uncertainty import length_sigma_mm

GOLDEN = json.loads(
    (Path(__file__).parent.parent / "golden" / "scale.json").read_text(encoding="utf-8")
)


def _evaluate(case: dict) -> Quantity | Reason:
    more = {key: case[key] for key in ("landmark_sigma_mm",) if key in case}
    scale = scale_from_json(case["scale"])
    return evaluate_length(Point(*case["a_px"]), Point(*case["b_px"]), scale, **more)


@pytest.mark.parametrize("case", GOLDEN["lengths"], ids=lambda case: case["title"])
def test_length_has_the_golden_value_label_and_error_bar(case):
    result, expected = _evaluate(case).to_json(), case["expected"]
    for key in ("value", "plus_minus_95"):
        if expected.get(key) is not None:
            assert result.pop(key) == pytest.approx(expected[key], rel=1e-9)
    assert result == {key: expected[key] for key in result}


@pytest.mark.parametrize(
    "case", [case for case in GOLDEN["lengths"] if "text" in case], ids=lambda case: case["title"]
)
def test_length_is_written_as_the_golden_text(case):
    result = _evaluate(case)
    assert format_quantity(result, case["decimals"]) == case["text"]
    assert format_labelled(result, case["decimals"]) == case["labelled"]


@pytest.mark.parametrize("case", GOLDEN["angles"], ids=lambda case: case["title"])
def test_angles_need_the_aspect_and_nothing_else(case):
    lines = [tuple(Point(*p) for p in case[key]) for key in ("first_px", "second_px")]
    degrees = angle_between_lines_deg(*lines, scale_from_json(case["scale"]))
    assert degrees == pytest.approx(case["expected"], rel=1e-9)


def test_a_50_mm_cup_as_in_the_calibration_chapter():
    # sigma_d 20 mm at SOD 980 and clicks of 0.5 mm: 1.02 mm from the scale, 0.71 mm from clicks.
    assert length_sigma_mm(50, 20 / 980, 0.5) == pytest.approx(1.2415, abs=5e-5)
    assert length_sigma_mm(50, 20 / 980, 0) == pytest.approx(1.0204, abs=5e-5)


def test_a_film_without_scale_has_no_millimetres_and_says_why():
    film = NoScale(reason="invalid_spacing", aspect=2.0)
    a, b = Point(1, 2), Point(3, 4)
    for refused in (to_mm(a, film), from_mm(a, film), length_mm(a, b, film)):
        assert refused == Reason("no_scale", {"why": "invalid_spacing"})
    assert to_square_px(b, film) == (3, 8)


def test_a_coordinate_that_is_no_number_is_refused():
    film = scale_from_json(GOLDEN["scales"][0])
    assert evaluate_length(Point(math.nan, 0), Point(1, 1), film).code == "not_finite"


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.sampled_from(GOLDEN["scales"][:6]))
def test_millimetres_and_back(x, y, data):
    film = scale_from_json(data)
    back = from_mm(to_mm(Point(x, y), film), film)
    assert back == pytest.approx((x, y), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("case", GOLDEN["lengths"], ids=lambda case: case["title"])
def test_results_come_back_from_json(case):
    result = _evaluate(case)
    assert result_from_json(json.loads(json.dumps(result.to_json()))) == result


def test_a_quantity_keeps_its_promises():
    with pytest.raises(ValueError, match="finite"):
        Quantity(math.nan, Unit.MM, None, "no_scale")
    with pytest.raises(ValueError, match="one of the two"):
        Quantity(1.0, Unit.MM, None, None)
    with pytest.raises(ValueError, match="one of the two"):
        Quantity(1.0, Unit.MM, 0.5, "no_scale")
    with pytest.raises(ValueError, match="negative"):
        Quantity(1.0, Unit.MM, -0.5, None)
    with pytest.raises(ValueError, match="quantity or a reason"):
        result_from_json({"kind": "guess"})
