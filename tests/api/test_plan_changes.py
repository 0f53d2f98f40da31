"""Change sets over the API: one wins, a repeat changes nothing, what is wrong is named."""

from __future__ import annotations

import json

import pytest

from planning.accounts.models import Role
from planning.audit.models import AuditEvent
from planning.calibration.models import Calibration
from planning.plans.models import Plan, PlanChange
from tests.plans import cases
from tests.plans.ready import ready_plan
from tests.web import world as worlds

JSON = "application/json"


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def plan(world):
    return cases.plan(world)


@pytest.fixture
def send(world, plan, client):
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")

    def post(body, to="changes"):
        return client.post(f"/api/v1/plans/{plan.pk}/{to}", body, content_type=JSON)

    return post


@pytest.fixture
def read(world, plan, client):
    return lambda path: client.get(f"/api/v1/plans/{plan.pk}{path}")


def problems(answer) -> list[str]:
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "plan_invalid")
    return [problem["code"] for problem in answer.json()["problems"]]


def test_a_saved_set_makes_the_next_version(world, plan, send):
    answer = send(cases.change_set(0, cases.variant("A")))
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert answer.json()["saved_by"] == "Dr Ada Weber"
    plan.refresh_from_db()
    assert plan.version == 1
    assert [one["name"] for one in plan.document["variants"]] == ["A"]
    event = AuditEvent.objects.get(object_kind="plan", action="change")
    assert event.detail == {"version": 1, "changes": 1}


def test_the_same_set_again_gets_the_same_answer_and_changes_nothing(plan, send):
    first = cases.change_set(0, cases.variant("A"))
    answer = send(first)
    send(cases.change_set(1, cases.variant("B")))
    again = send(first)
    assert again.json() == answer.json()
    plan.refresh_from_db()
    assert (plan.version, len(plan.document["variants"])) == (2, 2)
    assert PlanChange.objects.count() == 2


def test_the_same_key_with_other_content_is_refused(plan, send):
    first = cases.change_set(0, cases.variant("A"))
    send(first)
    other = first | {"changes": [cases.variant("B")]}
    answer = send(other)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "change_set_used")
    plan.refresh_from_db()
    assert plan.version == 1


def test_a_stale_set_gets_the_plan_as_it_is_now(world, plan, send, client):
    send(cases.change_set(0, cases.variant("A")))
    colleague = worlds.person(world.site, Role.SURGEON, "finn", display_name="Dr Finn").user
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    answer = send(cases.change_set(0, cases.variant("B")))
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error["code"] == "plan_changed"
    assert error["params"] == {"author": "Dr Ada Weber", "version": 1, "yours": 0}
    assert error["sentence"].startswith("Dr Ada Weber saved version 1 while you worked on")
    current = answer.json()["current"]
    assert (current["version"], current["document"]["variants"][0]["name"]) == (1, "A")
    assert PlanChange.objects.count() == 1


def test_a_set_from_the_future_is_refused_too(send):
    assert send(cases.change_set(5, cases.variant())).status_code == 409


def test_what_was_set_aside_is_kept_and_not_applied(plan, send, read):
    send(cases.change_set(0, cases.variant("A")))
    lost = cases.change_set(0, cases.variant("B"))
    assert send(lost, "set-aside").status_code == 201
    assert send(lost, "set-aside").status_code == 201
    plan.refresh_from_db()
    assert plan.version == 1
    kept = PlanChange.objects.get(pk=lost["id"])
    assert (kept.outcome, kept.version, kept.changes) == ("set_aside", None, lost["changes"])
    assert [row["outcome"] for row in read("/history").json()] == ["applied", "set_aside"]
    wrong = send(cases.change_set(10**20, cases.variant()), "set-aside")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "unknown_version")


@pytest.mark.parametrize(
    ("state", "code"), [("signed", "plan_signed"), ("archived", "plan_archived")]
)
def test_only_a_draft_takes_changes(world, plan, send, state, code):
    Plan.objects.filter(pk=plan.pk).update(state=state)
    answer = send(cases.change_set(0, cases.variant()))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, code)
    plan.refresh_from_db()
    assert plan.version == 0


