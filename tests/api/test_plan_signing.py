"""Signing over the API: the password again, what was shown frozen, and who may not."""

from __future__ import annotations

import pytest
from django.conf import settings as project

from planning.audit.models import AuditEvent
from planning.plans import signing
from planning.plans.models import Plan, PlanVersion
from tests.notes.rows import note
from tests.plans import cases
from tests.plans.ready import ready_plan
from tests.web import world as worlds

JSON = "application/json"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world(db):
    built = worlds.build()
    surgeon = built.people["surgeon"]
    surgeon.set_password(worlds.PASSWORD)
    surgeon.save()
    return built


@pytest.fixture
def ready(world):
    return ready_plan(world)


@pytest.fixture
def sign(world, ready, client):
    client.force_login(world.people["surgeon"], backend=BACKEND)

    def post(password=worlds.PASSWORD, meaning="planned", version=7, seen=None):
        address = f"/api/v1/plans/{ready.plan.pk}"
        seen = client.get(f"{address}/results").json()["seen"] if seen is None else seen
        body = {"password": password, "meaning": meaning, "version": version, "seen": seen}
        return client.post(f"{address}/signature", body, content_type=JSON)

    return post


@pytest.fixture
def read(ready, client):
    return lambda path: client.get(f"/api/v1/plans/{ready.plan.pk}{path}")


def test_a_signature_freezes_what_was_shown(world, ready, sign, read):
    shown = read("/results").json()["results"]
    answer = sign(meaning="approved")
    assert answer.status_code == 201
    signed = answer.json()
    assert (signed["number"], signed["version"], signed["meaning"]) == (1, 7, "approved")
    assert (signed["signed_by"], signed["intact"]) == ("Dr Ada Weber", True)
    assert signed["document"] == ready.plan.document
    assert signed["software"] == f"plumbline {project.PLUMBLINE_VERSION}"
    content = signed["content"]
    assert content["results"] == shown
    assert content["results"][0]["native"]["value"] == 50.0
    assert content["case"]["operation"] == "Total hip"
    assert content["patient"]["id"] == "MRN-00001"
    (view,) = content["views"]
    assert view["scale"]["row_mm"] == 0.125
    assert (view["film_date"], view["view"]) == ("2026-11-10", "AP")
    assert view["calibration"]["method"] == "known_length"
    assert content["images"][0]["pixel_sha256"] == worlds.SHA
    assert content["calibrations"][0]["inputs"]["length_mm"] == 50
    (implant,) = content["implants"]
    assert (implant["family"], implant["size"], implant["side"]) == ("press_fit_cup", "52", "R")
    assert implant["generic"] is True


def test_signing_is_recorded_and_closes_the_plan(world, ready, sign, read):
    signed = sign().json()
    ready.plan.refresh_from_db()
    assert ready.plan.state == "signed"
    event = AuditEvent.objects.get(action="sign")
    assert event.detail["digest"] == signed["digest"]
    assert "Smith" not in str(event.detail)
    shown = read("").json()
    assert shown["read_only"]["code"] == "plan_signed"
    assert shown["signed"]["number"] == 1
    again = sign()
    assert (again.status_code, again.json()["error"]["code"]) == (409, "plan_signed")
    assert read("/signed").json() == [signed]
    assert read("/signed/1").json() == signed
    assert read("/signed/2").status_code == 404


def test_reopening_and_signing_again_keeps_both(ready, sign, read, client):
    first = sign().json()
    client.post(f"/api/v1/plans/{ready.plan.pk}/reopening", {}, content_type=JSON)
    change = cases.change_set(7, cases.variant("B"))
    saved = client.post(f"/api/v1/plans/{ready.plan.pk}/changes", change, content_type=JSON)
    assert saved.json()["version"] == 8
    second = sign(version=8).json()
    assert second["number"] == 2
    assert second["digest"] != first["digest"]
    assert read("/signed/1").json() == first
    assert read("").json()["signed"]["number"] == 2


def test_a_wrong_password_signs_nothing_and_is_recorded(sign, ready):
    answer = sign(password="not it")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "password_wrong")
    assert not PlanVersion.objects.exists()
    event = AuditEvent.objects.get(action="sign")
    assert (event.outcome, event.detail) == ("refused", {"code": "password_wrong"})


