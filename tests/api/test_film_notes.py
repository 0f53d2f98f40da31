"""One film over HTTP: what is odd about its picture, in a sentence, and which frames it has."""

from __future__ import annotations

import pytest
from django.urls import reverse

from planning.imaging.models import FilmDisplay
from planning.imaging.rendered import RENDERER
from tests.web import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return worlds.build()


def notes_of(client, world) -> list[dict]:
    user = world.people["surgeon"]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("film", kwargs={"film_id": world.film.pk})).json()["notes"]


def test_a_note_has_its_sentence(client, world):
    FilmDisplay.objects.create(
        instance=world.film,
        state=FilmDisplay.State.READY,
        renderer=RENDERER,
        source_sha256=world.film.stored_sha256,
        made_at=worlds.NOW,
        meaning={"frames": {"1": {"notes": ["polarity_disagrees"]}}},
    )
    (note,) = notes_of(client, world)
    assert (note["code"], note["params"]) == ("polarity_disagrees", {})
    assert note["sentence"].startswith("The header contradicts itself about what is white.")


def test_a_film_that_is_still_being_prepared_has_none(client, world):
    assert notes_of(client, world) == []


@pytest.mark.parametrize("frame", ["0", "2", "x", "", "9" * 5000, "²", "١"])
def test_a_frame_that_cannot_be_is_refused_with_how_many_there_are(client, world, frame):
    user = world.people["surgeon"]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("film", kwargs={"film_id": world.film.pk})
    response = client.get(address, {"frame": frame})
    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["code"], error["params"]) == ("no_such_frame", {"frames": 1})
