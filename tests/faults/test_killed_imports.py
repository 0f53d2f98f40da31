"""Whoever imports may be killed at any moment, and the disc may be full: nothing is lost.

One study, imported once without disturbance, is the measure: afterwards the same rows and the
same files are there.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pacs_bridge.demo_orthanc import free_port
from tests.builders.dicom_files import film
from tests.installation import ROOT, Installation
from tests.peers.dcmtk import dcmqrscp, storescu
from tests.peers.processes import program

pytestmark = [pytest.mark.peer("dcmtk"), pytest.mark.timeout(240)]
STUDY = "1.2.826.0.1.3680043.10.1"
FILMS, SIDE, KILLS = 12, 192, 20
LINE_MBIT_S = 20
"""So slow that films come one after the other."""

SMALL_DISC_BYTES = 400 * 1024


class Orders:
    """The process of :mod:`tests.faults.importer`."""

    def __init__(self, home: Path, port: int, ae_title: str):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.importer", str(port), ae_title, STUDY],
            cwd=ROOT,
            env={**Installation(home).environment, "PLUMBLINE_JOB_LEASE_S": "60"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, order: str) -> object:
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"{order!r} was not answered"
        return json.loads(answer)

    def end(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("killed") / "home"
    Installation(place).set_up()
    return place


@pytest.fixture(scope="module")
def orders(home, tmp_path_factory) -> Iterator[Orders]:
    """With an archive that holds a study of two series."""
    place = tmp_path_factory.mktemp("archive")
    paths = []
    for number in range(1, FILMS + 1):
        series = f"{STUDY}.{1 + number % 2}"
        path = place / f"{number}.dcm"
        path.write_bytes(
            film(
                SeriesInstanceUID=series,
                SOPInstanceUID=f"{series}.{number}",
                InstanceNumber=str(number),
                Rows=SIDE,
                Columns=SIDE,
                PixelData=os.urandom(SIDE * SIDE * 2),
            )
        )
        paths.append(path)
    with dcmqrscp(place / "peer") as peer:
        storescu(peer.port, peer.ae_title, paths)
        near = free_port()
        line = ["tests.benchmarks.pacs.proxy", str(near), str(peer.port), "1", str(LINE_MBIT_S)]
        with program(line, near, place / "line.log"):
            orders = Orders(home, near, peer.ae_title)
            yield orders
            orders.end()


@pytest.fixture(scope="module")
def undisturbed(orders) -> tuple[dict, float]:
    """What an undisturbed import leaves, and how long one takes."""
    taken_s = []
    for _ in range(2):
        orders("ask")
        began = time.monotonic()
        orders("import")
        assert orders("wait") == 0
        taken_s.append(time.monotonic() - began)
    state = orders("state")
    assert (state["job"], state["done"]) == ("done", [FILMS, FILMS])
    assert len(state["films"]) == len(state["files"]) == state["renders"] == FILMS
    assert state["places"] == [1, 1, 2, 0]
    assert state["studies"] == [["complete", FILMS]]
    assert state["left_over"] == []
    assert state["sound"]
    return state, min(taken_s)


def test_killed_at_twenty_moments_an_import_ends_as_if_undisturbed(orders, undisturbed):
    expected, whole_s = undisturbed
    struck, seen = 0, set()
    for moment in range(KILLS):
        orders("ask")
        pid = orders("import")
        time.sleep(whole_s * (moment + 0.5) / KILLS)
        os.kill(pid, signal.SIGKILL)
        struck += orders("wait") == -signal.SIGKILL
        assert orders("abandon") in ("queued", "running", "done")
        left = orders("state")
        seen.add((len(left["films"]), len(left["files"])))
        assert {one[1] for one in left["films"]} <= set(left["files"]), "a row without a file"
        assert left["sound"]
        orders("import")
        assert orders("wait") == 0
        assert orders("state") == expected
    assert struck > KILLS * 3 // 4
    assert len(seen) > 1, "every kill met the same state"


@pytest.fixture
def small_disc(home) -> Iterator[Path]:
    """The store on a disc that is smaller than the study."""
    folder = home / "data" / "originals"
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISC_BYTES}", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    if mounted.returncode != 0:
        pytest.skip(f"a disc of its own needs the right to mount: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disc_holds_an_import_up_and_loses_nothing(orders, undisturbed, small_disc):
    expected, _ = undisturbed
    orders("ask")
    orders("import")
    assert orders("wait") == 0
    held_up = orders("state")
    assert (held_up["job"], held_up["error"]) == ("queued", "store_full")
    assert held_up["sound"]
    assert {one[1] for one in held_up["films"]} == set(held_up["files"])
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disc)], check=True)
    orders("abandon")
    orders("import")
    assert orders("wait") == 0
    assert orders("state") == expected
