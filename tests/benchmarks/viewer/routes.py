"""Which path of the one origin leads where."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.benchmarks.viewer.front import File, Upstream

OURS_PIXELS = "/api/v1/films/"
PEERS_PIXELS = ("/orthanc/instances/", "/orthanc/web-viewer/instances/", "/dicom-web/")
OHIF_CONFIG = Path(__file__).with_name("peers") / "ohif-config.js"


@dataclass(frozen=True, slots=True)
class Routes:
    """Where everything is.

    Attributes
    ----------
    ours : int
        Port of our web server; it gets what belongs to nobody else.
    orthanc : int or None
        Port of Orthanc.
    pages : Path or None
        The built pages of dwv and Cornerstone3D.
    ohif : Path or None
        OHIF's files; its pages ask for them from the root.
    """

    ours: int
    orthanc: int | None = None
    pages: Path | None = None
    ohif: Path | None = None

    def __call__(self, path: str) -> Upstream | File | None:
        """Return where the answer to a path comes from; None if it is nowhere."""
        plain = path.partition("?")[0]
        if plain.startswith("/orthanc/"):
            return Upstream(self.orthanc, path.removeprefix("/orthanc")) if self.orthanc else None
        if plain.startswith("/dicom-web/"):
            return Upstream(self.orthanc, path) if self.orthanc else None
        if plain.startswith("/peers/"):
            return _file(self.pages, plain.removeprefix("/peers/")) if self.pages else None
        return self._ohif(plain) or Upstream(self.ours, path)

    def _ohif(self, path: str) -> File | None:
        if self.ohif is None or path == "/":
            return None
        if path == "/app-config.js":
            return _file(OHIF_CONFIG.parent, OHIF_CONFIG.name)
        return _file(self.ohif, "index.html" if path == "/viewer" else path[1:])


def is_pixels(path: str) -> bool:
    """Whether a path gives pixels, of ours or of a peer."""
    if path.startswith(OURS_PIXELS):
        return "/levels/" in path
    return path.startswith(PEERS_PIXELS)


@cache
def _file(folder: Path, name: str) -> File | None:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    kind = "text/javascript" if path.suffix == ".mjs" else mimetypes.guess_type(path.name)[0]
    return File(path.read_bytes(), kind or "application/octet-stream")
