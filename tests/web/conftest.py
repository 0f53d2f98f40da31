"""Fixtures for pages: plain names of static files, two sites with everything in them."""

from __future__ import annotations

import pytest

from tests.web import world as worlds


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Hashed names need `collectstatic`; what pages say does not depend on them."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def world(db) -> worlds.World:
    """Two sites, a person per role, an archive, a study, a film, a job."""
    return worlds.build()


@pytest.fixture
def as_role(world, client):
    """Return a function that signs the client in as somebody of the world."""

    def sign_in(role: str):
        client.force_login(world.people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
