"""The ball's shadow is where the truth says, in formulas and in pixels."""

from __future__ import annotations

import numpy as np
import pytest

from planning.geometry.points import Point
from planning.phantom import generate
from planning.phantom.markers import sphere_shadow
from planning.phantom.projection import View
from tests.phantom.rims import circle_radius, edge_offset_px, rim_points

VIEW = View(1150.0, 0.1, 4280, 3520, Point(2140, 1760))
ALL_AROUND = np.linspace(0, 2 * np.pi, 180, endpoint=False)


@pytest.mark.parametrize("centre", [(0, 0, 170), (150, 0, 170), (-90, 120, 190), (3, -160, 60)])
def test_the_outline_is_made_of_rays_that_touch_the_sphere(centre):
    shadow = sphere_shadow(VIEW, np.array(centre, dtype=float), 12.7)
    turn = np.deg2rad(shadow.angle_deg)
    t = ALL_AROUND
    x = shadow.semi_major_px * np.cos(t)
    y = shadow.semi_minor_px * np.sin(t)
    px = np.stack([
        shadow.centre_px[0] + x * np.cos(turn) - y * np.sin(turn),
        shadow.centre_px[1] + x * np.sin(turn) + y * np.cos(turn),
    ], axis=1)  # fmt: skip
    source = np.array([0.0, 0.0, 1150.0])
    target = np.column_stack([VIEW.detector_mm(px), np.zeros(len(px))])
    way = (target - source) / np.linalg.norm(target - source, axis=1, keepdims=True)
    gap = np.linalg.norm(np.cross(way, np.array(centre) - source), axis=1)
    assert gap == pytest.approx(np.full(len(gap), 12.7), abs=1e-9)


def test_the_short_axis_depends_on_the_height_alone():
    axes = [sphere_shadow(VIEW, np.array([x, 40.0, 170.0]), 12.7) for x in (0.0, 80.0, 170.0)]
    assert np.ptp([a.semi_minor_px for a in axes]) < 1e-9
    assert axes[2].semi_major_px > axes[0].semi_major_px
    # b = SID R / sqrt(SOD² - R²), in pixels of 0.1 mm.
    assert axes[0].semi_minor_px == pytest.approx(1150 * 12.7 / np.sqrt(980**2 - 12.7**2) / 0.1)


def test_the_edge_in_the_pixels_lies_on_the_stated_ellipse(pelvis):
    offset = edge_offset_px(pelvis.pixels, pelvis.truth["ball"]["outline"], ALL_AROUND)
    assert abs(offset) < 0.2


def test_the_ball_between_the_knees_lies_on_its_ellipse(legs):
    ball = legs.truth["ball"]
    assert abs(edge_offset_px(legs.pixels, ball["outline"], ALL_AROUND)) < 0.35
    assert ball["centre_mm"][2] == pytest.approx(legs.truth["planes"]["knee"]["z_mm"])


def test_the_edge_moves_with_the_ball(pelvis):
    outline = dict(pelvis.truth["ball"]["outline"])
    outline["centre_px"] = [outline["centre_px"][0] + 2, outline["centre_px"][1]]
    right = np.linspace(-0.4, 0.4, 40) - np.deg2rad(outline["angle_deg"])
    assert edge_offset_px(pelvis.pixels, outline, right) < -1.6


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_shaky_rim_points_on_a_full_size_film_give_the_magnification_within_0_3_percent():
    film = generate("ap_pelvis", 8)
    assert film.pixels.shape == (3520, 4280)
    ball = film.truth["ball"]
    rng = np.random.default_rng(0)
    errors = []
    for _ in range(20):
        rim = rim_points(film.pixels, ball["outline"], 12, rng)
        radius_mm = circle_radius(rim) * film.truth["view"]["pixel_mm"]
        errors.append(2 * radius_mm / ball["diameter_mm"] / ball["magnification"] - 1)
    assert abs(np.mean(errors)) < 0.003
    assert np.std(errors) < 0.003
    offset = edge_offset_px(film.pixels, ball["outline"], ALL_AROUND)
    assert abs(offset) / ball["outline"]["semi_minor_px"] < 0.003


def test_the_stated_depth_is_the_depth_of_the_ball():
    film = generate("ap_pelvis", 9, pixel_mm=1.6)
    ball, plane = film.truth["ball"], film.truth["planes"]["hip"]
    assert ball["depth_offset_mm"] == pytest.approx(ball["centre_mm"][2] - plane["z_mm"])
    sid = film.truth["view"]["sid_mm"]
    assert ball["magnification"] == pytest.approx(sid / (sid - ball["centre_mm"][2]))
