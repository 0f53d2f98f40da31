"""What a film shows decides which magnifications are plausible and what is warned of."""

from __future__ import annotations

import pytest

from planning.calibration.film_view import FilmView, Plausibility, Region, view_of
from planning.calibration.marker_warnings import marker_warnings


@pytest.mark.parametrize(
    ("part", "height_mm", "region"),
    [
        ("PELVIS", 430, Region.PELVIS),
        ("HIP", 430, Region.PELVIS),
        ("", None, Region.PELVIS),
        ("KNEE", 300, Region.KNEE),
        ("LSPINE", 430, Region.SPINE),
        ("SPINE", 900, Region.SPINE),
        ("ANKLE", 240, Region.LIMB),
        ("LEG", 1200, Region.LONG_LEG),
        ("LEG", 430, Region.LIMB),
        ("LOWER EXTREMITY", None, Region.LONG_LEG),
        ("HIP", 1200, Region.LONG_LEG),
    ],
)
def test_the_region_comes_from_body_part_and_height(part, height_mm, region):
    assert view_of({"BodyPartExamined": [part]}, height_mm).region is region


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Pelvis AP standing", True),
        ("BEIDE HUEFTEN STEHEND", True),
        ("Knee weight-bearing", True),
        ("Knee weight bearing AP", True),
        ("knee non-weight-bearing", False),
        ("Pelvis supine", False),
        ("Pelvis AP", False),
        ("Becken a.p. im Stehen", True),
        ("Ganzbeinstandaufnahme bds.", True),
        ("Becken Belastungsaufnahme", True),
        ("Pelvis AP Stand", True),
        ("PELVIS_STANDING", True),
        ("HIP_WB_AP", True),
        ("Bassin de face en charge", True),
        ("Bassin en orthostatisme", True),
        ("Pelvis en carga", True),
        ("Cadera de pie", True),
        ("Bacia AP em pé", True),
        ("Bacino in ortostatismo", True),
        ("Bacino sotto carico", True),
        ("PELVIS_NON_WEIGHT_BEARING", False),
        ("Knie ohne Belastung", False),
        ("Pelvis without weight bearing", False),
        ("RX de pie derecho", False),
        ("Pelvis sin carga", False),
        ("Bacino in scarico", False),
        ("STANDARD_PELVIS", False),
        ("Hueftstandard", False),
        ("Stand-alone workstation", False),
        ("Zustand nach TEP bei bestehender Lockerung", False),
        ("Abstand 115 cm", False),
        ("Understanding hip pain", False),
        ("Outstanding quality", False),
        ("", False),
    ],
)
def test_a_standing_film_says_so_in_a_description(text, standing):
    assert view_of({"SeriesDescription": [text]}, 430).standing is standing


@pytest.mark.parametrize(
    ("region", "magnification", "judged"),
    [
        (Region.PELVIS, 1.20, Plausibility.PLAUSIBLE),
        (Region.PELVIS, 1.10, Plausibility.AMBER),
        (Region.PELVIS, 1.38, Plausibility.NEEDS_REASON),
        (Region.KNEE, 1.10, Plausibility.PLAUSIBLE),
        (Region.KNEE, 1.20, Plausibility.AMBER),
        (Region.KNEE, 1.30, Plausibility.NEEDS_REASON),
        (Region.LONG_LEG, 1.05, Plausibility.PLAUSIBLE),
        (Region.LONG_LEG, 1.40, Plausibility.AMBER),
        (Region.SPINE, 1.30, Plausibility.PLAUSIBLE),
        (Region.LIMB, 1.02, Plausibility.PLAUSIBLE),
        (Region.LIMB, 0.97, Plausibility.NEEDS_REASON),
        (Region.PELVIS, None, Plausibility.NO_DETECTOR_SPACING),
    ],
)
def test_each_view_has_its_own_plausible_range(region, magnification, judged):
    assert FilmView(region).expected.judge(magnification) is judged


PELVIS = FilmView()


def test_a_single_ball_on_a_standing_film_warns():
    assert marker_warnings("ball", 1.2, PELVIS, standing=True) == ("standing_single_ball",)
    assert marker_warnings("two_markers", 1.2, PELVIS, standing=True) == ()


def test_a_ball_that_reads_low_probably_lay_on_the_table():
    assert marker_warnings("ball", 1.07, PELVIS) == ("ball_on_table",)
    assert marker_warnings("ball", 1.13, PELVIS) == ()
    assert marker_warnings("ball", 1.07, FilmView(Region.KNEE)) == ()
    assert marker_warnings("implant_head", 1.07, PELVIS) == ()
    assert marker_warnings("ball", None, PELVIS) == ()


def test_the_headers_own_distance_is_that_of_the_table():
    trap = {"source_object_mm": 1100.0, "header_sod_mm": 1095.0}
    assert marker_warnings("distances", 1.045, PELVIS, **trap) == ("distance_is_the_tables",)
    apart = {"source_object_mm": 990.0, "header_sod_mm": 1095.0}
    assert marker_warnings("distances", 1.16, PELVIS, **apart) == ()
