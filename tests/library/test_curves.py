"""Curves of outlines: flattened as near as promised, and written as SVG that means the same."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.geometry.points import Point
from planning.library import selectors
from planning.library.curves import (
    FLATNESS_MM,
    Arc,
    Cubic,
    Line,
    Path,
    arc_between,
    flatten,
    moved,
)
from planning.library.drawing import svg_path_data

coordinates = st.floats(-200, 200)
points = st.builds(Point, coordinates, coordinates)


def to_segment(p: Point, a: Point, b: Point) -> float:
    """Return the distance from a point to a piece of a polyline."""
    dx, dy = b.x - a.x, b.y - a.y
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else ((p.x - a.x) * dx + (p.y - a.y) * dy) / square
    share = min(1.0, max(0.0, share))
    return math.hypot(p.x - a.x - share * dx, p.y - a.y - share * dy)


def furthest(samples: list[Point], corners: list[Point]) -> float:
    pieces = list(itertools.pairwise(corners))
    return max(min(to_segment(p, a, b) for a, b in pieces) for p in samples)


@settings(deadline=None)
@given(points, points, points, points)
def test_a_flattened_bezier_lies_within_two_hundredths_of_a_millimetre(a, b, c, d):
    path = Path("outline", a, (Cubic(b, c, d),), False)
    samples = []
    for n in range(101):
        # De Casteljau, not the polynomial that the code uses.
        row, t = [a, b, c, d], n / 100
        while len(row) > 1:
            row = [
                Point(p.x + t * (q.x - p.x), p.y + t * (q.y - p.y))
                for p, q in itertools.pairwise(row)
            ]
        samples.append(row[0])
    assert furthest(samples, flatten(path)) <= FLATNESS_MM + 1e-9


@settings(deadline=None)
@given(points, st.floats(0.5, 60), st.floats(-math.pi, math.pi), st.floats(-6.2, 6.2))
def test_a_flattened_arc_lies_within_two_hundredths_of_a_millimetre(centre, radius, start, sweep):
    def at(angle: float) -> Point:
        return Point(centre.x + radius * math.cos(angle), centre.y + radius * math.sin(angle))

    path = Path("outline", at(start), (Arc(centre, radius, start, sweep),), False)
    corners = flatten(path)
    assert (
        furthest([at(start + sweep * n / 200) for n in range(201)], corners) <= FLATNESS_MM + 1e-9
    )
    assert corners[-1] == pytest.approx(at(start + sweep), abs=1e-9)


@pytest.mark.parametrize(("clockwise", "middle"), [(True, (0, -5)), (False, (0, 5))])
def test_an_arc_between_points_runs_the_way_that_is_said(clockwise, middle):
    arc = arc_between(Point(0, 0), Point(-5, 0), Point(5, 0), clockwise=clockwise)
    assert arc.at(0.5) == pytest.approx(middle, abs=1e-12)
    assert arc.to == pytest.approx((5, 0), abs=1e-12)


def test_svg_says_lines_arcs_and_beziers():
    path = Path(
        "outline",
        Point(-10, 0),
        (
            Arc(Point(0, 0), 10, math.pi, math.pi),
            Line(Point(10, 2.5)),
            Cubic(Point(5, 3), Point(-5, 3), Point(-10, 1 / 3)),
        ),
        True,
    )
    assert svg_path_data(path) == ("M -10 0 A 10 10 0 0 1 10 0 L 10 2.5 C 5 3 -5 3 -10 0.3333 Z")


def test_svg_marks_large_arcs_and_those_against_the_clock():
    turn = Path("outline", Point(10, 0), (Arc(Point(0, 0), 10, 0, -1.5 * math.pi),), False)
    assert svg_path_data(turn) == "M 10 0 A 10 10 0 1 0 0 10"


def test_a_moved_path_is_the_same_path_elsewhere():
    path = Path("outline", Point(1, 0), (Arc(Point(0, 0), 1, 0, 2), Line(Point(3, 3))), False)
    for before, after in zip(flatten(path), flatten(moved(path, Point(5, -2))), strict=True):
        assert after == pytest.approx((before.x + 5, before.y - 2), abs=1e-12)


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.mark.parametrize("key", [key for key, _ in selectors.families()])
def test_every_path_of_the_library_ends_where_its_polyline_ends(key):
    for size in selectors.geometry(key, 1)["sizes"]:
        for path in (p for variant in size["variants"] for p in variant["outline"]):
            written = [float(n) for n in NUMBER.findall(path["d"])]
            assert written[:2] == pytest.approx(path["polyline"][0], abs=1e-9)
            assert written[-2:] == pytest.approx(path["polyline"][-1], abs=1e-9)
            assert path["d"].endswith("Z") is path["closed"]