def test_a_repeat_is_answered_after_signing_too(plan, send):
    first = cases.change_set(0, cases.variant())
    answer = send(first).json()
    Plan.objects.filter(pk=plan.pk).update(state="signed")
    assert send(first).json() == answer


def test_every_earlier_version_can_be_built_again(world, plan, send, read):
    film = cases.view(world)
    body = {"id": cases.key(), "kind": "film", "view_id": film["id"]}
    steps = [
        [cases.upsert("views", film), cases.upsert("bodies", body)],
        [cases.variant("A")],
        [{"op": "delete", "collection": "bodies", "id": body["id"]}],
        [cases.variant("B") | {"index": 0}],
    ]
    kept = [read("").json()["document"]]
    for version, changes in enumerate(steps):
        assert send(cases.change_set(version, *changes)).status_code == 200
        kept.append(read("").json()["document"])
    for version, document in enumerate(kept):
        assert read(f"/history/{version}").json() == {"version": version, "document": document}
    assert read("/history/5").status_code == 404
    # Quickly, and without making anything as long as the number says.
    assert read("/history/2147483647").status_code == 404
    assert read("/history/99999999999999999999").status_code == 404
    rows = read("/history").json()
    assert [(row["version"], row["count"], row["by"]) for row in rows] == [
        (1, 2, "Dr Ada Weber"), (2, 1, "Dr Ada Weber"), (3, 1, "Dr Ada Weber"),
        (4, 1, "Dr Ada Weber"),
    ]  # fmt: skip


def test_form_and_references_are_checked(plan, send):
    assert problems(send({"id": cases.key(), "base_version": 0, "changes": []})) == ["wrong_length"]
    assert problems(send(cases.change_set(0, cases.variant("")))) == ["wrong_length"]
    body = {"id": cases.key(), "kind": "film", "view_id": cases.key()}
    assert problems(send(cases.change_set(0, cases.upsert("bodies", body)))) == [
        "dangling_reference"
    ]
    gone = {"op": "delete", "collection": "views", "id": cases.key()}
    assert problems(send(cases.change_set(0, gone))) == ["unknown_item"]
    plan.refresh_from_db()
    assert plan.version == 0


@pytest.mark.parametrize("name", ["a\x00b", "\ud800"])
def test_text_that_a_database_cannot_keep_is_refused(send, name):
    assert problems(send(json.dumps(cases.change_set(0, cases.variant(name))))) == ["unusable_text"]


def test_odd_requests_get_a_clear_answer(send):
    far = cases.variant() | {"index": 10**30}
    assert send(cases.change_set(0, far)).status_code == 200
    assert send([]).status_code == 400
    assert send(cases.change_set(1, cases.variant()) | {"id": "x"}).status_code == 400
    assert send("{").status_code == 400


def view_problems(send, view) -> list[str]:
    return problems(send(cases.change_set(0, cases.upsert("views", view))))


def test_a_view_shows_a_film_of_this_patient_as_it_is_stored(world, plan, send):
    other = worlds.study(world.site, number=2)
    elsewhere = worlds.study(world.elsewhere, number=3)
    strangers = [
        worlds.film(other, pixel_sha256=worlds.SHA),
        worlds.film(elsewhere, pixel_sha256=worlds.SHA),
    ]
    for film in strangers:
        view = cases.view(world, sop_instance_uid=film.sop_instance_uid)
        assert view_problems(send, view) == ["unknown_film"]
    assert view_problems(send, cases.view(world, pixel_sha256="1" * 64)) == ["other_pixels_in_view"]
    assert view_problems(send, cases.view(world, frame=2)) == ["no_such_frame"]
    world.film.pixel_sha256 = ""
    world.film.save()
    view = cases.view(world, pixel_sha256=worlds.SHA)
    assert view_problems(send, view) == ["film_not_ready"]


