"""The worklist for whoever may search: today's steps, each once, with an audit entry."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from planning.audit.models import AuditEvent
from planning.pacs.models import PacsNode
from tests.bridge.test_worklist import scheduled, server
from tests.web.world import archive, build

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def world(db):
    return build()


@pytest.fixture
def ask(world, client):
    """Return a function that asks for the worklist as a surgeon."""
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")

    def post(**asked):
        address = reverse("worklist")
        return client.post(address, json.dumps(asked, default=str), content_type="application/json")

    return post


def ris(world, node, name="RIS") -> PacsNode:
    """A row for a worklist server that runs."""
    return archive(
        world.site, name, host=node.host, port=node.port, ae_title="RIS",
        profile={"worklist": True},
    )  # fmt: skip


def test_the_steps_of_a_day_come_by_time_each_once(world, ask):
    later = scheduled(
        ScheduledProcedureStepStartTime="1100", PatientID="P2", PatientName="Yamada^Taro=山田^太郎",
        SpecificCharacterSet="ISO_IR 192", AccessionNumber="A2", StudyInstanceUID="1.2.4",
    )  # fmt: skip
    with server(later, scheduled()) as (node, _):
        ris(world, node)
        ris(world, node, "RIS again")
        answer = ask(date="2026-11-22").json()
    assert [item["patient"]["id"] for item in answer["items"]] == ["P1", "P2"]
    anna, taro = answer["items"]
    assert anna["patient"] == {
        "name": "MÜLLER, ANNA", "ideographic": "", "id": "P1", "issuer": "HOSP",
        "birth_date": "1950-05-17", "sex": "F",
    }  # fmt: skip
    assert (anna["procedure"], anna["time"], anna["modality"]) == ("Hüfte", "09:30:00", "DX")
    assert taro["patient"]["ideographic"] == "山田 太郎"
    assert [node["name"] for node in anna["nodes"]] == ["RIS", "RIS again"]
    (event,) = AuditEvent.objects.filter(object_kind="worklists")
    assert (event.action, event.detail) == ("search", {"nodes": ["RIS", "RIS again"]})
    assert "P1" not in str(event.detail)


def test_a_system_that_is_down_leaves_the_others_their_answers(world, ask):
    archive(world.site, "Down", ae_title="RIS", profile={"worklist": True})
    with server(scheduled()) as (node, _):
        ris(world, node)
        answer = ask(date="2026-11-22").json()
    states = {state["name"]: state for state in answer["nodes"]}
    assert states["Down"]["error"]["code"] == "archive_unreachable"
    assert states["RIS"]["error"] is None
    assert len(answer["items"]) == 1


def test_today_is_asked_for_and_only_where_a_test_found_a_worklist(world, ask):
    answer = ask().json()
    assert answer["nodes"] == answer["items"] == []
    assert date.fromisoformat(answer["date_from"]) == timezone.localdate()
    assert answer["date_to"] == answer["date_from"]


@pytest.mark.parametrize("asked", [{"days": 0}, {"days": 32}, {"modality": "D*"}, {"date": "x"}])
def test_what_cannot_be_asked_is_said(asked, ask):
    assert ask(**asked).status_code == 400


def test_a_question_that_cannot_be_sent_is_answered_with_its_reason(world, ask):
    answer = ask(family_name="*", node=world.node.pk).json()
    assert answer["nodes"][0]["error"]["code"] == "archive_bad_query"
