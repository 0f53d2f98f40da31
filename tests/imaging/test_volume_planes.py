"""Planes hang as people read them, and each pixel lies where the header says it lies."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planning.imaging.volume_planes import letters_of, planes_of
from planning.imaging.volume_stack import stacks_of
from tests.imaging.volume_slices import AXIAL, CORONAL, SAGITTAL, one, stack, tilted

USUAL = {
    "axial": ("R", "L", "A", "P"),
    "coronal": ("R", "L", "H", "F"),
    "sagittal": ("A", "P", "H", "F"),
}


def along(directions, count=5, step_mm=3.0, **changes):
    """A stack whose slices follow each other along their normal, either way round."""
    row, column = directions
    normal = np.cross(row, column)
    return [
        one(
            tuple(np.array([5.0, -7.0, 11.0]) + step_mm * i * normal),
            number=i,
            row_direction=row,
            column_direction=column,
            **changes,
        )
        for i in range(count)
    ]


def shown(slices):
    (found,) = stacks_of(slices)
    return found, planes_of(found)


def mirrored(directions, *, row=False, column=False):
    signs = (-1 if row else 1), (-1 if column else 1)
    return tuple(
        tuple(value * sign for value in vector)
        for vector, sign in zip(directions, signs, strict=True)
    )


CASES = [
    pytest.param(mirrored(family, row=row, column=column), id=f"{name}-{row:d}{column:d}")
    for name, family in (("axial", AXIAL), ("coronal", CORONAL), ("sagittal", SAGITTAL))
    for row in (False, True)
    for column in (False, True)
]


@pytest.mark.parametrize("directions", CASES)
def test_however_it_was_acquired_every_plane_hangs_the_usual_way(directions):
    _, planes = shown(along(directions))
    letters = {plane.name: tuple(plane.letters.values()) for plane in planes}
    assert letters == USUAL
    assert {plane.oblique_deg for plane in planes} == {0.0}


@pytest.mark.parametrize("directions", CASES)
def test_every_shown_pixel_lies_where_its_slice_says(directions):
    """The place of a shown pixel, computed from its slice's own header (PS3.3 C.7.6.2.1.1)."""
    found, planes = shown(along(directions))
    for plane in planes:
        size = [len(found.slices), 40, 30]
        for at in [(0, 0, 0), (1, 2, 3), tuple(count - 1 for count in plane.shape)]:
            index = [0, 0, 0]
            for axis, back, value in zip(plane.axes, plane.reversed, at, strict=True):
                index[axis] = size[axis] - 1 - value if back else value
            one_slice = found.slices[index[0]]
            expected = (
                np.array(one_slice.position_mm)
                + np.array(one_slice.row_direction) * 0.8 * index[2]
                + np.array(one_slice.column_direction) * 0.5 * index[1]
            )
            steps = np.array(plane.steps_mm)
            assert np.array(plane.origin_mm) + np.array(at) @ steps == pytest.approx(expected)


def test_the_shape_of_a_voxel_is_kept_in_every_plane():
    _, planes = shown(stack())
    aspects = {plane.name: plane.aspect for plane in planes}
    assert aspects["axial"] == pytest.approx(0.5 / 0.8)
    assert aspects["coronal"] == pytest.approx(2.0 / 0.8)
    assert aspects["sagittal"] == pytest.approx(2.0 / 0.5)
    assert {plane.name: plane.shape for plane in planes} == {
        "axial": (12, 40, 30),
        "coronal": (40, 12, 30),
        "sagittal": (30, 12, 40),
    }


def test_planes_run_from_head_to_feet_front_to_back_right_to_left():
    _, planes = shown(stack())
    through = {plane.name: np.array(plane.steps_mm[0]) for plane in planes}
    assert through["axial"][2] < 0
    assert through["coronal"][1] > 0
    assert through["sagittal"][0] > 0


def test_a_tilted_stack_has_its_own_slices_only_each_at_its_own_place():
    found, planes = shown(tilted(15))
    (plane,) = planes
    assert plane.name == "axial"
    assert plane.oblique_deg == pytest.approx(15, abs=0.1)
    assert len(plane.origins_mm) == 12
    assert list(plane.origins_mm[0]) == pytest.approx(found.slices[-1].position_mm)
    assert list(plane.origins_mm[-1]) == pytest.approx(found.slices[0].position_mm)
    assert plane.letters == {"left": "R", "right": "L", "top": "AF", "bottom": "PH"}


def test_an_oblique_stack_says_how_oblique_it_is():
    turn = math.radians(30)
    turned = (
        (math.cos(turn), math.sin(turn), 0.0),
        (0.0, 0.0, -1.0),
    )
    _, planes = shown(along(turned))
    by_name = {plane.name: plane for plane in planes}
    assert by_name["coronal"].oblique_deg == pytest.approx(30, abs=0.1)
    assert by_name["axial"].oblique_deg == 0.0
    assert by_name["coronal"].letters["right"] == "LP"


def test_without_directions_there_are_slices_without_letters():
    slices = [one(None, number=i, row_direction=None, column_direction=None) for i in range(4)]
    _, (plane,) = shown(slices)
    assert (plane.name, plane.letters, plane.origin_mm) == ("slices", {}, None)
    assert plane.aspect == pytest.approx(0.5 / 0.8)


def test_without_positions_slices_keep_their_letters_and_the_shape_of_their_pixels():
    _, (plane,) = shown([one(None, number=i) for i in range(4)])
    assert plane.name == "axial"
    assert tuple(plane.letters.values()) == USUAL["axial"]
    assert (plane.origin_mm, plane.steps_mm) == (None, None)
    assert plane.aspect == pytest.approx(0.5 / 0.8)


def test_without_spacing_pixels_are_shown_square():
    _, (plane,) = shown([one(None, number=i, spacing_mm=None) for i in range(4)])
    assert (plane.name, plane.aspect) == ("axial", 1.0)


@pytest.mark.parametrize(
    ("direction", "letters"),
    [
        ((1.0, 0.0, 0.0), "L"),
        ((-1.0, 0.05, 0.0), "R"),
        ((0.0, 0.9, 0.4), "PH"),
        ((0.0, -0.2, -0.98), "FA"),
    ],
)
def test_letters_name_the_direction_and_a_clear_lean(direction, letters):
    assert letters_of(direction) == letters
