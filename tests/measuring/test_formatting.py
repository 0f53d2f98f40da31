"""Numbers are written by one rule: half away from zero on the shortest decimal."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planning.measuring.formatting import (
    format_labelled,
    format_number,
    format_plus_minus,
    format_quantity,
    format_value,
    parse_number,
)
from planning.measuring.quantity import Quantity, Unit

GOLDEN = json.loads(
    (Path(__file__).parent.parent / "golden" / "formatting.json").read_text(encoding="utf-8")
)
numbers = st.floats(-1e7, 1e7, allow_nan=False)
decimals = st.integers(0, 6)


@pytest.mark.parametrize(("value", "places", "text"), GOLDEN["numbers"])
def test_number_reads_as_the_golden_text(value, places, text):
    assert format_number(value, places) == text


@pytest.mark.parametrize(("half_width", "places", "text"), GOLDEN["error_bars"])
def test_error_bar_reads_as_the_golden_text(half_width, places, text):
    assert format_plus_minus(half_width, places) == text


@pytest.mark.parametrize(("value", "unit", "places", "text"), GOLDEN["values"])
def test_value_with_its_unit_reads_as_the_golden_text(value, unit, places, text):
    assert format_value(value, Unit(unit), places) == text


@given(numbers, decimals)
@example(-0.0, 0)
def test_what_is_written_reads_back_within_half_of_its_last_digit(value, places):
    shown = Decimal(repr(parse_number(format_number(value, places))))
    half = Decimal(5).scaleb(-places - 1)
    assert abs(shown - Decimal(repr(value))) <= half


@given(numbers, decimals)
def test_writing_what_was_read_changes_nothing(value, places):
    text = format_number(value, places)
    assert format_number(parse_number(text), places) == text


@given(numbers, decimals)
def test_a_negative_number_is_the_positive_one_with_a_minus(value, places):
    positive = format_number(abs(value), places)
    negative = format_number(-abs(value), places)
    is_zero = parse_number(positive) == 0
    assert negative == (positive if is_zero else "\u2212" + positive)


@given(st.floats(1e-6, 1e4), decimals)
def test_an_error_bar_never_reads_zero(half_width, places):
    assert parse_number(format_plus_minus(half_width, places).removeprefix("± ")) > 0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_written(value):
    with pytest.raises(ValueError, match="finite"):
        format_number(value, 1)


@pytest.mark.parametrize("places", [-1, 13])
def test_decimals_have_limits(places):
    with pytest.raises(ValueError, match="0 to 12"):
        format_number(1.5, places)


@pytest.mark.parametrize("text", ["", "1,5", "1 000", "1e3", ".5", "5.", "--1", "nan", "٣"])
def test_what_this_program_does_not_write_is_not_read(text):
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


def test_units_bring_their_own_decimals():
    angle = Quantity(-2.54, Unit.DEG, 0.44, None)
    ratio = Quantity(0.975, Unit.RATIO, None, "no_scale")
    assert format_quantity(angle) == "\u22123 ± 0.4°"
    assert format_quantity(angle, 1) == "\u22122.5 ± 0.4°"
    assert format_quantity(ratio) == "0.98"
    assert format_labelled(ratio) == "0.98"


def test_a_label_that_only_begins_like_the_unit_stays_apart():
    odd = Quantity(5.0, Unit.MM, None, "not_calibrated", label="mmm scale")
    assert format_labelled(odd) == "5 mm · mmm scale"
