"""The API describes itself without gaps, and the description is valid OpenAPI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.web import world as worlds


def test_the_description_is_valid_and_complete(tmp_path: Path):
    out = tmp_path / "schema.json"
    call_command(
        "spectacular", validate=True, fail_on_warn=True, file=str(out), format="openapi-json"
    )
    paths = json.loads(out.read_text())["paths"]
    assert "/api/v1/films/{film_id}/calibrations" in paths


@pytest.mark.django_db
def test_members_read_it_and_strangers_do_not(client):
    world = worlds.build()
    assert client.get("/api/v1/schema/").status_code == 401
    client.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/schema/").json()["info"]["title"] == "Plumbline"
