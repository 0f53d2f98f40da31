"""The example with which an archive is tested: a study that it holds itself. PURE.

It is chosen so that little is moved, and so that names can be tried: the probe compares keys
with what the archive said before. Nothing of it is kept or told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pacs_bridge.charset import NameGroups, fold, name_groups
from pacs_bridge.matching import date_range
from pacs_bridge.rows import dicom_integer
from pacs_bridge.uids import valid_uid

LOOKED_AT = 60
"""Studies read from one answer before the search is ended."""

_WINDOWS_DAYS = (7, 100, 1500, 40_000)
_FILMS = {"CR", "DX", "DR", "RG"}
_KEY_LETTERS = 3
_UNCOUNTED = 10_000
_LONG_ENOUGH = 5
"""Shorter names with one wrong letter are other names."""


@dataclass(frozen=True, slots=True)
class NameTry:
    """A name key that ought to find the example, beside another key that narrows to it."""

    key: str
    beside: tuple[str, str]
    study_uid: str
    character_set: str = ""


def date_windows(today: date) -> list[str]:
    """Return keys for Study Date, each range wider than the one before."""
    tomorrow = today + timedelta(days=1)
    return [date_range(today - timedelta(days=days), tomorrow) for days in _WINDOWS_DAYS]


def smallest_study(rows: Iterable[Mapping[str, str]]) -> Mapping[str, str] | None:
    """Return the study to try with: films before others, few images before many."""
    usable = [row for row in rows if valid_uid(row.get("StudyInstanceUID", ""))]
    return min(usable, key=_effort, default=None)


def _effort(row: Mapping[str, str]) -> tuple[bool, bool, int]:
    modalities = set(row.get("ModalitiesInStudy", "").split("\\"))
    count = dicom_integer(row.get("NumberOfStudyRelatedInstances", ""))
    named = bool(plain_start(row.get("PatientName", "")))
    return (count == 0, not (named and modalities & _FILMS), count or _UNCOUNTED)


def smallest_series(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the UID of the series with the fewest instances; empty without any."""
    usable = [row for row in rows if valid_uid(row.get("SeriesInstanceUID", ""))]

    def count(row: Mapping[str, str]) -> int:
        return dicom_integer(row.get("NumberOfSeriesRelatedInstances", "")) or _UNCOUNTED

    return min(usable, key=count, default={}).get("SeriesInstanceUID", "")


def beside(row: Mapping[str, str]) -> tuple[str, str] | None:
    """Return a key that narrows a search to a study's patient or day."""
    for keyword in ("PatientID", "StudyDate"):
        value = row.get(keyword, "")
        if value and not set(value) & set("*?\\"):
            return keyword, value
    return None


def plain_start(name: str) -> str:
    """Return the first letters of a family name, if they are plain ASCII letters."""
    family = name_groups(name).alphabetic.partition("^")[0]
    start = family[:_KEY_LETTERS]
    return start if len(start) > 1 and start.isascii() and start.isalpha() else ""


def wildcard_try(row: Mapping[str, str]) -> NameTry | None:
    """Return the search that finds this study if ``*`` means what it should."""
    start, narrow = plain_start(row.get("PatientName", "")), beside(row)
    if not start or narrow is None:
        return None
    return NameTry(start.upper() + "*", narrow, row["StudyInstanceUID"])


def misspelt(row: Mapping[str, str]) -> NameTry | None:
    """Return a search with one letter of the family name wrong: found only by sense."""
    family = name_groups(row.get("PatientName", "")).alphabetic.partition("^")[0].upper()
    narrow = beside(row)
    if narrow is None or len(family) < _LONG_ENOUGH or not (family.isascii() and family.isalpha()):
        return None
    at = len(family) // 2
    wrong = "Y" if family[at] == "I" else "I"
    key = f"{family[:at]}{wrong}{family[at + 1 :]}"
    return NameTry(key, narrow, row["StudyInstanceUID"])


def accent_try(rows: Iterable[Mapping[str, str]]) -> NameTry | None:
    """Return a search for a name with letters outside ASCII, from the studies seen.

    An accent tells more than another script: it can be left out to see whether it is folded.
    """
    held = [row for row in rows if valid_uid(row.get("StudyInstanceUID", ""))]
    for make_key in (_accented_key, _ideographic_key):
        for row in held:
            narrow, key = beside(row), make_key(name_groups(row.get("PatientName", "")))
            if key and narrow is not None:
                spoken = row.get("SpecificCharacterSet", "")
                return NameTry(key, narrow, row["StudyInstanceUID"], spoken)
    return None


def _accented_key(groups: NameGroups) -> str:
    """Return the start of a family name up to its accent."""
    family = groups.alphabetic.partition("^")[0]
    at = next((n for n, letter in enumerate(family) if not letter.isascii()), None)
    if at is None or "\ufffd" in family:
        return ""
    return family[: max(at + 1, _KEY_LETTERS)].upper() + "*"


def _ideographic_key(groups: NameGroups) -> str:
    """Return a family name in another script, which stands behind the first group."""
    family = groups.ideographic.partition("^")[0]
    return f"*{family}*" if family and "\ufffd" not in family else ""


def without_accents(key: str) -> str:
    """Return a key as somebody types it who leaves the accents out; empty if none remains."""
    bare = fold(key).upper()
    return bare if bare.isascii() and bare != key else ""
