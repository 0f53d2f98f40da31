"""The plan document: its schema, its upgrades, what is refused."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from planning.geometry.reasons import Reason
from planning.plans.document import SCHEMA, Opened, empty, open_document, upgrade
from planning.plans.validation import SCHEMA_FOLDER, validate
from tests.plans.plan_documents import GOLDEN, document_of, example

EXAMPLES = Path(__file__).parent / "examples"
# What this side says with a whole schema, where the browser has coarser words.
FINER = {"not_a_plan_document": {"wrong_type", "not_allowed", "missing_property"}}


def test_an_empty_plan_is_valid():
    assert validate(empty()) == []


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["title"]) for case in GOLDEN["documents"]]
)
def test_documents_are_valid_or_say_why_not(case):
    problems = validate(document_of(case))
    if case["code"] is None:
        assert problems == []
    else:
        assert problems[0].code in FINER.get(case["code"], {case["code"]})


@pytest.mark.parametrize("version", range(1, SCHEMA + 1))
def test_the_stored_example_of_every_version_still_opens(version):
    stored = json.loads((EXAMPLES / f"plan_v{version}.json").read_text(encoding="utf-8"))
    assert stored["schema"] == version
    assert (SCHEMA_FOLDER / f"plan_v{version}.json").is_file()
    opened = open_document(stored)
    assert isinstance(opened, Opened)
    assert opened.read_only is None
    assert validate(opened.document) == []


def test_what_was_measured_before_values_could_be_entered_is_read_as_it_was():
    stored = json.loads((EXAMPLES / "plan_v1.json").read_text(encoding="utf-8"))
    assert open_document(stored).document == {**stored, "schema": SCHEMA, "procedures": []}


def test_a_piece_of_bone_from_before_cuts_moves_whole_and_nobody_has_been_asked():
    stored = json.loads((EXAMPLES / "plan_v2.json").read_text(encoding="utf-8"))
    assert open_document(stored).document == {**stored, "schema": SCHEMA, "procedures": []}


def test_a_document_of_a_newer_program_is_kept_whole_and_only_shown():
    newer = example(schema=SCHEMA + 1, screws=[{"id": "x"}])
    before = copy.deepcopy(newer)
    opened = open_document(newer)
    assert opened.document == before
    assert opened.read_only.code == "newer_schema"
    assert [problem.code for problem in validate(newer)] == ["newer_schema"]


@pytest.mark.parametrize("stored", [None, [], "x", 3, {}, {"schema": "1"}, {"schema": 0}])
def test_what_is_no_plan_document_is_refused(stored):
    assert open_document(stored) == Reason("not_a_plan_document")


def test_upgrades_go_one_version_at_a_time_without_touching_what_they_were_given():
    steps = {
        1: lambda d: {**d, "schema": 2, "screws": []},
        2: lambda d: {**d, "schema": 3, "screws": [len(d["screws"])]},
    }
    document = empty()
    first = {**document, "schema": 1}
    assert upgrade(first, steps=steps, target=3)["screws"] == [0]
    assert first == {**document, "schema": 1}


@pytest.mark.parametrize(
    ("steps", "target"),
    [({}, 2), ({1: lambda d: d}, 2), ({}, 0), ({2: lambda d: {**d, "schema": 3}}, 3)],
)
def test_an_upgrade_that_cannot_arrive_is_an_error(steps, target):
    with pytest.raises(ValueError, match=r"schema|version"):
        upgrade({**empty(), "schema": 1}, steps=steps, target=target)


def item(collection: str, **over: object) -> dict:
    return {**copy.deepcopy(GOLDEN["document"][collection][0]), **over}


def procedure(**over: object) -> dict:
    stored = json.loads((EXAMPLES / "plan_v3.json").read_text(encoding="utf-8"))
    return {**stored["procedures"][0], **over}


def fragment(**over: object) -> dict:
    return {**copy.deepcopy(GOLDEN["document"]["bodies"][1]), **over}


BROKEN = [
    ("views", item("views", frame=0), "out_of_range", "views[0].frame"),
    ("views", item("views", frame=1.5), "wrong_type", "views[0].frame"),
    ("views", item("views", pixel_sha256="AB" * 32), "wrong_format", "views[0].pixel_sha256"),
    ("views", item("views", sop_instance_uid="1.2\n"), "wrong_format", "sop_instance_uid"),
    ("views", item("views", calibration_id="none"), "wrong_format", "views[0].calibration_id"),
    ("views", item("views", side="left"), "not_allowed", "views[0].side"),
    ("bodies", item("bodies", polygon_px=[]), "unknown_property", "bodies[0]"),
    ("landmarks", item("landmarks", value_mm=3), "unknown_property", "landmarks[0]"),
    ("landmarks", item("landmarks", point_px=["1", 2]), "wrong_type", "landmarks[0].point_px[0]"),
    ("landmarks", item("landmarks", point_px=[1e9, 2]), "out_of_range", "point_px[0]"),
    ("landmarks", item("landmarks", point_px=[True, 2]), "wrong_type", "point_px[0]"),
    ("landmarks", item("landmarks", point_px=[float("nan"), 2]), "not_finite", "point_px[0]"),
    ("landmarks", item("landmarks", key="<b>"), "wrong_format", "landmarks[0].key"),
    ("landmarks", item("landmarks", placed="guessed"), "not_allowed", "landmarks[0].placed"),
    ("measurements", item("measurements", value=4), "unknown_property", "measurements[0]"),
    ("measurements", item("measurements", landmarks={"a": []}), "wrong_length", "landmarks.a"),
    ("measurements", item("measurements", landmarks={"a": [4]}), "wrong_type", "landmarks.a[0]"),
    ("measurements", item("measurements", view_id="pelvis"), "wrong_format", "view_id"),
    ("measurements", item("measurements", sets=[]), "wrong_length", "measurements[0].sets"),
    ("measurements", item("measurements", params={"a": [4]}), "wrong_type", "params.a"),
    ("measurements", item("measurements", params={"a": True}), "wrong_type", "params.a"),
    ("measurements", item("measurements", params={"a": 1e10}), "out_of_range", "params.a"),
    ("measurements", item("measurements", params={"<": 1}), "wrong_format", "params"),
    ("implants", item("implants", options={"neck": 3}), "wrong_type", "options.neck"),
    ("variants", item("variants", poses={"x": {}}), "wrong_format", "variants[0].poses"),
    ("variants", item("variants", name=""), "wrong_length", "variants[0].name"),
    ("variants", item("variants", reduced=["x"]), "wrong_format", "variants[0].reduced[0]"),
    ("variants", item("variants", implants={"x": {}}), "wrong_format", "variants[0].implants"),
    ("procedures", procedure(mode="other"), "not_allowed", "procedures[0].mode"),
    ("procedures", procedure(sides=[]), "wrong_length", "procedures[0].sides"),
    ("procedures", procedure(sides=["R", "R"]), "wrong_length", "procedures[0].sides"),
    ("procedures", procedure(hips={"R": "worn"}), "not_allowed", "procedures[0].hips.R"),
    ("procedures", procedure(steps={"cup": "seen"}), "not_allowed", "steps.cup"),
    ("procedures", procedure(targets={"B": {}}), "unknown_property", "procedures[0].targets"),
    ("procedures", procedure(targets={"R": {"global_offset_mm": 1e4}}), "out_of_range", "R.global"),
    ("bodies", fragment(cut={"along": "saw"}), "not_allowed", "bodies[0].cut.along"),
    ("bodies", fragment(cut={"along": "line"}), "missing_property", "bodies[0].cut"),
    ("bodies", fragment(cut={"along": "stem", "points_px": []}), "unknown_property", "cut"),
]


@pytest.mark.parametrize(("collection", "broken", "code", "path"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_item_is_named_by_its_path(collection, broken, code, path):
    problems = validate(example(**{collection: [broken]}))
    assert code in [problem.code for problem in problems]
    assert any(path in problem.params["path"] for problem in problems)


@pytest.mark.parametrize("field", ["id", "kind", "view_id", "name", "polygon_px"])
def test_a_fragment_without_a_field_says_which(field):
    lacking = {k: v for k, v in fragment().items() if k != field}
    problems = validate(example(bodies=[lacking]))
    assert any(field in problem.params["detail"] for problem in problems)


def test_a_pose_must_be_whole_and_of_a_known_type():
    variant = item("variants")
    pose = next(iter(variant["poses"].values()))
    for broken in ({**pose, "type": "rigid3d"}, {**pose, "scale": 2}, {"type": "rigid2d"}):
        poses = dict.fromkeys(variant["poses"], broken)
        assert validate(example(variants=[{**variant, "poses": poses}]))


def test_problems_never_repeat_what_was_sent():
    secret = "Smith^John"
    problems = validate(example(landmarks=[item("landmarks", key=secret, side=secret)]))
    assert problems
    assert secret not in json.dumps([problem.to_json() for problem in problems])
