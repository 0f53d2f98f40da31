"""Real senders push to our receiver, and a real archive answers to it for what it keeps."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
import requests

from pacs_bridge import commitment
from pacs_bridge.commitment import Reference, results
from pacs_bridge.dimse.callers import Caller
from pacs_bridge.dimse.spool import UNSOLICITED, unsolicited
from pacs_bridge.scan import scan_file
from pacs_bridge.types import Node, Protocol
from tests.bridge.running_receiver import TITLE, running
from tests.peers import dcmtk, films, programs
from tests.peers.conftest import DEADLINES, RECEIVER_TITLE
from tests.peers.films import SMITH


def data_sets(spool: Path) -> dict[str, bytes]:
    """What lies unsolicited in a spool, by SOP Instance UID."""
    found = {}
    for path in (spool / UNSOLICITED).glob("*.dcm"):
        scanned = scan_file(path)
        found[scanned.first("SOPInstanceUID")] = path.read_bytes()[scanned.dataset_offset :]
    return found


def until(condition, within_s: float = 20.0):
    end = time.monotonic() + within_s
    while not (there := condition()) and time.monotonic() < end:
        time.sleep(0.1)
    return there


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize("own_receive", [True, False], ids=["own", "library"])
def test_storescu_pushes_films_whose_bytes_stay_as_they_are(own_receive, film_files, tmp_path):
    allow = (Caller("STORESCU", "127.0.0.1"),)
    with running(tmp_path / "spool", own_receive=own_receive, allow=allow) as there:
        dcmtk.storescu(there.port, TITLE, film_files)
    assert data_sets(there.spool) == {film.sop_uid: film.dataset for film in films.collection()}


@pytest.mark.peer("dcmtk")
def test_what_movescu_has_sent_to_us_names_who_asked(dcmqrscp_peer, receiver):
    spool = receiver[1]
    keys = ["-k", "0008,0052=STUDY", "-k", f"0020,000d={SMITH}"]
    subprocess.run(
        [
            str(programs.dcmtk("movescu")),
            *("-S", "-aet", "SOMEBODY", "-aec", dcmqrscp_peer.ae_title, "-aem", RECEIVER_TITLE),
            *keys,
            *("127.0.0.1", str(dcmqrscp_peer.port)),
        ],
        check=True,
        timeout=60,
    )
    wanted = {film.sop_uid: film.dataset for film in films.collection() if film.study_uid == SMITH}
    there = data_sets(spool)
    assert {uid: there[uid] for uid in wanted} == wanted
    asked_by = {sender.move_originator_ae for _, sender in unsolicited(spool)}
    assert "SOMEBODY" in asked_by


@pytest.mark.peer("orthanc")
def test_orthanc_pushes_a_film_and_answers_for_what_it_keeps(orthanc_peer, receiver):
    spool = receiver[1]
    film = next(one for one in films.collection() if one.study_uid == SMITH)
    query = {"Level": "Instance", "Query": {"SOPInstanceUID": film.sop_uid}}
    (key,) = requests.post(f"{orthanc_peer.rest_url}/tools/find", json=query, timeout=30).json()
    push = f"{orthanc_peer.rest_url}/modalities/{RECEIVER_TITLE}/store"
    requests.post(push, data=key, timeout=60).raise_for_status()
    assert data_sets(spool)[film.sop_uid] == film.dataset
    node = Node(
        "ORTHANC",
        Protocol.DIMSE,
        "127.0.0.1",
        orthanc_peer.settings.dicom_port,
        "ORTHANC",
        # Orthanc answers to the address that it knows for the title that asks.
        calling_ae_title=RECEIVER_TITLE,
        deadlines=DEADLINES,
    )
    asked = [Reference(films.DX, film.sop_uid), Reference(films.DX, "1.2.3.4.5")]
    # Its answer comes on an association of its own, which may be faster than our release.
    commitment.request(node, asked, "2.25.4711", spool, wait_s=0.1)
    (answer,) = until(lambda: list(results(spool)))
    assert (answer.transaction_uid, answer.committed) == ("2.25.4711", (film.sop_uid,))
    ((missing, reason),) = answer.refused
    assert missing == "1.2.3.4.5"
    assert "0112" in reason
