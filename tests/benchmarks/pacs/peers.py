"""The others: DCMTK's programs and pynetdicom, each a process of its own; and the mere bytes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.pacs.studies import StudyFiles
from tests.peers.programs import dcmtk

CALLING = "PLUMBLINE"
_BLOCK_BYTES = 1 << 18
REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an archive listens."""

    port: int
    ae_title: str


def getscu_s(place: Place, study: StudyFiles, *, tuned: bool) -> float:
    """Return how long DCMTK takes for a study, from the start of its process to its end.

    Tuned: as it comes to the disc bit by bit (``+B``), PDU of 128 KB, TCP_NODELAY=1.
    """
    options = ["+B", "-pdu", "131072"] if tuned else []
    environment = dict(os.environ)
    environment.pop("TCP_NODELAY", None)
    if tuned:
        environment["TCP_NODELAY"] = "1"
    with tempfile.TemporaryDirectory(prefix="plumbline-peer-") as out:
        command = [dcmtk("getscu"), *options, "-S", "-aet", CALLING, "-aec", place.ae_title]
        command += ["-od", out, "-k", "QueryRetrieveLevel=STUDY"]
        command += ["-k", f"StudyInstanceUID={study.uid}", "127.0.0.1", str(place.port)]
        began = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        taken_s = time.perf_counter() - began
        _check(out, study)
    return taken_s


def naive_s(place: Place, study: StudyFiles) -> float:
    """Return how long pynetdicom takes with ``event.dataset.save_as``."""
    with tempfile.TemporaryDirectory(prefix="plumbline-peer-") as out:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tests.benchmarks.pacs.naive"),
                *(str(place.port), place.ae_title, study.uid, out),
            ],
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
            text=True,
        )
        _check(out, study)
    return float(done.stdout)


def findscu_s(place: Place, patient_id: str) -> float:
    """Return how long a process of DCMTK takes for a search by patient ID."""
    keys = ["QueryRetrieveLevel=STUDY", f"PatientID={patient_id}", "StudyInstanceUID"]
    keys += ["PatientName", "PatientBirthDate", "StudyDate", "StudyDescription"]
    keys += ["ModalitiesInStudy", "NumberOfStudyRelatedSeries", "NumberOfStudyRelatedInstances"]
    command = [dcmtk("findscu"), "-S", "-aet", CALLING, "-aec", place.ae_title]
    command += [part for key in keys for part in ("-k", key)]
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "127.0.0.1", str(place.port)], capture_output=True, text=True, check=True
    )
    taken_s = time.perf_counter() - began
    assert patient_id in done.stdout + done.stderr
    return taken_s


def bytes_s(study: StudyFiles) -> float:
    """Return how long it takes to move the same bytes through a socket into as many files."""
    sizes = [path.stat().st_size for path in sorted(study.folder.iterdir())]
    listener = socket.create_server(("127.0.0.1", 0))

    def send() -> None:
        connection, _ = listener.accept()
        with connection:
            for path in sorted(study.folder.iterdir()):
                with path.open("rb") as film:
                    connection.sendfile(film)

    sender = threading.Thread(target=send, daemon=True)
    buffer = memoryview(bytearray(_BLOCK_BYTES))
    with tempfile.TemporaryDirectory(prefix="plumbline-peer-") as out, listener:
        began = time.perf_counter()
        sender.start()
        with socket.create_connection(listener.getsockname()) as connection:
            for number, size in enumerate(sizes):
                with (Path(out) / str(number)).open("wb", buffering=0) as film:
                    while size:
                        count = connection.recv_into(buffer, min(size, _BLOCK_BYTES))
                        film.write(buffer[:count])
                        size -= count
        taken_s = time.perf_counter() - began
        sender.join()
    return taken_s


def _check(folder: str, study: StudyFiles) -> None:
    came = len(list(Path(folder).iterdir()))
    if came != study.files:
        raise RuntimeError(f"{came} of {study.files} films came")
