"""What the folder holds, as rows to search in."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydicom.datadict import dictionary_VR, keyword_dict

from pacs_bridge.charset import fold
from pacs_bridge.matching import wildcard_match
from pacs_bridge.rows import Row, dicom_date
from pacs_bridge.scan import ImportRefused, Scanned, scan_file

UNIQUE_KEYS = {
    "STUDY": "StudyInstanceUID",
    "SERIES": "SeriesInstanceUID",
    "IMAGE": "SOPInstanceUID",
}
"""Unique key of each level (PS3.4 C.6)."""

_ARRIVING = "arriving-"


@dataclass(frozen=True, slots=True)
class Film:
    """One file: where it is, how it is encoded, and its values by keyword."""

    path: Path
    transfer_syntax: str
    row: Row


class Catalogue:
    """Films of a folder and its subfolders; what is added while running is noticed.

    Parameters
    ----------
    folder : Path
        Files that do not pass the gate, and copies of an instance, are left out.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._known: dict[tuple[Path, int], Film | None] = {}
        self._lock = threading.Lock()

    def films(self) -> list[Film]:
        """Look through the folder; only new files are read."""
        with self._lock:
            known = {}
            for path in sorted(self._folder.rglob("*")):
                if path.is_file() and not _is_arriving(path.relative_to(self._folder)):
                    key = (path, path.stat().st_mtime_ns)
                    known[key] = self._known[key] if key in self._known else _read(path)
            self._known = known
        unique = {film.row["SOPInstanceUID"]: film for film in known.values() if film}
        return list(unique.values())

    def search(self, level: str, keys: Mapping[str, str]) -> list[Row]:
        """Return the rows of a level that match all keys (PS3.4 C.2.2.2).

        Parameters
        ----------
        level : str
            ``STUDY``, ``SERIES`` or ``IMAGE``.
        keys : mapping of str to str
            Keyword → key; an empty key matches everything.
        """
        groups: dict[str, list[Row]] = {}
        for film in self.films():
            groups.setdefault(film.row[UNIQUE_KEYS[level]], []).append(film.row)
        summaries = (_summary(level, members) for members in groups.values())
        return [row for row in summaries if _matches_all(row, keys)]

    def select(self, keys: Mapping[str, str]) -> list[Film]:
        """Return the films that a retrieval asks for by its unique keys."""
        asked = {key: keys[key] for key in UNIQUE_KEYS.values() if keys.get(key)}
        return [film for film in self.films() if asked and _matches_all(film.row, asked)]


def _is_arriving(path: Path) -> bool:
    return any(part.startswith(_ARRIVING) for part in path.parts)


def _read(path: Path) -> Film | None:
    try:
        scanned = scan_file(path)
    except ImportRefused:
        return None
    row = {keyword: "\\".join(values) for keyword, values in scanned.tags.items()}
    complete = all(row.get(key) for key in UNIQUE_KEYS.values())
    return Film(path, scanned.transfer_syntax_uid, row) if complete and _named(scanned) else None


def _named(scanned: Scanned) -> bool:
    return scanned.has_preamble and "TransferSyntaxUID" in scanned.meta


def _summary(level: str, members: list[Row]) -> Row:
    if level == "IMAGE":
        return members[0]
    if level == "SERIES":
        return {**members[0], "NumberOfSeriesRelatedInstances": str(len(members))}
    return {
        **members[0],
        "ModalitiesInStudy": _distinct(members, "Modality"),
        "SOPClassesInStudy": _distinct(members, "SOPClassUID"),
        "NumberOfStudyRelatedSeries": str(len({row["SeriesInstanceUID"] for row in members})),
        "NumberOfStudyRelatedInstances": str(len(members)),
    }


def _distinct(members: Iterable[Row], keyword: str) -> str:
    return "\\".join(dict.fromkeys(row[keyword] for row in members if row.get(keyword)))


def _matches_all(row: Row, keys: Mapping[str, str]) -> bool:
    return all(_matches(keyword, row.get(keyword, ""), key) for keyword, key in keys.items())


def _matches(keyword: str, value: str, key: str) -> bool:
    if key in ("", "*"):
        return True
    if keyword not in keyword_dict:
        return True
    if dictionary_VR(keyword) == "DA" and "-" in key:
        return _in_range(value, *key.split("-", 1))
    patterns = [fold(part) for part in key.split("\\")]
    values = [fold(part) for part in value.split("\\")]
    return any(wildcard_match(one, pattern) for one in values for pattern in patterns)


def _in_range(value: str, first: str, last: str) -> bool:
    day, start, end = dicom_date(value), dicom_date(first), dicom_date(last)
    return day is not None and (start is None or day >= start) and (end is None or day <= end)