def test_wrong_passwords_lock_the_signature_with_a_clear_answer(sign, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign(password="not it")
    assert answer.status_code == 403
    answer = sign()
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "password_locked")
    assert not PlanVersion.objects.exists()


def test_the_right_password_forgets_the_wrong_ones(sign, ready, settings, client):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        sign(password="not it")
    assert sign().status_code == 201
    client.post(f"/api/v1/plans/{ready.plan.pk}/reopening", {}, content_type=JSON)
    assert sign(password="not it").json()["error"]["code"] == "password_wrong"
    assert sign().status_code == 201


def test_a_plan_with_something_left_is_not_signed_and_the_list_is_given(ready, sign, read):
    ready.save(side="", operation="")
    answer = sign()
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "plan_not_ready")
    missing = answer.json()["missing"]
    assert [one["code"] for one in missing] == ["side_unknown", "operation_missing"]
    assert missing[0]["target"] == {"kind": "case", "id": None}
    assert missing[0]["sentence"] == "The side is not known. Choose right, left or both."
    assert read("/readiness").json() == {"ready": False, "missing": missing, "warnings": []}
    assert not PlanVersion.objects.exists()


def test_warnings_do_not_hinder(ready, sign, read):
    ready.measurement["landmarks"].pop("b")
    ready.save()
    found = read("/readiness").json()
    assert found["ready"] is True
    assert found["warnings"][0]["sentence"] == (
        "Length has no value. A landmark is missing (End). Place it."
    )
    assert sign().status_code == 201


def test_what_was_not_seen_is_not_signed(ready, sign):
    answer = sign(version=6)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "plan_changed")
    assert answer.json()["current"]["version"] == 7


def without_implant(ready):
    """Nothing on the film then contradicts another side."""
    body, document = ready.implant["body_id"], ready.plan.document
    document["implants"] = []
    document["bodies"] = [one for one in document["bodies"] if one["id"] != body]
    document["variants"][0]["poses"] = {}
    ready.save()


def unseen_side(ready):
    ready.save(side="L")


def unseen_operation(ready):
    ready.save(operation="Revision")


def unseen_hanging(ready):
    ready.plan.study.series.get().instances.get().hangings.create(
        patient_right_on="right",
        confirmed_by=ready.plan.owner,
        confirmed_at=worlds.NOW,
    )


def unseen_note(ready):
    note(ready.plan.study, ready.plan.owner, text="The wall is thin.")


@pytest.mark.parametrize("change", [unseen_side, unseen_operation, unseen_hanging, unseen_note])
def test_what_changed_beside_the_document_since_it_was_shown_is_not_signed(
    ready, sign, read, change
):
    without_implant(ready)
    seen = read("/results").json()["seen"]
    change(ready)
    answer = sign(seen=seen)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "plan_not_as_seen")
    assert not PlanVersion.objects.exists()


def test_a_signature_says_what_was_seen(ready, client):
    client.force_login(ready.plan.owner, backend=BACKEND)
    answer = client.post(
        f"/api/v1/plans/{ready.plan.pk}/signature",
        {"password": worlds.PASSWORD, "meaning": "planned", "version": 7},
        content_type=JSON,
    )
    assert answer.status_code == 400
    assert "seen" in answer.json()["error"]["fields"]
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize("wrong", [{"meaning": "liked"}, {"version": -1}, {"password": ""}])
def test_a_signature_says_what_it_means(sign, wrong):
    assert sign(**wrong).status_code == 400


def test_what_is_done_about_a_signature_belongs_to_it(ready, sign, monkeypatch):
    heard = []
    monkeypatch.setattr(signing, "after_signing", [lambda version, by: heard.append(version.pk)])
    number = sign().json()["number"]
    assert heard == [PlanVersion.objects.get(plan=ready.plan, number=number).pk]


def test_a_failure_afterwards_leaves_nothing_half_signed(ready, sign, monkeypatch):
    def fail(version, by):
        raise RuntimeError("no room")

    monkeypatch.setattr(signing, "after_signing", [fail])
    with pytest.raises(RuntimeError, match="no room"):
        sign()
    ready.plan.refresh_from_db()
    assert ready.plan.state == Plan.State.DRAFT
    assert not PlanVersion.objects.exists()
    assert not AuditEvent.objects.filter(action="sign").exists()
