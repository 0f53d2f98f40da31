"""What was entered for a measurement is signed with it, and told in what was signed."""

from __future__ import annotations

import copy

import pytest

from planning.plans.models import Plan
from planning.plans.signing import is_intact, sign
from tests.plans import cases
from tests.plans.ready import ready_plan
from tests.web import world as worlds


@pytest.fixture
def signed(db):
    world = worlds.build()
    ready = ready_plan(world)
    document = copy.deepcopy(ready.plan.document)
    document["measurements"].append(
        {
            "id": cases.key(),
            "definition": "cup_version_radiographic_to_anatomic",
            "side": None,
            "landmarks": {},
            "view_id": ready.view["id"],
            "params": {"RI": 40, "RA": 15},
        }
    )
    Plan.objects.filter(pk=ready.plan.pk).update(document=document)
    return sign(
        actor=world.people["surgeon"],
        plan=Plan.objects.get(pk=ready.plan.pk),
        version=ready.plan.version,
        meaning="planned",
    )


def test_an_entered_value_is_part_of_what_the_signature_stands_for(signed):
    assert is_intact(signed)
    signed.document["measurements"][-1]["params"]["RA"] = 16
    assert not is_intact(signed)


def test_the_signed_result_tells_what_was_entered(signed):
    result = signed.content["results"][-1]
    assert result["text"] == "23° anteverted"
    assert [(one["name"], one["text"], one["usual"]) for one in result["entered"]] == [
        ("Radiographic inclination", "40°", False),
        ("Radiographic anteversion", "15°", False),
    ]
