"""Implants against vectors: where they lie, what carries what, and what changes say."""

from __future__ import annotations

import subprocess
import sys

import pytest

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.scale import scale_from_json
from planning.plans import changes
from planning.plans.implant_adding import remove_implant
from planning.plans.implant_bench import Bench
from planning.plans.implant_sets import (
    implant_points,
    implant_sets,
    mirrored_for,
    placed_implants,
    set_problems,
    side_of,
)
from planning.plans.implants import Placed, outline_px, place
from planning.plans.poses import pose_from_json
from planning.plans.validation import validate
from tests.plans.implant_runner import (
    DO,
    GOLDEN,
    TESTS,
    added,
    as_json,
    assert_close,
    family,
)

VIEW = "00000000-0000-4000-8000-000000000100"
IDS = {
    "body": "00000000-0000-4000-8000-000000000401",
    "implant": "00000000-0000-4000-8000-000000000402",
    "variant": "00000000-0000-4000-8000-000000000403",
}


def titled(section: str):
    return [pytest.param(case, id=case["title"]) for case in GOLDEN[section]]


def bench_of(case: dict) -> Bench:
    return Bench(case["document"], GOLDEN["families"], scale_from_json(case["scale"]))


def placed_in(case: dict, document: dict | None = None) -> dict[str, Placed | Reason]:
    document = document or case["document"]
    return placed_implants(
        document,
        view_id=VIEW,
        variant_id=document["variants"][0]["id"],
        families=GOLDEN["families"],
        scale=scale_from_json(case["scale"]),
    )


@pytest.mark.parametrize("case", titled("placings"))
def test_an_implant_lies_where_matrices_say(case):
    implant, scale = case["implant"], scale_from_json(case["scale"])
    kind = family(implant["family"])
    placed = place(implant, pose_from_json(case["pose"]), kind, scale)
    assert isinstance(placed, Placed)
    assert_close(placed.points, case["points"])
    assert_close(placed.axis, case["axis"])
    [outline] = outline_px(placed)
    assert_close(outline["points"], case["outline"])


@pytest.mark.parametrize("case", titled("sets"))
def test_a_head_sits_on_the_taper_of_its_side(case):
    placed = placed_in(case)
    [one] = implant_sets(placed)
    points = implant_points(one)
    assert one.mirrored is case["mirrored"]
    assert_close({name: points[name] for name in case["points"]}, case["points"])
    assert one.head.carried_by == case["carried_by"]
    assert [problem.code for problem in set_problems(one)] == case["problems"]


@pytest.mark.parametrize("case", titled("changes"))
def test_changes_are_those_of_the_vectors(case):
    item = case["document"]["implants"][0]["id"]
    made = as_json(DO[case["do"]](bench_of(case), item, *case["with"]))
    if "refused" in case:
        assert made == case["refused"]
    else:
        assert_close(made, case["changes"])


@pytest.mark.parametrize("case", titled("addings"))
def test_a_new_implant_comes_with_body_and_pose(case):
    bench = bench_of(case)
    made = added(
        bench,
        kind=family(case["family"]),
        view_id=VIEW,
        at_px=Point(*case["at_px"]),
        ids=IDS,
        point=case["point"],
        mirrored=case["mirrored"],
    )
    if "refused" in case:
        assert as_json(made) == case["refused"]
        return
    assert_close(as_json(made), case["changes"])
    document = changes.apply(case["document"], made)
    assert validate(document) == []
    [placed] = placed_in(case, document).values()
    assert_close(placed.points[case["point"] or "centre"], case["at_px"])


@pytest.mark.parametrize("case", titled("removals"))
def test_a_head_stays_where_its_stem_held_it_when_the_stem_goes(case):
    document = changes.apply(case["document"], remove_implant(bench_of(case), case["remove"]))
    assert validate(document) == []
    placed = placed_in(case, document)
    assert list(placed) == [case["head"]]
    assert_close(placed[case["head"]].points["centre"], case["head_centre"])
    assert placed[case["head"]].carried_by is None


def test_a_removed_implant_takes_its_marks_and_what_was_measured_with_them():
    case = GOLDEN["removals"][0]
    body = case["document"]["bodies"][1]["id"]
    mark, kept = (f"00000000-0000-4000-8000-00000000090{n}" for n in "12")
    common = {"key": "mark", "side": "R", "point_px": [1, 2], "placed": "loupe"}
    document = {
        **case["document"],
        "landmarks": [
            {"id": mark, "body_id": body, **common},
            {"id": kept, "body_id": case["document"]["bodies"][0]["id"], **common},
        ],
        "measurements": [
            {"id": mark, "definition": "length", "side": "R", "landmarks": {"a": [mark, kept]}},
            {"id": kept, "definition": "length", "side": "R", "landmarks": {"a": [kept]}},
        ],
    }
    bench = bench_of({**case, "document": document})
    left = changes.apply(document, remove_implant(bench, case["remove"]))
    assert validate(left) == []
    assert [one["id"] for one in left["landmarks"]] == [kept]
    assert [one["id"] for one in left["measurements"]] == [kept]


@pytest.mark.parametrize("name", ["move", "nudge", "rotate", "mirror", "step", "remove"])
def test_nothing_is_done_to_what_is_not_there(name):
    case = GOLDEN["removals"][0]
    given = {"move": [1, 2], "nudge": [1], "rotate": [1], "step": [1]}.get(name, [])
    assert as_json(DO[name](bench_of(case), VIEW, *given)) == "unknown_implant"


def test_a_head_that_does_not_fit_its_liner_is_named():
    case = GOLDEN["sets"][0]
    cup = {"kind": family("plain_cup"), "size": "50", "at_px": Point(400, 400)}
    made = added(bench_of(case), view_id=VIEW, ids=IDS, **cup)
    document = changes.apply(case["document"], made)
    [one] = implant_sets(placed_in(case, document))
    [problem] = set_problems(one)
    assert problem.code == "head_does_not_fit_liner"
    assert problem.params == {"head_mm": 28, "liner_mm": 36}


@pytest.mark.parametrize(
    ("side", "right_on", "mirrored"),
    [("R", "left", False), ("L", "left", True), ("R", "right", True), ("L", "right", False)],
)
def test_the_way_the_film_hangs_decides_what_is_mirrored(side, right_on, mirrored):
    assert mirrored_for(side, right_on) is mirrored
    assert side_of(mirrored, right_on) == side


def test_a_plan_read_native_has_no_implants():
    case = GOLDEN["sets"][0]
    read = placed_implants(
        case["document"],
        view_id=VIEW,
        variant_id=None,
        families=GOLDEN["families"],
        scale=scale_from_json(case["scale"]),
    )
    assert read == {}


def test_an_unknown_family_is_a_reason_and_hides_no_other_implant():
    case = GOLDEN["sets"][0]
    known = [one for one in GOLDEN["families"] if one["kind"] != "stem"]
    stem, head = (one["id"] for one in case["document"]["implants"])
    placed = placed_implants(
        case["document"],
        view_id=VIEW,
        variant_id=case["document"]["variants"][0]["id"],
        families=known,
        scale=scale_from_json(case["scale"]),
    )
    assert placed[stem] == Reason("unknown_family", {"family": "plain_stem", "version": 1})
    assert isinstance(placed[head], Placed)


def test_the_vectors_are_what_their_program_writes():
    program = (
        "import sys, make_implants as made; "
        "text = (made.FOLDER / 'implants.json').read_text(encoding='utf-8'); "
        "assert made.files() == {'implants.json': text}; "
        "assert not [m for m in sys.modules if m.split('.')[0] == 'planning']"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=TESTS / "golden",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
