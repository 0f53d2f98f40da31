"""The films that every archive of the contract test holds: few, small, and all different."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import imagecodecs
import numpy as np

from tests.builders.dicom_files import COLUMNS, JPEG_LS, LITTLE, ROWS, dataset, part10

ROOT = "1.2.826.0.1.3680043.10.77"
DX = "1.2.840.10008.5.1.4.1.1.1.1"
CR = "1.2.840.10008.5.1.4.1.1.1"
CT = "1.2.840.10008.5.1.4.1.1.2"
EXPLICIT = "1.2.840.10008.1.2.1"

SMITH = f"{ROOT}.1"
JANE = f"{ROOT}.2"
MUELLER = f"{ROOT}.3"
YAMADA = f"{ROOT}.4"
MANY = tuple(f"{ROOT}.{number}" for number in range(10, 18))
COMPRESSED = f"{ROOT}.30"

MANY_DAY = date(2023, 1, 1)


@dataclass(frozen=True, slots=True)
class Film:
    """One instance of the collection, and its file's bytes."""

    study_uid: str
    series_uid: str
    sop_uid: str
    content: bytes
    dataset: bytes
    compressed: bool = False

    def write(self, folder: Path) -> Path:
        """Write the file under a name that says nothing."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{abs(hash(self.sop_uid)):020d}.dcm"
        path.write_bytes(self.content)
        return path


def make(
    study_uid: str, series: int = 1, number: int = 1, sop_class: str = DX, **changes: object
) -> Film:
    """Make one uncompressed film."""
    uids = _uids(study_uid, series, number)
    values = _values(uids, series, number, sop_class) | changes
    content = dataset(values)
    return _film(uids, content, sop_class, EXPLICIT)


def make_compressed(study_uid: str, **changes: object) -> Film:
    """Make a film whose pixels are JPEG-LS, without loss."""
    uids = _uids(study_uid, 1, 1)
    pixels = np.arange(ROWS * COLUMNS, dtype=np.uint16).reshape(ROWS, COLUMNS)
    fragment = imagecodecs.jpegls_encode(pixels)
    values = _values(uids, 1, 1, DX) | {"PixelData": None} | changes
    content = dataset(values, extra={0x7FE00010: LITTLE.encapsulated([fragment])})
    return _film(uids, content, DX, JPEG_LS, compressed=True)


def old_style(study_uid: str) -> Film:
    """Make a film with what archives like to tidy up: a group length, an open sequence."""
    uids = _uids(study_uid, 1, 1)
    group_length = LITTLE.element(0x00080000, "UL", struct.pack("<I", 0x1234))
    item = LITTLE.item(LITTLE.named("CodeValue", "T-15770"), 0xFFFFFFFF)
    anatomy = LITTLE.sequence(0x00082218, [item], undefined=True)
    content = dataset(
        _values(uids, 1, 1, DX) | {"PatientID": "OLD1"},
        extra={0x00080000: group_length, 0x00082218: anatomy},
    )
    return _film(uids, content, DX, EXPLICIT)


def collection() -> list[Film]:
    """Make all films: four patients, one study of two series, one crowd, one compressed."""
    smith = {
        "PatientName": "SMITH^JOHN",
        "PatientID": "P100",
        "AccessionNumber": "A100",
        "StudyDate": "20240131",
    }
    jane = {
        "PatientName": "SMITH^JANE",
        "PatientID": "P101",
        "AccessionNumber": "A101",
        "PatientBirthDate": "19610704",
        "StudyDate": "20240401",
    }
    films = [
        make(SMITH, 1, 1, **smith),
        make(SMITH, 1, 2, **smith),
        make(SMITH, 2, 1, CT, Modality="CT", SeriesDescription="Femur", **smith),
        make(JANE, **jane),
        make(
            MUELLER,
            sop_class=CR,
            Modality="CR",
            PatientName="MÜLLER^ANNA",
            PatientID="P200",
            StudyDate="20240215",
        ),
        make(
            YAMADA,
            PatientName="YAMADA^TARO=山田^太郎=やまだ^たろう",
            PatientID="P300",
            StudyDate="20240301",
        ),
    ]
    films += [
        make(study, PatientName="CROWD^MEMBER", PatientID=f"L{number}", StudyDate="20230101")
        for number, study in enumerate(MANY)
    ]
    return films


def compressed() -> Film:
    """Make the compressed film; an archive for uncompressed films only does without it."""
    return make_compressed(COMPRESSED, PatientName="PRESSED^PAT", PatientID="P400")


def _uids(study_uid: str, series: int, number: int) -> tuple[str, str, str]:
    return study_uid, f"{study_uid}.{series}", f"{study_uid}.{series}.{number}"


def _values(
    uids: tuple[str, str, str], series: int, number: int, sop_class: str
) -> dict[str, object]:
    study_uid, series_uid, sop_uid = uids
    return {
        "StudyInstanceUID": study_uid,
        "SeriesInstanceUID": series_uid,
        "SOPInstanceUID": sop_uid,
        "SOPClassUID": sop_class,
        "SeriesNumber": str(series),
        "InstanceNumber": str(number),
    }


def _film(
    uids: tuple[str, str, str],
    content: bytes,
    sop_class: str,
    syntax: str,
    *,
    compressed: bool = False,
) -> Film:
    whole = part10(content, transfer_syntax=syntax, sop_class=sop_class, sop_instance=uids[2])
    return Film(*uids, whole, content, compressed)
