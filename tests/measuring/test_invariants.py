"""However a film lies, the same patient measures the same."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition
from planning.measuring.definition_files import catalogue
from planning.measuring.evaluate import evaluate
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating

ALL = list(catalogue().by_key.values())
# The only results that are places on the film.
PLACES = {"femoral_head_centre_x", "femoral_head_centre_y"}
ON_FILMS = [each for each in ALL if each.roles and each.key not in PLACES]
# Right minus left, or towards the right: what is swapped between the sides changes its sign.
BETWEEN_SIDES = {
    "LLD_lesser_trochanter", "LLD_head_centre", "pelvic_obliquity", "coronal_balance_C7_CSVL",
}  # fmt: skip
OTHER = {"AP": "PA", "PA": "AP", "left": "right", "right": "left", "R": "L", "L": "R"}

seeds = st.integers(0, 2**32)
of_all = st.sampled_from(ON_FILMS)


def scale(row_mm: float = 0.15, column_mm: float = 0.15) -> Scale:
    """Return a scale."""
    return Scale(
        row_mm, column_mm, ScaleMethod.BALL, "", Confidence.HIGH, Templating.YES, 0.0125
    )  # fmt: skip


def directions(definition: Definition) -> set[str]:
    """Return which directions of the film a definition uses."""
    return {step.do for step in definition.construction.steps} & {"down", "sideways", "lateral"}


def placed(definition: Definition, seed: int) -> tuple[dict, dict, str]:
    """Place every landmark somewhere and settle the rest."""
    draw = random.Random(seed)
    points = {
        role.name: [
            Point(draw.uniform(300, 1900), draw.uniform(300, 1900))
            for _ in range(1 if role.alone else role.least)
        ]
        for role in definition.roles
    }
    params = {
        param.name: draw.uniform(1, 60) if param.choices is None else draw.choice([*param.choices])
        for param in definition.params
    }
    return points, params, draw.choice("RL")


def moved(points: dict, by) -> dict:
    """Move every point."""
    return {name: [by(point) for point in given] for name, given in points.items()}


def assert_same(found, expected, factor: float = 1.0) -> None:
    """Compare two results, the one times a factor."""
    if isinstance(expected, Reason):
        assert isinstance(found, Reason)
        assert found.code == expected.code
        return
    assert found.value == pytest.approx(factor * expected.value, rel=1e-6, abs=1e-6)
    if expected.plus_minus_95 is not None:
        assert found.plus_minus_95 == pytest.approx(expected.plus_minus_95, rel=1e-3, abs=1e-6)


@settings(max_examples=200)
@given(definition=of_all, seed=seeds, dx=st.floats(-900, 900), dy=st.floats(-900, 900))
def test_it_does_not_matter_where_on_the_film(definition, seed, dx, dy):
    points, params, side = placed(definition, seed)
    before = evaluate(definition, points, scale(), side=side, params=params)
    shifted = moved(points, lambda p: Point(p.x + dx, p.y + dy))
    assert_same(evaluate(definition, shifted, scale(), side=side, params=params), before)


@settings(max_examples=200)
@given(definition=of_all, seed=seeds, x=st.floats(0.3, 3), y=st.floats(0.3, 3))
def test_it_does_not_matter_how_large_and_how_oblong_the_pixels_are(definition, seed, x, y):
    points, params, side = placed(definition, seed)
    before = evaluate(definition, points, scale(), side=side, params=params)
    coarse = moved(points, lambda p: Point(p.x / x, p.y / y))
    after = evaluate(definition, coarse, scale(0.15 * y, 0.15 * x), side=side, params=params)
    assert_same(after, before)


@settings(max_examples=200)
@given(
    definition=st.sampled_from([each for each in ON_FILMS if not directions(each)]),
    seed=seeds,
    turn=st.floats(-math.pi, math.pi),
)
def test_what_needs_no_direction_of_the_film_may_lie_at_any_angle(definition, seed, turn):
    points, params, side = placed(definition, seed)
    before = evaluate(definition, points, scale(), side=side, params=params)
    cos, sin = math.cos(turn), math.sin(turn)
    turned = moved(points, lambda p: Point(p.x * cos - p.y * sin, p.x * sin + p.y * cos))
    assert_same(evaluate(definition, turned, scale(), side=side, params=params), before)


@settings(max_examples=300)
@given(definition=of_all, seed=seeds)
def test_a_film_turned_over_measures_the_same_where_that_is_told(definition, seed):
    points, params, side = placed(definition, seed)
    before = evaluate(definition, points, scale(), side=side, params=params)
    over = moved(points, lambda p: Point(2200 - p.x, p.y))
    told = {name: OTHER.get(value, value) for name, value in params.items()}
    assert_same(evaluate(definition, over, scale(), side=side, params=told), before)


@settings(max_examples=300)
@given(definition=of_all, seed=seeds)
def test_the_other_side_measures_as_this_one(definition, seed):
    points, params, side = placed(definition, seed)
    before = evaluate(definition, points, scale(), side=side, params=params)
    over = moved(points, lambda p: Point(2200 - p.x, p.y))
    swapped = {
        (name[:-1] + OTHER[name[-1]] if name.endswith(("_R", "_L")) else name): given
        for name, given in over.items()
    }
    told = {
        name: value if name == "hanging" else OTHER.get(value, value)
        for name, value in params.items()
    }
    after = evaluate(definition, swapped, scale(), side=OTHER[side], params=told)
    assert_same(after, before, -1.0 if definition.key in BETWEEN_SIDES else 1.0)


def test_most_definitions_use_no_direction_of_the_film():
    using = [each.key for each in ON_FILMS if directions(each)]
    assert len(using) < 20
    assert not {"LLD_lesser_trochanter", "femoral_offset", "cup_inclination"} & set(using)
