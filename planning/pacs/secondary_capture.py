"""Photographs of films as Secondary Capture images (PS3.3 A.8.1, C.8.6).

Written twice: once without a patient, while nobody has said whose film it is, and once for
the patient whom a person has chosen. Neither has a spacing: a photograph has no scale.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from planning.pacs.gateway import IMPLEMENTATION

PRODUCT = "Plumbline"
SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
NOT_CALIBRATED = "Photograph of a film. Not calibrated: no length may be read from it as it is."
_NAMESPACE = uuid.UUID("5b0f3f1c-4a1c-5df0-9a59-1d1c2f6f7a33")

# The standard library of DICOM takes a second to load: only who writes one pays for it.


@dataclass(frozen=True, slots=True)
class Photograph:
    """Decoded pixels of a photograph.

    Attributes
    ----------
    pixels : Path
        Bare pixels, little endian, samples of a pixel together.
    rows, columns, samples, bits : int
    lossy : bool
        Whether it had been compressed with loss.
    coded_bytes : int
        Size of the file that it came in.
    """

    pixels: Path
    rows: int
    columns: int
    samples: int
    bits: int
    lossy: bool
    coded_bytes: int


@dataclass(frozen=True, slots=True)
class Uids:
    """Identifiers of an object and of where it stands."""

    study: str
    series: str
    sop: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose film a photograph shows, as a person said.

    Attributes
    ----------
    patient_id, issuer, name, sex : str
        As in PS3.3 C.7.1.1.
    birth_date : date or None
    study_uid, series_uid : str
    number : int
        Instance Number.
    study_date : date or None
        When the film was taken, if somebody knows.
    description : str
    """

    patient_id: str
    issuer: str
    name: str
    birth_date: date | None
    sex: str
    study_uid: str
    series_uid: str
    number: int
    study_date: date | None = None
    description: str = ""


def uids_of(*parts: object) -> Uids:
    """Return identifiers that follow from `parts`: the same parts, the same object."""
    name = "/".join(str(part) for part in parts)
    return Uids(*(_uid(f"{kind}:{name}") for kind in ("study", "series", "sop")))


def _uid(name: str) -> str:
    return f"2.25.{uuid.uuid5(_NAMESPACE, name).int}"


def write_unassigned(photograph: Photograph, uids: Uids, target: Path) -> None:
    """Write a photograph as an object without a patient."""
    from pydicom.dataset import Dataset

    made = Dataset()
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID = SOP_CLASS
    made.SOPInstanceUID = uids.sop
    made.StudyInstanceUID = uids.study
    made.SeriesInstanceUID = uids.series
    for keyword in (
        "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime",
        "ReferringPhysicianName", "StudyID", "AccessionNumber", "Laterality", "PatientOrientation",
    ):  # fmt: skip
        setattr(made, keyword, None)
    _describe(made, timezone.localtime())
    _put_pixels(made, photograph)
    _write(made, target)


def _describe(made, now: datetime) -> None:
    made.Modality = "RG"
    made.SeriesNumber = 1
    made.InstanceNumber = 1
    made.ConversionType = "DF"
    made.ImageType = ["DERIVED", "SECONDARY"]
    made.ImageComments = NOT_CALIBRATED
    made.Manufacturer = PRODUCT
    made.SecondaryCaptureDeviceManufacturer = PRODUCT
    made.SecondaryCaptureDeviceManufacturerModelName = PRODUCT
    made.SecondaryCaptureDeviceSoftwareVersions = settings.PLUMBLINE_VERSION
    for stem in ("DateOfSecondaryCapture", "InstanceCreationDate"):
        setattr(made, stem, now.strftime("%Y%m%d"))
    for stem in ("TimeOfSecondaryCapture", "InstanceCreationTime"):
        setattr(made, stem, now.strftime("%H%M%S"))


def _put_pixels(made, photograph: Photograph) -> None:
    made.Rows, made.Columns = photograph.rows, photograph.columns
    made.SamplesPerPixel = photograph.samples
    made.BitsAllocated = made.BitsStored = photograph.bits
    made.HighBit = photograph.bits - 1
    made.PixelRepresentation = 0
    if photograph.samples == 3:
        made.PhotometricInterpretation = "RGB"
        made.PlanarConfiguration = 0
    else:
        made.PhotometricInterpretation = "MONOCHROME2"
    pixels = photograph.pixels.read_bytes()
    if photograph.lossy:
        made.LossyImageCompression = "01"
        made.LossyImageCompressionMethod = "ISO_10918_1"
        made.LossyImageCompressionRatio = f"{len(pixels) / photograph.coded_bytes:.4g}"
    representation = "OB" if photograph.bits == 8 else "OW"
    made.add_new("PixelData", representation, pixels + bytes(len(pixels) % 2))


def write_assigned(source: Path, owner: Owner, target: Path) -> None:
    """Write an unassigned photograph again as its patient's.

    Parameters
    ----------
    source : Path
        Written by :func:`write_unassigned`.
    owner : Owner
    target : Path
    """
    # No stranger's file: we wrote it, and it has passed the gate.
    from pydicom import dcmread  # noqa: TID251

    made = dcmread(source)
    made.PatientName = owner.name
    made.PatientID = owner.patient_id
    if owner.issuer:
        made.IssuerOfPatientID = owner.issuer
    made.PatientBirthDate = _day(owner.birth_date)
    made.PatientSex = owner.sex if owner.sex in ("M", "F", "O") else ""
    made.StudyInstanceUID = owner.study_uid
    made.SeriesInstanceUID = owner.series_uid
    made.InstanceNumber = owner.number
    made.StudyDate = _day(owner.study_date)
    made.StudyDescription = owner.description[:64] or None
    _write(made, target)


def _day(day: date | None) -> str:
    return day.strftime("%Y%m%d") if day else ""


def _write(made, target: Path) -> None:
    from pydicom import dcmwrite
    from pydicom.dataset import FileMetaDataset

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = made.SOPClassUID
    meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    meta.TransferSyntaxUID = EXPLICIT_LITTLE
    meta.ImplementationClassUID, meta.ImplementationVersionName = IMPLEMENTATION
    made.file_meta = meta
    dcmwrite(target, made, enforce_file_format=True)
