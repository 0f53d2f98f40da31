"""Notes over HTTP: what people get, what is refused and how that is said."""

from __future__ import annotations

import json
import uuid

import pytest

from planning.notes.models import Note
from tests.notes.rows import note, sent
from tests.web import world as worlds


@pytest.fixture
def address(world) -> str:
    return f"/api/v1/studies/{world.study.pk}/notes"


def post(client, path: str, body: object):
    return client.post(path, json.dumps(body), content_type="application/json")


def test_a_note_comes_back_as_its_writer_and_as_another_sees_it(world, as_role, address):
    body = sent(
        text="<b>Loose</b> cup & 山", priority="must_read", film_id=str(world.film.pk),
        frame=1, point_px=[1200.25, 80],
    )  # fmt: skip
    answer = post(as_role("radiologist"), address, body)
    assert answer.status_code == 201
    mine = answer.json()
    assert {name: mine[name] for name in body} == body
    assert (mine["mine"], mine["read_by_me"], mine["open"]) == (True, True, True)
    assert mine["author"] == {
        "id": str(world.people["radiologist"].pk), "name": "ben", "role": "radiologist",
    }  # fmt: skip
    (theirs,) = as_role("surgeon").get(address).json()
    assert theirs == mine | {"mine": False, "read_by_me": False}


def test_a_retry_answers_200_and_never_doubles(world, as_role, address):
    client, body = as_role("radiologist"), sent()
    answers = [post(client, address, body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[0].json() == answers[2].json()
    assert Note.objects.count() == 1


def test_other_words_under_the_same_key_answer_409(world, as_role, address):
    client, body = as_role("radiologist"), sent()
    post(client, address, body)
    answer = post(client, address, body | {"text": "No lesion."})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "note_sent_differently"
    assert Note.objects.get().text == body["text"]


def test_acknowledging_closes_it_for_everybody(world, as_role, address):
    written = post(as_role("radiologist"), address, sent(priority="must_read")).json()
    client = as_role("surgeon")
    (answer,) = {
        client.post(f"/api/v1/notes/{written['id']}/acknowledgement").json()["open"]
        for _ in range(2)
    }
    assert answer is False
    (seen,) = as_role("radiologist").get(address).json()
    assert [mark["by"] for mark in seen["acknowledged"]] == ["Dr Ada Weber"]
    assert not seen["open"]


def test_reading_is_kept_for_the_reader(world, as_role, address):
    written = note(world.study, world.people["radiologist"], priority="must_read")
    answer = as_role("surgeon").post(f"/api/v1/notes/{written.pk}/reading").json()
    assert (answer["read_by_me"], answer["open"]) == (True, True)
    assert as_role("administrator").get(address).json()[0]["read_by_me"] is False


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        ({"text": " "}, "note_empty", "empty"),
        ({"text": "x" * 4001}, "note_too_long", "4001"),
        ({"point_px": [1, 2]}, "note_pin_without_film", "film"),
        ({"text": "nul \0"}, "invalid", ""),
        ({"text": "\ud800"}, "invalid", ""),
        ({"id": "7"}, "invalid", ""),
        ({"priority": "urgent"}, "invalid", ""),
        ({"point_px": [1, 2, 3]}, "invalid", ""),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    world, as_role, address, change, code, word
):
    answer = post(as_role("radiologist"), address, sent(**change))
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == code
    assert word in error["sentence"]
    assert not Note.objects.exists()


def test_what_belongs_to_another_site_does_not_exist(world, as_role, address):
    theirs = worlds.study(world.elsewhere, number=9)
    film = worlds.film(theirs)
    strange = note(theirs, world.people["outsider"])
    client = as_role("surgeon")
    assert post(client, address, sent(film_id=str(film.pk))).status_code == 404
    assert post(client, address, sent(reply_to=str(strange.pk))).status_code == 404
    assert client.post(f"/api/v1/notes/{strange.pk}/reading").status_code == 404
    assert client.post(f"/api/v1/notes/{uuid.uuid4()}/acknowledgement").status_code == 404


def test_nothing_is_deleted_or_edited_over_http(world, as_role, address):
    written = note(world.study, world.people["surgeon"])
    client = as_role("surgeon")
    for path in (address, f"/api/v1/notes/{written.pk}/reading"):
        for method in (client.delete, client.put, client.patch):
            assert method(path).status_code == 405
