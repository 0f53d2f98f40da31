"""Slices are ordered by where they lie, and what makes other planes lie is found and named."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from planning.imaging.volume_stack import directions, stacks_of
from tests.imaging.volume_slices import CORONAL, one, positions, stack, tilted


def shuffled(slices: list) -> list:
    mixed = list(slices)
    random.Random(5).shuffle(mixed)
    return mixed


def only(slices: list):
    found = stacks_of(shuffled(slices))
    assert len(found) == 1
    return found[0]


def test_order_is_that_of_space_whatever_the_numbers_say():
    found = only(stack())
    assert positions(found.slices) == [300.0 + 2 * i for i in range(12)]
    assert [each.number for each in found.slices] == list(range(12, 0, -1))
    assert (found.refusal, found.notes) == (None, ())
    assert found.step_mm == pytest.approx(2.0)


def test_mirrored_columns_turn_the_order_round_with_the_normal():
    found = only(stack(row_direction=(-1.0, 0.0, 0.0)))
    assert positions(found.slices) == [300.0 + 2 * i for i in range(11, -1, -1)]
    assert found.step_mm == pytest.approx(2.0)
    assert found.refusal is None


def test_positions_rounded_by_the_writer_are_even_enough():
    slices = [one((0.0, 0.0, round(0.625 * i, 1)), number=i) for i in range(200)]
    assert only(slices).refusal is None


def test_a_missing_slice_is_named_with_the_gap():
    slices = stack()
    del slices[5]
    found = only(slices)
    assert found.refusal.code == "volume_slices_missing"
    assert found.refusal.params == {"count": 1, "mm": 4.0}
    assert found.step_mm is None
    assert len(found.slices) == 11


def test_several_missing_slices_are_counted():
    slices = stack(20)
    del slices[3:6], slices[10]
    assert only(slices).refusal.params["count"] == 4


def test_uneven_spacing_is_refused_with_both_ends():
    slices = [one((0.0, 0.0, z), number=i) for i, z in enumerate((0, 2, 4, 6.6, 9.2, 11.8, 14))]
    found = only(slices)
    assert found.refusal.code == "volume_uneven"
    assert found.refusal.params == {"least": 2.0, "most": 2.6}


def test_a_slice_that_lies_where_another_lies_is_named():
    slices = [*stack(), replace(stack()[4], number=99, instance="again")]
    found = only(slices)
    assert (found.refusal.code, found.refusal.params) == ("volume_duplicates", {"count": 1})
    assert len(found.slices) == 13


@pytest.mark.parametrize("key", ["phase", "image_type"])
def test_two_passes_over_the_same_place_are_two_stacks_where_the_headers_tell(key):
    slices = [*stack(**{key: "1"}), *stack(**{key: "2"})]
    found = stacks_of(shuffled(slices))
    assert [len(each.slices) for each in found] == [12, 12]
    assert [each.refusal for each in found] == [None, None]
    assert [{getattr(one, key) for one in each.slices} for each in found] in (
        [{"1"}, {"2"}],
        [{"2"}, {"1"}],
    )


@pytest.mark.parametrize("degrees", [-20.0, 3.0, 15.0])
def test_a_tilted_gantry_is_found_and_its_angle_named(degrees):
    found = only(tilted(degrees))
    assert found.refusal.code == "volume_tilted"
    assert found.refusal.params["degrees"] == pytest.approx(abs(degrees), abs=0.05)
    assert len(found.slices) == 12


def test_a_lean_of_less_than_half_a_pixel_over_the_stack_is_none():
    degrees = math.degrees(math.atan(0.2 / 22))
    assert only(tilted(degrees)).refusal is None


def test_a_stack_that_jumps_sideways_is_not_called_tilted():
    slices = stack()
    slices[7] = replace(slices[7], position_mm=(-10.0, 25.0, 314.0))
    found = only(slices)
    assert (found.refusal.code, found.refusal.params) == ("volume_shifted", {"mm": 5.0})


@pytest.mark.parametrize(
    "other",
    [
        {"rows": 41},
        {"spacing_mm": (0.5, 0.81)},
        {"frame_of_reference": "9"},
        {"values": ("MONOCHROME2", 16, 1, 1.0, 0.0)},
        {"row_direction": (math.cos(0.01), math.sin(0.01), 0.0)},
        {"row_direction": CORONAL[0], "column_direction": CORONAL[1]},
    ],
)
def test_slices_that_differ_never_stand_in_one_stack(other):
    scout = replace(one((0.0, 0.0, 999.0)), **other)
    found = only([*stack(), scout])
    assert len(found.slices) == 12
    assert found.refusal is None


def test_directions_that_differ_by_the_last_decimal_are_the_same():
    slices = stack()
    slices[3] = replace(slices[3], row_direction=(0.9999995, 0.001, 0.0))
    assert len(only(slices).slices) == 12


def test_without_positions_slices_come_by_number_and_other_planes_are_refused():
    slices = [replace(each, position_mm=None) for each in stack()]
    found = only(slices)
    assert [each.number for each in found.slices] == list(range(1, 13))
    assert found.refusal.code == "volume_no_positions"


def test_what_lies_between_thin_slices_was_not_imaged_and_that_is_said():
    found = only(stack(step_mm=5.0))
    assert found.refusal is None
    assert [(note.code, note.params) for note in found.notes] == [
        ("volume_gaps", {"step": 5.0, "thickness": 2.0})
    ]
    assert only(stack(step_mm=1.0)).notes == ()


def test_one_slice_is_no_stack():
    assert stacks_of([one((0.0, 0.0, 0.0))]) == []
    assert stacks_of([]) == []


@pytest.mark.parametrize(
    "cosines", [[], [1, 0, 0], [1, 0, 0, 1, 0, 0], [0, 0, 0, 0, 1, 0], [1, 0, 0, 0.5, 0.5, 0]]
)
def test_directions_that_are_no_right_angle_are_unusable(cosines):
    assert directions(cosines) is None


def test_directions_are_made_unit_vectors():
    row, column = directions([0.9999, 0, 0, 0, 1.0001, 0])
    assert (row, column) == ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
