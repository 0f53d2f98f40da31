"""Points fall where a point source throws their shadow."""

from __future__ import annotations

import numpy as np
import pytest

from planning.geometry.points import Point
from planning.phantom.projection import View


@pytest.fixture
def view() -> View:
    return View(sid_mm=1150, pixel_mm=0.1, columns=4280, rows=3520, centre_px=Point(2140, 1760))


def test_a_point_on_the_central_ray_falls_on_the_principal_point(view):
    assert view.project_px(np.array([0.0, 0.0, 400.0])).tolist() == [2140, 1760]


def test_similar_triangles_give_the_shadow(view):
    # 90 mm aside, 170 mm above the detector: 90 * 1150 / 980 mm on the detector.
    u = view.project_px(np.array([90.0, -20.0, 170.0])) - [2140, 1760]
    assert u == pytest.approx([90 * 1150 / 980 / 0.1, -20 * 1150 / 980 / 0.1])


def test_magnification_is_sid_over_sod(view):
    assert view.magnification(170.0) == pytest.approx(1150 / 980)


def test_a_coarser_view_covers_the_same_field(view):
    coarse = view.coarser(4)
    point = np.array([50.0, 60.0, 100.0])
    assert coarse.project_px(point) * 4 == pytest.approx(view.project_px(point))
    assert (coarse.rows, coarse.columns) == (880, 1070)


def test_detector_millimetres_undo_the_pixels(view):
    point = np.array([12.0, -34.0, 0.0])
    assert view.detector_mm(view.project_px(point)) == pytest.approx(point[:2])
