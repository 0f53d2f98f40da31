"""Values follow the clinical definitions; checked by other formulas and by published examples."""

from __future__ import annotations

import cmath
import json
import math

import numpy as np
import pytest

from planning.phantom.values import leg_values, pelvis_values

PELVIS = {
    "teardrop_R": (-57.0, 18.0),
    "teardrop_L": (57.0, 14.0),
    "head_centre_R": (-90.0, 1.0),
    "head_centre_L": (91.0, -4.0),
    "lesser_troch_R": (-108.0, 62.0),
    "lesser_troch_L": (107.0, 66.0),
    "neck_mid_R": (-117.0, 20.0),
    "neck_mid_L": (118.0, 16.0),
    "shaft_prox_R": (-134.0, 80.0),
    "shaft_prox_L": (135.0, 78.0),
    "shaft_dist_R": (-130.0, 140.0),
    "shaft_dist_L": (131.0, 138.0),
    "acetabular_edge_R": (-104.0, -22.0),
    "acetabular_edge_L": (106.0, -27.0),
}


def pelvis_points() -> dict[str, np.ndarray]:
    return {name: np.array(point) for name, point in PELVIS.items()}


def number(name: str) -> complex:
    return complex(*PELVIS[name])


def test_leg_length_difference_is_the_distance_below_the_teardrop_line():
    values = pelvis_values(pelvis_points())
    line = number("teardrop_L") - number("teardrop_R")
    below = {
        side: ((number(f"lesser_troch_{side}") - number("teardrop_R")) / line).imag * abs(line)
        for side in "RL"
    }
    expected = below["R"] - below["L"]
    assert values["LLD_lesser_trochanter"]["value"] == pytest.approx(expected, abs=1e-6)


def test_obliquity_is_positive_where_the_left_is_lower():
    lower = pelvis_points() | {"teardrop_L": np.array([57.0, 22.0])}
    assert pelvis_values(lower)["pelvic_obliquity"]["value"] == pytest.approx(
        math.degrees(math.atan(4 / 114)), abs=1e-6
    )
    assert pelvis_values(pelvis_points())["pelvic_obliquity"]["value"] < 0


@pytest.mark.parametrize("side", ["R", "L"])
def test_offset_and_neck_angle_from_complex_numbers(side):
    values = pelvis_values(pelvis_points())
    head, neck = number(f"head_centre_{side}"), number(f"neck_mid_{side}")
    top, low = number(f"shaft_prox_{side}"), number(f"shaft_dist_{side}")
    offset = abs(((head - top) / (low - top)).imag) * abs(low - top)
    assert values[f"femoral_offset_{side}"]["value"] == pytest.approx(offset, abs=1e-6)
    angle = abs(math.degrees(cmath.phase((head - neck) / (low - top))))
    assert values[f"neck_shaft_angle_{side}"]["value"] == pytest.approx(angle, abs=1e-6)


@pytest.fixture(scope="module")
def published(shared_data):
    path = shared_data.parent / "ortho_examples.json"
    if not path.is_file():
        pytest.skip("no ortho_examples.json beside the shared data")
    return json.loads(path.read_text())["examples"]


PELVIS_KEYS = [
    "femoral_offset",
    "acetabular_offset",
    "cor_height",
    "neck_shaft_angle",
    "lateral_centre_edge_angle",
    "sharp_angle",
]
LEG_KEYS = [
    "mTFA_HKA_deviation",
    "HKA_medial_angle",
    "mLDFA",
    "MPTA",
    "JLCA",
    "LDTA",
    "aLDFA",
    "AMA_valgus_cut_angle",
    "mLPFA",
    "MAD",
    "WBL_ratio",
    "leg_length_hip_ankle",
]
LEG_POINTS = [
    "hip_centre",
    "femur_knee_centre",
    "tibia_knee_centre",
    "ankle_centre",
    "fem_cond_lat",
    "fem_cond_med",
    "plateau_lat",
    "plateau_med",
    "plafond_lat",
    "plafond_med",
    "fem_shaft_prox",
    "fem_shaft_dist",
    "greater_troch",
]


def on_side(example: dict, base: dict) -> dict[str, np.ndarray]:
    side = example["side"]
    points = {name: np.array(p, dtype=float) for name, p in base.items()}
    for name, point in example["landmarks"].items():
        key = name if name[-2:] in ("_R", "_L") else f"{name}_{side}"
        points[key] = np.array(point, dtype=float)
    return points


@pytest.mark.parametrize("key", PELVIS_KEYS)
def test_pelvis_values_equal_the_published_examples(published, key):
    examples = [e for e in published if e["measurement"] == key]
    assert examples
    for example in examples:
        values = pelvis_values(on_side(example, PELVIS))
        got = values[f"{key}_{example['side']}"]["value"]
        assert got == pytest.approx(example["expected"]["value"], abs=example["tolerance"])


@pytest.mark.parametrize("key", ["LLD_lesser_trochanter", "LLD_head_centre", "pelvic_obliquity"])
def test_values_of_both_sides_equal_the_published_examples(published, key):
    examples = [e for e in published if e["measurement"] == key]
    assert examples
    for example in examples:
        values = pelvis_values(on_side(example, PELVIS))
        assert values[key]["value"] == pytest.approx(
            example["expected"]["value"], abs=example["tolerance"]
        )


@pytest.mark.parametrize("key", LEG_KEYS)
def test_leg_values_equal_the_published_examples(published, key):
    legs = [e for e in published if e["measurement"] == key]
    assert legs
    for example in legs:
        side = example["side"]
        fill = {f"{n}_{side}": (float(i), float(i * i)) for i, n in enumerate(LEG_POINTS)}
        values = leg_values(on_side(example, fill))
        got = values[f"{key}_{side}"]["value"]
        assert got == pytest.approx(example["expected"]["value"], abs=example["tolerance"])
