"""A cut and reduced femur is drawn where the plan puts it, without the head that stays behind."""

from __future__ import annotations

from planning.geometry.points import Point, distance, subtract
from planning.measuring.definition_files import catalogue
from planning.plans import changes
from planning.plans.fragments import FemurCut, cut_femur
from planning.plans.implant_bench import Bench
from planning.plans.reduction import reduce
from planning.reports.drawing import Scene, drawing_of
from planning.reports.shapes import Path, Role
from tests.plans.hip_phantoms import FEMUR, FILM, ITEM, VIEW, HipCase, families, variant_of

CASE = HipCase(41, "R", False, cup_mm=(-8.0, -12.0))
TROCHANTER = Point(*CASE.px(CASE.world("lesser_troch_R")))
HEAD = Point(*CASE.px(CASE.head))
# A box around the femur of that side; its upper edge lies above the head.
_AROUND = ((-400, -200), (200, -200), (200, 700), (-400, 700))
BOX = [Point(HEAD.x + dx, HEAD.y + dy) for dx, dy in _AROUND]


def drawn(*, reduced: bool) -> list[tuple[Point, ...]]:
    document = CASE.document()
    bench = Bench(document, families(), CASE.scale)
    cut = FemurCut(
        FEMUR, FILM, "femur", "R", BOX, Point(TROCHANTER.x, TROCHANTER.y + 100), ITEM["stem"]
    )
    document = changes.apply(document, cut_femur(bench, cut))
    if reduced:
        document = changes.apply(document, reduce(Bench(document, families(), CASE.scale), FEMUR))
    scene = Scene(
        document=document, view_id=VIEW, columns=2140, rows=1760, scale=CASE.scale,
        right_on="left", results=[], pins=[], families=families(),
        definitions=catalogue().by_key,
    )  # fmt: skip
    shapes = drawing_of(scene).shapes
    return [s.corners_px for s in shapes if isinstance(s, Path) and s.role is Role.FRAGMENT]


def test_the_corner_below_goes_with_the_femur_as_far_as_the_stems_head_goes_into_the_cup():
    lowest = max(BOX, key=lambda p: (p.y, p.x))
    filmed, moved = (
        max((p for ring in drawn(reduced=each) for p in ring), key=lambda p: (p.y, p.x))
        for each in (False, True)
    )
    assert distance(filmed, lowest) < 1e-6
    stems_head = Point(*CASE.px(CASE.of_stem(variant_of("stem")["points"]["head_centre"])))
    way = subtract(Point(*CASE.px(CASE.cup_centre)), stems_head)
    assert distance(way, Point(0, 0)) * CASE.scale.column_mm > 3
    assert distance(subtract(moved, filmed), way) < 1e-6


def test_what_the_saw_leaves_behind_is_not_drawn_as_moving():
    inner_upper = BOX[1]
    for ring in (*drawn(reduced=False), *drawn(reduced=True)):
        assert min(distance(p, inner_upper) for p in ring) > 50
