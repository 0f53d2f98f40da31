"""Lines and angles under mirroring, and what degenerate clicks give."""

from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from planning.geometry.angles import (
    angle_between_deg,
    inclination_deg,
    line_angle_deg,
    signed_angle_deg,
    wrap_90_deg,
    wrap_180_deg,
)
from planning.geometry.lines import (
    distance_to_segment,
    foot_of_perpendicular,
    intersection,
    line_through,
    perpendicular_towards,
    point_at,
    position_along,
    signed_distance,
)
from planning.geometry.points import Point, cross, distance, dot, length, mean, unit
from planning.geometry.reasons import Reason

from .strategies import close, points


def _flipped(p: Point) -> Point:
    return Point(-p.x, p.y)


@given(points, points)
def test_on_a_mirrored_film_angles_stay_and_signs_turn(a, b):
    assume(length(a) > 1e-3)
    assume(length(b) > 1e-3)
    plain, mirrored = signed_angle_deg(a, b), signed_angle_deg(_flipped(a), _flipped(b))
    assert math.isclose(wrap_180_deg(plain + mirrored), 0, abs_tol=1e-9)
    assert math.isclose(
        angle_between_deg(a, b), angle_between_deg(_flipped(a), _flipped(b)), abs_tol=1e-9
    )


@given(points, points)
def test_the_order_of_a_lines_ends_does_not_change_a_line_angle(a, b):
    assume(length(a) > 1e-3)
    assume(length(b) > 1e-3)
    back = Point(-a.x, -a.y)
    assert math.isclose(line_angle_deg(a, b), line_angle_deg(back, b), abs_tol=1e-9)
    turned = inclination_deg(back) - inclination_deg(a)
    assert math.isclose(wrap_90_deg(turned), 0, abs_tol=1e-9)


@given(st.floats(-1e6, 1e6))
def test_wrapped_angles_stay_in_range_and_keep_their_direction(angle_deg):
    wrapped = wrap_180_deg(angle_deg)
    assert -180 < wrapped <= 180
    turns = (angle_deg - wrapped) / 360
    assert math.isclose(turns, round(turns), abs_tol=1e-9)


@given(points, points, points)
def test_foot_distance_and_position_belong_together(a, b, p):
    assume(distance(a, b) > 1e-3)
    line = line_through(a, b)
    foot = foot_of_perpendicular(p, line)
    assert math.isclose(distance(p, foot), abs(signed_distance(p, line)), abs_tol=1e-6)
    assert close(point_at(line, position_along(p, line)), foot)
    assert distance_to_segment(p, a, b) >= distance(p, foot) - 1e-6


@given(points, points, points, points)
def test_the_crossing_lies_on_both_lines(a, b, c, d):
    assume(distance(a, b) > 1 and distance(c, d) > 1)
    first, second = line_through(a, b), line_through(c, d)
    assume(abs(cross(first.direction, second.direction)) > 1e-2)
    crossing = intersection(first, second)
    assert abs(signed_distance(crossing, first)) < 1e-6
    assert abs(signed_distance(crossing, second)) < 1e-6


@given(points, points, points)
def test_the_normal_towards_something_points_to_its_side(a, b, towards):
    assume(distance(a, b) > 1 and length(towards) > 1)
    line = line_through(a, b)
    assume(abs(signed_distance(Point(a.x + towards.x, a.y + towards.y), line)) > 1e-3)
    normal = perpendicular_towards(line, towards)
    assert dot(normal, towards) > 0
    assert math.isclose(length(normal), 1)
    assert math.isclose(dot(normal, line.direction), 0, abs_tol=1e-12)


def test_a_coordinate_that_is_no_number_gives_a_reason():
    assert unit(Point(math.nan, 1)).code == "not_finite"
    assert line_through(Point(0, 0), Point(math.inf, 0)).code == "not_finite"


def test_reasons_are_values_that_compare_hash_and_travel_as_json():
    reason = mean([])
    assert reason == Reason("too_few_points", {"needed": 1, "given": 0})
    assert {reason: "found"}[mean([])] == "found"
    assert reason.to_json() == {
        "kind": "reason",
        "code": "too_few_points",
        "params": {"needed": 1, "given": 0},
    }


def _signed_leg_length_mm(films_points: dict[str, Point]) -> float:
    """The lesser-trochanter leg-length difference (right minus left, + = right longer)."""
    pelvic = line_through(films_points["teardrop_R"], films_points["teardrop_L"])
    trochanters = mean([films_points["lesser_troch_R"], films_points["lesser_troch_L"]])
    teardrops = mean([films_points["teardrop_R"], films_points["teardrop_L"]])
    towards = Point(trochanters.x - teardrops.x, trochanters.y - teardrops.y)
    distal = perpendicular_towards(pelvic, towards)
    heights = {
        side: dot(distal, films_points[f"lesser_troch_{side}"])
        - dot(distal, films_points[f"teardrop_{side}"])
        for side in "RL"
    }
    return heights["R"] - heights["L"]


LEG_LENGTH_EXAMPLE = {
    "teardrop_R": Point(-42, 7),
    "teardrop_L": Point(34, 7),
    "lesser_troch_R": Point(-89, 45),
    "lesser_troch_L": Point(85, 53),
}


def test_leg_length_keeps_its_sign_on_mirrored_and_upside_down_films():
    turned = {key: Point(-p.x, -p.y) for key, p in LEG_LENGTH_EXAMPLE.items()}
    mirrored = {key: _flipped(p) for key, p in LEG_LENGTH_EXAMPLE.items()}
    for film in (LEG_LENGTH_EXAMPLE, mirrored, turned):
        assert math.isclose(_signed_leg_length_mm(film), -8.0, abs_tol=1e-9)
