"""Measurements that belong together add up, on legs, hips and spines of any shape."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.geometry.points import Point
from planning.measuring.definition_files import catalogue
from planning.measuring.evaluate import evaluate
from planning.measuring.scale import NoScale, Scale
from tests.measuring.test_invariants import scale

somewhere = st.builds(Point, st.floats(0, 40), st.floats(0, 40))


def value(key: str, points: dict, film: Scale | NoScale | None = None, **told) -> float:
    """Measure with the landmarks that a definition asks for."""
    definition = catalogue().by_key[key]
    chosen = {role.name: points[role.name] for role in definition.roles if role.name in points}
    found = evaluate(definition, chosen, film or scale(), **told)
    return found.value


def near(place: Point, offset: Point) -> list[Point]:
    """Return a landmark near where it belongs."""
    return [Point(place.x + offset.x, place.y + offset.y)]


LEG = {
    "hip_centre": Point(500, 100), "femur_knee_centre": Point(520, 2900),
    "tibia_knee_centre": Point(520, 2960), "ankle_centre": Point(540, 5300),
    "fem_cond_lat": Point(300, 2920), "fem_cond_med": Point(740, 2920),
    "plateau_lat": Point(290, 2990), "plateau_med": Point(750, 2990),
}  # fmt: skip


@given(offsets=st.lists(somewhere, min_size=8, max_size=8))
def test_the_axis_of_a_leg_is_tibia_less_femur_less_joint(offsets):
    film = NoScale("no_spacing")
    leg = {name: near(place, by) for (name, place), by in zip(LEG.items(), offsets, strict=True)}
    told = {"side": "R", "params": {"hanging": "AP"}}
    mtfa = value("mTFA_HKA_deviation", leg, film, **told)
    tibia, femur = (value(key, leg, film, **told) for key in ("MPTA", "mLDFA"))
    assert mtfa == pytest.approx(tibia - femur - value("JLCA", leg, film, **told), abs=1e-9)
    assert value("HKA_medial_angle", leg, film, **told) == pytest.approx(180 + mtfa)
    assert value("CPAK_aHKA", leg, film, **told) == pytest.approx(tibia - femur)
    assert value("CPAK_JLO", leg, film, **told) == pytest.approx(tibia + femur)


SPINE = {
    "head_centre_1": Point(1000, 2000), "head_centre_2": Point(1020, 1990),
    "s1_post": Point(1300, 1300), "s1_ant": Point(1080, 1420),
    "l1_sup_post": Point(1150, 300), "l1_sup_ant": Point(900, 260),
}  # fmt: skip


@given(offsets=st.lists(somewhere, min_size=6, max_size=6))
def test_pelvic_incidence_is_tilt_and_slope(offsets):
    spine = {name: near(at, by) for (name, at), by in zip(SPINE.items(), offsets, strict=True)}
    told = {"params": {"anterior": "left"}}
    tilt, slope, incidence = (
        value(key, spine, **told) for key in ("pelvic_tilt", "sacral_slope", "pelvic_incidence")
    )
    assert incidence == pytest.approx(tilt + slope, abs=1e-9)


HIP = {
    "teardrop_R": Point(900, 1500), "teardrop_L": Point(1450, 1510),
    "head_centre": Point(640, 1400), "shaft_prox": Point(380, 1900),
    "shaft_dist": Point(400, 2600), "head_centre_native": Point(640, 1400),
    "cup_centre_new": Point(660, 1410), "stem_head0": Point(600, 1380),
    "stem_neck_axis_pt": Point(450, 1550),
}  # fmt: skip


@given(offsets=st.lists(somewhere, min_size=9, max_size=9), longer_mm=st.floats(0, 8))
def test_offsets_add_up_and_a_longer_head_pushes_the_femur_away(offsets, longer_mm):
    hip = {name: near(place, by) for (name, place), by in zip(HIP.items(), offsets, strict=True)}
    parts = value("femoral_offset", hip, side="R") + value("acetabular_offset", hip, side="R")
    assert value("global_offset", hip, side="R") == pytest.approx(parts)
    keys = ("THA_leg_length_change", "THA_global_offset_change")
    short, long = (
        [value(key, hip, side="R", params={"neck_increment_mm": mm}) for key in keys]
        for mm in (0.0, longer_mm)
    )
    grown = math.hypot(*(after - before for before, after in zip(short, long, strict=True)))
    assert grown == pytest.approx(longer_mm, abs=1e-9)
    assert min(after - before for before, after in zip(short, long, strict=True)) >= -1e-9


@given(offsets=st.lists(somewhere, min_size=6, max_size=6))
def test_the_surface_of_the_talus_is_that_of_the_tibia_less_the_tilt(offsets):
    places = {
        "tibia_prox": Point(500, 100), "tibia_dist": Point(510, 900),
        "plafond_med": Point(700, 1200), "plafond_lat": Point(300, 1200),
        "talus_med": Point(690, 1260), "talus_lat": Point(310, 1260),
    }  # fmt: skip
    ankle = {name: near(at, by) for (name, at), by in zip(places.items(), offsets, strict=True)}
    keys = ("tibial_anterior_surface_angle", "talar_tilt", "tibiotalar_angle_TTS")
    tibia, tilt, talus = (value(key, ankle, side="R") for key in keys)
    assert talus == pytest.approx(tibia - tilt, abs=1e-9)
