"""``make demo``: one command, and a newcomer has the product with patients in it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from planning.config import demonstration
from planning.phantom import ORDERS, generate
from tests.installation import ROOT, Client, Installation, wait_for

pytestmark = pytest.mark.timeout(400)


def small_films(home: Path) -> None:
    """Put small films where the demonstration keeps its own, to save minutes."""
    for number, order in enumerate(ORDERS):
        place = home / "demonstration" / demonstration.FILMS / f"{number:02d}"
        generate(order.kind, order.seed, order=order, pixel_mm=1.0).write(place)


@pytest.mark.parametrize(
    "archive",
    [pytest.param("Orthanc", marks=pytest.mark.peer("orthanc")), "demonstration archive"],
)
def test_the_demonstration_starts_and_a_demo_patient_is_found_and_opened(
    archive, tmp_path: Path, monkeypatch
):
    where = Installation(tmp_path / "home")
    small_films(where.home)
    environment = where.environment | (
        {} if archive == "Orthanc" else {"PLUMBLINE_NO_ORTHANC": "1"}
    )
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(where.port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    said: list[str] = []
    try:
        with process.stdout as stream:
            for line in stream:
                said.append(line)
                if "Ctrl-C ends it" in line:
                    break
            text = "".join(said)
            assert f"http://127.0.0.1:{where.port}/" in text
            assert f"The archive is {archive}" in text
            logins = re.findall(r"^  (\w+)\s+(\S+)\s+\S", text, re.MULTILINE)
            assert [name for name, _ in logins] == ["surgeon", "radiologist", "administrator"]
            monkeypatch.setattr("tests.installation.PASSWORD", logins[0][1])
            client = Client(where.address, "surgeon")
            _first_film_is_there(client)
            _another_one_comes(client)
            client.session.close()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(40)
        finally:
            process.kill()
    with pytest.raises(requests.ConnectionError):
        requests.get(where.address, timeout=5)


def _first_film_is_there(client: Client) -> None:
    (study,) = wait_for(lambda: client.get("studies").json(), 90)
    wait_for(lambda: client.get(f"films/{study['first_film_id']}").json()["state"] == "ready", 60)


def _another_one_comes(client: Client) -> None:
    answer = client.post("searches", {"text": "demo", "modalities": []})
    assert answer.status_code == 200, answer.text
    lines = [line for line in answer.text.splitlines() if '"pacs"' in line]
    assert lines, answer.text
    match = json.loads(lines[0])
    job = client.post(
        "imports",
        {
            "node": match["node"]["id"],
            "study_instance_uid": match["study"]["study_instance_uid"],
        },
    ).json()
    wait_for(lambda: client.get(f"jobs/{job['id']}").json()["state"] == "done", 120)
