"""A stem is proposed only for a canal that was read where it matters."""

from __future__ import annotations

import random

import pytest

from planning.geometry.reasons import Reason
from planning.library import selectors
from planning.plans.hip.canal import NEEDED
from planning.plans.hip.facts import hip_facts
from planning.plans.hip.stem import StemProposal, stem_proposal
from tests.plans.hip_phantoms import VIEW, HipCase
from tests.plans.test_hip_twins import drawn_canal

CASE = HipCase(41, "R", False)


class Steady(random.Random):
    """Reads every level of a canal of one width."""

    def random(self) -> float:
        return 0.0

    def uniform(self, a: float, b: float) -> float:
        return 1.0


def proposed(change=lambda level: level):
    facts = hip_facts(CASE.document(), VIEW, CASE.scale)
    whole = drawn_canal(Steady(), facts, CASE.side)
    levels = [after for one in whole["levels"] if (after := change(one)) is not None]
    return stem_proposal(
        facts,
        CASE.side,
        family=selectors.geometry("tapered_wedge_stem", 1),
        reading={**whole, "levels": levels},
        hanging=CASE.hanging,
    )


def test_a_canal_read_at_all_levels_has_its_stem():
    found = proposed()
    assert isinstance(found, StemProposal)
    assert found.limit.code == "limited_at"
    assert {one.key for one in found.fits} >= NEEDED


@pytest.mark.parametrize("lost", sorted(NEEDED))
def test_a_level_that_was_not_read_leaves_the_size_open(lost):
    assert proposed(lambda one: None if one["key"] == lost else one) == Reason("canal_not_read")


def test_the_metaphysis_only_narrows_a_choice():
    assert isinstance(
        proposed(lambda one: None if one["key"] == "metaphysis" else one), StemProposal
    )


def test_walls_that_changed_sides_are_no_reading():
    def swapped(one):
        turned = {"medial_px": one["lateral_px"], "lateral_px": one["medial_px"]}
        return {**one, **turned} if one["key"] == "below_60" else one

    assert proposed(swapped) == Reason("canal_not_read")


def test_levels_beside_the_stem_say_nothing_of_its_size():
    def beyond(one):
        return {**one, **{key: [one[key][0], one[key][1] + 4000] for key in one if key != "key"}}

    assert proposed(beyond) == Reason("canal_not_read")
