"""Whoever has a film on the screen hears that somebody calibrated it: which film, never whose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planning.api import events
from planning.calibration.events import CALIBRATIONS
from tests.plans.ready import calibrate
from tests.web import world as worlds


@pytest.fixture
def calibration(db):
    world = worlds.build()
    return calibrate(world.film, by=world.people["surgeon"])


def test_a_calibration_is_told_by_its_film_to_the_film_s_site(calibration):
    (row,) = CALIBRATIONS.changed_since(calibration.created_at - timedelta(seconds=1))
    assert CALIBRATIONS.present(row) == {
        "film_id": str(calibration.instance_id),
        "calibration_id": str(calibration.pk),
    }
    assert (CALIBRATIONS.event, CALIBRATIONS.site_id(row), CALIBRATIONS.stamp(row)) == (
        "calibration", calibration.instance.site_id, calibration.created_at,
    )  # fmt: skip


def test_an_old_calibration_is_not_told(calibration):
    assert CALIBRATIONS.changed_since(calibration.created_at) == []


def test_telling_takes_one_query(calibration, django_assert_num_queries):
    with django_assert_num_queries(1):
        for row in CALIBRATIONS.changed_since(calibration.created_at - timedelta(seconds=1)):
            CALIBRATIONS.present(row)
            CALIBRATIONS.site_id(row)


def test_the_stream_tells_of_calibrations():
    assert CALIBRATIONS in events.broadcaster._sources
