"""Plans over the API: beginning, reading, what is known of the operation."""

from __future__ import annotations

import pytest

from planning.accounts.models import Team
from planning.audit.models import AuditEvent
from planning.plans.models import Plan
from tests.plans import cases
from tests.web import world as worlds

JSON = "application/json"


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def surgeon(world, client):
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def begin(client, world, **fields):
    asked = {"id": cases.key(), "study_id": str(world.study.pk)} | fields
    return client.post("/api/v1/plans", asked, content_type=JSON)


def test_a_new_plan_is_empty_and_its_makers(world, surgeon):
    team = Team.objects.create(site=world.site, name="Feet")
    world.memberships["surgeon"].team = team
    world.memberships["surgeon"].save()
    answer = begin(surgeon, world, operation="Total hip", side="R", planned_on="2026-12-01")
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["version"], shown["state"], shown["side"]) == (0, "draft", "R")
    assert shown["document"]["views"] == []
    assert shown["owner"] == {"id": str(world.people["surgeon"].pk), "name": "Dr Ada Weber"}
    assert shown["team"] == {"id": str(team.pk), "name": "Feet"}
    assert shown["patient"]["id"] == "MRN-00001"
    assert shown["may"] == {"edit": True, "sign": True, "write_note": True, "acknowledge": True}
    assert shown["read_only"] is None
    assert shown["signed"] is None


def test_beginning_twice_gives_one_plan(world, surgeon):
    key = cases.key()
    assert begin(surgeon, world, id=key).status_code == 201
    again = begin(surgeon, world, id=key, operation="Other")
    assert (again.status_code, again.json()["operation"]) == (200, "")
    assert Plan.objects.count() == 1
    assert AuditEvent.objects.filter(object_kind="plan", action="create").count() == 1


def test_the_key_of_another_case_begins_nothing(world, surgeon):
    other = cases.plan(world, owner=world.people["radiologist"])
    answer = begin(surgeon, world, id=str(other.pk))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "plan_id_used")


@pytest.mark.parametrize("field", [{"side": "X"}, {"operation": "x" * 121}, {"id": "1"}])
def test_a_bad_case_is_refused_with_the_field(world, surgeon, field):
    answer = begin(surgeon, world, **field)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == list(field)


def test_plans_are_listed_by_study(world, surgeon):
    mine = begin(surgeon, world).json()
    other = worlds.study(world.site, number=2)
    assert [row["id"] for row in surgeon.get("/api/v1/plans").json()] == [mine["id"]]
    assert surgeon.get(f"/api/v1/plans?study={other.pk}").json() == []
    assert surgeon.get("/api/v1/plans?study=everything").status_code == 400
    (row,) = surgeon.get(f"/api/v1/plans?study={world.study.pk}").json()
    assert "document" not in row


def test_a_list_takes_as_many_queries_for_many_plans(
    world, surgeon, django_assert_num_queries, django_assert_max_num_queries
):
    cases.plan(world)
    with django_assert_max_num_queries(12) as first:
        surgeon.get("/api/v1/plans")
    for number in range(2, 8):
        study = worlds.study(world.site, number=number)
        cases.plan(world, study=study)
    with django_assert_num_queries(len(first.captured_queries)):
        assert len(surgeon.get("/api/v1/plans").json()) == 7


def test_what_is_known_of_the_operation_changes_with_an_audit_entry(world, surgeon):
    plan = cases.plan(world)
    team = Team.objects.create(site=world.site, name="Feet")
    changes = {
        "operation": "Total knee",
        "side": "L",
        "planned_on": "2026-12-24",
        "planned_order": 3,
        "team": str(team.pk),
    }
    answer = surgeon.patch(f"/api/v1/plans/{plan.pk}", changes, content_type=JSON)
    assert answer.status_code == 200
    shown = answer.json()
    assert {name: shown[name] for name in changes} == changes | {
        "team": {"id": str(team.pk), "name": "Feet"}
    }
    assert shown["version"] == 0
    event = AuditEvent.objects.get(object_kind="plan", action="change")
    assert event.detail["fields"] == sorted(changes)
    assert "Total knee" not in str(event.detail)
    plan.refresh_from_db()
    assert plan.changed_at > worlds.NOW