def test_a_film_of_another_study_of_the_patient_may_be_used(world, plan, send):
    prior = worlds.study(world.site, number=2)
    prior.patient = world.study.patient
    prior.save()
    film = worlds.film(prior, pixel_sha256=worlds.SHA)
    view = cases.view(world, sop_instance_uid=film.sop_instance_uid)
    assert send(cases.change_set(0, cases.upsert("views", view))).status_code == 200


def calibrated(film, **fields) -> Calibration:
    """Add a calibration row as if by a known length."""
    return Calibration.objects.create(
        instance=film,
        method="known_length",
        inputs={},
        row_mm=0.12,
        column_mm=0.12,
        scale={},
        pixel_sha256=film.pixel_sha256,
        software="test",
        created_by=fields.pop("created_by"),
        created_at=worlds.NOW,
        **fields,
    )


def test_a_calibration_is_one_of_the_views_own_film(world, plan, send):
    by = world.people["surgeon"]
    own = calibrated(world.film, created_by=by)
    second = worlds.film(world.study, number=2, pixel_sha256=worlds.SHA)
    others = calibrated(second, created_by=by)
    for wrong in (str(others.pk), cases.key()):
        assert view_problems(send, cases.view(world, calibration_id=wrong)) == [
            "unknown_calibration"
        ]
    view = cases.view(world, calibration_id=str(own.pk))
    assert send(cases.change_set(0, cases.upsert("views", view))).status_code == 200


def test_a_measurement_names_a_definition_and_its_roles(send, plan):
    measurement = {"id": cases.key(), "definition": "length", "side": None, "landmarks": {}}
    for wrong, code in (
        ({"definition": "of_tomorrow"}, "unknown_definition"),
        ({"landmarks": {"elbow": []}}, "wrong_length"),
    ):
        change = cases.upsert("measurements", measurement | wrong)
        assert problems(send(cases.change_set(0, change))) == [code]
    assert send(cases.change_set(0, cases.upsert("measurements", measurement))).status_code == 200


def test_a_role_that_the_definition_lacks_is_refused(world, send):
    film = cases.view(world)
    body = {"id": cases.key(), "kind": "film", "view_id": film["id"]}
    landmark = {
        "id": cases.key(), "body_id": body["id"], "key": "elbow", "side": None,
        "point_px": [1, 1], "placed": "free",
    }  # fmt: skip
    measurement = {
        "id": cases.key(), "definition": "length", "side": None,
        "landmarks": {"elbow": [landmark["id"]]},
    }  # fmt: skip
    changes = [
        cases.upsert("views", film),
        cases.upsert("bodies", body),
        cases.upsert("landmarks", landmark),
        cases.upsert("measurements", measurement),
    ]
    assert problems(send(cases.change_set(0, *changes))) == ["unknown_role"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"family": "of_tomorrow"}, "unknown_family"),
        ({"family_version": 99}, "unknown_family"),
        ({"size": "53"}, "unknown_size"),
        ({"options": {"head": "36"}}, "unknown_option"),
        ({"options": {"head": "44", "liner": "neutral"}}, "not_in_this_size"),
    ],
)
def test_an_implant_is_one_that_the_library_has(world, send, wrong, code):
    ready = ready_plan(world)
    document = ready.plan.document
    changes = [
        cases.upsert("views", ready.view),
        cases.upsert("bodies", document["bodies"][1]),
        cases.upsert("implants", ready.implant | wrong),
    ]
    assert problems(send(cases.change_set(0, *changes))) == [code]
    changes[-1] = cases.upsert("implants", ready.implant)
    assert send(cases.change_set(0, *changes)).status_code == 200


def test_what_was_right_when_it_was_put_in_keeps_nobody_from_saving(world, plan, client, send):
    ready = ready_plan(world)
    ready.implant["size"] = "53"
    ready.save()
    answer = client.post(
        f"/api/v1/plans/{ready.plan.pk}/changes",
        cases.change_set(7, cases.variant("B")),
        content_type=JSON,
    )
    assert answer.status_code == 200
