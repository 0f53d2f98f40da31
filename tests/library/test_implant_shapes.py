"""The shapes of the library in millimetres, against formulas of the field worked out here."""

from __future__ import annotations

import math

import pytest

from planning.library import selectors
from tests.library.outlines import crossings

CUPS, HEADS, STEMS = (
    selectors.geometry(key, 1) for key in ("press_fit_cup", "modular_head", "tapered_wedge_stem")
)
STEM_VARIANTS = [
    pytest.param(size, variant, id=variant["name"])
    for size in STEMS["sizes"]
    for variant in size["variants"]
]


def variant_of(family: dict, size: str, **options: str) -> dict:
    [found] = [
        variant
        for one in family["sizes"]
        if one["size"] == size
        for variant in one["variants"]
        if options.items() <= variant["options"].items()
    ]
    return found


def test_ladders_are_those_of_the_catalogue():
    assert [size["size"] for size in CUPS["sizes"]] == [str(d) for d in range(40, 82, 2)]
    assert [size["size"] for size in HEADS["sizes"]] == ["22", "28", "32", "36", "40", "44"]
    assert [size["size"] for size in STEMS["sizes"]] == [str(n) for n in range(112, 184, 6)]


@pytest.mark.parametrize(
    ("head", "smallest"),
    [("22", 40), ("28", 42), ("32", 44), ("36", 48), ("40", 52), ("44", 56)],
)
def test_a_liner_is_offered_from_its_smallest_shell_on(head, smallest):
    """PMC10348735, table II; shells below 42 mm are ours."""
    offered = [
        int(size["size"])
        for size in CUPS["sizes"]
        if any(variant["options"]["head"] == head for variant in size["variants"])
    ]
    assert offered == list(range(smallest, 82, 2))


@pytest.mark.parametrize("size", CUPS["sizes"], ids=lambda size: size["size"])
def test_a_cup_is_a_hemisphere_with_at_least_three_millimetres_of_liner(size):
    radius = int(size["size"]) / 2
    for variant in size["variants"]:
        outline = variant["outline"][0]["polyline"]
        assert max(abs(math.hypot(x, y) - radius) for x, y in outline) < 1e-3
        assert all(y <= 1e-9 for _, y in outline)
        assert variant["dimensions"]["liner_thickness_mm"] >= 3
        assert variant["points"]["rim_lat"] == [-radius, 0]
        assert variant["points"]["rim_med"] == [radius, 0]
        assert variant["points"]["dome"] == [0, -radius]


def test_a_lateralised_liner_moves_the_head_by_four_millimetres_out_of_the_shell():
    """At 40 degrees that is 2.6 mm laterally and 3.1 mm distally."""
    neutral = variant_of(CUPS, "52", head="36", liner="neutral")
    moved = variant_of(CUPS, "52", head="36", liner="lateralised")
    assert neutral["points"]["liner_head_centre"] == [0, 0]
    x, y = moved["points"]["liner_head_centre"]
    turn = math.radians(40)
    lateral = -(x * math.cos(turn) - y * math.sin(turn))
    distal = x * math.sin(turn) + y * math.cos(turn)
    assert (round(lateral, 1), round(distal, 1)) == (2.6, 3.1)


@pytest.mark.parametrize(("size", "variant"), STEM_VARIANTS)
def test_the_head_lies_on_the_neck_at_its_offset(size, variant):
    options, points = variant["options"], variant["points"]
    ccd = math.radians(float(options["ccd"]))
    up = (math.sin(ccd), math.cos(ccd))
    n = STEMS["sizes"].index(size)
    offset = 36.5 + 0.85 * n + (7 if options["offset"] == "high" else 0)
    assert points["head_centre"][0] == pytest.approx(offset, abs=1e-8)
    assert variant["dimensions"]["offset_mm"] == pytest.approx(offset, abs=1e-8)
    foot = points["neck_origin"]
    assert foot[0] == pytest.approx(0, abs=1e-8)
    reach = math.dist(foot, points["head_centre"])
    for k in (0, 1):
        assert points["head_centre"][k] == pytest.approx(foot[k] + reach * up[k], abs=1e-7)
    for name, d in (("m4", -4), ("0", 0), ("p4", 4), ("p8", 8)):
        gained = [points[f"head_centre_{name}"][k] - points["head_centre"][k] for k in (0, 1)]
        # Longer by d: more offset by d sin CCD, longer leg by -d cos CCD.
        assert gained == pytest.approx([d * math.sin(ccd), d * math.cos(ccd)], abs=1e-8)
    assert math.dist(points["taper_face"], points["taper_base"]) == pytest.approx(16, abs=1e-8)


