"""What was signed stays: the database refuses changes, the digest shows what slipped past it."""

from __future__ import annotations

import copy

import pytest
from django.db import DatabaseError, connection, transaction

from planning.plans import signing
from planning.plans.models import PlanChange, PlanVersion
from tests.plans import cases
from tests.plans.ready import ready_plan
from tests.web import world as worlds


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def signed(world):
    ready = ready_plan(world)
    version = signing.sign(
        actor=world.people["surgeon"], plan=ready.plan, version=7, meaning="planned"
    )
    PlanChange.objects.create(
        id=cases.key(),
        plan=ready.plan,
        outcome="applied",
        version=7,
        base_version=6,
        changes=[cases.variant()],
        made_by=world.people["surgeon"],
        made_at=worlds.NOW,
    )
    return PlanVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE planning_planversion SET meaning = 'approved'",
        "UPDATE planning_planversion SET document = '{}'",
        "UPDATE planning_planversion SET digest = 'x' WHERE number = 1",
        "DELETE FROM planning_planversion",
        "UPDATE planning_planchange SET version = 1",
        "UPDATE planning_planchange SET changes = '[]'",
        "DELETE FROM planning_planchange",
    ],
)
def test_direct_sql_cannot_touch_what_was_signed_or_how_it_came_about(signed, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert signing.is_intact(PlanVersion.objects.get(pk=signed.pk))
    assert PlanChange.objects.count() == 1


def test_the_digest_is_the_same_after_a_trip_through_the_database(signed):
    assert signing.is_intact(signed)
    assert len(signed.digest) == 64


def spoil(version, path, value):
    *way, last = path
    place = version
    for step in way:
        place = place[step] if isinstance(place, dict | list) else getattr(place, step)
    if isinstance(place, dict | list):
        place[last] = value
    else:
        setattr(place, last, value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["document", "landmarks", 0, "point_px", 0], 1000.0000000001),
        (["document", "views", 0, "pixel_sha256"], "1" * 64),
        (["content", "results", 0, "text"], "51 mm"),
        (["content", "results", 0, "native", "value"], 50.00000001),
        (["content", "calibrations", 0, "row_mm"], 0.126),
        (["content", "images", 0, "pixel_sha256"], "1" * 64),
        (["content", "signer", "name"], "Dr Nobody"),
        (["content", "case", "side"], "L"),
        (["software"], "plumbline 9"),
        (["meaning"], "approved"),
        (["number"], 2),
        (["version"], 8),
    ],
)
def test_the_least_change_breaks_the_digest(signed, path, value):
    altered = copy.deepcopy(signed)
    spoil(altered, path, value)
    assert not signing.is_intact(altered)


def test_who_when_and_of_which_plan_are_bound_to_it(world, signed):
    for change in (
        {"signed_by": world.people["radiologist"]},
        {"signed_at": worlds.NOW},
        {"plan": cases.plan(world)},
    ):
        altered = copy.deepcopy(signed)
        for name, value in change.items():
            setattr(altered, name, value)
        assert not signing.is_intact(altered)
