"""The error bar holds what really scatters when the same hand places landmarks again."""

from __future__ import annotations

import random
import statistics

import pytest

from planning.geometry.points import Point
from planning.measuring.covariance import covariance_root
from planning.measuring.definition_files import catalogue
from planning.measuring.evaluate import compute, evaluate
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.measuring.uncertainty import Z_95
from planning.measuring.workspace import workspace_for
from tests.measuring.test_measurements import CASES

DRAWS = 1500
SIGMA_MM = 0.5
CHOSEN = {
    "LLD_lesser_trochanter: a right leg 8 mm short, film as usual",
    "LLD_lesser_trochanter: a right leg 8 mm short, film on its side",
    "femoral_offset: a shaft turned by 7, centre placed",
    "femoral_offset: a shaft turned by 7, centre fitted",
    "circle: circle on pixels 2 high",
    "cup_inclination: a cup at 42, pelvis turned by 4",
    "mTFA_HKA_deviation: mTFA_HKA_deviation of a leg at 7.0° varus, film turned over",
    "mLDFA: mLDFA of a leg at 2.5° valgus, film on oblong pixels",
    "cobb_angle: endplates 34 degrees apart",
    "pelvic_incidence: tilt 13, slope 39, facing left: incidence",
    "angle: an angle of 150 degrees on pixels 1 high",
}
FILMS = [case for case in CASES if f"{case['definition']}: {case['title']}" in CHOSEN]


def test_every_chosen_film_is_there():
    assert len(FILMS) == len(CHOSEN)


def sure(row_mm: float, column_mm: float) -> Scale:
    """Return a scale without a doubt."""
    return Scale(
        row_mm, column_mm, ScaleMethod.BALL, "", Confidence.HIGH, Templating.YES, 0.0
    )  # fmt: skip


@pytest.mark.parametrize("case", FILMS, ids=lambda case: f"{case['definition']}: {case['title']}")
def test_landmarks_placed_again_scatter_as_the_error_bar_says(case):
    definition = catalogue().by_key[case["definition"]]
    scale = sure(case["scale"]["row_mm"], case["scale"]["column_mm"])
    points = {role: [Point(*p) for p in given] for role, given in case["points"].items()}
    told = {"side": case["side"], "params": case["params"]}
    found = evaluate(
        definition, points, scale, **told, landmark_sigma_mm=dict.fromkeys(points, SIGMA_MM)
    )
    draw, workspace, values = random.Random(7), workspace_for(definition, scale), []
    for _ in range(DRAWS):
        clicked = {
            role: [
                Point(
                    p.x + draw.gauss(0, SIGMA_MM) / scale.column_mm,
                    p.y + draw.gauss(0, SIGMA_MM) / scale.row_mm,
                )
                for p in given
            ]
            for role, given in points.items()
        }
        evaluated = compute(definition, clicked, workspace, case["side"], case["params"])
        values.append(evaluated.values[definition.result])
    # The spread of 1500 draws is itself known to within 2 % (one standard deviation).
    assert found.plus_minus_95 / Z_95 == pytest.approx(statistics.stdev(values), rel=0.08)


def test_a_doubtful_scale_widens_lengths_and_leaves_angles():
    length, angle = (
        next(c for c in FILMS if c["definition"] == key) for key in ("circle", "angle")
    )
    for case, factor in ((length, 50.0), (angle, 0.0)):
        definition = catalogue().by_key[case["definition"]]
        points = {role: [Point(*p) for p in given] for role, given in case["points"].items()}
        row_mm, column_mm = case["scale"]["row_mm"], case["scale"]["column_mm"]
        doubtful = Scale(
            row_mm, column_mm, ScaleMethod.BALL, "", Confidence.HIGH, Templating.YES, 0.05
        )
        wide = evaluate(definition, points, doubtful).plus_minus_95
        narrow = evaluate(definition, points, sure(row_mm, column_mm)).plus_minus_95
        from_scale = (wide * wide - narrow * narrow) ** 0.5 / Z_95
        assert from_scale == pytest.approx(0.05 * factor, abs=1e-6)


def test_a_doubtful_scale_moves_implants_but_does_not_stretch_them():
    definition = catalogue().by_key["THA_global_offset_change"]
    film = {"teardrop_R": Point(800, 1000), "teardrop_L": Point(1200, 1010)}
    # Image pixels of the origins, and from there millimetres of the implants.
    cup, stem = Point(600, 980), Point(740, 1130)
    made = {
        "cup_centre_new": (cup, Point(1, -2)),
        "stem_head0": (stem, Point(38, -32)),
        "stem_neck_axis_pt": (stem, Point(6, -2)),
    }

    def placed(mm_per_px: float) -> dict[str, list[Point]]:
        on_film = {role: [point] for role, point in film.items()}
        return on_film | {
            role: [Point(at.x + fixed.x / mm_per_px, at.y + fixed.y / mm_per_px)]
            for role, (at, fixed) in made.items()
        }

    scale = Scale(0.2, 0.2, ScaleMethod.BALL, "", Confidence.HIGH, Templating.YES, 0.0125)
    found = evaluate(
        definition, placed(0.2), scale, side="R",
        landmark_sigma_mm=dict.fromkeys([*film, *made], 0),
        fixed_mm={role: fixed for role, (_, fixed) in made.items()},
    )  # fmt: skip
    draw, values = random.Random(7), []
    for _ in range(DRAWS):
        mm_per_px = 0.2 * draw.gauss(1, 0.0125)
        values.append(
            evaluate(definition, placed(mm_per_px), sure(mm_per_px, mm_per_px), side="R").value
        )
    assert found.plus_minus_95 / Z_95 == pytest.approx(statistics.stdev(values), rel=0.08)
    assert found.plus_minus_95 > 0.5, "what is as large as it is made does not cancel out"


def test_directions_of_a_fit_multiply_to_its_covariance():
    # Four points a quarter apart on a circle: centre known to 1/sqrt(2), radius to 1/2.
    columns = covariance_root([[1, 0, 1], [0, 1, 1], [-1, 0, 1], [0, -1, 1]])
    for i in range(3):
        for j in range(3):
            expected = (0.5, 0.5, 0.25)[i] if i == j else 0
            assert sum(column[i] * column[j] for column in columns) == pytest.approx(expected)
