"""Fixtures for pages: two sites with everything in them."""

from __future__ import annotations

import pytest

from tests.web import world as worlds


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
