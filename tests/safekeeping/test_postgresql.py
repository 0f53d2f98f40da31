"""On PostgreSQL the same commands take one snapshot and put it back."""

from __future__ import annotations

import psycopg
import pytest

from tests.peers import postgresql
from tests.safekeeping.homes import Home, flip_a_byte

pytestmark = [pytest.mark.peer("postgresql"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def url():
    with postgresql.server() as found:
        for name in ("filled", "empty", "spare"):
            with psycopg.connect(found, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
        yield found.rsplit("/", 1)[0]


@pytest.fixture(scope="module")
def served(url, tmp_path_factory) -> Home:
    folder = tmp_path_factory.mktemp("postgresql")
    home = Home(folder / "home", {"DATABASE_URL": f"{url}/filled"})
    home.fill(folder / "films")
    return home


def test_a_backup_comes_back_whole_and_only_into_an_empty_database(served, url, tmp_path):
    done = served.manage("backup", tmp_path / "backup", "--json")
    assert done.code == 0, done.err
    assert (done.json()["database"], done.json()["files"]) == ("postgresql", 4)
    again = Home(tmp_path / "again", served.environment).manage("restore", tmp_path / "backup")
    assert again.code == 1
    assert "is in use" in again.err

    new = Home(tmp_path / "new", {"DATABASE_URL": f"{url}/empty"})
    restored = new.manage("restore", tmp_path / "backup", "--json")
    assert restored.code == 0, restored.err
    assert restored.json()["migrations_pending"] == []
    assert new.manage("verify_store", "--json").json()["rows"] == 2
    trail = new.manage("verify_audit", "--json").json()
    assert (trail["ok"], trail["sealed"]) == (True, 3)
    with psycopg.connect(f"{url}/empty") as connection, pytest.raises(psycopg.Error):
        connection.execute("DELETE FROM planning_auditevent")


def test_a_damaged_dump_restores_nothing(served, url, tmp_path):
    assert served.manage("backup", tmp_path / "backup").code == 0
    flip_a_byte(tmp_path / "backup" / "database.dump")
    new = Home(tmp_path / "new", {"DATABASE_URL": f"{url}/spare"})
    done = new.manage("restore", tmp_path / "backup")
    assert done.code == 1
    assert "the first one database.dump" in done.err


def test_without_its_programs_the_error_names_them(served, tmp_path):
    home = Home(served.path, served.environment | {"PATH": str(tmp_path)})
    done = home.manage("backup", tmp_path / "backup")
    assert done.code == 1
    assert "pg_dump is not installed" in done.err
    assert not (tmp_path / "backup").exists()


def test_a_server_that_is_away_is_said_without_a_trace(tmp_path):
    away = Home(tmp_path / "home", {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    done = away.manage("backup", tmp_path / "backup")
    assert (done.code, done.out) == (1, "")
    assert "The database does not answer" in done.err


def test_a_backup_of_the_other_kind_of_database_is_refused(whole_backup, url, tmp_path):
    new = Home(tmp_path / "new", {"DATABASE_URL": f"{url}/empty"})
    done = new.manage("restore", whole_backup)
    assert done.code == 1
    assert "holds a sqlite database" in done.err
