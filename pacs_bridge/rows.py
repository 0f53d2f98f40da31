"""Rows of text from an archive, made into matches.

C-FIND, QIDO-RS and the folder all end in the same thing: decoded text by keyword. It is
read here once, and leniently: a bad date is no date, but a row without a usable UID is
no row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from pacs_bridge.charset import clean
from pacs_bridge.types import InstanceMatch, SeriesMatch, StudyMatch
from pacs_bridge.uids import valid_uid

Row = Mapping[str, str]
r"""Keyword → decoded value; several values are separated by ``\``."""

STUDY_KEYWORDS = (
    "StudyInstanceUID",
    "PatientID",
    "IssuerOfPatientID",
    "PatientName",
    "PatientBirthDate",
    "PatientSex",
    "AccessionNumber",
    "StudyDate",
    "StudyTime",
    "StudyDescription",
    "ModalitiesInStudy",
    "NumberOfStudyRelatedSeries",
    "NumberOfStudyRelatedInstances",
)
SERIES_KEYWORDS = (
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "Modality",
    "SeriesDescription",
    "BodyPartExamined",
    "Laterality",
    "SeriesNumber",
    "NumberOfSeriesRelatedInstances",
)
INSTANCE_KEYWORDS = (
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SOPClassUID",
    "SOPInstanceUID",
    "InstanceNumber",
)

_DATE = re.compile(r"(\d{4})[.-]?(\d{2})[.-]?(\d{2})")
_TIME = re.compile(r"(\d{2}):?(\d{2})?:?(\d{2})?(?:\.(\d{1,6}))?")
_INTEGER = re.compile(r"[+-]?\d{1,10}")
_LONGEST_TEXT = 1024


def dicom_date(text: str) -> date | None:
    """Read DA (``20240131``, also ``2024.01.31`` and ``2024-01-31``); None if impossible."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def dicom_time(text: str) -> time | None:
    """Read TM (``HH``, ``HHMM``, ``HHMMSS.FFFFFF``, colons allowed); None if impossible."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second, fraction = (part or "0" for part in found.groups())
    try:
        # Second 60 is a leap second (PS3.5 Table 6.2-1), which Python has not.
        return time(int(hour), int(minute), min(int(second), 59), int(fraction.ljust(6, "0")))
    except ValueError:
        return None


def dicom_integer(text: str) -> int | None:
    """Read IS; None when it is no whole number of at most ten digits."""
    return int(text) if _INTEGER.fullmatch(text.strip()) else None


def study_match(node: str, row: Row) -> StudyMatch | None:
    """Make a study match; None when the row has no usable Study Instance UID.

    Parameters
    ----------
    node : str
        Name of the archive.
    row : mapping of str to str
        Values of :data:`STUDY_KEYWORDS`; missing ones count as empty. ``Modality`` is
        used where the archive left Modalities in Study out.
    """
    uid = _text(row, "StudyInstanceUID")
    if not valid_uid(uid):
        return None
    modalities = _text(row, "ModalitiesInStudy") or _text(row, "Modality")
    return StudyMatch(
        node=node,
        study_uid=uid,
        patient_id=_text(row, "PatientID"),
        issuer=_text(row, "IssuerOfPatientID"),
        patient_name=_text(row, "PatientName"),
        birth_date=dicom_date(_text(row, "PatientBirthDate")),
        sex=_text(row, "PatientSex")[:16],
        accession_number=_text(row, "AccessionNumber"),
        study_date=dicom_date(_text(row, "StudyDate")),
        study_time=dicom_time(_text(row, "StudyTime")),
        description=_text(row, "StudyDescription"),
        modalities=tuple(
            dict.fromkeys(part.strip() for part in modalities.split("\\") if part.strip())
        ),
        series_count=dicom_integer(_text(row, "NumberOfStudyRelatedSeries")),
        instance_count=dicom_integer(_text(row, "NumberOfStudyRelatedInstances")),
    )


def series_match(row: Row, *, study_uid: str) -> SeriesMatch | None:
    """Make a series match; None without a usable UID or when it is of another study."""
    uid = _text(row, "SeriesInstanceUID")
    if not valid_uid(uid) or _text(row, "StudyInstanceUID") not in ("", study_uid):
        return None
    return SeriesMatch(
        study_uid=study_uid,
        series_uid=uid,
        modality=_text(row, "Modality"),
        description=_text(row, "SeriesDescription"),
        body_part=_text(row, "BodyPartExamined"),
        laterality=_text(row, "Laterality"),
        number=dicom_integer(_text(row, "SeriesNumber")),
        instance_count=dicom_integer(_text(row, "NumberOfSeriesRelatedInstances")),
    )


def instance_match(row: Row, *, study_uid: str, series_uid: str) -> InstanceMatch | None:
    """Make an instance match; None without a usable UID or when it is of another series."""
    uid = _text(row, "SOPInstanceUID")
    if (
        not valid_uid(uid)
        or _text(row, "StudyInstanceUID") not in ("", study_uid)
        or _text(row, "SeriesInstanceUID") not in ("", series_uid)
    ):
        return None
    return InstanceMatch(
        study_uid=study_uid,
        series_uid=series_uid,
        sop_class_uid=_text(row, "SOPClassUID"),
        sop_instance_uid=uid,
        number=dicom_integer(_text(row, "InstanceNumber")),
    )


def _values(text: str) -> tuple[str, ...]:
    stripped = (part.strip() for part in text.split("\\"))
    return tuple(dict.fromkeys(part for part in stripped if part))


def _text(row: Row, keyword: str) -> str:
    return clean(row.get(keyword) or "")[:_LONGEST_TEXT]