def test_changing_nothing_writes_nothing(world, surgeon):
    plan = cases.plan(world, side="R")
    surgeon.patch(f"/api/v1/plans/{plan.pk}", {"side": "R"}, content_type=JSON)
    plan.refresh_from_db()
    assert plan.changed_at == worlds.NOW
    assert not AuditEvent.objects.filter(object_kind="plan").exists()


def test_owner_and_team_come_from_the_same_site_and_may_plan(world, surgeon):
    plan = cases.plan(world)
    elsewhere = Team.objects.create(site=world.elsewhere, name="There")
    wrong = [
        ({"team": str(elsewhere.pk)}, "team_of_another_site"),
        ({"owner": str(world.people["outsider"].pk)}, "owner_may_not_plan"),
        ({"owner": str(world.people["radiologist"].pk)}, "owner_may_not_plan"),
    ]
    for change, code in wrong:
        answer = surgeon.patch(f"/api/v1/plans/{plan.pk}", change, content_type=JSON)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    colleague = worlds.person(world.site, "surgeon", "finn").user
    answer = surgeon.patch(
        f"/api/v1/plans/{plan.pk}", {"owner": str(colleague.pk)}, content_type=JSON
    )
    assert answer.json()["owner"]["id"] == str(colleague.pk)


def test_an_archived_plan_comes_back_before_it_changes(world, surgeon):
    plan = cases.plan(world)
    path = f"/api/v1/plans/{plan.pk}"
    put_away = surgeon.patch(path, {"state": "archived"}, content_type=JSON).json()
    assert put_away["read_only"]["code"] == "plan_archived"
    refused = surgeon.patch(path, {"side": "L"}, content_type=JSON)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "plan_archived")
    assert surgeon.patch(path, {"state": "draft"}, content_type=JSON).json()["read_only"] is None


def test_a_plan_is_signed_by_signing_only(world, surgeon):
    plan = cases.plan(world)
    path = f"/api/v1/plans/{plan.pk}"
    assert surgeon.patch(path, {"state": "signed"}, content_type=JSON).status_code == 400


def test_who_signed_off_changes_only_the_diary(world, surgeon):
    plan = cases.plan(world, state="signed", side="R", operation="Total hip")
    path = f"/api/v1/plans/{plan.pk}"
    for change in ({"side": "L"}, {"operation": "Other"}, {"state": "draft"}):
        refused = surgeon.patch(path, change, content_type=JSON)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "plan_signed")
    assert surgeon.patch(path, {"planned_order": 1}, content_type=JSON).status_code == 200


def test_reopening_makes_a_draft_again(world, surgeon):
    plan = cases.plan(world, state="signed")
    assert surgeon.get(f"/api/v1/plans/{plan.pk}").json()["read_only"]["code"] == "plan_signed"
    answer = surgeon.post(f"/api/v1/plans/{plan.pk}/reopening", {}, content_type=JSON)
    assert (answer.json()["state"], answer.json()["read_only"]) == ("draft", None)
    event = AuditEvent.objects.get(object_kind="plan", action="change")
    assert event.detail == {"reopened": True}


def test_a_radiologist_reads_and_is_told_why_not_more(world, client):
    plan = cases.plan(world)
    reader = world.people["radiologist"]
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(f"/api/v1/plans/{plan.pk}").json()
    assert shown["may"] == {
        "edit": False, "sign": False, "write_note": True, "acknowledge": False,
    }  # fmt: skip
    assert shown["read_only"]["code"] == "plan_of_surgeons"


def test_reading_leaves_one_access_entry(world, surgeon):
    plan = cases.plan(world)
    for _ in range(3):
        surgeon.get(f"/api/v1/plans/{plan.pk}")
    assert AuditEvent.objects.filter(action="view").count() == 1


def test_a_plan_of_a_newer_program_is_shown_and_never_written(world, surgeon):
    plan = cases.plan(world, document={"schema": 9, "magic": 1})
    shown = surgeon.get(f"/api/v1/plans/{plan.pk}").json()
    assert (shown["read_only"]["code"], shown["document"]["magic"]) == ("newer_schema", 1)
    answer = surgeon.post(
        f"/api/v1/plans/{plan.pk}/changes",
        cases.change_set(0, cases.variant()),
        content_type=JSON,
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "newer_schema")
