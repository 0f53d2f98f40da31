"""Calibration by a person, against the geometry of real balls."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest

from planning.calibration.film_geometry import FilmGeometry, film_geometry
from planning.calibration.from_marker import from_ball, from_known_length, from_magnification
from planning.calibration.header_evidence import Spacing
from planning.calibration.marker_calibration import MarkerCalibration
from planning.calibration.spacing_header import SpacingHeader
from planning.geometry.points import Point
from planning.geometry.reasons import Reason

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "calibration.json").read_text())


def titled(section: str):
    return [pytest.param(case, id=case["title"]) for case in GOLDEN[section]]


def film_of(case: dict) -> FilmGeometry:
    film = case["film"]
    return FilmGeometry(
        film["aspect"],
        Spacing(*film["detector_mm"]) if film["detector_mm"] else None,
        film["sid_mm"],
        Point(*film["central_ray_px"]),
    )


def check(found: MarkerCalibration | Reason, case: dict) -> None:
    if "refused" in case:
        assert isinstance(found, Reason)
        assert found.code == case["refused"]
        return
    assert isinstance(found, MarkerCalibration), found
    rim = found.rim
    values = {
        "row_mm": found.scale.row_mm,
        "column_mm": found.scale.column_mm,
        "magnification": found.magnification,
        "relative_sigma": found.relative_sigma,
        "plausibility": found.plausibility.value,
        "may_be_saved": found.may_be_saved,
        "residual_px": found.residual_px,
        "residual_mm": found.residual_mm,
        **({"shape": rim.shape.value, "used": rim.used, "given": rim.given} if rim else {}),
    }
    for name, expected in case["expected"].items():
        if isinstance(expected, str | bool | None):
            assert values[name] == expected, name
        else:
            assert values[name] == pytest.approx(expected, rel=0, abs=case["tolerance"]), name


@pytest.mark.parametrize("case", titled("balls"))
def test_a_ball_gives_the_magnification_at_its_depth(case):
    points = [Point(*p) for p in case["rim_points_px"]]
    options = {name: case[name] for name in ("depth_95", "reason") if name in case}
    check(from_ball(points, case["ball_diameter_mm"], film_of(case), **options), case)


@pytest.mark.parametrize("case", titled("known_lengths"))
def test_a_known_length_gives_its_millimetres(case):
    ends = (Point(*case["a_px"]), Point(*case["b_px"]))
    check(from_known_length(*ends, case["length_mm"], film_of(case)), case)


@pytest.mark.parametrize("case", titled("magnifications"))
def test_an_entered_magnification_divides_the_detector_spacing(case):
    check(from_magnification(case["factor"], film_of(case), reason=case["reason"]), case)


def clicked(rng: random.Random, count: int, off_mm: float, pixel_mm: float) -> list[Point]:
    """Whole-pixel clicks on the rim of a 25 mm ball off the central ray, by 3-D tangents."""
    sid, sod, radius = 1150.0, 960.0, 12.5
    turn = rng.uniform(0, 2 * math.pi)
    centre = (off_mm * math.cos(turn), off_mm * math.sin(turn), sod)
    reach = math.dist(centre, (0, 0, 0))
    axis = [v / reach for v in centre]
    one = [-math.sin(turn), math.cos(turn), 0.0]
    two = [
        axis[1] * one[2] - axis[2] * one[1],
        axis[2] * one[0] - axis[0] * one[2],
        axis[0] * one[1] - axis[1] * one[0],
    ]
    sine = radius / reach
    cosine = math.sqrt(1 - sine * sine)
    start = rng.uniform(0, 2 * math.pi)
    points = []
    for k in range(count):
        t = start + 2 * math.pi * (k + rng.uniform(-0.2, 0.2)) / count
        ray = [
            cosine * a + sine * (math.cos(t) * u + math.sin(t) * v)
            for a, u, v in zip(axis, one, two, strict=True)
        ]
        x = 1500 + ray[0] * sid / ray[2] / pixel_mm + rng.uniform(-0.5, 0.5)
        y = 1250 + ray[1] * sid / ray[2] / pixel_mm + rng.uniform(-0.5, 0.5)
        points.append(Point(x, y))
    return points


@pytest.mark.parametrize("off_mm", [0, 110, 220])
def test_eight_clicks_half_a_pixel_off_give_the_magnification_within_0_3_per_cent(off_mm):
    rng = random.Random(20261122 + off_mm)
    film = FilmGeometry(1.0, Spacing(0.143, 0.143), 1150.0, Point(1500, 1250))
    errors = []
    for _ in range(60):
        found = from_ball(clicked(rng, 8, off_mm, 0.143), 25.0, film)
        errors.append(found.magnification / (1150 / 960) - 1)
    within = sum(abs(error) <= 0.003 for error in errors)
    assert within >= 59
    assert abs(sum(errors) / len(errors)) < 0.0006


@pytest.mark.parametrize("off_mm", [0, 220])
def test_without_a_source_distance_twelve_clicks_are_still_unbiased(off_mm):
    rng = random.Random(7 + off_mm)
    film = FilmGeometry(1.0, Spacing(0.143, 0.143))
    errors = []
    for _ in range(50):
        found = from_ball(clicked(rng, 12, off_mm, 0.143), 25.0, film)
        errors.append(found.magnification / (1150 / 960) - 1)
    assert abs(sum(errors) / len(errors)) < 0.001
    assert sum(abs(error) <= 0.003 for error in errors) >= 45


def test_the_fit_s_error_bar_covers_its_errors():
    rng = random.Random(3)
    film = FilmGeometry(1.0, Spacing(0.143, 0.143), 1150.0, Point(1500, 1250))
    pulls = []
    for _ in range(80):
        found = from_ball(clicked(rng, 8, 150, 0.143), 25.0, film)
        error = found.magnification / (1150 / 960) - 1
        pulls.append(error / found.rim.relative_sigma)
    spread = math.sqrt(sum(pull * pull for pull in pulls) / len(pulls))
    assert 0.7 < spread < 1.15


def test_labels_name_the_object_and_the_person():
    film = FilmGeometry(1.0, Spacing(0.14, 0.14))
    rim = [Point(100 + 105 * math.cos(t), 100 + 105 * math.sin(t)) for t in range(6)]
    assert from_ball(rim, 25.4, film).scale.label == "calibrated (user: 25.4 mm ball)"
    assert from_ball(rim, 25.0, film).scale.label == "calibrated (user: 25 mm ball)"
    line = from_known_length(Point(0, 0), Point(0, 900), 100, film)
    assert line.scale.label == "calibrated (user: 100 mm line)"
    entered = from_magnification(1.205, film, reason="x", entered_by="Dr\nWho")
    assert entered.scale.label == "mm, assumed magnification 1.21 (entered by Dr Who)"


def test_an_implausible_ball_gives_no_templates_until_a_reason_is_typed():
    film = FilmGeometry(1.0, Spacing(0.2, 0.2))
    rim = [Point(500 + 105 * math.cos(t), 500 + 105 * math.sin(t)) for t in range(6)]
    silent = from_ball(rim, 25.0, film)
    spoken = from_ball(rim, 25.0, film, reason="checked against the implant")
    assert (silent.scale.templating, silent.may_be_saved) == ("no", False)
    assert (spoken.scale.templating, spoken.may_be_saved) == ("yes", True)
    assert spoken.scale.confidence == silent.scale.confidence == "medium_low"


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_refused(bad):
    film = FilmGeometry(1.0, Spacing(0.14, 0.14), 1150.0, Point(0, 0))
    rim = [Point(105 * math.cos(t), 105 * math.sin(t)) for t in range(6)]
    assert from_ball([Point(bad, 0), *rim], 25, film).code == "not_finite"
    assert from_ball(rim, bad, film).code == "ball_diameter_out_of_range"
    assert from_known_length(Point(0, bad), Point(1, 1), 100, film).code == "not_finite"
    assert from_known_length(Point(0, 0), Point(99, 1), bad, film).code == "length_out_of_range"
    assert from_magnification(bad, film, reason="x").code == "magnification_out_of_range"
    wrong = FilmGeometry(bad)
    assert from_ball(rim, 25, wrong).code == "invalid_film_geometry"


def test_film_geometry_comes_from_the_header():
    tags = {"ImagerPixelSpacing": ["0.15", "0.12"], "DistanceSourceToDetector": ["1150"]}
    film = film_geometry(SpacingHeader.from_tags(tags), rows=3000, columns=2500)
    assert film == FilmGeometry(1.25, Spacing(0.15, 0.12), 1150.0, Point(1250, 1500))

    unknown = film_geometry(
        SpacingHeader.from_tags({"PixelAspectRatio": "4\\3"}), rows=8, columns=8
    )
    assert (unknown.aspect, unknown.detector_mm, unknown.sid_mm) == (4 / 3, None, None)

    only_ps = film_geometry(
        SpacingHeader.from_tags({"PixelSpacing": ["0.2", "0.1"]}), rows=8, columns=8
    )
    assert (only_ps.aspect, only_ps.detector_mm) == (2.0, None)

    stitched = {**tags, "ImageType": ["DERIVED", "PRIMARY", "STITCHED"]}
    assert (
        film_geometry(SpacingHeader.from_tags(stitched), rows=8, columns=8).central_ray_px is None
    )
