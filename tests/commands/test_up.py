"""``make up``: everything starts together, says where it is, and ends together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from tests.installation import Installation, wait_for

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
