"""Small DICOM films with given pixels, for the tests of imaging."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, generate_uid

CR = "1.2.840.10008.5.1.4.1.1.1"
SYNTAX_ROOT = "1.2.840.10008.1.2."


def film(**attributes: object) -> Dataset:
    """Return a data set of a 16-bit grey film without pixels; attributes by keyword."""
    dataset = Dataset()
    dataset.SOPClassUID = CR
    dataset.SOPInstanceUID = generate_uid()
    dataset.StudyInstanceUID = generate_uid()
    dataset.SeriesInstanceUID = generate_uid()
    dataset.PatientID = "TEST-1"
    dataset.PatientName = "Test^Film"
    dataset.Modality = "CR"
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = 16
    dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = 0
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    return dataset


def write(
    path: Path, dataset: Dataset, *, syntax: str = "1", frames: list[bytes] | None = None
) -> Path:
    """Write a data set as a file; ``frames`` are encapsulated as its pixel data.

    ``syntax`` is what follows 1.2.840.10008.1.2.
    """
    uid = UID(SYNTAX_ROOT + syntax)
    if frames is not None:
        dataset.PixelData = encapsulate(frames, has_bot=False)
        dataset["PixelData"].VR = "OB"
        dataset["PixelData"].is_undefined_length = True
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = uid
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.file_meta = meta
    dataset.save_as(path, enforce_file_format=True)
    return path


def with_pixels(values: np.ndarray, **attributes: object) -> Dataset:
    """Return a native film: rows x columns (x 3) of 8, 16 or 32-bit integers, or floats."""
    bits = 8 * values.dtype.itemsize
    dataset = film(
        Rows=values.shape[0],
        Columns=values.shape[1],
        BitsAllocated=bits,
        BitsStored=bits,
        HighBit=bits - 1,
        PixelRepresentation=int(values.dtype.kind == "i"),
    )
    if values.ndim == 3:
        dataset.SamplesPerPixel = 3
        dataset.PhotometricInterpretation = "RGB"
        dataset.PlanarConfiguration = 0
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    data = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
    if values.dtype.kind == "f":
        keyword = "FloatPixelData" if bits == 32 else "DoubleFloatPixelData"
        setattr(dataset, keyword, data)
        return dataset
    dataset.PixelData = data + b"\0" * (len(data) % 2)
    dataset["PixelData"].VR = "OW"
    return dataset
