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


def test_films_have_their_names_before_the_database_is_there(served, url, tmp_path):
    """Where they cannot have them the database stays empty, so that one can try again."""
    assert served.manage("backup", tmp_path / "backup").code == 0
    data = tmp_path / "data"
    data.mkdir()
    # A folder cannot take the name of a link that leads nowhere.
    (data / "originals").symlink_to(tmp_path / "nowhere")
    of_new = {"DATABASE_URL": f"{url}/spare", "PLUMBLINE_DATA": str(data)}
    done = Home(tmp_path / "new", of_new).manage("restore", tmp_path / "backup")
    assert done.code == 1
    assert "could not be used" in done.err
    with psycopg.connect(f"{url}/spare") as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchone() == (0,)
    (data / "originals").unlink()


def test_a_dump_that_cannot_be_loaded_leaves_no_films_behind(served, url, tmp_path):
    assert served.manage("backup", tmp_path / "backup").code == 0
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "pg_restore").write_text("#!/bin/sh\necho no more room >&2; exit 1\n")
    (programs / "pg_restore").chmod(0o700)
    home = Home(tmp_path / "new", {"DATABASE_URL": f"{url}/spare", "PATH": str(programs)})
    done = home.manage("restore", tmp_path / "backup")
    assert done.code == 1
    assert "no more room" in done.err
    assert not list(home.path.rglob("originals/*/*/*"))


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
