"""Fixtures for every test: where the shared data is, which peers are there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connections
from django.test import override_settings

from planning.store import blobs

pytest_plugins = ["tests.peers.plugin"]

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PLUMBLINE_SHARED", ROOT.parent / "shared"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, so that it runs on PostgreSQL as well; begin with long tests.

    Whole files go to one process each: a long one that begins last would run alone at the end.
    """
    for item in items:
        if "db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)
    items.sort(key=_longest_first)


def _longest_first(item: pytest.Item) -> tuple[float, bool]:
    limit = item.get_closest_marker("timeout")
    return (-limit.args[0] if limit else 0.0, "tests/browser" not in item.nodeid)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Name static files plainly; hashed names need ``collectstatic``.

    Once for the whole run: changed for each test, a page that is still answered when its
    test ends could leave the wrong names to the next.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=project.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real DICOM files; tests that need it skip where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared test data at {folder} (set PLUMBLINE_SHARED)")
    return folder


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder of vectors that Python and JavaScript share."""
    return ROOT / "tests" / "golden"


@pytest.fixture
def data_folder(tmp_path: Path, settings) -> Path:
    """A fresh place for films; whatever a test stores is gone afterwards."""
    settings.PLUMBLINE_DATA = tmp_path / "data"
    settings.RECEIVER_SPOOL = tmp_path / "spool"
    for store in (blobs.originals, blobs.cache):
        store.cache_clear()
    yield settings.PLUMBLINE_DATA
    for store in (blobs.originals, blobs.cache):
        store.cache_clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory) -> None:
    """Test on a SQLite file, as installations run on one.

    A database in memory is shared by locking whole tables without waiting, so a page that
    is still loading when a test ends would fail the next one.
    """
    connection = connections["default"]
    if connection.vendor == "sqlite":
        place = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(place)
