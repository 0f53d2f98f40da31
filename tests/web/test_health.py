"""Health for supervisors: alive is not the same as ready."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse

from planning.store import blobs
from planning.web import health


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.PLUMBLINE_DATA = tmp_path
    blobs.originals.cache_clear()
    blobs.cache.cache_clear()
    yield
    blobs.originals.cache_clear()
    blobs.cache.cache_clear()


def ready(client) -> tuple[int, dict]:
    response = client.get(reverse("readyz"))
    return response.status_code, response.json()["checks"]


def test_all_is_well(client, db):
    assert ready(client) == (200, {"database": True, "migrations": True, "store": True})


def test_a_store_that_cannot_be_written_is_named(client, db, tmp_path):
    (tmp_path / "originals").write_text("a file where the folder should be")
    assert ready(client) == (503, {"database": True, "migrations": True, "store": False})


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_was_not_run_is_named(client):
    call_command("migrate", "sessions", "zero", verbosity=0)
    try:
        assert ready(client)[0] == 503
        assert not health.CHECKS["migrations"]()
    finally:
        call_command("migrate", "sessions", verbosity=0)


def test_a_database_that_does_not_answer_is_named_and_alive_asks_it_nothing(client, monkeypatch):
    def gone(*args, **kwargs):
        raise DatabaseError("the server closed the connection")

    monkeypatch.setattr(health.connection, "cursor", gone)
    assert health.CHECKS["database"]() is False
    assert client.get(reverse("healthz")).json() == {"ok": True}
