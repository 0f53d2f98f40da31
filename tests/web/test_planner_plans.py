"""Which plan the planner shows, and what it says of who looks."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from planning.plans.models import Plan
from planning.plans.services import create_plan
from tests.web import world as worlds

pytestmark = pytest.mark.django_db


def planner(client, study, **query):
    return client.get(reverse("planner", kwargs={"study_id": study.pk}), query)


def begun(world, number: int, *, state: str = "draft", operation: str = "") -> Plan:
    """Begin a plan that was changed so many minutes after the first."""
    plan, _ = create_plan(
        actor=world.people["surgeon"],
        study=world.study,
        plan_id=UUID(int=number),
        operation=operation,
    )
    Plan.objects.filter(pk=plan.pk).update(
        state=state, changed_at=worlds.NOW + timedelta(minutes=number)
    )
    return plan


@pytest.fixture
def ada(client, world):
    client.force_login(world.people["surgeon"])
    return client


def carried(answer) -> dict:
    return answer.context["planner"]


def test_a_study_without_a_plan_has_none_and_looking_begins_none(ada, world):
    assert carried(planner(ada, world.study))["plan"] is None
    assert not Plan.objects.exists()


def test_the_plan_changed_last_is_shown_but_no_archived_one(ada, world):
    begun(world, 1)
    newest = begun(world, 2)
    begun(world, 3, state="archived")
    shown = carried(planner(ada, world.study))["plan"]
    assert shown["id"] == str(newest.pk)
    assert shown["document"]["schema"] == 3


def test_another_one_is_chosen_by_its_key_and_by_a_menu(ada, world):
    first = begun(world, 1, operation="Knee")
    begun(world, 2, operation="Hip")
    archived = begun(world, 3, state="archived")
    answer = planner(ada, world.study, plan=first.pk)
    assert carried(answer)["plan"]["id"] == str(first.pk)
    page = answer.content.decode()
    assert "2 plans" in page
    assert f"?plan={UUID(int=2)}" in page
    assert carried(planner(ada, world.study, plan=archived.pk))["plan"]["state"] == "archived"


def test_one_plan_needs_no_menu(ada, world):
    begun(world, 1)
    assert 'data-testid="plan-menu"' not in planner(ada, world.study).content.decode()


def test_what_is_not_a_plan_of_this_study_is_not_found(ada, world):
    other = worlds.study(world.site, number=2, patient_id="OTHER")
    plan, _ = create_plan(actor=world.people["surgeon"], study=other, plan_id=uuid4(), operation="")
    for wrong in (plan.pk, uuid4(), "no-key"):
        assert planner(ada, world.study, plan=wrong).status_code == 404


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("surgeon", {"edit", "sign", "write_note", "acknowledge"}),
        ("radiologist", {"write_note"}),
        ("administrator", set()),
    ],
)
def test_the_page_knows_who_looks_and_what_they_may_do(client, world, role, may):
    person = world.people[role]
    client.force_login(person)
    user = carried(planner(client, world.study))["user"]
    assert (user["id"], user["name"]) == (str(person.pk), str(person))
    assert {name for name, allowed in user["may"].items() if allowed} == may
