"""Fits move with their points, and their error bars hold what they promise."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.geometry.circle_fit import (
    circle_errors,
    circle_errors_for,
    fit_circle,
    residual_sigma,
)
from planning.geometry.ellipse_fit import ellipse_errors, ellipse_errors_for, fit_ellipse
from planning.geometry.ellipses import Ellipse, point_on_ellipse
from planning.geometry.points import Point
from planning.geometry.transforms import Rigid, apply

from .strategies import close, rigids

radii = st.floats(5, 500)
CLICKS = [Point(1.1, 0.1), Point(0.7, 0.8), Point(-0.1, 1.05), Point(-0.9, 0.5), Point(-0.7, -0.6)]
RIM = [Point(2.1, 0.1), Point(1.3, 0.8), Point(-0.1, 1.05), Point(-1.9, 0.5), Point(-0.7, -1.0),
       Point(1.4, -0.9), Point(-2.1, -0.1)]  # fmt: skip


def _moved(points: list[Point], rigid: Rigid, size: float) -> list[Point]:
    return [apply(rigid, Point(size * p.x, size * p.y)) for p in points]


@given(rigids, radii, st.floats(60, 330), st.integers(3, 12))
@settings(max_examples=60)
def test_a_circle_is_recovered_wherever_it_lies(rigid, radius, arc_deg, count):
    turns = [math.radians(arc_deg) * k / (count - 1) for k in range(count)]
    rim = _moved([Point(math.cos(t), math.sin(t)) for t in turns], rigid, radius)
    fit = fit_circle(rim)
    assert close(fit.circle.centre, rigid.translation, within=1e-6)
    assert math.isclose(fit.circle.radius, radius, rel_tol=1e-8)
    assert fit.residual_rms < 1e-8 * radius


@given(rigids, radii)
@settings(max_examples=60)
def test_a_noisy_circle_fit_moves_mirrors_and_grows_with_its_points(rigid, size):
    plain, moved = fit_circle(CLICKS), fit_circle(_moved(CLICKS, rigid, size))
    assert math.isclose(moved.circle.radius, size * plain.circle.radius, rel_tol=1e-7)
    assert math.isclose(moved.residual_rms, size * plain.residual_rms, rel_tol=1e-6)
    assert math.isclose(moved.arc_deg, plain.arc_deg, abs_tol=1e-5)
    [centre] = _moved([plain.circle.centre], rigid, size)
    assert close(moved.circle.centre, centre, within=1e-5)


@given(rigids, radii)
@settings(max_examples=40)
def test_a_noisy_ellipse_fit_moves_mirrors_and_grows_with_its_points(rigid, size):
    plain, moved = fit_ellipse(RIM), fit_ellipse(_moved(RIM, rigid, size))
    assert math.isclose(moved.ellipse.semi_major, size * plain.ellipse.semi_major, rel_tol=1e-7)
    assert math.isclose(moved.ellipse.semi_minor, size * plain.ellipse.semi_minor, rel_tol=1e-7)
    [centre] = _moved([plain.ellipse.centre], rigid, size)
    assert close(moved.ellipse.centre, centre, within=1e-5)
    leaning = -plain.ellipse.angle_rad if rigid.mirrored else plain.ellipse.angle_rad
    turned = 2 * (leaning + rigid.rotation_rad - moved.ellipse.angle_rad)
    assert math.isclose(math.cos(turned), 1, abs_tol=1e-9)


@given(st.floats(0.05, 1), st.floats(-1.5, 1.5), st.integers(5, 15))
@settings(max_examples=60)
def test_an_ellipse_is_recovered_whatever_its_shape(ratio, angle_rad, count):
    truth = Ellipse(Point(900, 1400), 120, 120 * ratio, angle_rad)
    rim = [point_on_ellipse(truth, 2 * math.pi * k / count + 0.2) for k in range(count)]
    found = fit_ellipse(rim).ellipse
    assert close(found.centre, truth.centre, within=1e-6)
    assert math.isclose(found.semi_major, truth.semi_major, rel_tol=1e-7)
    assert math.isclose(found.semi_minor, truth.semi_minor, rel_tol=1e-7)


def _ring(count: int, radius: float, off: float) -> list[Point]:
    made = []
    for k in range(count):
        r = radius + (off if k % 2 == 0 else -off)
        made.append(Point(r * math.cos(math.tau * k / count), r * math.sin(math.tau * k / count)))
    return made


def test_standard_errors_of_a_circle_follow_from_its_residuals():
    errors = circle_errors(fit_circle(_ring(8, 100, 0.5)))
    noise = 0.5 * math.sqrt(8 / 5)
    assert errors.radius == pytest.approx(noise / math.sqrt(8), rel=1e-9)
    assert errors.centre_x == pytest.approx(noise * math.sqrt(2 / 8), rel=1e-9)
    assert errors.centre_y == pytest.approx(noise * math.sqrt(2 / 8), rel=1e-9)


def test_standard_errors_for_a_known_noise_need_no_residuals():
    fit = fit_circle([Point(10, 0), Point(0, 10), Point(-10, 0)])
    assert circle_errors(fit).code == "too_few_points"
    # x and radius from two opposite points, y from the third less the radius.
    known = circle_errors_for(fit, 2.0)
    assert known.centre_x == pytest.approx(2 / math.sqrt(2))
    assert known.radius == pytest.approx(2 / math.sqrt(2))
    assert known.centre_y == pytest.approx(2 * math.sqrt(1.5))


def test_standard_errors_of_a_round_ring_are_those_of_its_harmonics():
    fit = fit_ellipse(_ring(12, 100, 0))
    assert ellipse_errors_for(fit, 1.0).centre_x == pytest.approx(math.sqrt(2 / 12), rel=1e-9)
    # (a + b) / 2 has variance 1/12, (a - b) / 2 has 2/12, independent of each other.
    assert ellipse_errors_for(fit, 1.0).semi_minor == pytest.approx(math.sqrt(3 / 12), rel=1e-9)


def _sensitivity(rim: list[Point], read) -> float:
    """Root of the summed squares of how much a result moves per step of every coordinate."""
    step, total = 1e-5, 0.0
    for index, p in enumerate(rim):
        for dx, dy in ((step, 0), (0, step)):
            ahead = [*rim[:index], Point(p.x + dx, p.y + dy), *rim[index + 1 :]]
            behind = [*rim[:index], Point(p.x - dx, p.y - dy), *rim[index + 1 :]]
            total += ((read(ahead) - read(behind)) / (2 * step)) ** 2
    return math.sqrt(total)


@pytest.mark.parametrize("name", ["semi_major", "semi_minor"])
def test_dilution_of_an_ellipse_is_what_moving_its_points_does(name):
    truth = Ellipse(Point(40, -20), 50, 20, 0.6)
    rim = [point_on_ellipse(truth, 0.3 + 0.5 * k) for k in range(8)]
    moved = _sensitivity(rim, lambda points: getattr(fit_ellipse(points).ellipse, name))
    assert getattr(fit_ellipse(rim).dilution, name) == pytest.approx(moved, rel=1e-5)


@pytest.mark.parametrize("axis", ["x", "y"])
def test_dilution_of_a_centre_is_what_moving_its_points_does(axis):
    rim = [Point(30 * math.cos(0.4 * k), 30 * math.sin(0.4 * k)) for k in range(6)]
    moved = _sensitivity(rim, lambda points: getattr(fit_circle(points).circle.centre, axis))
    known = getattr(fit_circle(rim).dilution, f"centre_{axis}")
    assert known == pytest.approx(moved, rel=1e-5)


def test_residual_noise_needs_more_points_than_parameters():
    assert residual_sigma(0.3, 5, 5).params == {"needed": 6, "given": 5}
    assert residual_sigma(0.3, 9, 5) == pytest.approx(0.3 * 1.5)


def test_error_bars_match_the_scatter_of_repeated_clicks():
    noise, draw = 1.0, random.Random(7)
    truth = Ellipse(Point(500, 500), 110, 100, 0.4)
    radii_found, minors_found = [], []
    for _ in range(150):
        clicked = [point_on_ellipse(truth, math.tau * k / 12) for k in range(12)]
        clicked = [Point(p.x + draw.gauss(0, noise), p.y + draw.gauss(0, noise)) for p in clicked]
        radii_found.append(fit_circle(clicked).circle.radius)
        fit = fit_ellipse(clicked)
        minors_found.append((fit.ellipse.semi_minor - 100) / ellipse_errors(fit).semi_minor)
    predicted = circle_errors_for(fit_circle(_ring(12, 105, 0)), noise).radius
    mean = sum(radii_found) / len(radii_found)
    spread = math.sqrt(sum((r - mean) ** 2 for r in radii_found) / len(radii_found))
    assert spread == pytest.approx(predicted, rel=0.2)
    covered = sum(abs(z) < 2.36 for z in minors_found) / len(minors_found)
    assert covered > 0.88  # Student's t with 7 degrees of freedom promises 0.95


def test_points_that_are_no_numbers_are_refused():
    assert fit_circle([*CLICKS, Point(math.nan, 0)]).code == "not_finite"
    assert fit_ellipse([*RIM, Point(0, math.inf)]).code == "not_finite"


def test_a_short_arc_says_how_short():
    rim = [Point(100 * math.cos(k / 40), 100 * math.sin(k / 40)) for k in range(6)]
    refused = fit_circle(rim)
    assert refused.code == "arc_too_short"
    assert refused.params["arc_deg"] == pytest.approx(math.degrees(5 / 40))
    assert refused.params["needed_deg"] == 30
    assert fit_circle(rim, min_arc_deg=5).circle.radius == pytest.approx(100, rel=1e-6)
