"""What holds for implants whatever a surgeon does, on the library's own families."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.geometry.points import Point, distance
from planning.geometry.reasons import Reason
from planning.library import selectors
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.plans import changes, document
from planning.plans.implant_bench import Bench
from planning.plans.implant_sets import implant_sets, placed_implants
from planning.plans.validation import validate
from tests.plans.implant_runner import DO, added

VIEW = "00000000-0000-4000-8000-000000000100"
ITEMS = {
    kind: f"00000000-0000-4000-8000-00000000030{n}"
    for n, kind in enumerate(("cup", "head", "stem"))
}


def scale(column_mm: float = 0.14, aspect: float = 1.0) -> Scale:
    return Scale(
        column_mm * aspect, column_mm, ScaleMethod.BALL, "mm", Confidence.HIGH, Templating.YES
    )


def families() -> list[dict]:
    return [selectors.geometry(*key) for key in selectors.families()]


def plan(by: Scale, *kinds: str, mirrored: bool = False) -> dict:
    """Return a plan with implants of the library on one film."""
    view = {
        "id": VIEW, "sop_instance_uid": "1.2.3", "frame": 1, "pixel_sha256": "0" * 64,
        "calibration_id": None, "side": "B",
    }  # fmt: skip
    made = {**document.empty(), "views": [view]}
    for kind in kinds:
        family = next(one for one in families() if one["kind"] == kind)
        item = ITEMS[kind]
        ids = {"body": item[:-3] + f"5{item[-2:]}", "implant": item, "variant": VIEW}
        changed = added(
            Bench(made, families(), by),
            kind=family, view_id=VIEW, at_px=Point(1500.5, 1200.25), ids=ids, mirrored=mirrored,
        )  # fmt: skip
        made = changes.apply(made, changed)
    assert validate(made) == []
    return made


def after(made: dict, by: Scale, kind: str, name: str, *given: object) -> dict:
    """Do one thing; where it is refused, the plan stays as it is."""
    changed = DO[name](Bench(made, families(), by), ITEMS[kind], *given)
    return made if isinstance(changed, Reason) else changes.apply(made, changed)


def placed(made: dict, by: Scale, kind: str):
    found = placed_implants(made, view_id=VIEW, variant_id=VIEW, families=families(), scale=by)
    return found[ITEMS[kind]]


aspects = st.sampled_from([1.0, 0.9138941805856442, 1.25])
spacings = st.floats(0.05, 0.4)
turns = st.floats(-180, 180)
shifts = st.tuples(st.floats(-500, 500), st.floats(-500, 500))
size_steps = st.lists(st.integers(-3, 3), min_size=1, max_size=8)
OFFSETS = st.sampled_from([("offset", "standard"), ("offset", "high")])
ANGLES = st.sampled_from([("ccd", "125"), ("ccd", "131"), ("ccd", "135")])


@settings(max_examples=40, deadline=None)
@given(spacings, aspects, turns, size_steps, st.booleans())
def test_sizes_up_and_down_again_give_the_same_plan(column_mm, aspect, turn, steps, mirrored):
    by = scale(column_mm, aspect)
    before = after(plan(by, "stem", mirrored=mirrored), by, "stem", "rotate", turn)
    made = before
    taken = []
    for step in steps:
        following = after(made, by, "stem", "step", step)
        if following is not made:
            taken.append(step)
        made = following
    for step in reversed(taken):
        made = after(made, by, "stem", "step", -step)
    assert made == before


@settings(max_examples=40, deadline=None)
@given(spacings, aspects, turns, size_steps, st.lists(OFFSETS | ANGLES, max_size=6))
def test_the_stems_cut_and_axis_stay_under_any_sizes_and_options(
    column_mm, aspect, turn, steps, options
):
    by = scale(column_mm, aspect)
    made = after(plan(by, "stem"), by, "stem", "rotate", turn)
    first = placed(made, by, "stem")
    for step in steps:
        made = after(made, by, "stem", "step", step)
    for option in options:
        made = after(made, by, "stem", "option", *option)
    last = placed(made, by, "stem")
    assert last.points["resection"] == first.points["resection"]
    for point in last.axis:
        assert off_line_px(point, first.axis, by) < 1e-7


def off_line_px(p: Point, axis: tuple[Point, Point], by: Scale) -> float:
    (ax, ay), (bx, by_), (px, py) = ((q.x, q.y * by.aspect) for q in (*axis, p))
    return abs((bx - ax) * (py - ay) - (by_ - ay) * (px - ax)) / math.hypot(bx - ax, by_ - ay)


@settings(max_examples=40, deadline=None)
@given(spacings, aspects, turns, shifts, st.booleans(), st.sampled_from(["cup", "stem", "head"]))
def test_mirrored_twice_is_the_same_plan(column_mm, aspect, turn, shift, mirrored, kind):
    by = scale(column_mm, aspect)
    made = after(plan(by, kind, mirrored=mirrored), by, kind, "move", *shift)
    made = after(made, by, kind, "rotate", turn)
    once = after(made, by, kind, "mirror")
    assert once != made
    assert after(once, by, kind, "mirror") == made


@settings(max_examples=40, deadline=None)
@given(spacings, aspects, turns, shifts, st.booleans())
def test_mirroring_reflects_every_point_across_the_upright_through_the_anchor(
    column_mm, aspect, turn, shift, mirrored
):
    by = scale(column_mm, aspect)
    made = after(plan(by, "cup", mirrored=mirrored), by, "cup", "rotate", turn)
    made = after(made, by, "cup", "move", *shift)
    first, other = placed(made, by, "cup"), placed(after(made, by, "cup", "mirror"), by, "cup")
    middle = first.points["centre"].x
    for name, point in first.points.items():
        assert other.points[name].x == pytest.approx(2 * middle - point.x, abs=1e-7)
        assert other.points[name].y == pytest.approx(point.y, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(spacings, aspects, turns, shifts, st.floats(0.9, 1.1), st.sampled_from(["cup", "stem"]))
def test_recalibration_leaves_the_anchor_and_changes_only_the_size(
    column_mm, aspect, turn, shift, factor, kind
):
    by, again = scale(column_mm, aspect), scale(column_mm * factor, aspect)
    made = after(plan(by, "cup", "stem"), by, kind, "move", *shift)
    made = after(made, by, kind, "rotate", turn)
    first, last = placed(made, by, kind), placed(made, again, kind)
    anchor = first.points[first.family["placement"]["anchor"]]
    for name, point in first.points.items():
        moved = last.points[name]
        assert moved.x - anchor.x == pytest.approx((point.x - anchor.x) / factor, abs=1e-6)
        assert moved.y - anchor.y == pytest.approx((point.y - anchor.y) / factor, abs=1e-6)


DONE = st.one_of(
    st.tuples(st.just("move"), *([st.floats(-200, 200)] * 2)),
    st.tuples(st.just("nudge"), *([st.floats(-20, 20)] * 2)),
    st.tuples(st.just("rotate"), st.floats(-20, 20)),
    st.tuples(st.just("rotate"), st.floats(-20, 20), st.just("head_centre")),
    st.tuples(st.just("mirror")),
    st.tuples(st.just("step"), st.integers(-2, 2)),
    st.tuples(st.just("option"), st.just("offset"), st.sampled_from(["standard", "high"])),
)
HEAD = st.tuples(st.just("option"), st.just("increment"), st.sampled_from(["-4", "0", "+4", "+8"]))


@settings(max_examples=60, deadline=None)
@given(
    spacings,
    aspects,
    st.lists(st.tuples(st.sampled_from(["stem", "head"]), DONE | HEAD), max_size=8),
)
def test_nothing_parts_a_head_from_its_stem(column_mm, aspect, done):
    by = scale(column_mm, aspect)
    made = plan(by, "stem", "head")
    for kind, one in done:
        made = after(made, by, kind, *one)
    for film in (by, scale(column_mm * 1.04, aspect)):
        stem, head = placed(made, film, "stem"), placed(made, film, "head")
        increment = head.implant["options"]["increment"]
        name = {"-4": "m4", "0": "0", "+4": "p4", "+8": "p8"}[increment]
        assert distance(head.points["centre"], stem.points[f"head_centre_{name}"]) < 1e-6
        assert stem.points["head_centre"] == head.points["centre"]
        assert head.mirrored == stem.mirrored


@settings(max_examples=30, deadline=None)
@given(spacings, aspects, turns, st.booleans(), st.floats(-30, 30), st.floats(-30, 30))
def test_a_nudge_moves_by_millimetres_along_the_axis(
    column_mm, aspect, turn, mirrored, along_mm, across_mm
):
    by = scale(column_mm, aspect)
    made = after(plan(by, "stem", mirrored=mirrored), by, "stem", "rotate", turn)
    first = placed(made, by, "stem")
    last = placed(after(made, by, "stem", "nudge", along_mm, across_mm), by, "stem")
    start, end = first.axis
    axis_mm = ((end.x - start.x) * by.column_mm, (end.y - start.y) * by.row_mm)
    length_mm = math.hypot(*axis_mm)
    for name, point in first.points.items():
        x = (last.points[name].x - point.x) * by.column_mm
        y = (last.points[name].y - point.y) * by.row_mm
        assert (x * axis_mm[0] + y * axis_mm[1]) / length_mm == pytest.approx(along_mm, abs=1e-6)
        medial = (x * axis_mm[1] - y * axis_mm[0]) / length_mm * (-1 if mirrored else 1)
        assert medial == pytest.approx(across_mm, abs=1e-6)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("aspect", [1.0, 1.25])
def test_a_cup_is_drawn_at_its_inclination_opening_laterally(mirrored, aspect):
    by = scale(0.14, aspect)
    cup = placed(plan(by, "cup", mirrored=mirrored), by, "cup")
    lateral, medial = cup.points["rim_lat"], cup.points["rim_med"]
    across, down = (medial.x - lateral.x) * by.column_mm, (medial.y - lateral.y) * by.row_mm
    assert math.degrees(math.atan2(down, abs(across))) == pytest.approx(40, abs=1e-9)
    assert (across > 0) is not mirrored


def test_a_set_of_the_library_fits_together():
    by = scale()
    made = plan(by, "cup", "head", "stem")
    placed_all = placed_implants(made, view_id=VIEW, variant_id=VIEW, families=families(), scale=by)
    [one] = implant_sets(placed_all)
    assert one.cup.variant["options"]["head"] == one.head.size["size"]


@settings(max_examples=30, deadline=None)
@given(spacings, aspects, turns, shifts, st.booleans())
def test_a_point_that_is_brought_somewhere_lies_there_and_nothing_turns(
    column_mm, aspect, turn, to_px, mirrored
):
    by = scale(column_mm, aspect)
    made = after(plan(by, "stem", "head", mirrored=mirrored), by, "stem", "rotate", turn)
    moved = after(made, by, "head", "bring", "centre", *to_px)
    stem, head = placed(moved, by, "stem"), placed(moved, by, "head")
    assert head.points["centre"] == pytest.approx(to_px, abs=1e-6)
    assert stem.points["head_centre"] == head.points["centre"]
    assert stem.pose.rotation_rad == placed(made, by, "stem").pose.rotation_rad
