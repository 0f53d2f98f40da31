"""Lengths are signed of the hip put together: an unreduced femur blocks the guide, or warns."""

from __future__ import annotations

import copy

import pytest

from planning.plans.readiness import readiness
from planning.words import SENTENCES
from tests.plans import cases
from tests.plans.ready import ready_plan
from tests.web import world as worlds

STEM = {
    "family": "tapered_wedge_stem", "family_version": 1, "size": "148",
    "options": {"offset": "standard", "ccd": "131"}, "origin_px": [1150.0, 2000.0],
}  # fmt: skip


@pytest.fixture
def hip(db):
    """A plan with a cup and a stem in a femur that is cut free; nobody has been guided."""
    ready = ready_plan(worlds.build())
    document = ready.plan.document
    bone, body = (
        {"id": cases.key(), "kind": kind, "view_id": ready.view["id"]}
        for kind in ("fragment", "implant")
    )
    bone |= {"name": "femur", "side": "R", "polygon_px": [[900, 1700], [1300, 1700], [1100, 2900]]}
    document["bodies"] += [bone, body]
    document["implants"].append(STEM | {"id": cases.key(), "body_id": body["id"],
                                        "bone_id": bone["id"]})  # fmt: skip
    [variant] = document["variants"]
    variant["poses"][body["id"]] = ready.pose | {"anchor_px": STEM["origin_px"]}
    ready.bone, ready.variant = bone, variant
    return ready


def guided(ready, **fields) -> None:
    ready.plan.document["procedures"] = [
        {
            "id": cases.key(), "procedure": "hip_replacement", "view_id": ready.view["id"],
            "mode": "primary", "sides": ["R"], "hips": {}, "targets": {}, "steps": {},
            "variant_id": None,
        } | fields
    ]  # fmt: skip


def left(ready) -> tuple[list[str], list[str]]:
    found = readiness(ready.save())
    codes = tuple([gap.code for gap in gaps] for gaps in (found.blockers, found.warnings))
    assert {*codes[0], *codes[1]} <= SENTENCES.keys()
    return codes


def test_a_guided_hip_is_signed_once_its_femur_is_reduced(hip):
    guided(hip)
    assert left(hip) == (["femur_not_reduced"], [])
    (gap,) = readiness(hip.plan).blockers
    assert gap.params == {"side": "RIGHT"}
    assert gap.target["id"] == hip.plan.document["implants"][1]["id"]
    hip.variant["reduced"] = [hip.bone["id"]]
    assert left(hip) == ([], [])


def test_templates_without_the_guide_are_signed_with_a_word_on_what_is_printed(hip):
    assert left(hip) == ([], ["lengths_as_filmed"])
    guided(hip, sides=["L"])
    assert left(hip) == ([], ["lengths_as_filmed"])


def test_a_reduction_whose_stem_is_gone_is_none(hip):
    guided(hip)
    hip.variant["reduced"] = [hip.bone["id"]]
    document = hip.plan.document
    gone = document["implants"].pop()
    document["bodies"] = [one for one in document["bodies"] if one["id"] != gone["body_id"]]
    hip.variant["poses"].pop(gone["body_id"])
    assert left(hip) == (["reduced_without_implants"], [])
    hip.variant["reduced"] = []
    assert left(hip) == ([], [])


def test_a_revision_without_a_cut_has_no_femur_to_reduce(hip):
    guided(hip, mode="revision")
    assert left(hip)[0] == ["femur_not_reduced"]
    document = hip.plan.document
    document["bodies"].remove(hip.bone)
    document["implants"][1].pop("bone_id")
    assert left(hip) == ([], ["lengths_as_filmed"])
    document["procedures"][0]["mode"] = "primary"
    assert left(hip)[0] == ["femur_not_reduced"]


def test_which_of_several_plans_is_signed_is_said_until_one_is_chosen(hip):
    hip.variant["reduced"] = [hip.bone["id"]]
    second = copy.deepcopy(hip.variant) | {"id": cases.key(), "name": "B"}
    hip.plan.document["variants"].append(second)
    guided(hip)
    assert left(hip) == ([], ["variant_not_chosen"])
    assert readiness(hip.plan).warnings[0].params == {"variant": "A"}
    guided(hip, variant_id=second["id"])
    assert left(hip) == ([], [])
