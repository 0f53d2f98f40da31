"""The receiver process: what it takes, from whom, and what it never leaves behind."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from pacs_bridge.demo_orthanc import free_port
from pacs_bridge.dimse.spool import UNSOLICITED, claim
from pacs_bridge.scan import scan_file
from tests.builders.dicom_files import FILM, dataset
from tests.builders.sender import Sender
from tests.peers.processes import ROOT, program

TITLE = "PLUMB_RX"
SOP_UID = FILM["SOPInstanceUID"].encode()
STUDY_UID = FILM["StudyInstanceUID"]
REJECTED = 3


@pytest.fixture(scope="module", params=[[], ["--by-library"]], ids=["own", "library"])
def receiver(request, tmp_path_factory):
    """A running receiver that ``PACS`` may call: process, port, spool."""
    folder = tmp_path_factory.mktemp("receiver")
    port, spool = free_port(), folder / "spool"
    arguments = ["pacs_bridge.dimse.receiver", "--port", str(port), "--ae-title", TITLE]
    arguments += ["--spool", str(spool), "--allow", "PACS@127.0.0.1", "--allow", "FAR@10.9.8.7"]
    arguments += request.param
    with program(arguments, port, folder / "receiver.log") as process:
        yield process, port, spool


@pytest.fixture
def spool(receiver) -> Path:
    """The spool, emptied of what earlier tests sent."""
    for path in (receiver[2] / UNSOLICITED).glob("*"):
        path.unlink()
    return receiver[2]


def films(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.dcm"))


def within(seconds: float, condition) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_an_object_arrives_whole_with_its_bytes_unchanged(receiver, spool):
    data_set = dataset()
    with Sender(receiver[1]) as sender:
        assert sender.associate("PACS", TITLE)[0] == 2
        assert sender.store(SOP_UID, data_set) == 0
        sender.release()
    (film,) = films(spool / UNSOLICITED)
    scanned = scan_file(film)
    assert film.read_bytes()[scanned.dataset_offset :] == data_set
    assert scanned.meta["MediaStorageSOPInstanceUID"] == SOP_UID.decode()
    assert scanned.transfer_syntax_uid == "1.2.840.10008.1.2.1"


def test_it_is_written_down_who_sent_it(receiver, spool):
    with Sender(receiver[1]) as sender:
        sender.associate("PACS", TITLE)
        sender.store(SOP_UID, dataset(), originator=(b"PLUMBLINE ", 77))
        sender.release()
    (film,) = films(spool / UNSOLICITED)
    assert json.loads(film.with_suffix(".json").read_text()) == {
        "calling_ae": "PACS",
        "address": "127.0.0.1",
        "move_originator_ae": "PLUMBLINE",
        "move_originator_id": 77,
    }


def test_an_expected_study_goes_to_whoever_expects_it(receiver, spool):
    with (
        claim(spool, STUDY_UID, "PLUMBLINE", range(5, 6)) as claimed,
        Sender(receiver[1]) as sender,
    ):
        sender.associate("PACS", TITLE)
        assert sender.store(SOP_UID, dataset()) == 0
        (film,) = films(claimed.folder)
        assert not films(spool / UNSOLICITED)
        for path in claimed.take():
            assert path == film
            path.unlink()


def test_an_object_that_the_gate_refuses_is_kept_for_a_person(receiver, spool):
    with Sender(receiver[1]) as sender:
        sender.associate("PACS", TITLE)
        assert sender.store(SOP_UID, b"not a data set at all") == 0
    assert len(films(spool / UNSOLICITED)) == 1


@pytest.mark.parametrize(
    ("calling", "called", "reason"),
    [("STRANGER", TITLE, 3), ("FAR", TITLE, 3), ("PACS", "OTHER", 7)],
)
def test_who_is_not_on_the_list_is_rejected(receiver, calling, called, reason):
    with Sender(receiver[1]) as sender:
        kind, body = sender.associate(calling, called)
    assert kind == REJECTED
    assert (body[1], body[2], body[3]) == (1, 1, reason)


def test_a_cut_connection_leaves_nothing_behind(receiver, spool):
    with Sender(receiver[1]) as sender:
        sender.associate("PACS", TITLE)
        sender.begin_store(SOP_UID)
        sender.send_data([dataset()], last=False)
        assert within(20, lambda: arriving(spool))
    assert within(10, lambda: not arriving(spool))
    assert not films(spool / UNSOLICITED)


def arriving(spool: Path) -> list[Path]:
    return [path for folder in spool.glob("arriving-*") for path in folder.iterdir()]


@pytest.mark.parametrize(
    "junk",
    [
        b"GET / HTTP/1.1\r\nHost: pacs\r\n\r\n",
        b"\x01\x00\xff\xff\xff\xff" + bytes(100),
        b"\x04\x00\x20\x00\x00\x00" + bytes(100),
        b"",
    ],
    ids=["http", "endless request", "endless data", "nothing"],
)
def test_it_still_answers_after_somebody_talked_nonsense(receiver, spool, junk):
    with socket.create_connection(("127.0.0.1", receiver[1]), 5) as stranger:
        stranger.sendall(junk)
        stranger.settimeout(20)
        with Sender(receiver[1]) as sender:
            assert sender.associate("PACS", TITLE)[0] == 2
            assert sender.store(SOP_UID, dataset()) == 0
            sender.release()
        if junk:
            while stranger.recv(4096):
                pass


def test_memory_stays_flat_for_a_large_object(receiver, spool):
    process, port, _ = receiver
    before = resident_bytes(process.pid)
    block, count = bytes(65_536), 2400
    with Sender(port, timeout_s=90) as sender:
        sender.associate("PACS", TITLE)
        sender.begin_store(SOP_UID)
        sender.send_data([dataset({"PixelData": None})], last=False)
        sender.send_data(block for _ in range(count))
        peak = resident_bytes(process.pid, "VmHWM")
        assert sender.read_command()[0x0900] == 0
        sender.release()
    assert peak - before < 60 * 2**20 < len(block) * count
    assert peak < 200 * 2**20


def resident_bytes(pid: int, field: str = "VmRSS") -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def test_what_was_answered_with_success_outlives_a_kill(tmp_path):
    port, spool = free_port(), tmp_path / "spool"
    arguments = ["pacs_bridge.dimse.receiver", "--port", str(port), "--ae-title", TITLE]
    arguments += ["--spool", str(spool), "--allow", "PACS@127.0.0.1"]
    with program(arguments, port, tmp_path / "receiver.log") as process:
        answered = [sent_until_killed(port, number) for number in range(3)]
        assert within(30, lambda: all(len(uids) >= 3 for uids, _ in answered))
        process.kill()
        for _, thread in answered:
            thread.join(20)
    there = {scan_file(film).first("SOPInstanceUID") for film in films(spool / UNSOLICITED)}
    assert there >= {uid for uids, _ in answered for uid in uids}
    assert list(spool.glob("arriving-*"))
    with program(arguments, port, tmp_path / "again.log"):
        assert len(films(spool / UNSOLICITED)) >= len(there)
        assert not list(spool.glob("arriving-*/*"))
        notes = {path.stem for path in (spool / UNSOLICITED).glob("*.json")}
        assert notes == {path.stem for path in films(spool / UNSOLICITED)}


def sent_until_killed(port: int, number: int) -> tuple[list[str], threading.Thread]:
    """Store objects one after the other in a thread; the list grows with each success."""
    answered: list[str] = []

    def send() -> None:
        with suppress(OSError, EOFError), Sender(port) as sender:
            sender.associate("PACS", TITLE)
            for count in range(100_000):
                uid = f"1.2.826.0.1.3680043.10.1.{number}.{count}"
                assert sender.store(uid.encode(), dataset({"SOPInstanceUID": uid})) == 0
                answered.append(uid)

    thread = threading.Thread(target=send)
    thread.start()
    return answered, thread


def test_it_lets_a_running_transfer_finish_when_it_is_told_to_stop(tmp_path):
    port, spool = free_port(), tmp_path / "spool"
    arguments = ["pacs_bridge.dimse.receiver", "--port", str(port), "--ae-title", TITLE]
    arguments += ["--spool", str(spool), "--allow", "PACS@127.0.0.1"]
    data_set = dataset()
    with program(arguments, port, tmp_path / "receiver.log") as process:
        with Sender(port) as sender:
            sender.associate("PACS", TITLE)
            sender.begin_store(SOP_UID)
            sender.send_data([data_set[:100]], last=False)
            process.send_signal(signal.SIGTERM)
            assert within(20, lambda: not listens(port))
            sender.send_data([data_set[100:]])
            assert sender.read_command()[0x0900] == 0
            sender.release()
        assert process.wait(30) == 0
    assert len(films(spool / UNSOLICITED)) == 1
    assert not list(spool.glob("arriving-*"))


def listens(port: int) -> bool:
    time.sleep(0.2)
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize(
    ("allow", "complaint"),
    [
        ([], "nobody may call"),
        (["--allow", "PACS"], "TITLE@ADDRESS"),
        (["--allow", "PACS@10.0.0.300"], "not an address"),
        (["--allow", "MUCH_TOO_LONG_TITLE@127.0.0.1"], "1 to 16"),
    ],
)
def test_it_does_not_start_without_a_list_of_callers(allow, complaint, tmp_path):
    command = [sys.executable, "-m", "pacs_bridge.dimse.receiver", "--port", "0"]
    command += ["--ae-title", TITLE, "--spool", str(tmp_path / "spool"), *allow]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, env={"PATH": ""}
    )
    assert ended.returncode == 2
    assert complaint in ended.stderr
