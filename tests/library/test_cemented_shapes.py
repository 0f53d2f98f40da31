"""Cemented stems and cups, bipolar heads and the views from the side, in millimetres."""

from __future__ import annotations

import math
import re

import pytest

from planning.library import selectors
from tests.library.outlines import crosses_itself, crossings, thinned

FAMILIES = [selectors.geometry(key, version) for key, version in selectors.families()]
STEMS = selectors.geometry("cemented_taper_stem", 1)
CUPS = selectors.geometry("cemented_cup", 1)
BIPOLAR = selectors.geometry("bipolar_head", 1)
SHORT_STEPS = selectors.geometry("modular_head_short_steps", 1)


def variants(family: dict) -> list:
    return [
        pytest.param(size, variant, id=variant["name"])
        for size in family["sizes"]
        for variant in size["variants"]
    ]


def path(variant: dict, role: str) -> list:
    [found] = [one["polyline"] for one in variant["outline"] if one["role"] == role]
    return found


@pytest.mark.parametrize(("size", "variant"), variants(STEMS))
def test_every_offset_of_a_cemented_stem_has_one_height_and_one_body(size, variant):
    offset, points = float(variant["options"]["offset"]), variant["points"]
    assert points["head_centre"][0] == pytest.approx(offset, abs=1e-8)
    standard = next(v for v in size["variants"] if v["options"]["offset"] == "37.5")["points"]
    assert points["head_centre"][1] == pytest.approx(standard["head_centre"][1], abs=0.1)
    for name in ("resection", "calcar", "shoulder"):
        assert points[name] == standard[name]
    ccd = math.radians(125)
    for name, k in (("m4", -4), ("p4", 4), ("p8", 8)):
        gained = [points[f"head_centre_{name}"][n] - points["head_centre"][n] for n in (0, 1)]
        assert gained == pytest.approx([k * math.sin(ccd), k * math.cos(ccd)], abs=1e-8)


def test_short_stems_have_the_small_offsets_and_long_ones_only_the_others():
    """Offsets to 35.5 mm only 125 mm long: s42836-023-00200-8."""
    pairs = {
        (v["options"]["offset"], v["options"]["length"])
        for size in STEMS["sizes"]
        for v in size["variants"]
    }
    small, others = ("30", "33", "35.5"), ("37.5", "44", "50")
    assert pairs == {(o, "125") for o in small + others} | {(o, "150") for o in others}


@pytest.mark.parametrize("view", ["AP", "LAT"])
def test_the_mantle_is_two_millimetres_thick_down_to_the_tip(view):
    for size in selectors.geometry("cemented_taper_stem", 1, view)["sizes"]:
        variant = size["variants"][-1]
        outline, mantle = path(variant, "outline"), path(variant, "mantle")
        tip, calcar = variant["points"]["stem_tip"][1], variant["points"]["calcar"][1]
        # Square to an edge that leans by a few degrees, two millimetres are a little more across.
        for share in (0.3, 0.5, 0.7, 0.85):
            y = calcar + share * (tip - calcar)
            inner, outer = crossings(outline, y), crossings(mantle, y)
            assert inner[0] - outer[0] == pytest.approx(2, abs=0.15)
            assert outer[-1] - inner[-1] == pytest.approx(2, abs=0.15)
        assert max(y for _, y in mantle) - tip == pytest.approx(12, abs=0.05)


@pytest.mark.parametrize(("size", "variant"), variants(STEMS))
def test_a_cemented_stem_only_tapers(size, variant):
    outline, points = path(variant, "outline"), variant["points"]
    widths = []
    for share in (0.2, 0.35, 0.5, 0.65, 0.8, 0.95):
        y = points["shoulder"][1] + share * (points["stem_tip"][1] - points["shoulder"][1])
        left, right = crossings(outline, y)
        widths.append(right - left)
    assert widths == sorted(widths, reverse=True)
    assert points["stem_tip"][1] - points["shoulder"][1] == pytest.approx(
        float(variant["options"]["length"]) - 14, abs=1e-8
    )


