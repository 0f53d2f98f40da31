"""Sampled distance fields give the paths that formulas give."""

from __future__ import annotations

import numpy as np
import pytest

from planning.geometry.points import Point
from planning.phantom.bodies import Body
from planning.phantom.frames import Frame, rotation
from planning.phantom.primitives import Ellipsoid, Sphere, capsule
from planning.phantom.projection import View
from planning.phantom.texture import Grain
from planning.phantom.thickness import Bone, add_bone, path_through, shell_paths
from planning.phantom.tubes import tube

VIEW = View(1150.0, 0.5, 200, 160, Point(100, 80))
SOURCE = np.array([0.0, 0.0, 1150.0])


def ray_directions() -> np.ndarray:
    columns, rows = np.meshgrid(np.arange(200) + 0.5, np.arange(160) + 0.5)
    target = np.stack([(columns - 100) * 0.5, (rows - 80) * 0.5, np.zeros_like(columns)], -1)
    way = target - SOURCE
    return way / np.linalg.norm(way, axis=-1, keepdims=True)


def ellipsoid_chord(centre: np.ndarray, radii: np.ndarray) -> np.ndarray:
    way, start = ray_directions() / radii, (SOURCE - centre) / radii
    a = (way**2).sum(-1)
    b = (way * start).sum(-1)
    return 2 * np.sqrt(np.maximum(b * b - a * ((start**2).sum() - 1), 0)) / a


def radius_error_mm(path: np.ndarray, chord: np.ndarray, radius: float) -> float:
    """Largest error, told as the change of radius that would explain it: c² = 4 (r² - d²)."""
    seen = chord > 4
    return float(np.abs(path**2 - chord**2)[seen].max() / (8 * radius))


def test_path_through_a_sphere_is_its_chord():
    body = Body("ball", Frame(np.zeros(3))).add(Sphere((6, -4, 170), 24), blend_mm=0.01)
    truth = ellipsoid_chord(np.array([6, -4, 170]), np.full(3, 24.0))
    path = path_through(body, VIEW, step=1.35, step_z=2.0)
    assert radius_error_mm(path, truth, 24) < 0.04
    assert path.sum() == pytest.approx(truth.sum(), rel=0.003)


def test_path_through_an_ellipsoid_is_its_chord():
    body = Body("egg", Frame(np.zeros(3))).add(Ellipsoid((0, 0, 150), (30, 18, 22)), blend_mm=0.01)
    truth = ellipsoid_chord(np.array([0, 0, 150]), np.array([30.0, 18, 22]))
    path = path_through(body, VIEW, step=1.35, step_z=2.0)
    assert radius_error_mm(path, truth, 22) < 0.05


def test_a_turned_and_mirrored_frame_carries_its_body_along():
    axes = np.diag([-1.0, 1, 1]) @ rotation("z", 30)
    body = Body("ball", Frame(np.array([5.0, 2, 160]), axes)).add(Sphere((10, 0, 0), 12))
    centre = np.array([5 - 10 * np.cos(np.pi / 6), 2 + 10 * np.sin(np.pi / 6), 160])
    truth = ellipsoid_chord(centre, np.full(3, 12.0))
    path = path_through(body, VIEW, step=1.0, step_z=1.5)
    assert radius_error_mm(path, truth, 12) < 0.04


def test_a_shell_is_the_difference_of_two_chords():
    body = Body("shell", Frame(np.zeros(3)), cortex=3.0)
    body.add(Sphere((0, 0, 170), 25), blend_mm=0.01)
    whole, core = shell_paths(body, VIEW, step=1.35, step_z=2.0)
    inner = ellipsoid_chord(np.array([0, 0, 170]), np.full(3, 22.0))
    assert radius_error_mm(core, inner, 22) < 0.04
    assert whole[80, 100] - core[80, 100] == pytest.approx(6.0, abs=0.05)


def test_bone_is_mineral_and_marrow_and_nothing_else():
    body = Body("bone", Frame(np.zeros(3)), cortex=2.0, spongiosa=0.25)
    body.add(Sphere((0, 0, 170), 20), blend_mm=0.01)
    bone = Bone.empty(VIEW)
    add_bone(bone, body, VIEW, Grain(1, 0.5), step=1.35)
    outer = ellipsoid_chord(np.array([0, 0, 170]), np.full(3, 20.0))
    inner = ellipsoid_chord(np.array([0, 0, 170]), np.full(3, 18.0))
    assert radius_error_mm(bone.compact + bone.marrow, outer, 20) < 0.05
    mineral = outer - inner + 0.25 * inner
    assert np.abs(bone.compact - mineral)[inner > 10].max() < 0.15


def test_cutting_removes_what_lies_in_the_other_body():
    body = Body("cup", Frame(np.zeros(3))).add(Sphere((0, 0, 170), 25), blend_mm=0.01)
    body.cut(Sphere((0, 0, 170), 15), blend_mm=0.01)
    path = path_through(body, VIEW, step=1.0, step_z=1.5)
    assert path[80, 100] == pytest.approx(20.0, abs=0.1)


def test_a_straight_tube_equals_the_capsule_it_describes():
    straight = Body("tube", Frame(np.zeros(3)))
    straight.add(tube([(0, -15, 160, 8), (0, 0, 160, 8), (0, 15, 160, 8)]), blend_mm=0.01)
    single = Body("capsule", Frame(np.zeros(3)))
    single.add(capsule((0, -15, 160), (0, 15, 160), 8.0), blend_mm=0.01)
    difference = path_through(straight, VIEW, step=1.0, step_z=1.5) - path_through(
        single, VIEW, step=1.0, step_z=1.5
    )
    assert np.abs(difference).max() < 0.2


def test_single_points_and_the_lattice_agree_on_the_distance():
    body = Body("blend", Frame(np.zeros(3))).add(Sphere((0, 0, 160), 12))
    body.add(Sphere((18, 0, 160), 10), blend_mm=6)
    on_axis = np.array([[x, 0.0, 160.0] for x in (-12.0, 28.0)])
    assert np.abs(body.distance(on_axis)).max() < 1e-6
    middle = body.distance(np.array([[10.0, 0.0, 170.0]]))[0]
    apart = min(np.hypot(10, 10) - 12, np.hypot(8, 10) - 10)
    assert middle < apart
