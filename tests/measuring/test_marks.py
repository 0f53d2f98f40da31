"""What is drawn lies where the film shows it, on any pixels, as far as it is known."""

from __future__ import annotations

import math

import pytest

from planning.geometry.points import Point
from planning.measuring.definition_files import catalogue
from planning.measuring.marks import marks
from planning.measuring.scale import NoScale, Scale
from tests.measuring.test_invariants import ON_FILMS, placed, scale

NONE = NoScale("no_spacing")


def drawn(key: str, points: dict, film: Scale | NoScale = NONE, **told) -> list[dict]:
    """Draw a measurement."""
    given = {role: [Point(*p) for p in several] for role, several in points.items()}
    return marks(catalogue().by_key[key], given, film, **told)


def test_a_length_is_a_line_from_end_to_end_with_its_label():
    found = drawn("length", {"a": [(10, 20)], "b": [(30, 40)]})
    assert found == [
        {"kind": "line", "points_px": [[10, 20], [30, 40]], "role": "measure"},
        {"kind": "label", "at_px": [30, 40]},
    ]


def test_a_fitted_circle_is_round_in_millimetres_and_oval_on_oblong_pixels():
    rim = [(50 + 20 * math.cos(t), 30 + 10 * math.sin(t)) for t in (0, 1, 2, 3, 4, 5)]
    circle = drawn("circle", {"rim": rim}, scale(0.2, 0.1))[0]
    assert circle["kind"] == "circle"
    assert circle["centre_px"] == pytest.approx([50, 30])
    assert circle["radii_px"] == pytest.approx([20, 10])


def test_an_offset_meets_the_shaft_at_a_right_angle_in_millimetres():
    film = scale(0.2, 0.1)
    points = {"head_centre": [(100, 50)], "shaft_prox": [(300, 80)], "shaft_dist": [(340, 400)]}
    axis, drop, label = drawn("femoral_offset", points, film, side="L")
    assert (axis["role"], drop["role"], label["kind"]) == ("axis", "measure", "label")
    start, end = ([0.1 * x, 0.2 * y] for x, y in drop["points_px"])
    far, near = ([0.1 * x, 0.2 * y] for x, y in axis["points_px"])
    across = (end[0] - start[0], end[1] - start[1])
    along = (far[0] - near[0], far[1] - near[1])
    assert across[0] * along[0] + across[1] * along[1] == pytest.approx(0, abs=1e-9)
    assert label["at_px"] == pytest.approx(drop["points_px"][1])


def test_an_arc_runs_from_leg_to_leg_about_the_vertex():
    arc = drawn("angle", {"a": [(100, 0)], "vertex": [(0, 0)], "b": [(0, 100)]})[2]
    radius = 0.12 * math.hypot(100, 100)
    assert arc["kind"] == "arc"
    assert arc["points_px"][0] == pytest.approx([radius, 0])
    assert arc["points_px"][-1] == pytest.approx([0, radius], abs=1e-9)
    assert {round(math.hypot(*p), 9) for p in arc["points_px"]} == {round(radius, 9)}


def test_a_drawing_grows_with_its_landmarks():
    bones = {"teardrop_R": [(100, 200)], "teardrop_L": [(300, 205)]}
    assert drawn("LLD_lesser_trochanter", {}) == []
    assert drawn("LLD_lesser_trochanter", bones) == []
    bones["lesser_troch_R"] = [(60, 300)]
    some = drawn("LLD_lesser_trochanter", bones)
    assert [mark["kind"] for mark in some] == ["line"]
    bones["lesser_troch_L"] = [(340, 320)]
    assert len(drawn("LLD_lesser_trochanter", bones)) == 4


def test_lengths_are_drawn_without_a_scale_but_no_millimetre_is_used():
    points = {"head_centre": [(100, 100)], "roof": [(90, 60), (110, 60)]}
    told = {"params": {"head_radius_mm": 24}, "side": "R"}
    assert [mark["kind"] for mark in drawn("min_joint_space_width_hip", points, **told)] == [
        "line", "label",
    ]  # fmt: skip


@pytest.mark.parametrize("definition", ON_FILMS, ids=lambda definition: definition.key)
def test_every_measurement_draws_something_with_one_label(definition):
    points, params, side = placed(definition, 5)
    found = marks(definition, points, scale(), side=side, params=params)
    kinds = [mark["kind"] for mark in found]
    assert kinds.count("label") == 1
    assert len(kinds) > 1 or definition.key == "min_joint_space_width_hip"