@pytest.mark.parametrize("size", CUPS["sizes"], ids=lambda size: size["size"])
def test_a_cemented_cup_has_eight_millimetres_of_polyethylene_and_its_mantle(size):
    radius = int(size["size"]) / 2
    for variant in size["variants"]:
        head, mantle = (float(variant["options"][name]) for name in ("head", "mantle"))
        assert radius - head / 2 >= 8
        assert variant["dimensions"]["reamed_mm"] == 2 * (radius + mantle)
        assert all(
            math.hypot(x, y) == pytest.approx(radius + mantle, abs=1e-3)
            for x, y in path(variant, "mantle")
        )
        dome = [(x, y) for x, y in path(variant, "outline") if y < -1e-6]
        assert all(math.hypot(x, y) == pytest.approx(radius, abs=1e-3) for x, y in dome)
        lip = max(y for _, y in path(variant, "outline"))
        assert lip == pytest.approx(5 if variant["options"]["liner"] == "elevated" else 0, abs=1e-9)


@pytest.mark.parametrize("size", BIPOLAR["sizes"], ids=lambda size: size["size"])
def test_a_bipolar_head_is_round_outside_and_holds_the_head_that_it_says(size):
    radius = int(size["size"]) / 2
    inner = {variant["options"]["inner"] for variant in size["variants"]}
    assert inner == ({"22", "28"} if radius >= 22 else {"22"})
    for variant in size["variants"]:
        up = variant["mating"]["taper"]["axis"]
        for x, y in path(variant, "outline"):
            if x * up[0] + y * up[1] >= 0:
                assert math.hypot(x, y) == pytest.approx(radius, abs=1e-3)
        skirted = "skirted" in variant["flags"]
        assert skirted == (variant["options"]["increment"] in ("+4", "+8"))
        assert skirted == ("skirted" in variant["name"])


def test_heads_in_steps_of_three_and_a_half_sit_on_every_generic_taper():
    steps = list(SHORT_STEPS["options"]["increment"]["values"])
    assert steps == ["-3.5", "0", "+3.5", "+7"]
    for size in SHORT_STEPS["sizes"]:
        for variant in size["variants"]:
            taper = variant["mating"]["taper"]
            assert taper["increment_mm"] == float(variant["options"]["increment"])
            assert taper["type"] == STEMS["sizes"][0]["variants"][0]["mating"]["taper"]["type"]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["key"])
def test_from_the_side_everything_keeps_its_height_and_its_options(family):
    side = selectors.geometry(family["key"], family["version"], "LAT")
    assert side["view"] == "LAT"
    for front_size, side_size in zip(family["sizes"], side["sizes"], strict=True):
        for front, seen in zip(front_size["variants"], side_size["variants"], strict=True):
            assert front["options"] == seen["options"]
            for name, (_, y) in front["points"].items():
                assert seen["points"][name][1] == pytest.approx(y, abs=1e-8)
            for name, place in front["mating"].items():
                axis = seen["mating"][name]["axis"]
                assert axis[0] == pytest.approx(0, abs=1e-9)
                assert axis[1] == pytest.approx(place["axis"][1], abs=1e-8)


@pytest.mark.parametrize("view", ["AP", "LAT"])
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["key"])
def test_no_silhouette_crosses_itself_from_either_side(family, view):
    sizes = selectors.geometry(family["key"], family["version"], view)["sizes"]
    for size in (sizes[0], sizes[len(sizes) // 2], sizes[-1]):
        for variant in size["variants"]:
            outline = variant["outline"][0]
            assert (outline["role"], outline["closed"]) == ("outline", True)
            assert not crosses_itself(thinned(outline["polyline"])), variant["name"]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["key"])
def test_every_name_says_its_millimetres_and_is_given_once(family):
    names = [variant["name"] for size in family["sizes"] for variant in size["variants"]]
    assert len(set(names)) == len(names)
    assert all(re.search(r"\d mm", name) for name in names)
    assert not any(re.search(r"size|#|\bno\b", name, re.IGNORECASE) for name in names)
    assert family["notice"] == "generic shape, not a product"
