"""Start a private Orthanc: its own folder, free ports, loopback clients, nothing of the system's.

The demonstration and the tests use it as a real archive. It never touches the packaged
service or ``/etc/orthanc``; everything lives in the folder that the caller gives and
goes away with it.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import requests

from pacs_bridge.guarding.bound import bound_to_us

PROGRAM_PLACES = ("/usr/sbin/Orthanc", "/usr/bin/Orthanc", "/usr/local/sbin/Orthanc")
DICOMWEB_PLUGINS = (
    "/usr/share/orthanc/plugins/libOrthancDicomWeb.so",
    "/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so",
)
WORKLIST_PLUGINS = (
    "/usr/share/orthanc/plugins/libModalityWorklists.so",
    "/usr/local/share/orthanc/plugins/libModalityWorklists.so",
)
READY_S = 30.0
STOP_S = 10.0


@dataclass(frozen=True, slots=True)
class Modality:
    """A DICOM application that Orthanc should know: who may talk to it, where it may send."""

    ae_title: str
    port: int
    host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """A certificate, its key, and the authority of those who may call."""

    certificate: Path
    key: Path
    authority: Path


@dataclass(frozen=True, slots=True)
class OrthancSettings:
    """What a private Orthanc needs to know.

    Attributes
    ----------
    folder : Path
        Where configuration, index, films and log go.
    dicom_port, http_port : int
        Ports to listen on; both are free ports by default.
    ae_title : str
        Orthanc's own AE title; calls to another title are refused.
    modalities : tuple of Modality
        Callers it accepts and C-MOVE destinations it knows.
    worklists : Path or None
        Folder with the ``.wl`` files of a modality worklist, where it shall serve one.
    tls : TlsFiles or None
        With them its DICOM port takes TLS only, from callers with a certificate.
    """

    folder: Path
    dicom_port: int = field(default_factory=lambda: free_port())
    http_port: int = field(default_factory=lambda: free_port())
    ae_title: str = "ORTHANC"
    modalities: tuple[Modality, ...] = ()
    worklists: Path | None = None
    tls: TlsFiles | None = None


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_program() -> Path | None:
    """Return the Orthanc program, or None where it is not installed."""
    for place in (shutil.which("Orthanc"), *PROGRAM_PLACES):
        if place and Path(place).is_file():
            return Path(place)
    return None


def find_dicomweb_plugin() -> Path | None:
    """Return the DICOMweb plugin (Debian package ``orthanc-dicomweb``), or None."""
    return _first_file(DICOMWEB_PLUGINS)


def find_worklist_plugin() -> Path | None:
    """Return the plugin for modality worklists (in Debian's package ``orthanc``), or None."""
    return _first_file(WORKLIST_PLUGINS)


def _first_file(places: tuple[str, ...]) -> Path | None:
    return next((Path(place) for place in places if Path(place).is_file()), None)


def configuration(settings: OrthancSettings) -> dict:
    """Return Orthanc's configuration as the dictionary that goes into its JSON file."""
    worklist_plugin = find_worklist_plugin() if settings.worklists else None
    plugins = [find_dicomweb_plugin(), worklist_plugin]
    return {
        "Name": "Plumbline demonstration",
        "StorageDirectory": str(settings.folder / "storage"),
        "IndexDirectory": str(settings.folder / "index"),
        "StorageCompression": False,
        "Plugins": [str(plugin) for plugin in plugins if plugin],
        "HttpPort": settings.http_port,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "HttpCompressionEnabled": False,
        "DicomAet": settings.ae_title,
        "DicomPort": settings.dicom_port,
        "DicomCheckCalledAet": True,
        "DicomCheckModalityHost": True,
        "DicomAlwaysAllowEcho": False,
        "DicomAlwaysAllowStore": False,
        "DicomModalities": {
            peer.ae_title: [peer.ae_title, peer.host, peer.port] for peer in settings.modalities
        },
        "UnknownSopClassAccepted": True,
        "DefaultEncoding": "Utf8",
        "OverwriteInstances": False,
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "EnableWado": False, "Ssl": False},
        "Worklists": {
            "Enable": worklist_plugin is not None,
            "Database": str(settings.worklists),
            "FilterIssuerAet": False,
        },
        **_tls(settings.tls),
    }


def _tls(files: TlsFiles | None) -> dict:
    if files is None:
        return {}
    return {
        "DicomTlsEnabled": True,
        "DicomTlsCertificate": str(files.certificate),
        "DicomTlsPrivateKey": str(files.key),
        "DicomTlsTrustedCertificates": str(files.authority),
    }


class Orthanc:
    """A running private Orthanc; use as a context manager.

    Parameters
    ----------
    settings : OrthancSettings
        Folder, ports, titles.

    Raises
    ------
    FileNotFoundError
        On start, when the program is not installed.
    RuntimeError
        On start, when it ends or does not answer within 30 s; the text names its log.
    """

    def __init__(self, settings: OrthancSettings):
        self.settings = settings
        self._process: subprocess.Popen | None = None

    @property
    def rest_url(self) -> str:
        """Root of Orthanc's own REST interface."""
        return f"http://127.0.0.1:{self.settings.http_port}"

    @property
    def dicomweb_url(self) -> str:
        """Root of the DICOMweb service."""
        return f"{self.rest_url}/dicom-web"

    def start(self) -> Orthanc:
        """Write the configuration, start the program and wait until it answers."""
        program = find_program()
        if program is None:
            raise FileNotFoundError("Orthanc is not installed (Debian: apt-get install orthanc)")
        folder = self.settings.folder
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "orthanc.json"
        config.write_text(json.dumps(configuration(self.settings), indent=2))
        with (folder / "orthanc.log").open("ab") as log:
            self._process = subprocess.Popen(
                bound_to_us([str(program), str(config)]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # DCMTK inside Orthanc otherwise waits 40 ms for an acknowledgement per film.
                env={**os.environ, "TCP_NODELAY": "1"},
            )
        self._wait_until_ready()
        return self

    def stop(self) -> None:
        """End the program, politely first."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_S)
        self._process = None

    def upload(self, path: Path) -> None:
        """Put one DICOM file into the archive over REST."""
        with path.open("rb") as film:
            answer = requests.post(f"{self.rest_url}/instances", data=film, timeout=60)
        answer.raise_for_status()

    def __enter__(self) -> Orthanc:
        return self.start()

    def __exit__(self, *exc_info) -> None:
        self.stop()

    def _wait_until_ready(self) -> None:
        log = self.settings.folder / "orthanc.log"
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError(f"Orthanc ended at once; see {log}")
            try:
                if requests.get(f"{self.rest_url}/system", timeout=1).ok:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"Orthanc did not answer within {READY_S:g} s; see {log}")
