"""One plan that operates on both hips of a film, each femur cut free and reduced."""

from __future__ import annotations

import json
from typing import Any

from planning.plans.reduction import reduce
from tests.plans.hip_phantoms import BODY, FEMUR, ITEM, VARIANT, HipCase
from tests.plans.test_hip_phantoms import bench_of, cut_free, done

LEFT_FEMUR = "00000000-0000-4000-8000-000000000762"


def both_reduced(right: HipCase, left: HipCase) -> dict[str, Any]:
    """Return the plan; both cases are of one film."""
    document, there = cut_free(right), _renamed(cut_free(left))
    on_left = {one["id"]: one["body_id"] for one in there["landmarks"]}
    document = {
        **document,
        "bodies": [*document["bodies"], *there["bodies"][1:]],
        "implants": [*document["implants"], *there["implants"]],
        "landmarks": [
            {**one, "body_id": on_left[one["id"]]} if one["side"] == "L" else one
            for one in document["landmarks"]
        ],
        "variants": [
            {**mine, "poses": {**mine["poses"], **theirs["poses"]}}
            for mine, theirs in zip(document["variants"], there["variants"], strict=True)
        ],
    }
    for femur in (FEMUR, LEFT_FEMUR):
        document = done(document, reduce(bench_of(right, document), femur))
    assert document["variants"][0]["id"] == VARIANT
    return document


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(document).replace(FEMUR, LEFT_FEMUR)
    for ids in (BODY, ITEM):
        for one in ids.values():
            text = text.replace(one, one[:-2].replace("-000000000", "-000000009") + one[-2:])
    return json.loads(text)
