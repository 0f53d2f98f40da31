"""A calibration that cannot be read stops nothing: its film has no scale, and says why."""

from __future__ import annotations

from unittest import mock

import pytest
from django.urls import reverse

from planning.measuring.scale import Scale
from tests.plans.ready import ready_plan
from tests.web import world as worlds


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture(params=[{}, {"unit": "mm"}, {"unit": "cm"}, {"unit": "mm", "row_mm": "wide"}])
def ready(request, world):
    # Kept like this from the beginning: a calibration's row is never changed.
    with mock.patch.object(Scale, "to_json", return_value=request.param):
        return ready_plan(world)


@pytest.fixture
def get(client, world, ready):
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")

    def ask(name: str, **kwargs):
        answer = client.get(reverse(name, kwargs=kwargs))
        assert answer.status_code == 200
        return answer

    return ask


def test_the_film_has_no_scale_and_the_reason_says_what_to_do(get, world):
    shown = get("film", film_id=world.film.pk).json()
    for scale in (shown["scale"], shown["calibration"]["scale"]):
        assert (scale["unit"], scale["calibrated"], scale["aspect"]) == ("px", False, 1.0)
        assert scale["reason"]["code"] == "calibration_unreadable"
        assert "Calibrate it again" in scale["reason"]["sentence"]
    (listed,) = get("film-calibrations", film_id=world.film.pk).json()
    assert listed["scale"] == shown["scale"]


def test_the_planner_opens_and_the_plan_has_no_millimetres_and_no_signature(get, world, ready):
    get("planner", study_id=world.study.pk)
    (result,) = get("plan-results", plan_id=ready.plan.pk).json()["results"]
    assert (result["native"]["kind"], result["native"]["code"]) == ("reason", "no_scale")
    left = get("plan-readiness", plan_id=ready.plan.pk).json()
    assert not left["ready"]
    assert "view_not_calibrated" in [one["code"] for one in left["missing"]]
