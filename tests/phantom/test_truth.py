"""The truth beside a film agrees with itself, with the design and with mirrored films."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from planning.phantom import generate
from planning.phantom.orders import plain_order
from tests.phantom.rims import edge_offset_px


def test_image_points_are_the_shadows_of_the_world_points(pelvis):
    view = pelvis.truth["view"]
    for mark in pelvis.truth["landmarks"].values():
        x, y, z = mark["world_mm"]
        magnification = view["sid_mm"] / (view["sid_mm"] - z)
        u = view["centre_px"][0] + x * magnification / view["pixel_mm"]
        v = view["centre_px"][1] + y * magnification / view["pixel_mm"]
        assert mark["image_px"] == pytest.approx([u, v], abs=1e-4)
        assert mark["magnification"] == pytest.approx(magnification)


def test_lengths_in_one_plane_follow_from_image_points_and_magnification(pelvis, points):
    px, view = points(pelvis), pelvis.truth["view"]
    assert len(pelvis.truth["lengths"]) > 10
    for length in pelvis.truth["lengths"]:
        apart = np.linalg.norm(px[length["from"]] - px[length["to"]])
        mm = apart * view["pixel_mm"] / length["magnification"]
        assert length["mm"] == pytest.approx(mm, abs=1e-3)


def test_both_head_centres_and_shafts_share_the_plane_of_the_hips(pelvis):
    pairs = {(item["from"], item["to"]) for item in pelvis.truth["lengths"]}
    assert ("head_centre_R", "head_centre_L") in pairs
    assert ("head_centre_R", "shaft_prox_R") in pairs
    plane = pelvis.truth["planes"]["hip"]["z_mm"]
    height = pelvis.truth["landmarks"]["head_centre_L"]["world_mm"][2]
    assert height == pytest.approx(plane, abs=0.5)


def test_values_are_what_the_patient_was_built_with(pelvis):
    built, values = pelvis.truth["parameters"], pelvis.truth["values"]
    for side, name in (("R", "right"), ("L", "left")):
        femur = built[name]["femur"]
        assert values[f"femoral_offset_{side}"]["value"] == pytest.approx(femur["offset"])
        angle = values[f"neck_shaft_angle_{side}"]["value"]
        assert angle == pytest.approx(femur["neck_shaft_deg"])
        width = values[f"femoral_head_diameter_{side}"]["value"]
        assert width == pytest.approx(2 * femur["head_radius"])
    assert values["pelvic_obliquity"]["value"] == pytest.approx(built["obliquity_deg"], abs=0.05)


def test_readings_in_the_plane_of_the_hips_differ_by_parallax_only(pelvis):
    values = pelvis.truth["values"]
    readings = pelvis.truth["readings"]["values"]
    for side in "RL":
        key = f"femoral_offset_{side}"
        assert readings[key]["value"] == pytest.approx(values[key]["value"], abs=1e-3)
    # The lesser trochanter lies some 7 mm behind: 0.7 % of what lies below the teardrops.
    apart = readings["LLD_lesser_trochanter"]["value"] - values["LLD_lesser_trochanter"]["value"]
    assert abs(apart) < 0.5


def test_leg_angles_are_what_the_patient_was_built_with(legs):
    built, values = legs.truth["parameters"], legs.truth["values"]
    for side, name in (("R", "right"), ("L", "left")):
        leg = built[name]
        for key, field in (("mLDFA", "mldfa_deg"), ("MPTA", "mpta_deg"), ("LDTA", "ldta_deg")):
            assert values[f"{key}_{side}"]["value"] == pytest.approx(leg[field], abs=0.02)
        assert values[f"JLCA_{side}"]["value"] == pytest.approx(leg["jlca_deg"], abs=0.02)
        identity = leg["mpta_deg"] - leg["mldfa_deg"] - leg["jlca_deg"]
        assert values[f"mTFA_HKA_deviation_{side}"]["value"] == pytest.approx(identity, abs=0.02)


def test_the_joints_of_a_leg_have_their_own_magnification(legs):
    marks = legs.truth["landmarks"]
    factors = [marks[f"{n}_L"]["magnification"] for n in ("hip_centre", "ankle_centre")]
    assert factors[0] > factors[1]


@pytest.fixture(scope="module")
def mirrored():
    order = replace(plain_order("ap_pelvis", 8), mirrored=True)
    return generate("ap_pelvis", 8, order=order, pixel_mm=0.4)


def test_a_mirrored_film_is_the_same_film_turned_over(pelvis, mirrored):
    assert np.array_equal(mirrored.pixels, pelvis.pixels[:, ::-1])
    columns = pelvis.pixels.shape[1]
    for name, mark in pelvis.truth["landmarks"].items():
        x, y = mark["image_px"]
        assert mirrored.truth["landmarks"][name]["image_px"] == pytest.approx([columns - x, y])
    assert mirrored.truth["values"] == pelvis.truth["values"]


def test_the_ball_of_a_mirrored_film_lies_where_its_truth_says(mirrored):
    around = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    assert abs(edge_offset_px(mirrored.pixels, mirrored.truth["ball"]["outline"], around)) < 0.25


def test_the_truth_is_plain_json(pelvis):
    assert json.loads(json.dumps(pelvis.truth)) == json.loads(json.dumps(pelvis.truth))
    assert json.loads(json.dumps(pelvis.truth))["schema"] == 1


def test_the_same_seed_gives_the_same_film_and_another_seed_another():
    first, again, other = (generate("ap_pelvis", s, pixel_mm=1.6) for s in (4, 4, 5))
    assert np.array_equal(first.pixels, again.pixels)
    assert first.truth == again.truth
    assert not np.array_equal(first.pixels, other.pixels)


def test_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"skull.*ap_pelvis, long_leg"):
        generate("skull", 1)
