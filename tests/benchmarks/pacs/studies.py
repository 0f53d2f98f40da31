"""Studies of the right sizes, made here: a pair of radiographs, stacks of slices, small ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pacs_bridge.demo_orthanc import Orthanc
from tests.builders.dicom_files import dataset, part10

ROOT = "1.2.826.0.1.3680043.10.7"
DX, CT = "1.2.840.10008.5.1.4.1.1.1.1", "1.2.840.10008.5.1.4.1.1.2"
SLICE_PX = 512
HEADER_BYTES = 7000
"""Private elements as vendors write them, so that a slice is 0.53 MB."""


@dataclass(frozen=True, slots=True)
class StudyFiles:
    """A study as files.

    Attributes
    ----------
    uid : str
    folder : Path
    files, bytes_all : int
    """

    uid: str
    folder: Path
    files: int
    bytes_all: int


def pelvis_pair(folder: Path, scale: float) -> StudyFiles:
    """Write two radiographs of 21 MB, made of smooth shapes and noise of 14 bits."""
    rows, columns = (int(side * scale**0.5) // 2 * 2 for side in (3520, 2984))
    films = (_film(number, rows, columns) for number in (1, 2))
    return _written(folder, f"{ROOT}.1", films)


def stack(folder: Path, number: int, slices: int, series: int) -> StudyFiles:
    """Write a CT of so many slices in so many series."""
    uid = f"{ROOT}.{number}"
    films = (_slice(uid, at, 1 + at * series // slices) for at in range(slices))
    return _written(folder, uid, films)


def small_studies(orthanc: Orthanc, count: int, upload) -> None:
    """Fill an archive with studies of one tiny film each, in zip archives of 500."""
    for first in range(0, count, 500):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for number in range(first, min(first + 500, count)):
                archive.writestr(f"{number}.dcm", _tiny(number))
        upload(packed.getvalue())


def patient_id(number: int) -> str:
    """Return the ID of the patient of a small study."""
    return f"B{number:06d}"


def _written(folder: Path, uid: str, films: Iterator[tuple[str, bytes]]) -> StudyFiles:
    folder.mkdir(parents=True, exist_ok=True)
    files = bytes_all = 0
    for name, content in films:
        path = folder / name
        if not path.is_file() or path.stat().st_size != len(content):
            path.write_bytes(content)
        files += 1
        bytes_all += len(content)
    return StudyFiles(uid, folder, files, bytes_all)


def _film(number: int, rows: int, columns: int) -> tuple[str, bytes]:
    grid_y, grid_x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    body = 6000 + 3000 * np.sin(grid_x / 390 + number) * np.cos(grid_y / 470)
    noise = np.random.default_rng(number).normal(0, 25, (rows, columns))
    pixels = np.clip(body + noise, 0, 16383).astype("<u2")
    uid = f"{ROOT}.1"
    changes = {
        **_identity("PELVIS", uid, f"{uid}.{number}", f"{uid}.{number}.1"),
        "SeriesNumber": str(number),
        "Rows": rows,
        "Columns": columns,
        "BitsStored": 14,
        "HighBit": 13,
        "PixelData": pixels.tobytes(),
    }
    content = part10(dataset(changes), sop_instance=f"{uid}.{number}.1", preamble=bytes(128))
    return f"{number}.dcm", content


def _slice(uid: str, at: int, series: int) -> tuple[str, bytes]:
    rng = np.random.default_rng(at)
    rows = np.arange(SLICE_PX, dtype=np.float32)
    disc = (rows[:, None] - 256) ** 2 + (rows[None, :] - 256) ** 2 < 200**2
    pixels = np.where(disc, 1040 + at % 64, 24) + rng.integers(0, 30, (SLICE_PX, SLICE_PX))
    sop = f"{uid}.{series}.{at + 1}"
    changes = {
        **_identity(f"CT{uid[-1]}", uid, f"{uid}.{series}", sop),
        "SOPClassUID": CT,
        "Modality": "CT",
        "SeriesNumber": str(series),
        "InstanceNumber": str(at + 1),
        "ImagePositionPatient": f"0\\0\\{at}",
        "ImageOrientationPatient": "1\\0\\0\\0\\1\\0",
        "Rows": SLICE_PX,
        "Columns": SLICE_PX,
        "PixelSpacing": "0.8\\0.8",
        "PixelData": pixels.astype("<u2").tobytes(),
    }
    private = {
        0x00290010: b"\x29\x00\x10\x00LO\x06\x00BENCH ",
        0x00291010: b"\x29\x00\x10\x10OB\0\0"
        + HEADER_BYTES.to_bytes(4, "little")
        + bytes(HEADER_BYTES),
    }
    content = part10(
        dataset(changes, extra=private), sop_class=CT, sop_instance=sop, preamble=bytes(128)
    )
    return f"{at:04d}.dcm", content


def _tiny(number: int) -> bytes:
    uid = f"{ROOT}.99.{number + 1}"
    changes = _identity(patient_id(number), uid, f"{uid}.1", f"{uid}.1.1")
    return part10(dataset(changes), sop_instance=f"{uid}.1.1", preamble=bytes(128))


def _identity(patient: str, study: str, series: str, sop: str) -> dict[str, object]:
    return {
        "PatientID": patient,
        "PatientName": f"{patient}^TEST",
        "StudyInstanceUID": study,
        "SeriesInstanceUID": series,
        "SOPInstanceUID": sop,
        "SOPClassUID": DX,
    }
