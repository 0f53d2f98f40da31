"""What was made, read back from the store: shown is what was sent."""

from __future__ import annotations

import io

from PIL import Image
from pydicom import dcmread  # noqa: TID251 - our own files, which never came in
from pydicom.dataset import Dataset

from planning.reports.models import ReportObject
from planning.store.blobs import originals


def is_made(row: ReportObject | None) -> bool:
    """Whether an object's file is in the store."""
    return row is not None and bool(row.stored_sha256) and originals().exists(row.stored_sha256)


def pdf_in(row: ReportObject) -> bytes:
    """Return the PDF of an Encapsulated PDF object."""
    made = _read(row)
    return made.EncapsulatedDocument[: made.EncapsulatedDocumentLength]


def png_of(row: ReportObject) -> bytes:
    """Return the picture of a Secondary Capture object as PNG."""
    made = _read(row)
    size = (made.Columns, made.Rows)
    picture = Image.frombytes("RGB", size, made.PixelData[: 3 * size[0] * size[1]])
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _read(row: ReportObject) -> Dataset:
    with originals().open(row.stored_sha256) as file:
        return dcmread(file)
