"""What is odd about a film's picture is told with the film, in a sentence."""

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
