"""Whoever imports may be killed in the middle: the import completes by itself."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from pacs_bridge.demo_orthanc import Modality, Orthanc, OrthancSettings, free_port
from tests.builders.dicom_files import film
from tests.installation import Client, Installation, wait_for

pytestmark = [pytest.mark.peer("orthanc"), pytest.mark.timeout(300)]
FILMS, SIDE = 40, 1024
STUDY = "1.2.826.0.1.3680043.10.1"


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory):
    place = tmp_path_factory.mktemp("orthanc")
    settings = OrthancSettings(folder=place, modalities=(Modality("PLUMBLINE", 11113),))
    with Orthanc(settings) as running:
        path = place / "film.dcm"
        for number in range(1, FILMS + 1):
            uid = f"1.2.826.0.1.3680043.10.1.1.{number}"
            path.write_bytes(
                film(
                    SOPInstanceUID=uid,
                    InstanceNumber=str(number),
                    Rows=SIDE,
                    Columns=SIDE,
                    PixelData=os.urandom(64) * (SIDE * SIDE * 2 // 64),
                    BitsAllocated=16,
                    BitsStored=16,
                    HighBit=15,
                )
            )
            running.upload(path)
        yield running


def connect(installation: Installation, orthanc: Orthanc) -> None:
    installation.manage(
        "pacs", "add", "MAIN", "--host", "127.0.0.1",
        "--port", str(orthanc.settings.dicom_port), "--ae-title", orthanc.settings.ae_title,
    )  # fmt: skip


def begin(client: Client) -> str:
    (node,) = client.get("nodes").json()
    answer = client.post("imports", {"node": node["id"], "study_instance_uid": STUDY})
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def in_the_middle(client: Client, job: str) -> dict:
    def some_arrived():
        state = client.get(f"jobs/{job}").json()
        assert state["state"] in ("queued", "running"), f"too quick to be killed: {state}"
        return state if 2 <= state["files_done"] < FILMS else None

    return wait_for(some_arrived, 60, every_s=0.02)


def completed(client: Client, job: str) -> dict:
    def ended():
        try:
            state = client.get(f"jobs/{job}").json()
        except OSError:
            return None
        assert state["state"] not in ("failed", "cancelled", "incomplete"), state
        return state if state["state"] == "done" else None

    return wait_for(ended, 120)


def assert_whole(client: Client, job: dict) -> None:
    assert (job["files_done"], job["files_total"]) == (FILMS, FILMS)
    study = client.get(f"studies/{job['study_id']}").json()
    assert (study["films"], study["state"]) == (FILMS, "complete")


def test_embedded_the_process_that_imports_is_killed(orthanc, tmp_path: Path):
    with Installation(tmp_path / "home") as installation:
        connect(installation, orthanc)
        client = installation.sign_in()
        job = begin(client)
        in_the_middle(client, job)
        os.kill(installation.pid_of("web"), signal.SIGKILL)
        assert_whole(client, completed(client, job))
        assert client.get(f"jobs/{job}").json()["attempt"] >= 2


def test_embedded_everything_is_killed_and_started_again(orthanc, tmp_path: Path):
    with Installation(tmp_path / "home") as installation:
        connect(installation, orthanc)
        client = installation.sign_in()
        job = begin(client)
        in_the_middle(client, job)
        web = installation.pid_of("web")
        installation.kill()
        wait_for(lambda: not Path(f"/proc/{web}").exists(), 30)
        installation.lines.clear()
        installation.start()
        assert_whole(client, completed(client, job))


@pytest.fixture
def redis(tmp_path: Path):
    port = free_port()
    command = [shutil.which("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


@pytest.mark.peer("redis")
def test_with_redis_the_worker_is_killed(orthanc, redis, tmp_path: Path):
    with Installation(tmp_path / "home", PLUMBLINE_BROKER_URL=redis) as installation:
        connect(installation, orthanc)
        client = installation.sign_in()
        job = begin(client)
        in_the_middle(client, job)
        os.kill(installation.pid_of("worker"), signal.SIGKILL)
        assert_whole(client, completed(client, job))
