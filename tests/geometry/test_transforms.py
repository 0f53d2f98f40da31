"""Rigid transforms undo, chain and keep distances; poses move their anchor as told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given

from planning.geometry.lines import Line, line_through, point_at
from planning.geometry.points import Point, distance, subtract
from planning.geometry.transforms import (
    IDENTITY,
    about_anchor,
    apply,
    apply_to_vector,
    compose,
    invert,
    mirror_across,
    scale_translation,
    translation_at,
)

from .strategies import close, points, rigids, turns_rad


@given(rigids, points)
def test_the_inverse_brings_every_point_back(rigid, p):
    assert close(apply(invert(rigid), apply(rigid, p)), p)
    assert close(apply(rigid, apply(invert(rigid), p)), p)


@given(rigids, rigids, points)
def test_composing_is_applying_one_after_the_other(outer, inner, p):
    assert close(apply(compose(outer, inner), p), apply(outer, apply(inner, p)))


@given(rigids, rigids, rigids, points)
def test_composing_is_associative(a, b, c, p):
    left, right = compose(compose(a, b), c), compose(a, compose(b, c))
    assert close(apply(left, p), apply(right, p), within=1e-6)


@given(rigids, points, points)
def test_distances_are_kept(rigid, p, q):
    assert math.isclose(distance(apply(rigid, p), apply(rigid, q)), distance(p, q), abs_tol=1e-7)


@given(rigids, points, points)
def test_vectors_are_differences_of_points(rigid, p, q):
    moved = subtract(apply(rigid, q), apply(rigid, p))
    assert close(apply_to_vector(rigid, subtract(q, p)), moved)


@given(points, turns_rad, rigids)
def test_a_pose_moves_its_anchor_by_its_translation(anchor, turn_rad, any_rigid):
    pose = about_anchor(anchor, turn_rad, any_rigid.mirrored, any_rigid.translation)
    assert close(translation_at(pose, anchor), any_rigid.translation)


@given(rigids, points)
def test_a_transform_can_be_written_about_any_anchor(rigid, anchor):
    again = about_anchor(anchor, rigid.rotation_rad, rigid.mirrored, translation_at(rigid, anchor))
    assert close(again.translation, rigid.translation)


@given(points, points, points)
def test_mirroring_twice_changes_nothing_and_keeps_the_line(a, b, p):
    if distance(a, b) < 1e-3:
        return
    line = line_through(a, b)
    mirror = mirror_across(line)
    assert close(apply(mirror, apply(mirror, p)), p, within=1e-6)
    assert close(apply(mirror, point_at(line, 25)), point_at(line, 25), within=1e-6)


@given(points)
def test_the_identity_leaves_every_point(p):
    assert apply(IDENTITY, p) == p


@given(rigids, points)
def test_a_motion_means_the_same_in_another_unit(rigid, p):
    factor = 0.143
    in_mm = apply(scale_translation(rigid, factor), Point(p.x * factor, p.y * factor))
    in_px = apply(rigid, p)
    assert close(in_mm, Point(in_px.x * factor, in_px.y * factor))


def test_a_line_without_direction_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="line_through"):
        mirror_across(Line(Point(0, 0), Point(0, 0)))
