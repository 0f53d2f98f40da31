"""Every shared film as it is delivered to the browser, and as the browser shows it."""

from __future__ import annotations

import io
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pydicom
import zstandard
from pydicom.dataset import Dataset

from planning.imaging.child import render_frame
from planning.imaging.refusal import CannotShow
from planning.imaging.strips import decode_level
from tests.peers.programs import dcmtk, node

_PROGRAM = Path(__file__).parents[1] / "js" / "show.js"
_NOT_DICOM = {".csv", ".md"}
_MOST_PER_SERIES = 2
_IMPLICIT = "1.2.840.10008.1.2"
# Letters of every alphabet over one and the same picture, and copies of it cut small.
_LEFT_OUT = {"charsets"}


@dataclass(slots=True)
class Delivered:
    """One frame: what the server says of it, and where its parts lie on disk."""

    path: Path
    frame: int
    meaning: dict
    level: dict
    coded: Path
    preview: Path
    seen: dict[str, Path] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name with the frame, for messages."""
        return f"{self.path.parent.name}/{self.path.name}#{self.frame}"

    def values(self) -> np.ndarray:
        """Return the level's values, planes x rows x columns of uint16."""
        return decode_level(
            self.coded.read_bytes(),
            planes=self.level["planes"],
            rows=self.level["rows"],
            columns=self.level["columns"],
            strip_rows=self.level["strip_rows"],
            expected_checks=tuple(self.level["checks"]),
        )

    def greys(self, view: str) -> np.ndarray:
        """Return what the browser shows in a view, planes x rows x columns of uint8."""
        shape = (self.level["planes"], self.level["rows"], self.level["columns"])
        return np.fromfile(self.seen[view], np.uint8).reshape(shape)

    def header(self) -> Dataset:
        """Return the file by pydicom, with a transfer syntax where it names none.

        A little-endian sequence in a big-endian file is beyond pydicom: DCMTK writes it anew.
        """
        try:
            dataset = pydicom.dcmread(self.path, force=True)
        except OSError:
            command = [str(dcmtk("dcmconv")), "-q", "+te", str(self.path), "-"]
            anew = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout
            dataset = pydicom.dcmread(io.BytesIO(anew))
        if "TransferSyntaxUID" not in dataset.file_meta:
            dataset.file_meta.TransferSyntaxUID = _IMPLICIT
        return dataset


def files(root: Path) -> Iterator[Path]:
    """Yield the shared files; of series and of copies for other purposes only a few."""
    seen: Counter[Path] = Counter()
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if not path.is_file() or path.suffix in _NOT_DICOM or parts[0] in _LEFT_OUT:
            continue
        if parts[0] in ("ct", "dicomdir"):
            seen[path.parent] += 1
            if seen[path.parent] > _MOST_PER_SERIES:
                continue
        yield path


def delivered(path: Path, frame: int, scratch: Path) -> Delivered:
    """Render one frame and unpack its full level as the browser's network layer would.

    Raises
    ------
    CannotShow
        When the film cannot be shown.
    """
    scratch.mkdir(parents=True)
    rendered = render_frame(str(path), frame, str(scratch), False)
    made = {file.level: file for file in rendered.files}
    full = made["full"]
    coded = scratch / "coded"
    coded.write_bytes(zstandard.ZstdDecompressor().decompress(Path(full.path).read_bytes()))
    level = {
        "columns": full.columns,
        "rows": full.rows,
        "planes": full.planes,
        "strip_rows": full.strip_rows,
        "checks": list(full.checks),
    }
    return Delivered(path, frame, rendered.meaning, level, coded, Path(made["preview"].path))


def all_delivered(root: Path, scratch: Path) -> tuple[list[Delivered], dict[Path, CannotShow]]:
    """Render the first and the last frame of every shared film.

    Returns
    -------
    tuple of list of Delivered and dict
        What is shown, and the reason of every file that is not.
    """
    shown, refused = [], {}
    for at, path in enumerate(files(root)):
        try:
            first = delivered(path, 1, scratch / f"{at}-1")
        except CannotShow as reason:
            refused[path] = reason
            continue
        shown.append(first)
        last = first.meaning["frames"]
        if last > 1:
            shown.append(delivered(path, last, scratch / f"{at}-{last}"))
    return shown, refused


def show(films: list[Delivered]) -> None:
    """Let the browser's code show every window and table of the films."""
    jobs = []
    for film in films:
        views = [(str(at), window) for at, window in enumerate(film.meaning["windows"])]
        tables = [film.meaning["voi_lut"], *film.meaning["more_voi_luts"]]
        names = ["voi_lut", *(f"voi_lut:{at}" for at in range(1, len(tables)))]
        views += [(name, name) for name, table in zip(names, tables, strict=True) if table]
        film.seen = {view: film.coded.with_name(f"seen-{view}") for view, _ in views}
        jobs.append(
            {
                "film": film.meaning,
                "level": film.level,
                "coded": str(film.coded),
                "views": [
                    {"window": window, "out": str(film.seen[view])} for view, window in views
                ],
            }
        )
    done = subprocess.run(
        [node(), _PROGRAM],
        input=json.dumps(jobs),
        capture_output=True,
        encoding="utf-8",
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
