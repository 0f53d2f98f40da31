"""Scales by a head, two markers, distances and another film, against 50 digit geometry."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planning.calibration.from_objects import (
    Marker,
    from_distances,
    from_implant_head,
    from_other_film,
    from_two_markers,
)
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.scale import Scale, ScaleMethod, scale_from_json
from tests.calibration.test_from_marker import check, film_of

FOLDER = Path(__file__).parent.parent / "golden"
GOLDEN = json.loads((FOLDER / "calibration_objects.json").read_text())


def titled(section: str):
    return [pytest.param(case, id=case["title"]) for case in GOLDEN[section]]


def points(given: list) -> list[Point]:
    return [Point(*p) for p in given]


def marker(given: dict) -> Marker:
    return Marker(points(given["rim_points_px"]), given["diameter_mm"])


@pytest.mark.parametrize("case", titled("heads"))
def test_an_implant_head_gives_the_scale_at_the_joint(case):
    rim = points(case["rim_points_px"])
    check(from_implant_head(rim, case["head_diameter_mm"], film_of(case)), case)


@pytest.mark.parametrize("case", titled("two_markers"))
def test_two_markers_give_the_scale_between_them(case):
    found = from_two_markers(
        marker(case["behind"]), marker(case["front"]), film_of(case), share=case["depth_share"]
    )
    check(found, case)


@pytest.mark.parametrize("case", titled("distances"))
def test_distances_give_the_magnification(case):
    check(from_distances(case["sid_mm"], case["object_distance_mm"], film_of(case)), case)


@pytest.mark.parametrize("case", titled("other_films"))
def test_an_object_on_another_film_gives_its_millimetres(case):
    a, b = Point(*case["a_px"]), Point(*case["b_px"])
    found = from_other_film(a, b, case["length_mm"], film_of(case), other_sigma=case["other_sigma"])
    check(found, case)


def test_the_method_is_named_in_the_scale_and_its_label():
    case = GOLDEN["heads"][1]
    head = from_implant_head(points(case["rim_points_px"]), 28, film_of(case))
    assert head.scale.method is ScaleMethod.IMPLANT_HEAD
    assert head.scale.label == "calibrated (user: 28 mm implant head)"
    pair = GOLDEN["two_markers"][0]
    two = from_two_markers(marker(pair["behind"]), marker(pair["front"]), film_of(pair))
    assert two.scale.label == "calibrated (user: two markers, joint at 45 %)"
    form = from_distances(1150, 170.5, film_of(GOLDEN["distances"][0]))
    assert form.scale.label == "mm, from distances 1150 and 170.5 mm"
    other = GOLDEN["other_films"][0]
    ends = (Point(*other["a_px"]), Point(*other["b_px"]))
    there = from_other_film(*ends, 60, film_of(other), other_sigma=0.01)
    assert there.scale.label == "calibrated (user: object of 60 mm on another film)"
    for found in (head, two, form, there):
        again = scale_from_json(found.scale.to_json())
        assert isinstance(again, Scale)
        assert again == found.scale


def test_numbers_that_are_none_are_refused():
    film = film_of(GOLDEN["heads"][0])
    rim = points(GOLDEN["heads"][1]["rim_points_px"])
    for bad in (float("nan"), float("inf"), -float("inf")):
        outcomes = [
            from_implant_head(rim, bad, film),
            from_implant_head([Point(bad, 0), *rim], 28, film),
            from_two_markers(Marker(rim, bad), Marker(rim, 25), film),
            from_two_markers(Marker(rim, 25), Marker(rim, 25), film, share=bad),
            from_distances(bad, 100, film),
            from_distances(1150, bad, film),
            from_other_film(Point(0, 0), Point(99, 0), bad, film, other_sigma=0.01),
        ]
        assert all(isinstance(found, Reason) for found in outcomes)


def test_the_file_is_what_its_program_writes():
    program = "import make_calibration_objects as m; print(*m.files().values(), sep='', end='')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=FOLDER, capture_output=True, text=True, check=True
    )
    assert done.stdout == (FOLDER / "calibration_objects.json").read_text()
