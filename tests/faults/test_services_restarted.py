"""While an import runs the broker is flushed, the database restarted, the worker killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pacs_bridge.demo_orthanc import free_port
from tests.builders.dicom_files import film
from tests.installation import Client, Installation, wait_for
from tests.peers.dcmtk import dcmqrscp, storescu
from tests.peers.postgresql import Cluster, cluster
from tests.peers.processes import program

pytestmark = [
    pytest.mark.peer("dcmtk"),
    pytest.mark.peer("redis"),
    pytest.mark.peer("postgresql"),
    pytest.mark.timeout(300),
]
STUDY = "1.2.826.0.1.3680043.10.1"
FILMS, SIDE, LINE_MBIT_S = 12, 256, 1.5
"""A line so slow that the films take eight seconds."""


@pytest.fixture
def archive_port(tmp_path: Path) -> Iterator[int]:
    paths = []
    for number in range(1, FILMS + 1):
        path = tmp_path / f"{number}.dcm"
        uid = f"{STUDY}.1.{number}"
        pixels = os.urandom(SIDE * SIDE * 2)
        changes = {"Rows": SIDE, "Columns": SIDE, "InstanceNumber": str(number)}
        path.write_bytes(film(SOPInstanceUID=uid, PixelData=pixels, **changes))
        paths.append(path)
    port = free_port()
    with dcmqrscp(tmp_path / "peer") as peer:
        storescu(peer.port, peer.ae_title, paths)
        line = ["tests.benchmarks.pacs.proxy", str(port), str(peer.port), "1", str(LINE_MBIT_S)]
        with program(line, port, tmp_path / "line.log"):
            yield port


@pytest.fixture
def redis_port(tmp_path: Path) -> Iterator[int]:
    port = free_port()
    command = [shutil.which("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    yield port
    process.terminate()
    process.wait()


@pytest.fixture
def database() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


def state_of(client: Client, job: str) -> dict:
    """Return what the page shows, or nothing while the database is away."""
    try:
        answer = client.get(f"jobs/{job}")
        return answer.json() if answer.status_code == 200 else {}
    except OSError:
        return {}


def test_an_import_outlives_broker_database_and_worker(
    archive_port, redis_port, database, tmp_path: Path
):
    settings = {
        "DATABASE_URL": database.url,
        "PLUMBLINE_BROKER_URL": f"redis://127.0.0.1:{redis_port}/0",
        "PLUMBLINE_JOB_LEASE_S": "4",
    }
    with Installation(tmp_path / "home", **settings) as installation:
        installation.manage(
            "pacs", "add", "MAIN", "--host", "127.0.0.1",
            "--port", str(archive_port), "--ae-title", "DCMQR",
        )  # fmt: skip
        client = installation.sign_in()
        (node,) = client.get("nodes").json()
        asked = {"node": node["id"], "study_instance_uid": STUDY}
        job = client.post("imports", asked).json()["id"]

        def arrived(count: int) -> dict | None:
            state = state_of(client, job)
            assert state.get("state") not in ("failed", "incomplete", "cancelled"), state
            return state if (state.get("files_done") or 0) >= count else None

        wait_for(lambda: arrived(1), 60)
        subprocess.run(
            [shutil.which("redis-cli"), "-p", str(redis_port), "FLUSHALL"],
            check=True,
            capture_output=True,
        )
        wait_for(lambda: arrived(3), 60)
        database.stop()
        database.start()
        wait_for(lambda: arrived(5), 90)
        os.kill(installation.pid_of("worker"), signal.SIGKILL)
        done = wait_for(
            lambda: (state := arrived(FILMS)) and state["state"] == "done" and state, 90
        )
        assert (done["files_done"], done["files_total"]) == (FILMS, FILMS)
        study = client.get(f"studies/{done['study_id']}").json()
        assert (study["films"], study["state"]) == (FILMS, "complete")
        assert done["attempt"] >= 2
