"""PURE. What every object that we make shares: whose it is, which study, who made it.

Patient and study are copied from the source image's header, never typed again, so the
object lands beside its film (PS3.3 C.7.1.1, C.7.2.1). UIDs follow from the signed version
alone: made twice, an object is the same object.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from pydicom import config, dcmwrite
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
from pydicom.valuerep import validate_value

from planning.reports.uids import series_uid, sop_uid
from planning.reports.wording import PRODUCT

Tags = Mapping[str, Sequence[str]]

FIRST_SERIES_NUMBER = 9000

# Who the patient is: copied letter by letter, as the archive spells it.
_IDENTITY = ("PatientName", "PatientID", "IssuerOfPatientID")
# Type 2: there, and empty where the source has no usable value.
_REQUIRED = (
    "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "ReferringPhysicianName",
    "StudyID", "AccessionNumber",
)  # fmt: skip
_OPTIONAL = (
    "StudyDescription", "PatientAge", "PatientSize", "PatientWeight", "InstitutionName",
    "TimezoneOffsetFromUTC",
)  # fmt: skip
_SEXES = frozenset({"M", "F", "O"})


@dataclass(frozen=True, slots=True)
class SourceImage:
    """An image that the object was made from."""

    sop_class_uid: str
    sop_instance_uid: str


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The same object of the version that was signed before."""

    study_uid: str
    series_uid: str
    sop_class_uid: str
    sop_instance_uid: str


@dataclass(frozen=True, slots=True)
class Making:
    """What all objects of one signed version have in common.

    Attributes
    ----------
    version_id : str
        Key of the signed version; UIDs follow from it.
    version_number : int
    signed_at : datetime
        Aware; every date and time that we write.
    zone : ZoneInfo
        For dates and times where the source image names no offset.
    software : str
    implementation : tuple of (UID, name)
    header : mapping
        Index tags of an image of the study.
    side : str
        ``R``, ``L``, ``B`` or empty.
    sources : tuple of SourceImage
    """

    version_id: str
    version_number: int
    signed_at: datetime
    zone: ZoneInfo
    software: str
    implementation: tuple[str, str]
    header: Tags
    side: str
    sources: tuple[SourceImage, ...]


def base(making: Making, *, kind: str, order: int, number: int, sop_class: str) -> Dataset:
    """Begin an object: SOP Common, Patient, General Study, Series, equipment.

    Parameters
    ----------
    making : Making
    kind : str
        Names the series.
    order : int
        Of the kind's series among those of the version, from 1 to 9.
    number : int
        Instance Number.
    sop_class : str
    """
    made = Dataset()
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID = sop_class
    made.SOPInstanceUID = sop_uid(making.version_id, kind, number)
    _copy(made, making.header)
    moment = _moment(making)
    for stem in ("InstanceCreation", "Content", "Series"):
        setattr(made, f"{stem}Date", moment.strftime("%Y%m%d"))
        setattr(made, f"{stem}Time", moment.strftime("%H%M%S"))
    made.SeriesInstanceUID = series_uid(making.version_id, kind)
    made.SeriesNumber = FIRST_SERIES_NUMBER + 10 * making.version_number + order
    made.InstanceNumber = number
    made.Manufacturer = PRODUCT
    made.ManufacturerModelName = PRODUCT
    made.SoftwareVersions = making.software
    made.ConversionType = "WSD"
    made.BurnedInAnnotation = "YES"
    return made


def references(images: Iterable[SourceImage], purpose: Dataset | None = None) -> list[Dataset]:
    """Return items that refer to images, each with the purpose if there is one."""
    items = []
    for image in images:
        item = Dataset()
        item.ReferencedSOPClassUID = image.sop_class_uid
        item.ReferencedSOPInstanceUID = image.sop_instance_uid
        if purpose is not None:
            item.PurposeOfReferenceCodeSequence = [purpose]
        items.append(item)
    return items


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """Return a coded concept (PS3.3 8.1)."""
    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = scheme
    item.CodeMeaning = meaning
    return item


def part10(made: Dataset, making: Making) -> bytes:
    """Return the object as a file (PS3.10 7.1); the same object gives the same bytes."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = made.SOPClassUID
    meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID, meta.ImplementationVersionName = making.implementation
    made.file_meta = meta
    out = io.BytesIO()
    dcmwrite(out, made, enforce_file_format=True)
    return out.getvalue()


def _copy(made: Dataset, header: Tags) -> None:
    """Copy patient and study; what breaks the standard is left out, except who it is."""
    made.StudyInstanceUID = _first(header, "StudyInstanceUID")
    for keyword in _IDENTITY:
        if header.get(keyword):
            _set(made, keyword, "\\".join(header[keyword]))
    for keyword in _REQUIRED:
        setattr(made, keyword, _usable(header, keyword))
    for keyword in _OPTIONAL:
        value = _usable(header, keyword)
        if value:
            setattr(made, keyword, value)


def _set(made: Dataset, keyword: str, value: str) -> None:
    tag = tag_for_keyword(keyword)
    ignore = config.IGNORE
    made.add(DataElement(tag, dictionary_VR(tag), value, validation_mode=ignore))


def _usable(header: Tags, keyword: str) -> str:
    """Return a value as it is in the source, or nothing where it breaks its own rules."""
    value = _first(header, keyword)
    if keyword == "PatientSex" and value not in _SEXES:
        return ""
    try:
        validate_value(dictionary_VR(tag_for_keyword(keyword)), value, config.RAISE)
    except (ValueError, TypeError):
        return ""
    return value


def _first(header: Tags, keyword: str) -> str:
    values = header.get(keyword) or ("",)
    return str(values[0]).strip()


def _moment(making: Making) -> datetime:
    """Return when it was signed, in the time that the study's own dates are in."""
    offset = _usable(making.header, "TimezoneOffsetFromUTC")
    if len(offset) == 5 and offset[1:].isdigit():
        minutes = int(offset[1:3]) * 60 + int(offset[3:])
        shift = timedelta(minutes=-minutes if offset[0] == "-" else minutes)
        return making.signed_at.astimezone(timezone(shift))
    return making.signed_at.astimezone(making.zone)
