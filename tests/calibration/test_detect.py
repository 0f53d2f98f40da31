"""The ball is found where it is, as large as it is, and nowhere else."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planning.calibration.detect import Detected, detect_ball
from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.from_marker import from_ball
from planning.geometry.points import Point
from planning.phantom import generate
from tests.calibration.drawn_films import ball_film, disc_film

PIXEL = (0.15, 0.15)
SHORT = 203.2


def look(film: np.ndarray, **more) -> Detected:
    return detect_ball(film, **{"diameter_mm": 25.4, "spacing_mm": PIXEL} | more)


def test_a_ball_is_measured_within_three_per_mille_and_a_twentieth_of_a_millimetre():
    found = look(ball_film())
    assert found.found
    assert found.diameter_px == pytest.approx(SHORT, rel=0.003)
    assert math.dist(found.center_px, (331.3, 298.6)) * 0.15 < 0.05
    assert found.mm_per_px == pytest.approx(25.4 / SHORT, rel=0.003)
    assert found.agree > 340
    assert found.residual_px < 0.3


def test_off_the_central_ray_the_short_diameter_calibrates():
    found = look(ball_film(ratio=1.017, angle_deg=35))
    assert found.diameter_px == pytest.approx(SHORT, rel=0.003)
    assert found.axes_px[0] == pytest.approx(1.017 * SHORT, rel=0.003)
    assert found.angle_deg == pytest.approx(35, abs=3)


def test_low_values_may_be_dense():
    film = ball_film()
    found = look(4095 - film, dense_is_low=True)
    assert found.diameter_px == pytest.approx(look(film).diameter_px, rel=1e-3)
    assert not look(4095 - film).found


def test_a_fifth_of_the_rim_may_lie_under_the_collimator():
    film = ball_film(ratio=1.004, angle_deg=90)
    film[:, 412:] = 0
    found = look(film)
    assert 250 < found.agree < 320
    assert found.diameter_px == pytest.approx(SHORT, rel=0.006)


@pytest.mark.parametrize("scatter", [0.25, 1.0])
@pytest.mark.parametrize("blur_px", [0.4, 1.2])
def test_scatter_and_blur_do_not_change_the_size(scatter, blur_px):
    found = look(ball_film(scatter=scatter, blur_px=blur_px, seed=5))
    assert found.diameter_px == pytest.approx(SHORT, rel=0.003)


def test_the_proposed_points_give_the_same_scale_by_the_fit_of_clicks():
    found = look(ball_film(ratio=1.01, angle_deg=-60))
    geometry = FilmGeometry()
    clicked = from_ball([Point(*p) for p in found.rim_points_px], 25.4, geometry)
    assert clicked.scale.column_mm == pytest.approx(found.mm_per_px, rel=0.002)
    assert clicked.rim.used >= 22


def test_the_ball_of_a_phantom_pelvis_is_found_and_measured():
    film = generate("ap_pelvis", 5, pixel_mm=0.2, matrix=(1760, 420))
    found = look(film.pixels, spacing_mm=(0.2, 0.2))
    outline = film.truth["ball"]["outline"]
    assert found.diameter_px == pytest.approx(2 * outline["semi_minor_px"], rel=0.003)
    assert math.dist(found.center_px, outline["centre_px"]) < 0.5


@pytest.mark.parametrize(
    "film",
    [
        ball_film(short_px=0),
        disc_film(170),
        disc_film(30),
        disc_film(100, inside=900),
        disc_film(100, inside=1530),
        np.full((500, 500), 700, np.uint16),
        np.zeros((3, 900), np.uint16),
        np.random.default_rng(1).integers(0, 4096, (500, 500)).astype(np.uint16),
    ],
    ids=[
        "bone and no ball", "a femoral head", "a screw head", "a gas bubble", "a faint shadow",
        "one grey", "hardly a film", "noise",
    ],
)  # fmt: skip
def test_what_is_no_ball_is_not_taken_for_one(film):
    found = look(film)
    assert (found.found, found.reason) == (False, "no_ball")
    assert found.center_px is None
    assert found.mm_per_px is None
    assert found.rim_points_px == ()


def test_a_ball_cut_by_the_border_is_not_proposed():
    assert not look(ball_film(centre_px=(30.0, 300.0))).found


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"spacing_mm": None}, "no_pixel_size"),
        ({"spacing_mm": (0.0, 0.0)}, "no_pixel_size"),
        ({"spacing_mm": (math.nan, 0.1)}, "no_pixel_size"),
        ({"spacing_mm": (0.3, 0.15)}, "pixels_not_square"),
        ({"spacing_mm": (3.0, 3.0)}, "too_small"),
    ],
)
def test_a_film_that_cannot_be_searched_says_why(more, reason):
    found = look(disc_film(100), **more)
    assert (found.found, found.reason) == (False, reason)


def test_the_same_film_gives_the_same_answer():
    film = ball_film(noise=0.03)
    assert look(film) == look(film.copy())


def test_the_answer_is_plain_json_values():
    told = look(ball_film()).to_json()
    assert {
        "found", "center_px", "axes_px", "diameter_px", "mm_per_px", "residual_px", "score",
        "reason",
    } <= set(told)  # fmt: skip
    assert type(told["agree"]) is int
    assert type(told["score"]) is float
