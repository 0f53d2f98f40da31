"""What is damaged, missing, or nobody's is found and named, with exit code 1."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.safekeeping.homes import Home, flip_a_byte

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def home(filled, tmp_path) -> Home:
    return filled.copied_to(tmp_path / "home")


def execute(home: Home, *statements: str) -> None:
    with closing(sqlite3.connect(home.path / "plumbline.sqlite3")) as database, database:
        for statement in statements:
            database.execute(statement)


def problems(home: Home) -> list[tuple[str, str]]:
    done = home.manage("verify_store", "--json")
    answer = done.json()
    assert done.code == (0 if answer["ok"] else 1)
    return sorted((one["code"], one["sha256"]) for one in answer["problems"])


def test_a_whole_store_has_no_problems(home):
    assert problems(home) == []
    assert "2 originals, 2 rows that name one, 0 problems" in home.manage("verify_store").out


def test_every_kind_of_damage_is_named_with_its_rows(home):
    lost, hurt = home.originals()
    lost.unlink()
    flip_a_byte(hurt)
    stray = home.path / "data" / "originals" / "ab" / "cd" / ("abcd" + "0" * 60)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"nobody's")
    assert problems(home) == [
        ("original_damaged", hurt.name),
        ("original_missing", lost.name),
        ("original_without_row", stray.name),
    ]
    done = home.manage("verify_store")
    assert done.code == 1
    assert f"The file {stray.name} belongs to no row" in done.out
    rows = {line.split()[-2] for line in done.out.splitlines() if "row of" not in line}
    assert {"instance", "quarantined"} <= rows


@pytest.mark.parametrize("command", ["verify_store", "verify_audit"])
def test_without_a_database_there_is_an_error_and_not_a_clean_answer(command, tmp_path):
    done = Home(tmp_path / "home").manage(command, "--json")
    assert (done.code, done.out) == (1, "")
    assert "There is no database" in done.err


def test_a_database_that_is_behind_says_what_to_do(home):
    assert home.manage("migrate", "planning", "0002", "--verbosity", "0").code == 0
    done = home.manage("verify_store", "--json")
    assert (done.code, done.out) == (1, "")
    assert "manage.py migrate" in done.err


def test_a_database_that_is_behind_is_backed_up_all_the_same(home, tmp_path):
    assert home.manage("migrate", "planning", "0002", "--verbosity", "0").code == 0
    assert home.manage("backup", tmp_path / "backup").code == 0
    new = Home(tmp_path / "new")
    said = new.manage("restore", tmp_path / "backup").out
    assert "planning.0003" in said
    assert "manage.py migrate" in said


def test_a_whole_trail_gives_a_head_that_later_shows_a_cut(home):
    before = home.manage("verify_audit", "--json").json()
    assert (before["ok"], before["first_bad"], before["sealed"]) == (True, None, 3)
    assert home.manage("verify_audit", "--head", before["head"]).code == 0
    execute(
        home,
        "DROP TRIGGER planning_auditseal_no_delete",
        "DELETE FROM planning_auditseal WHERE id = (SELECT max(id) FROM planning_auditseal)",
    )
    done = home.manage("verify_audit", "--head", before["head"])
    assert done.code == 1
    assert "cut off" in done.out


def test_a_changed_event_is_named(home):
    execute(
        home,
        "DROP TRIGGER planning_auditevent_no_update",
        "UPDATE planning_auditevent SET actor = 'nobody' WHERE id = 1",
    )
    done = home.manage("verify_audit", "--json")
    assert (done.code, done.json()["ok"], done.json()["first_bad"]) == (1, False, 1)


def test_a_trail_fits_only_the_key_it_was_sealed_with(home):
    (home.path / "secret_key").write_text("another key that is long enough for a test")
    assert home.manage("verify_audit").code == 1
