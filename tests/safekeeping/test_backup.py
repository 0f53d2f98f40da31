"""A backup is whole or not there, and says what was wrong with the store."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from contextlib import closing

import pytest

from tests.safekeeping.homes import Home, flip_a_byte

pytestmark = pytest.mark.timeout(300)


def test_the_manifest_names_every_file_with_its_digest(whole_backup, filled):
    listed = json.loads((whole_backup / "manifest.json").read_text())["files"]
    found = {
        str(path.relative_to(whole_backup)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in whole_backup.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert {entry["path"]: entry["sha256"] for entry in listed} == found
    assert len(found) == 4  # the database, the key, a film and one set aside
    names = {path.name for path in filled.originals()}
    assert {path.name for path in whole_backup.glob("originals/??/??/*")} == names


def test_caches_are_left_out_and_nobody_else_may_read(whole_backup):
    files = [path for path in whole_backup.rglob("*") if path.is_file()]
    assert not [path for path in files if "cache" in path.parts]
    assert whole_backup.stat().st_mode & 0o077 == 0


def test_something_that_is_there_is_never_overwritten(filled, tmp_path):
    target = tmp_path / "taken"
    target.mkdir()
    done = filled.manage("backup", target)
    assert (done.code, list(target.iterdir())) == (1, [])
    assert "is there already" in done.err


# The database has about half a megabyte, the large film three.
@pytest.mark.parametrize("most_bytes", [200_000, 2_000_000])
def test_a_full_disc_leaves_nothing_behind_and_is_said(filled, tmp_path, most_bytes):
    home = filled.copied_to(tmp_path / "home")
    target = tmp_path / "discs" / "backup"
    done = home.manage("backup", target, "--json", most_bytes=most_bytes)
    assert (done.code, done.out) == (1, "")
    assert "no room left" in done.err
    assert list(target.parent.iterdir()) == []


def test_a_missing_and_a_damaged_original_are_named_and_the_rest_is_kept(filled, tmp_path):
    home = filled.copied_to(tmp_path / "home")
    lost, hurt = home.originals()
    lost.unlink()
    flip_a_byte(hurt)
    done = home.manage("backup", tmp_path / "backup", "--json")
    assert done.code == 1
    assert sorted((p["code"], p["sha256"]) for p in done.json()["problems"]) == [
        ("original_damaged", hurt.name),
        ("original_missing", lost.name),
    ]
    assert (tmp_path / "backup" / "database.sqlite3").stat().st_size > 0
    new = Home(tmp_path / "new")
    restored = new.manage("restore", tmp_path / "backup", "--json")
    assert (restored.code, len(restored.json()["problems"])) == (0, 2)
    assert new.manage("verify_store", "--json").code == 1


def test_an_original_that_cannot_be_read_is_named_and_the_rest_is_kept(filled, tmp_path):
    home = filled.copied_to(tmp_path / "home")
    bad, good = home.originals()
    bad.unlink()
    # Reading the first page of a process's memory fails as a bad sector does.
    bad.symlink_to("/proc/self/mem")
    done = home.manage("backup", tmp_path / "backup", "--json")
    assert done.json()["problems"] == [{"code": "original_damaged", "sha256": bad.name}]
    kept = [path.name for path in (tmp_path / "backup").glob("originals/??/??/*")]
    assert kept == [good.name]
    assert Home(tmp_path / "new").manage("restore", tmp_path / "backup", "--json").code == 0


def test_without_a_database_there_is_nothing_to_back_up_and_none_is_made(tmp_path):
    home = Home(tmp_path / "home")
    done = home.manage("backup", tmp_path / "backup")
    assert done.code == 1
    assert "nothing to back up" in done.err
    assert not (home.path / "plumbline.sqlite3").exists()
    assert not (tmp_path / "backup").exists()


def test_a_database_that_is_written_meanwhile_is_copied_as_it_was_at_one_moment(filled, tmp_path):
    home = filled.copied_to(tmp_path / "home")
    database = home.path / "plumbline.sqlite3"
    with closing(sqlite3.connect(database)) as first:
        first.execute("CREATE TABLE pairs (a INTEGER, b INTEGER)")
    done = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(database, timeout=20)) as writer:
            number = 0
            while not done.wait(0.001):
                with writer:
                    writer.execute("INSERT INTO pairs (a) VALUES (?)", [number])
                    writer.execute("UPDATE pairs SET b = a WHERE a = ?", [number])
                number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        answer = home.manage("backup", tmp_path / "backup")
    finally:
        done.set()
        thread.join()
    assert answer.code == 0, answer.err
    with closing(sqlite3.connect(tmp_path / "backup" / "database.sqlite3")) as copy:
        ((count, agreeing),) = copy.execute("SELECT count(*), sum(a = b) FROM pairs")
    assert count == agreeing > 0


def test_the_backup_itself_is_in_the_trail(whole_backup):
    with closing(sqlite3.connect(whole_backup / "database.sqlite3")) as copy:
        kinds = copy.execute("SELECT action, object_kind FROM planning_auditevent").fetchall()
    assert ("export", "backup") in kinds
