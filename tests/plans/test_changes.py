"""Change sets: applied, refused, taken back."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.geometry.reasons import Reason
from planning.plans.changes import Change, ChangeSet, apply, invert, parse_change_set
from planning.plans.document import empty
from planning.plans.references import COLLECTIONS
from planning.plans.validation import validate
from tests.plans.plan_documents import GOLDEN, document_of, example

CASES = [pytest.param(case, id=case["title"]) for case in GOLDEN["cases"]]
UUID = "00000000-0000-4000-8000-{:012d}"


def changes_of(raw: list[dict]) -> list[Change]:
    return [
        Change("delete", c["collection"], c["id"])
        if c["op"] == "delete"
        else Change("upsert", c["collection"], c["item"]["id"], c["item"], c.get("index"))
        for c in raw
    ]


@pytest.mark.parametrize("case", CASES)
def test_changes_give_the_document_or_the_code(case):
    document = document_of(case)
    before = copy.deepcopy(document)
    result = apply(document, changes_of(case["changes"]))

    if "refused" in case:
        assert isinstance(result, Reason)
        assert (result.code, dict(result.params)) == tuple(case["refused"].values())
    else:
        assert result == example(**case["result"])
    assert document == before


@pytest.mark.parametrize("case", [c for c in CASES if "inverse" in c.values[0]])
def test_the_inverse_is_what_takes_the_changes_back(case):
    document, changes = document_of(case), changes_of(case["changes"])
    inverse = invert(document, changes)

    assert [change.to_json() for change in inverse] == case["inverse"]
    assert apply(apply(document, changes), inverse) == document


def test_what_was_put_in_can_change_outside_without_changing_the_document():
    item = {**GOLDEN["document"]["landmarks"][0], "id": UUID.format(77)}
    result = apply(example(), [Change("upsert", "landmarks", item["id"], item)])
    item["point_px"][0] = -1
    assert result["landmarks"][-1]["point_px"][0] == 100


def test_a_change_set_is_read_with_its_base_version():
    raw = [c for case in GOLDEN["cases"] if "inverse" in case for c in case["changes"]]
    parsed = parse_change_set(json.loads(json.dumps({"base_version": 5, "changes": raw})))
    assert isinstance(parsed, ChangeSet)
    assert parsed.base_version == 5
    assert [change.to_json() for change in parsed.changes] == raw


GOOD = {"op": "delete", "collection": "landmarks", "id": UUID.format(1)}
DEEP = json.loads("[" * 400 + "]" * 400)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "x",
        {},
        {"base_version": 1},
        {"base_version": 1, "changes": []},
        {"base_version": -1, "changes": [GOOD]},
        {"base_version": True, "changes": [GOOD]},
        {"base_version": "1", "changes": [GOOD]},
        {"base_version": 1, "changes": [GOOD], "more": 1},
        {"base_version": 1, "changes": [{**GOOD, "op": "erase"}]},
        {"base_version": 1, "changes": [{**GOOD, "collection": "screws"}]},
        {"base_version": 1, "changes": [{**GOOD, "id": "x"}]},
        {"base_version": 1, "changes": [{**GOOD, "id": UUID.format(1) + "\n"}]},
        {"base_version": 1, "changes": [{**GOOD, "item": {}}]},
        {"base_version": 1, "changes": [{"op": "upsert", "collection": "landmarks"}]},
        {"base_version": 1, "changes": [{"op": "upsert", "collection": "views", "item": {}}]},
        {"base_version": 1, "changes": [{"op": "upsert", "collection": "views", "item": [1]}]},
        {
            "base_version": 1,
            "changes": [
                {
                    "op": "upsert",
                    "collection": "views",
                    "item": {"id": UUID.format(1), "x": DEEP},
                }
            ],
        },
        {
            "base_version": 1,
            "changes": [
                {
                    "op": "upsert",
                    "collection": "views",
                    "item": {"id": UUID.format(1), "x": float("nan")},
                }
            ],
        },
        {"base_version": 1, "changes": [GOOD] * 2001},
    ],
    ids=range(21),
)
def test_a_malformed_change_set_is_refused_with_readable_problems(payload):
    problems = parse_change_set(payload)
    assert isinstance(problems, list)
    assert 1 <= len(problems) <= 20
    assert all(problem.code and "path" in problem.params for problem in problems)


def landmark(number: int, body: int) -> dict:
    return {
        "id": UUID.format(number),
        "body_id": UUID.format(body),
        "key": "mark",
        "side": None,
        "point_px": [number, body],
        "placed": "free",
    }


bodies = [11, 12, 13]
upserts = st.builds(
    lambda number, body, index: Change(
        "upsert", "landmarks", UUID.format(number), landmark(number, body), index
    ),
    st.integers(21, 30),
    st.sampled_from([*bodies, 99]),
    st.none() | st.integers(0, 12),
)
deletes = st.builds(
    lambda collection, number: Change("delete", collection, UUID.format(number)),
    st.sampled_from(COLLECTIONS),
    st.sampled_from([1, 11, 12, 13, 21, 22, 23, 24, 31, 41, 51]),
)
variants = st.builds(
    lambda number, moved: Change(
        "upsert",
        "variants",
        UUID.format(number),
        {
            "id": UUID.format(number),
            "name": "v",
            "poses": {
                UUID.format(body): {
                    "type": "rigid2d",
                    "anchor_px": [0, 0],
                    "rotation_rad": 0.5,
                    "mirrored": False,
                    "translation_px": [1, 2],
                }
                for body in moved
            },
        },
    ),
    st.integers(51, 54),
    st.lists(st.sampled_from(bodies), unique=True),
)


@settings(max_examples=60)
@given(st.lists(upserts | deletes | variants, max_size=12))
def test_whatever_is_applied_can_be_taken_back_exactly(changes):
    document = example()
    result = apply(document, changes)
    if isinstance(result, Reason):
        assert result.code in {"dangling_reference", "unknown_item"}
        return
    assert [p for p in validate(result) if p.code != "implant_body_without_implant"] == []
    inverse = invert(document, changes)
    assert apply(result, inverse) == document == example()
    assert apply(document, invert(result, inverse)) == result


@settings(max_examples=60)
@given(st.lists(upserts | deletes | variants, max_size=12))
def test_one_set_and_many_sets_of_one_change_give_the_same(changes):
    step = document = example()
    for change in changes:
        step = apply(step, [change])
        if isinstance(step, Reason):
            return
    assert apply(document, changes) == step


def test_a_plan_can_be_built_from_nothing_in_one_set():
    built = [
        Change("upsert", collection, item["id"], item)
        for collection in reversed(COLLECTIONS)
        for item in GOLDEN["document"][collection]
    ]
    assert apply(empty(), built) == GOLDEN["document"]
    assert apply(GOLDEN["document"], invert(empty(), built)) == empty()
