"""Bring the peers into a cache folder: from npm by a lock file, from Debian by apt.

Nothing of this is ever part of the product; dwv is under the GPL, and is only measured.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pacs_bridge.demo_orthanc import find_program
from tests.peers.programs import node

SOURCES = Path(__file__).with_name("peers")
BUILT_FROM = (
    "package.json",
    "package-lock.json",
    "build.mjs",
    "page.html",
    "dwv.js",
    "cornerstone.js",
)
INSTALL_S = 300
WEB_VIEWER_PLUGINS = (
    Path("/usr/share/orthanc/plugins/libOrthancWebViewer.so"),
    Path("/usr/local/share/orthanc/plugins/libOrthancWebViewer.so"),
)


class Unavailable(RuntimeError):
    """A peer that cannot be had here; the text says why."""


@dataclass(frozen=True, slots=True)
class PeerFiles:
    """What could be had.

    Attributes
    ----------
    pages, ohif, web_viewer : Path or None
        Built pages, OHIF's files, Orthanc's plug-in.
    reasons : dict
        Why something is missing, by ``pages``, ``ohif``, ``web_viewer``, ``orthanc``.
    """

    pages: Path | None
    ohif: Path | None
    web_viewer: Path | None
    reasons: dict[str, str]


def install(cache: Path) -> PeerFiles:
    """Return where the peers are, after bringing what is missing into the cache folder."""
    reasons: dict[str, str] = {}

    def tried(name: str, get: Callable[[Path], Path]) -> Path | None:
        try:
            return get(cache)
        except (Unavailable, OSError, subprocess.SubprocessError, tarfile.TarError) as error:
            reasons[name] = " ".join(str(error).split())[-200:]
            return None

    if find_program() is None:
        reasons["orthanc"] = "Orthanc is not installed (apt-get install orthanc orthanc-dicomweb)"
    return PeerFiles(
        tried("pages", _pages), tried("ohif", _ohif), tried("web_viewer", _web_viewer), reasons
    )


def _pages(cache: Path) -> Path:
    """Install from the lock file and bundle, unless exactly this has been built."""
    digest = hashlib.sha256()
    for name in BUILT_FROM:
        digest.update((SOURCES / name).read_bytes())
    built = cache / f"pages-{digest.hexdigest()[:12]}"
    if built.is_dir():
        return built
    work = cache / "pages-work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in BUILT_FROM:
        shutil.copy(SOURCES / name, work)
    _npm(work, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    _run([str(node()), "build.mjs", "built"], work)
    (work / "built").rename(built)
    shutil.rmtree(work)
    return built


def _ohif(cache: Path) -> Path:
    """Unpack OHIF's package: its built files are all that is needed of it."""
    wanted = json.loads((SOURCES / "ohif.json").read_text())
    folder = cache / f"ohif-{wanted['version']}"
    if folder.is_dir():
        return folder / "package" / "dist"
    work = cache / "ohif-work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    _npm(work, "pack", "--silent", f"{wanted['name']}@{wanted['version']}")
    (packed,) = work.glob("*.tgz")
    found = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if f"sha512-{found}" != wanted["integrity"]:
        raise Unavailable("the package of OHIF is not the one that was measured")
    with tarfile.open(packed) as archive:
        archive.extractall(work, filter="data")
    packed.unlink()
    work.rename(folder)
    return folder / "package" / "dist"


def _web_viewer(cache: Path) -> Path:
    """Return the plug-in of the system, or the one in Debian's package, unpacked."""
    for place in WEB_VIEWER_PLUGINS:
        if place.is_file():
            return place
    folder = cache / "orthanc-webviewer"
    if not folder.is_dir():
        work = cache / "orthanc-webviewer-work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        _run(["apt-get", "download", "-q", "orthanc-webviewer"], work)
        (packed,) = work.glob("*.deb")
        _run(["dpkg-deb", "--extract", packed.name, "."], work)
        packed.unlink()
        work.rename(folder)
    return next((folder / "usr/lib/orthanc").glob("libOrthancWebViewer.so*"))


def _npm(folder: Path, *arguments: str) -> None:
    program = shutil.which("npm")
    if program is None:
        raise Unavailable("npm is not installed")
    _run([program, *arguments], folder)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "npm_config_update_notifier": "false"},
        capture_output=True,
        text=True,
        timeout=INSTALL_S,
    )
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} {command[1]}: {done.stderr[-300:]}")
