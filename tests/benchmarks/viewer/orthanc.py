"""A private Orthanc with DICOMweb and its own web viewer, for the peers to read from."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from pacs_bridge.demo_orthanc import OrthancSettings, configuration, find_program
from tests.benchmarks.viewer.machine import die_with_parent
from tests.peers.processes import wait_until_listening

STOP_S = 10


@dataclass(frozen=True, slots=True)
class Archive:
    """A running Orthanc.

    Attributes
    ----------
    port : int
        Of its web server.
    """

    port: int

    def upload(self, path: Path) -> dict[str, str]:
        """Put a film into it; returns Orthanc's names: ``ID``, ``ParentSeries``, …"""
        url = f"http://127.0.0.1:{self.port}/instances"
        answer = requests.post(url, data=path.read_bytes(), timeout=60)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def archive(folder: Path, web_viewer: Path | None) -> Iterator[Archive]:
    """Run Orthanc until the end of the block; HTTP compression off, the peers' best setting."""
    settings = OrthancSettings(folder)
    config = configuration(settings)
    config["DicomServerEnabled"] = False
    config["DicomWeb"]["EnableWado"] = True
    if web_viewer is not None:
        config["Plugins"].append(str(web_viewer))
        config["WebViewer"] = {"CachePath": str(folder / "web-viewer")}
    folder.mkdir(parents=True)
    (folder / "orthanc.json").write_text(json.dumps(config))
    log = folder / "orthanc.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(find_program()), str(folder / "orthanc.json")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, "TCP_NODELAY": "1"},
            preexec_fn=die_with_parent,
        )
    try:
        wait_until_listening(process, settings.http_port, log)
        _wait_until_it_answers(settings.http_port)
        yield Archive(settings.http_port)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(port: int) -> None:
    for _ in range(100):
        try:
            if requests.get(f"http://127.0.0.1:{port}/system", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise RuntimeError("Orthanc does not answer")
