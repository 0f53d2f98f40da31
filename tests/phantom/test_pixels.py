"""Anatomy appears in the pixels where the landmarks say."""

from __future__ import annotations

import numpy as np
import pytest

from planning.phantom.ap_pelvis import ap_pelvis
from planning.phantom.hip_patient import draw_patient
from planning.phantom.long_leg import draw_leg_patient, long_leg
from planning.phantom.texture import Grain
from planning.phantom.thickness import Bone, add_bone
from tests.phantom.rims import edge_offset_px, sample


@pytest.fixture(scope="module")
def scene():
    return ap_pelvis(draw_patient(8), pixel_mm=0.4)


@pytest.fixture(scope="module")
def left_femur(scene):
    """Path through the left femur alone, every pixel."""
    body = [b for b in scene.bones if b.name == "femur"][SIDES["L"]]
    bone = Bone.empty(scene.view)
    add_bone(bone, body, scene.view, Grain(1, 0.4), step=1.35)
    return bone.compact + bone.marrow


SIDES = {"R": 0, "L": 1}


def free_arc(outline: dict, side: str) -> np.ndarray:
    """Angles of the head's upper outer quarter, clear of socket wall and neck."""
    screen = np.deg2rad(np.linspace(-55, -20, 30))
    if side == "R":
        screen = np.pi - screen
    return screen - np.deg2rad(outline["angle_deg"])


@pytest.mark.parametrize("side", ["R", "L"])
def test_the_head_is_round_where_its_circle_is(pelvis, side):
    outline = pelvis.truth["spheres"][f"femoral_head_{side}"]["outline"]
    # The steepest spot of a bone's edge lies up to the width of its cortex inside.
    assert -1.2 < edge_offset_px(pelvis.pixels, outline, free_arc(outline, side)) < 0.1


def test_rays_through_the_head_cross_a_sphere(scene, left_femur):
    centre, radius = scene.spheres["femoral_head_L"]
    source = np.array([0.0, 0.0, scene.view.sid_mm])
    for aside in (0.3, 0.6, 0.85, 0.95):
        spot = centre + radius * aside * np.array([0.3, -np.sqrt(1 - 0.09), 0.0])
        way = (spot - source) / np.linalg.norm(spot - source)
        gap = np.linalg.norm(np.cross(way, centre - source))
        chord = 2 * np.sqrt(radius**2 - gap**2)
        seen = sample(left_femur, scene.view.project_px(spot))
        assert seen == pytest.approx(chord, abs=0.6)


@pytest.mark.parametrize(
    ("name", "inward"), [("lesser_troch_L", (1, 0)), ("greater_troch_L", (0, 1))]
)
def test_tips_lie_on_the_outline_of_the_femur(scene, left_femur, name, inward):
    tip = scene.view.project_px(scene.landmarks[name])
    way = np.array(inward, dtype=float)
    assert sample(left_femur, tip - 1.5 * way) < 0.6
    assert sample(left_femur, tip + 2.5 * way) > 3.0


def test_the_shaft_is_symmetrical_about_its_axis(scene, left_femur):
    top, low = (scene.landmarks[f"shaft_{end}_L"] for end in ("prox", "dist"))
    axis = (low - top) / np.linalg.norm(low - top)
    across = np.array([-axis[1], axis[0], 0.0])
    for part in (0.2, 0.5, 0.8):
        spot = top + part * (low - top)
        reach = np.arange(0, 24, 0.1)
        sides = [
            sample(left_femur, scene.view.project_px(spot + s * reach[:, None] * across))
            for s in (-1, 1)
        ]
        widths = [reach[np.argmax(side < 1.0)] for side in sides]
        assert widths[0] == pytest.approx(widths[1], abs=0.35)


def test_the_edge_of_the_socket_is_bone_and_beyond_is_not(scene):
    pelvis = [b for b in scene.bones if b.name == "hemipelvis"][SIDES["L"]]
    edge = scene.landmarks["acetabular_edge_L"]
    assert abs(pelvis.distance(edge[None])[0]) < 2.5
    assert pelvis.distance((edge + np.array([6.0, 8.0, 0.0]))[None])[0] > 2


def test_the_teardrop_ends_at_its_tip(scene):
    walls = [b for b in scene.bones if b.name == "walls"][SIDES["L"]]
    tip = scene.landmarks["teardrop_L"]
    assert abs(walls.distance(tip[None])[0]) < 0.05
    assert walls.distance((tip + np.array([0, 1.0, 0]))[None])[0] > 0.5
    assert walls.distance((tip - np.array([0, 0.6, 0]))[None])[0] < 0


def test_condyles_touch_their_tangent_points(legs):
    scene = long_leg(draw_leg_patient(5, "F"), pixel_mm=0.8)
    femur = [b for b in scene.bones if b.name == "femur"][SIDES["L"]]
    tibia = [b for b in scene.bones if b.name == "tibia"][SIDES["L"]]
    for end in ("med", "lat"):
        spot = scene.landmarks[f"fem_cond_{end}_L"]
        assert np.allclose(
            spot, legs.truth["landmarks"][f"fem_cond_{end}_L"]["world_mm"], atol=1e-5
        )
        assert abs(femur.distance(spot[None])[0]) < 0.05
        plafond = scene.landmarks[f"plafond_{end}_L"]
        assert abs(tibia.distance(plafond[None])[0]) < 1.0


def test_the_image_spans_its_bits_and_is_black_outside_the_field(pelvis):
    left, top, right, bottom = pelvis.field_px
    assert pelvis.pixels[: top - 4].max() == 0
    assert pelvis.pixels[:, : left - 4].max() == 0
    inside = pelvis.pixels[top:bottom, left:right]
    assert inside.max() > 3300
    assert 700 < np.median(inside) < 2400


@pytest.mark.parametrize("seed", range(1, 25))
def test_every_landmark_of_every_patient_lies_in_the_open_field(seed):
    scene = ap_pelvis(draw_patient(seed, "MF"[seed % 2]))
    left, top, right, bottom = scene.open_mm
    for name, point in scene.landmarks.items():
        u, v = scene.view.detector_mm(scene.view.project_px(point))
        assert left < u < right, name
        assert top < v < bottom, name


@pytest.mark.parametrize("seed", [1, 2, 21, 22])
def test_every_landmark_of_a_leg_lies_in_the_open_field(seed):
    scene = long_leg(draw_leg_patient(seed, "MF"[seed % 2]))
    left, top, right, bottom = scene.open_mm
    for name, point in scene.landmarks.items():
        u, v = scene.view.detector_mm(scene.view.project_px(point))
        assert left < u < right, name
        assert top < v < bottom, name
