"""Whoever looks at a list hears of plans that change: which one, never whose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planning.plans.events import PLANS
from tests.plans import cases
from tests.web import world as worlds


@pytest.fixture
def plan(db):
    return cases.plan(worlds.build())


def test_a_changed_plan_is_told_by_its_keys_version_and_state(plan):
    (row,) = PLANS.changed_since(plan.changed_at - timedelta(seconds=1))
    assert PLANS.present(row) == {
        "plan_id": str(plan.pk),
        "study_id": str(plan.study_id),
        "version": 0,
        "state": "draft",
    }
    assert (PLANS.event, PLANS.site_id(row), PLANS.stamp(row)) == (
        "plan", plan.site_id, plan.changed_at,
    )  # fmt: skip


def test_what_did_not_change_is_not_told(plan):
    assert PLANS.changed_since(plan.changed_at) == []


def test_telling_takes_one_query(plan, django_assert_num_queries):
    with django_assert_num_queries(1):
        for row in PLANS.changed_since(plan.changed_at - timedelta(seconds=1)):
            PLANS.present(row)
            PLANS.site_id(row)
