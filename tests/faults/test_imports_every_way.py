"""The whole product brings a film by C-GET, by C-MOVE to its receiver, and by DICOMweb."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pacs_bridge.demo_orthanc import Modality, Orthanc, OrthancSettings
from tests.builders.dicom_files import film
from tests.installation import Client, Installation, wait_for

pytestmark = [pytest.mark.peer("orthanc"), pytest.mark.timeout(240)]
WAYS = ("c-get", "c-move", "dicomweb")
STUDY = "1.2.826.0.1.3680043.10.{}"


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    place = tmp_path_factory.mktemp("ways")
    running = Installation(place / "home")
    receiver = Modality("PLUMBLINE", running.receiver_port)
    with Orthanc(OrthancSettings(place / "orthanc", modalities=(receiver,))) as orthanc:
        for number in range(len(WAYS)):
            study = STUDY.format(100 + number)
            path = place / "film.dcm"
            path.write_bytes(
                film(
                    StudyInstanceUID=study,
                    SeriesInstanceUID=f"{study}.1",
                    SOPInstanceUID=f"{study}.1.1",
                )
            )
            orthanc.upload(path)
        running.set_up()
        dimse = ("--host", "127.0.0.1", "--port", str(orthanc.settings.dicom_port))
        title = ("--ae-title", orthanc.settings.ae_title, "--identity-domain", "ONE")
        running.manage("pacs", "add", "c-get", *dimse, *title)
        running.manage("pacs", "add", "c-move", *dimse, *title, "--retrieval", "c-move")
        running.manage(
            "pacs", "add", "dicomweb", "--protocol", "dicomweb",
            "--url", orthanc.dicomweb_url, "--identity-domain", "ONE",
        )  # fmt: skip
        running.start()
        yield running
        running.stop()


@pytest.fixture(scope="module")
def client(installation) -> Client:
    return installation.sign_in()


@pytest.mark.parametrize("number", range(len(WAYS)), ids=WAYS)
def test_a_film_comes_and_can_be_seen(client, number):
    nodes = {node["name"]: node["id"] for node in client.get("nodes").json()}
    asked = {"node": nodes[WAYS[number]], "study_instance_uid": STUDY.format(100 + number)}
    job = client.post("imports", asked).json()

    def ended():
        state = client.get(f"jobs/{job['id']}").json()
        return state if state["state"] not in ("queued", "running") else None

    end = wait_for(ended, 90)
    assert end["state"] == "done", end["error"]
    assert (end["files_done"], end["files_total"]) == (1, 1)
    shown = wait_for(lambda: client.get(f"jobs/{job['id']}").json()["first_film"], 60)
    assert client.get(f"films/{shown['film_id']}").json()["state"] == "ready"
