"""``make up``: everything starts together, says where it is, and ends together."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.installation import PEOPLE, Installation, wait_for

pytestmark = pytest.mark.timeout(240)


def test_a_fresh_home_gets_a_first_administrator_with_a_random_password_once(tmp_path: Path):
    fresh = Installation(tmp_path / "home")
    fresh.start()
    try:
        said = "".join(fresh.lines)
        (password,) = re.findall(r"First administrator: admin\s+password: (\S+)", said)
        assert len(password) >= 12
        assert requests.get(f"{fresh.address}/readyz", timeout=10).ok
        web, receiver = fresh.pid_of("web"), fresh.pid_of("receiver")
    finally:
        fresh.stop()
    for pid in (web, receiver):
        wait_for(lambda pid=pid: not Path(f"/proc/{pid}").exists(), 20)
    again = Installation(tmp_path / "home")
    again.start()
    again.stop()
    assert not any("First administrator" in line for line in again.lines)


def test_serving_other_machines_without_tls_is_refused(tmp_path: Path):
    remote = Installation(tmp_path / "home", PLUMBLINE_ALLOWED_HOSTS="plumbline.example")
    with pytest.raises(AssertionError, match=r"plumbline\.E001"):
        remote.manage("check")


def test_an_older_database_is_backed_up_and_then_migrated(tmp_path: Path):
    older = Installation(tmp_path / "home")
    older.set_up()
    older.manage("migrate", "planning", "0001", "--verbosity", "0")
    assert "[ ] 0002_append_only" in older.manage("showmigrations", "planning")
    older.start()
    older.stop()
    assert "[X] 0002_append_only" in older.manage("showmigrations", "planning")
    (backup,) = (tmp_path / "home" / "backups").iterdir()
    with closing(sqlite3.connect(backup)) as copy:
        (users,) = copy.execute("SELECT count(*) FROM planning_user").fetchone()
    assert users == len(PEOPLE)
