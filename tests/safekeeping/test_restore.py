"""A restored installation is the one that was backed up, or there is none."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.safekeeping.homes import Home, flip_a_byte

pytestmark = pytest.mark.timeout(300)

COUNTS = "SELECT (SELECT count(*) FROM planning_instance), (SELECT count(*) FROM planning_user)"


def rows(home: Home) -> tuple:
    with closing(sqlite3.connect(home.path / "plumbline.sqlite3")) as database:
        return database.execute(COUNTS).fetchone()


def left_in(home: Home) -> list[str]:
    """Return what is in a home besides the key that starting a command makes."""
    return sorted(set(os.listdir(home.path)) - {"secret_key"})


def test_everything_is_back_on_an_empty_machine(filled, backup, empty):
    done = empty.manage("restore", backup, "--json")
    assert done.code == 0, done.err
    answer = done.json()
    assert (answer["files"], answer["key_fits"], answer["migrations_pending"]) == (4, True, [])
    assert rows(empty) == rows(filled)
    assert [p.name for p in empty.originals()] == [p.name for p in filled.originals()]
    assert {path.stat().st_mode & 0o777 for path in empty.originals()} == {0o400}
    store = empty.manage("verify_store", "--json").json()
    assert (store["ok"], store["originals"], store["rows"]) == (True, 2, 2)
    trail = empty.manage("verify_audit", "--json").json()
    assert trail["ok"]
    assert trail["sealed"] > 0
    assert left_in(empty) == ["data", "plumbline.sqlite3"]


def test_words_say_what_is_next(backup, empty):
    said = empty.manage("restore", backup).out
    assert "Restored 4 files" in said
    assert "No migrations are needed" in said


def test_what_is_in_use_is_left_alone(filled, backup, tmp_path):
    home = filled.copied_to(tmp_path / "home")
    before = rows(home)
    done = home.manage("restore", backup)
    assert (done.code, rows(home)) == (1, before)
    assert "is in use" in done.err


def cut(path: Path, size_bytes: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size_bytes)


def edit_the_manifest(backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"] = manifest["files"][:1]
    (backup / "manifest.json").write_text(json.dumps(manifest))


# What discs, networks and people do to a backup.
DAMAGE = {
    "flipped byte": lambda backup: flip_a_byte(next(backup.glob("originals/??/??/*"))),
    "missing file": lambda backup: next(backup.glob("originals/??/??/*")).unlink(),
    "truncated": lambda backup: cut(backup / "database.sqlite3", 100_000),
    "copied halfway": lambda backup: shutil.rmtree(backup / "originals"),
    "manifest cut": lambda backup: cut(backup / "manifest.json", 300),
    "manifest edited": edit_the_manifest,
    "no manifest": lambda backup: (backup / "manifest.json").unlink(),
}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("flipped byte", "1 files of the backup are missing or not as they were"),
        ("missing file", "1 files of the backup are missing or not as they were"),
        ("truncated", "the first one database.sqlite3"),
        ("copied halfway", "2 files of the backup are missing or not as they were"),
        ("manifest cut", "manifest is not as it was written"),
        ("manifest edited", "manifest is not as it was written"),
        ("no manifest", "holds no manifest.json"),
    ],
)
def test_a_damaged_backup_restores_nothing(kind, said, backup, empty):
    DAMAGE[kind](backup)
    done = empty.manage("restore", backup, "--json")
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert left_in(empty) == []


def test_a_file_in_place_of_the_folder_is_said(backup, empty):
    done = empty.manage("restore", backup / "database.sqlite3")
    assert (done.code, done.out) == (1, "")
    assert "it is not a backup" in done.err
    assert left_in(empty) == []


def test_a_manifest_that_cannot_be_read_is_said(backup, empty):
    (backup / "manifest.json").unlink()
    (backup / "manifest.json").symlink_to("/proc/self/mem")
    done = empty.manage("restore", backup)
    assert (done.code, done.out) == (1, "")
    assert "could not be used" in done.err
    assert left_in(empty) == []


@pytest.mark.parametrize("most_bytes", [200_000, 2_000_000])
def test_a_full_disc_leaves_an_empty_home(backup, empty, most_bytes):
    done = empty.manage("restore", backup, most_bytes=most_bytes)
    assert done.code == 1
    assert "no room left" in done.err
    assert [path for path in empty.path.rglob("*") if path.is_file()] == [empty.path / "secret_key"]
    assert empty.manage("restore", backup).code == 0


def test_a_key_of_ones_own_is_kept_and_its_difference_said(backup, empty):
    own = Home(empty.path, {"PLUMBLINE_SECRET_KEY": "another key that is long enough for a test"})
    done = own.manage("restore", backup, "--json")
    assert (done.code, done.json()["key_fits"]) == (0, False)
    assert own.manage("verify_audit").code == 1
    assert not (own.path / "secret_key").exists()
