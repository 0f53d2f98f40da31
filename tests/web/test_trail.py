"""Whoever looks at a patient's plan or notes leaves a line in the audit trail."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from planning.audit import services
from planning.audit.models import AuditEvent
from planning.audit.services import patient_key
from planning.notes.models import NoteMark
from planning.plans.models import PlanChange
from tests.notes.rows import mark
from tests.notes.rows import sent as sent_note
from tests.plans import cases
from tests.web.access_row import Row
from tests.web.test_access import TABLE, ask

OF_A_PATIENT = ("plan", "note", "report", "study", "planner")
# Lists of everybody name no one in particular; a retry answers with the state of a file.
OTHERS = ("plan-list", "study-list", "report-retry")
ROWS = [
    pytest.param(name, row, id=f"{name}-{row.method}")
    for name, rows in TABLE.items()
    for row in rows
    if name.startswith(OF_A_PATIENT) and name not in OTHERS and row.surgeon < 300
]


@pytest.fixture
def surgeon(as_role):
    return as_role("surgeon")


def events_of(world, since: int):
    patient = world.study.patient
    key = patient_key(str(patient.identity_domain_id), patient.patient_id)
    return AuditEvent.objects.filter(
        pk__gt=since, patient_key=key, actor_id=world.people["surgeon"].pk
    )


def newest() -> int:
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_every_address_of_a_patient_leaves_a_line(name: str, row: Row, world, surgeon):
    path = reverse(name, kwargs=row.arguments(world))
    before = newest()
    assert ask(surgeon, path, row, row.data(world)).status_code == row.surgeon
    (seen, *_) = events_of(world, before)
    assert seen.address == "127.0.0.1"


def send(client, path: str, body: dict, method: str = "post"):
    return getattr(client, method)(path, json.dumps(body, default=str), "application/json")


def test_what_is_asked_for_a_second_time_is_seen_as_well(world, surgeon, monkeypatch):
    """Nothing is written then, but the answer shows the patient all the same."""
    monkeypatch.setattr(services, "ACCESS_WINDOW", timedelta(0))
    plan, note = cases.plan(world), sent_note()
    send(surgeon, reverse("study-notes", kwargs={"study_id": world.study.pk}), note)
    for path, body, method in (
        (reverse("plan-list"), {"id": plan.pk, "study_id": world.study.pk}, "post"),
        (reverse("plan", kwargs={"plan_id": plan.pk}), {}, "patch"),
        (reverse("plan-reopening", kwargs={"plan_id": plan.pk}), {}, "post"),
        (reverse("study-notes", kwargs={"study_id": world.study.pk}), note, "post"),
    ):
        before = newest()
        assert send(surgeon, path, body, method).status_code == 200, path
        assert [event.action for event in events_of(world, before)] == ["view"], path


def test_acknowledging_again_is_seen_as_well(world, surgeon):
    row = TABLE["note-acknowledgement"][0]
    arguments = row.arguments(world)
    note = world.study.notes.get()
    for kind in NoteMark.Kind.values:
        mark(note, world.people["surgeon"], kind)
    before = newest()
    path = reverse("note-acknowledgement", kwargs=arguments)
    assert ask(surgeon, path, row, {}).status_code == 200
    assert [event.action for event in events_of(world, before)] == ["view"]


def test_what_is_set_aside_is_recorded_with_it(world, surgeon):
    plan = cases.plan(world)
    before = newest()
    path = reverse("plan-set-aside", kwargs={"plan_id": plan.pk})
    body = cases.change_set(0, cases.variant())
    assert [send(surgeon, path, body).status_code for _ in range(2)] == [201, 201]
    (event,) = events_of(world, before).filter(action="change")
    assert event.detail == {"set_aside": True, "base_version": 0, "changes": 1}
    assert PlanChange.objects.get().outcome == "set_aside"


def test_a_search_among_the_cases_is_recorded_without_what_was_typed(world, surgeon):
    before = newest()
    surgeon.post(reverse("home"), {"text": "smith"})
    (event,) = AuditEvent.objects.filter(pk__gt=before)
    assert (event.action, event.actor_id) == ("search", world.people["surgeon"].pk)
    assert event.detail == {"found": 1}
