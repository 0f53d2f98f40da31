"""Poses against vectors, and the laws that they keep."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.plans.poses import (
    IDENTITY,
    Pose,
    apply,
    compose,
    invert,
    landmark_positions,
    place_implant_point,
    pose_from_json,
    reanchor,
)

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "poses.json").read_text())


def close(value, tolerance: float = 1e-9):
    return pytest.approx(value, rel=0, abs=tolerance)


def titled(section: str):
    return [pytest.param(case, id=case["title"]) for case in GOLDEN[section]]


@pytest.mark.parametrize("case", titled("apply"))
def test_a_point_moves_with_its_body(case):
    moved = apply(pose_from_json(case["pose"]), Point(*case["point_px"]), case["aspect"])
    assert moved == close(case["expected"])


@pytest.mark.parametrize("case", titled("invert"))
def test_the_inverse_keeps_the_anchor_and_takes_the_motion_back(case):
    inverse = invert(pose_from_json(case["pose"])).to_json()
    for name in ("anchor_px", "rotation_rad", "translation_px"):
        assert inverse[name] == close(case["expected"][name])
    assert inverse["mirrored"] == case["expected"]["mirrored"]


@pytest.mark.parametrize("case", titled("compose"))
def test_composed_poses_do_the_inner_one_first(case):
    both = compose(pose_from_json(case["outer"]), pose_from_json(case["inner"]))
    assert (list(both.anchor_px), both.mirrored) == (case["anchor_px"], case["mirrored"])
    for point in case["points"]:
        assert apply(both, Point(*point["from"])) == close(point["to"])


@pytest.mark.parametrize("case", titled("reanchor"))
def test_another_anchor_describes_the_same_motion(case):
    pose = reanchor(pose_from_json(case["pose"]), Point(*case["anchor_px"]))
    assert pose.translation_px == close(case["translation_px"])
    for point in case["points"]:
        assert apply(pose, Point(*point["from"])) == close(point["to"])


@pytest.mark.parametrize("case", titled("implants"))
def test_recalibration_leaves_an_implants_origin_and_changes_its_size(case):
    native = place_implant_point(
        Point(*case["origin_px"]),
        Point(*case["point_mm"]),
        column_mm=case["column_mm"],
        aspect=case["aspect"],
    )
    assert native == close(case["native_px"])
    planned = apply(pose_from_json(case["pose"]), native, case["aspect"])
    assert planned == close(case["planned_px"])


@pytest.mark.parametrize("case", titled("readings"))
def test_landmarks_are_read_native_and_planned(case):
    read = landmark_positions(case["document"], case["variant_id"], case["aspects"])
    if "refused" in case:
        assert isinstance(read, Reason)
        assert read.code == case["refused"]
    else:
        assert set(read) == set(case["expected"])
        for landmark_id, point in case["expected"].items():
            assert read[landmark_id] == close(point)


def test_a_pose_of_an_unknown_type_is_refused():
    with pytest.raises(ValueError, match="rigid2d"):
        pose_from_json({**IDENTITY.to_json(), "type": "rigid3d"})


def test_a_pose_survives_its_json():
    pose = Pose(Point(1.5, -2.0), 0.25, True, Point(3.0, 4.0))
    assert pose_from_json(json.loads(json.dumps(pose.to_json()))) == pose


pixels = st.floats(-10_000, 10_000)
points = st.builds(Point, pixels, pixels)
poses = st.builds(Pose, points, st.floats(-10, 10), st.booleans(), points)
aspects = st.floats(0.5, 2)


@given(poses, points, aspects)
def test_a_pose_and_its_inverse_bring_every_point_home(pose, point, aspect):
    assert apply(invert(pose), apply(pose, point, aspect), aspect) == close(point, 1e-7)
    assert apply(pose, apply(invert(pose), point, aspect), aspect) == close(point, 1e-7)


@given(poses, poses, poses, points)
def test_composition_is_associative(a, b, c, point):
    left = apply(compose(compose(a, b), c), point)
    assert left == close(apply(compose(a, compose(b, c)), point), 1e-6)


@given(poses, points, points, aspects)
def test_a_pose_is_rigid_on_any_film(pose, p, q, aspect):
    def length_sq(a: Point, b: Point) -> float:
        return math.hypot(a.x - b.x, (a.y - b.y) * aspect)

    before = length_sq(p, q)
    after = length_sq(apply(pose, p, aspect), apply(pose, q, aspect))
    assert after == close(before, 1e-7)


@given(poses, aspects)
def test_the_anchor_moves_by_exactly_the_translation(pose, aspect):
    anchor_px = Point(pose.anchor_px.x, pose.anchor_px.y / aspect)
    moved = apply(pose, anchor_px, aspect)
    assert moved.x - anchor_px.x == close(pose.translation_px.x, 1e-7)
    assert (moved.y - anchor_px.y) * aspect == close(pose.translation_px.y, 1e-7)


@given(poses, points, aspects, st.floats(0.05, 0.5), st.floats(0.9, 1.1))
def test_recalibration_moves_no_landmark_and_scales_implants_about_their_origin(
    pose, origin_px, aspect, column_mm, factor
):
    tip_mm = Point(3.0, 148.0)
    at = {"aspect": aspect}
    origin = apply(pose, origin_px, aspect)
    before = apply(pose, place_implant_point(origin_px, tip_mm, column_mm=column_mm, **at), aspect)
    after = apply(
        pose, place_implant_point(origin_px, tip_mm, column_mm=column_mm * factor, **at), aspect
    )
    assert after.x - origin.x == close((before.x - origin.x) / factor, 1e-6)
    assert after.y - origin.y == close((before.y - origin.y) / factor, 1e-6)
