"""Planned and achieved over the API: which plan is compared with, and what is recorded."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from planning.audit.models import AuditEvent
from planning.plans.models import Plan
from planning.plans.signing import sign
from tests.plans import cases
from tests.plans.ready import AP_PELVIS, calibrate, ready_plan
from tests.web import world as worlds

pytestmark = pytest.mark.django_db

DROPS = {("teardrop", "R"): [1000.0, 2000.0], ("teardrop", "L"): [2000.0, 2000.0]}
# The rim rises by as much as it goes sideways: 45 degrees to the line between the teardrops.
RIM = {("rim_lat", "R"): [700.0, 1700.0], ("rim_med", "R"): [1000.0, 2000.0]}
RIM_ROLES = {"rim_lat": ("rim_lat", "R"), "rim_med": ("rim_med", "R")}
DROP_ROLES = {"teardrop_R": ("teardrop", "R"), "teardrop_L": ("teardrop", "L")}


def add_inclination(document: dict, body_id: str, points: dict, roles: dict) -> None:
    ids = {at: cases.key() for at in points}
    document["landmarks"] += [
        {"id": ids[at], "body_id": body_id, "key": at[0], "side": at[1], "point_px": point,
         "placed": "loupe"}
        for at, point in points.items()
    ]  # fmt: skip
    document["measurements"].append(
        {"id": cases.key(), "definition": "cup_inclination", "side": "R",
         "landmarks": {role: [ids[at]] for role, at in roles.items()}}
    )  # fmt: skip


def later_study(world, day: date):
    study = worlds.study(world.site, number=2, patient_id="unused")
    study.patient, study.study_date = world.study.patient, day
    study.save()
    return study


def measured(world, study) -> Plan:
    """Measure a cup at 45 degrees on a film of the study."""
    film = worlds.film(study, header=dict(AP_PELVIS), pixel_sha256=worlds.SHA)
    calibration = calibrate(film, by=world.people["surgeon"])
    view = cases.view(
        world, sop_instance_uid=film.sop_instance_uid, calibration_id=str(calibration.pk)
    )
    document = cases.document.empty()
    document["views"] = [view]
    document["bodies"] = [{"id": cases.key(), "kind": "film", "view_id": view["id"]}]
    add_inclination(document, document["bodies"][0]["id"], DROPS | RIM, DROP_ROLES | RIM_ROLES)
    return cases.plan(world, study=study, document=document, version=1)


@pytest.fixture
def world():
    return worlds.build()


@pytest.fixture
def signed(world):
    ready = ready_plan(world)
    document = ready.plan.document
    add_inclination(document, document["bodies"][0]["id"], DROPS, DROP_ROLES)
    return sign(
        actor=world.people["surgeon"], plan=ready.save(), version=ready.plan.version,
        meaning="planned",
    )  # fmt: skip


@pytest.fixture
def ada(client, world):
    client.force_login(world.people["surgeon"])
    return client


def ask(client, study, **query):
    return client.get(reverse("study-achieved", kwargs={"study_id": study.pk}), query)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def test_a_later_film_is_compared_with_what_was_signed(ada, world, signed):
    (frozen,) = [r for r in signed.content["results"] if r["definition"] == "cup_inclination"]
    study = later_study(world, tomorrow())
    plan = measured(world, study)
    # What is done to the plan after its signature changes nothing.
    Plan.objects.filter(pk=signed.plan_id).update(document=cases.document.empty())
    answer = ask(ada, study, plan=plan.pk).json()
    assert (answer["plan"]["id"], answer["plan"]["number"]) == (str(signed.plan_id), 1)
    assert (answer["plan"]["side"], answer["warnings"]) == ("R", [])
    (row,) = answer["rows"]
    assert row["achieved"]["result"]["value"] == pytest.approx(45.0, abs=1e-9)
    assert row["planned"]["result"] == frozen["planned"]
    errors = [row[part]["result"]["plus_minus_95"] for part in ("planned", "achieved")]
    assert row["difference"]["value"] == pytest.approx(45.0 - frozen["planned"]["value"], abs=1e-9)
    assert row["difference"]["plus_minus_95"] == pytest.approx(math.hypot(*errors))


def test_before_anything_is_measured_the_plan_is_shown_alone(ada, world, signed):
    answer = ask(ada, later_study(world, tomorrow())).json()
    assert [row["reason"]["code"] for row in answer["rows"]] == ["not_measured"]


def test_a_plan_signed_after_the_film_is_said_to_be(ada, world, signed):
    answer = ask(ada, later_study(world, date(2026, 11, 11))).json()
    assert answer["warnings"] == ["signed_after_film"]


def test_looking_is_recorded_for_both_studies(ada, world, signed):
    study = later_study(world, tomorrow())
    ask(ada, study)
    seen = AuditEvent.objects.filter(action="view").values_list("object_id", flat=True)
    assert {str(study.pk), str(world.study.pk)} <= set(seen)


def test_nothing_is_compared_with_a_film_of_the_same_or_an_earlier_day(ada, world, signed):
    study = later_study(world, world.study.study_date)
    assert ask(ada, study).json() == {"plan": None, "warnings": [], "rows": []}
    study.study_date = date(2026, 11, 1)
    study.save()
    assert ask(ada, study).json()["plan"] is None


def test_another_patients_plan_is_never_compared_with(ada, world, signed):
    stranger = worlds.study(world.site, number=3, study_date=tomorrow())
    assert ask(ada, stranger).json()["plan"] is None


def test_a_draft_is_nothing_to_compare_with(ada, world):
    ready_plan(world)
    assert ask(ada, later_study(world, tomorrow())).json()["plan"] is None


def test_measurements_of_another_study_are_not_found(ada, world, signed):
    study = later_study(world, tomorrow())
    assert ask(ada, study, plan=signed.plan_id).status_code == 404


def test_the_page_says_whether_there_is_something_to_compare_with(ada, world, signed):
    def said(study) -> bool:
        answer = ada.get(reverse("planner", kwargs={"study_id": study.pk}))
        return answer.context["planner"]["signed_before"]

    assert said(later_study(world, tomorrow())) is True
    assert said(world.study) is False