@pytest.mark.parametrize("ccd", ["125", "131", "135"])
@pytest.mark.parametrize("size", [size["size"] for size in STEMS["sizes"]])
def test_high_offset_changes_the_offset_by_seven_and_leg_length_by_nothing(size, ccd):
    standard = variant_of(STEMS, size, ccd=ccd, offset="standard")["points"]
    high = variant_of(STEMS, size, ccd=ccd, offset="high")["points"]
    for name in (n for n in standard if n.startswith("head_centre")):
        assert high[name][0] - standard[name][0] == pytest.approx(7, abs=1e-8)
        assert high[name][1] == standard[name][1]
    for name in ("resection", "calcar", "shoulder", "stem_prox", "stem_tip"):
        assert high[name] == standard[name]


@pytest.mark.parametrize(("size", "variant"), STEM_VARIANTS)
def test_the_neck_cut_runs_at_45_degrees_through_axis_and_calcar(size, variant):
    points = variant["points"]
    assert points["resection"] == [0, 0]
    assert points["calcar"][0] == pytest.approx(points["calcar"][1], abs=1e-8)
    assert points["calcar"][0] > 0
    [cut] = [path["polyline"] for path in variant["outline"] if path["role"] == "resection"]
    (ax, ay), (bx, by) = cut
    assert math.degrees(math.atan2(by - ay, bx - ax)) == pytest.approx(45, abs=1e-2)


@pytest.mark.parametrize(("size", "variant"), STEM_VARIANTS)
def test_a_stem_is_as_long_and_wide_as_it_says(size, variant):
    outline, points = variant["outline"][0]["polyline"], variant["points"]
    dimensions = size["dimensions"]
    assert max(y for _, y in outline) == pytest.approx(points["stem_tip"][1], abs=0.02)
    assert points["stem_tip"][0] == points["stem_prox"][0] == 0
    length = points["stem_tip"][1] - points["shoulder"][1]
    assert length == pytest.approx(dimensions["length_mm"] - 14, abs=1e-8)
    near_the_tip = points["stem_tip"][1] - dimensions["distal_width_mm"]
    widths = crossings(outline, near_the_tip)
    assert widths[1] - widths[0] == pytest.approx(dimensions["distal_width_mm"], abs=0.35)
    assert points["calcar"][0] - points["shoulder"][0] == pytest.approx(
        dimensions["proximal_width_mm"], abs=1e-8
    )
    # Calcar and shoulder lie on the silhouette itself.
    for name in ("calcar", "shoulder"):
        assert min(math.dist(points[name], p) for p in outline) < 1e-3


@pytest.mark.parametrize("size", HEADS["sizes"], ids=lambda size: size["size"])
def test_a_head_is_round_about_its_centre_where_it_articulates(size):
    radius = int(size["size"]) / 2
    for variant in size["variants"]:
        up = variant["mating"]["taper"]["axis"]
        for x, y in variant["outline"][0]["polyline"]:
            if x * up[0] + y * up[1] >= 0:
                assert math.hypot(x, y) == pytest.approx(radius, abs=1e-3)


def test_short_necks_have_no_skirt_and_long_ones_on_small_heads_do():
    skirted = {
        (size["size"], variant["options"]["increment"])
        for size in HEADS["sizes"]
        for variant in size["variants"]
        if "skirted" in variant["flags"]
    }
    assert skirted == {("22", "+4"), ("22", "+8"), ("28", "+4"), ("28", "+8"), ("32", "+8")}
    assert all(v["options"]["increment"] != "-4" for v in HEADS["sizes"][0]["variants"])
