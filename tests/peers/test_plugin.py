"""A missing peer is skipped and named, or fails where every peer is required."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CONFTEST = """
from tests.peers.programs import PEERS, Peer
PEERS["orthanc"] = Peer("orthanc orthanc-dicomweb", lambda: False)
PEERS["node"] = Peer("nodejs", lambda: True)
"""
TESTS = """
import pytest

@pytest.fixture
def expensive():
    raise RuntimeError("started although it is not there")

@pytest.mark.peer("orthanc")
def test_needs_orthanc(expensive):
    pass

@pytest.mark.peer("node")
def test_needs_node():
    pass
"""


def run(
    folder: Path, tests: str = TESTS, options: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess:
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_it.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = peer(name): x\n")
    kept = {name: value for name, value in os.environ.items() if name != "REQUIRE_PEERS"}
    command = [sys.executable, "-m", "pytest", "-p", "tests.peers.plugin", "-p", "no:django"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-rs", *options, str(folder)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["one process", "several"])
def test_a_missing_peer_skips_before_anything_is_started_and_is_named(tmp_path, options):
    ended = run(tmp_path, options=options)
    assert ended.returncode == 0
    assert "1 passed, 1 skipped" in ended.stdout
    assert "orthanc (apt-get install orthanc orthanc-dicomweb)" in ended.stdout
    table = ended.stdout.partition("peers that are not installed")[2]
    assert "apt-get install orthanc orthanc-dicomweb" in table
    assert "nodejs" not in table


def test_where_every_peer_is_required_a_missing_one_fails(tmp_path):
    ended = run(tmp_path, REQUIRE_PEERS="1")
    assert ended.returncode == 1
    assert "1 passed" in ended.stdout
    assert "there is no orthanc" in ended.stdout


@pytest.mark.parametrize("require", ["", "1"])
def test_a_peer_that_nobody_knows_is_a_mistake(tmp_path, require):
    ended = run(tmp_path, TESTS.replace('"node"', '"nodes"'), REQUIRE_PEERS=require)
    assert ended.returncode != 0
    assert "unknown peer 'nodes'" in ended.stdout + ended.stderr
