"""PURE. How strange headers are read: index tags in, plain facts out.

Nothing here refuses a film. What cannot be read is empty or None; whether that is
enough to store it is decided in ``identity.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

Tags = Mapping[str, Sequence[str]]

DATE = re.compile(r"(\d{4})[.\-]?(\d{2})[.\-]?(\d{2})")
TIME = re.compile(r"(\d{2}):?(\d{2})?:?(\d{2})?(?:\.(\d{1,6}))?")
AGE = re.compile(r"\d{3}[DWMY]")

# Radiographs come first when a study is opened (PS3.3 C.7.3.1.1.1 defined terms).
FILM_MODALITIES = ("DX", "CR", "RG", "RF", "XA", "PX", "IO", "MG")
SLICE_MODALITIES = frozenset({"CT", "MR", "PT"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a file says it belongs to, as received."""

    patient_id: str
    issuer: str
    name: str
    birth_date: date | None
    sex: str
    study_uid: str
    series_uid: str
    sop_instance_uid: str

    @property
    def of_patient(self) -> tuple[str, str, str, date | None, str]:
        """Return the elements that say who the person is."""
        return self.patient_id, self.issuer, self.name, self.birth_date, self.sex


def first(tags: Tags, keyword: str) -> str:
    """Return the first value of an element, or an empty string."""
    values = tags.get(keyword) or ()
    return values[0].strip() if values else ""


def joined(tags: Tags, keyword: str) -> str:
    """Return all values of an element with the backslash between them."""
    return "\\".join(tags.get(keyword) or ()).strip()


def day(text: str) -> date | None:
    """Return a DICOM date (PS3.5 6.2 DA), also in the old form with points."""
    match = DATE.match(text)
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def clock(text: str) -> time | None:
    """Return a DICOM time (PS3.5 6.2 TM), whole seconds."""
    match = TIME.match(text)
    if not match:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    try:
        return time(hour, minute, min(second, 59))
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """Return an integer string (PS3.5 6.2 IS) if it is one, in the range that one may have."""
    stripped = text.strip()
    if not re.fullmatch(r"[+-]?\d{1,10}", stripped):
        return None
    number = int(stripped)
    return number if -(2**31) <= number < 2**31 else None


def identity(tags: Tags) -> Identity:
    """Return who and what a file says it is."""
    return Identity(
        patient_id=first(tags, "PatientID"),
        issuer=first(tags, "IssuerOfPatientID"),
        name=joined(tags, "PatientName"),
        birth_date=day(first(tags, "PatientBirthDate")),
        sex=first(tags, "PatientSex"),
        study_uid=first(tags, "StudyInstanceUID"),
        series_uid=first(tags, "SeriesInstanceUID"),
        sop_instance_uid=first(tags, "SOPInstanceUID"),
    )


def film_date(tags: Tags) -> date | None:
    """Return the day the film was taken: acquisition, content, series, then study date."""
    for keyword in ("AcquisitionDate", "ContentDate", "SeriesDate", "StudyDate"):
        found = day(first(tags, keyword))
        if found:
            return found
    return None


def patient_right_on(tags: Tags) -> str | None:
    """Return where the patient's right is on the unturned film: ``left``, ``right`` or None.

    From Patient Orientation (0020,0020; PS3.3 C.7.6.1.1.1): the first value is the
    direction of the rows, so ``L`` there means that the patient's left is on the right.
    Laterality tells the body part, not the hanging, and is not used.
    """
    direction = first(tags, "PatientOrientation").upper()
    return {"L": "left", "R": "right"}.get(direction[:1])


def laterality(tags: Tags) -> str:
    """Return which side's body part the film shows: ``R``, ``L``, ``B`` or empty."""
    for keyword in ("ImageLaterality", "Laterality"):
        value = first(tags, keyword).upper()
        if value in ("R", "L", "B"):
            return value
    return ""
