"""Reading a plan against vectors made by hand: native, planned, side, scale, reasons."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from planning.measuring.definition import definition_from_data
from planning.measuring.scale import scale_from_json
from planning.plans.reading import readings

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "reading.json").read_text())
DEFINITIONS = {data["key"]: definition_from_data(data) for data in GOLDEN["definitions"]}


def document_of(case: dict) -> dict:
    document = copy.deepcopy(GOLDEN["document"])
    gone = case.get("without_implants", [])
    document["implants"] = [one for one in document["implants"] if one["id"] not in gone]
    for collection, items in case.get("more", {}).items():
        document[collection] += copy.deepcopy(items)
    for view in document["views"]:
        view["side"] = case.get("side", view["side"])
    for landmark in document["landmarks"]:
        landmark["point_px"] = case.get("points", {}).get(landmark["id"], landmark["point_px"])
    return document


def read(case: dict) -> list[dict]:
    scale = scale_from_json(case.get("no_scale") or GOLDEN["scale"] | case.get("scale", {}))
    found = readings(
        document_of(case),
        case["view_id"],
        scale,
        DEFINITIONS,
        GOLDEN["families"],
        case["variant_id"],
        hanging=case["hanging"],
    )
    only = case.get("only")
    return [one.to_json() for one in found if only is None or one.id in only]


def check(result: dict, text: str, wanted: dict) -> None:
    assert text == wanted["text"]
    if "code" in wanted:
        assert (result["kind"], result["code"]) == ("reason", wanted["code"])
        assert result["params"] == result["params"] | wanted.get("params", {})
        return
    assert result["unit"] == wanted["unit"]
    assert result["value"] == pytest.approx(wanted["value"], rel=1e-9, abs=1e-9)
    if "plus_minus_95" in wanted:
        assert result["plus_minus_95"] == pytest.approx(wanted["plus_minus_95"], rel=1e-6)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["title"]) for c in GOLDEN["cases"]])
def test_the_vectors_hold(case):
    found = read(case)
    assert [one["id"] for one in found] == list(case["expected"])
    for one in found:
        wanted = case["expected"][one["id"]]
        check(one["native"], one["text"], wanted["native"])
        check(one["planned"], one["planned_text"], wanted["planned"])
        if "entered" in wanted:
            assert [[e["name"], e["text"], e["usual"]] for e in one["entered"]] == wanted["entered"]


def test_a_reading_says_what_was_read():
    (length, *_) = read(GOLDEN["cases"][0])
    assert (length["definition"], length["definition_version"], length["name"]) == (
        "length", 3, "Length",
    )  # fmt: skip
    assert (length["view_id"], length["side"], length["normal"]) == ("pelvis", None, None)


def test_the_order_of_an_objects_keys_decides_nothing():
    case = GOLDEN["cases"][0]
    turned = copy.deepcopy(GOLDEN["document"])
    for item in turned["measurements"]:
        item["landmarks"] = dict(reversed(item["landmarks"].items()))
    scale = scale_from_json(GOLDEN["scale"])
    views = [
        [one.id for one in readings(document, "other", scale, DEFINITIONS, [], "A")]
        for document in (GOLDEN["document"], turned)
    ]
    assert views[0] == views[1] == ["elsewhere"]
    assert next(one["id"] for one in read(case)) == "length"
