"""A directory, a zip archive or a CD behind the port of an archive.

The index is made by passing every file through the gate, each time it is needed: media
change hands, and a folder of a thousand films takes about a second.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat
from pathlib import Path

from pacs_bridge import rows
from pacs_bridge.errors import ServiceNotOffered, Unreachable
from pacs_bridge.guarding.pulse import still_there
from pacs_bridge.landing import arriving_below, finish, new_name, seal, sync_folder
from pacs_bridge.media import Found, browse
from pacs_bridge.part10 import write_stored_form
from pacs_bridge.scan import ImportRefused, Scanned, scan_file
from pacs_bridge.searching import Rows, RowSearch
from pacs_bridge.types import (
    Capabilities,
    EchoResult,
    FetchEnd,
    Node,
    ReceivedFile,
    Retrieval,
    Step,
    StoreOutcome,
    StudyQuery,
    Wanted,
)

_KEYWORDS = frozenset(
    (*rows.STUDY_KEYWORDS, *rows.SERIES_KEYWORDS, *rows.INSTANCE_KEYWORDS, "Modality")
)
_OUT_OF_RESOURCES, _CANNOT_UNDERSTAND, _STORED = "A700", "C000", "0000"

Row = dict[str, str]


@dataclass(slots=True)
class _Study:
    """A study and its instances, as rows of text by SOP Instance UID."""

    by_uid: dict[str, Row] = field(default_factory=dict)

    @property
    def instances(self) -> list[Row]:
        return list(self.by_uid.values())

    def row(self) -> Row:
        series = {row["SeriesInstanceUID"] for row in self.instances}
        modalities = dict.fromkeys(row["Modality"] for row in self.instances)
        return {
            **self.instances[0],
            "ModalitiesInStudy": "\\".join(filter(None, modalities)),
            "NumberOfStudyRelatedSeries": str(len(series)),
            "NumberOfStudyRelatedInstances": str(len(self.instances)),
        }

    def series_rows(self) -> Iterator[Row]:
        members: dict[str, list[Row]] = {}
        for row in self.instances:
            members.setdefault(row["SeriesInstanceUID"], []).append(row)
        for group in members.values():
            yield {**group[0], "NumberOfSeriesRelatedInstances": str(len(group))}


class FolderArchive(RowSearch):
    """A folder or zip archive of Part 10 files as an archive.

    Parameters
    ----------
    node : Node
        With ``folder`` set to a directory or a zip archive.
    """

    def __init__(self, node: Node):
        super().__init__(node)
        self._root = node.folder or Path()

    def echo(self) -> EchoResult:
        """Look whether the folder can be read."""
        started = time.monotonic()
        self._check(Step.ECHO)
        return EchoResult(self._node.name, time.monotonic() - started, "folder")

    def capabilities(self) -> Capabilities:
        """Files are copied; nothing else is offered."""
        self._check(Step.CONNECT)
        return Capabilities(retrievals=(Retrieval.COPY,))

    def fetch(self, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
        """Copy the wanted files; those without a Part 10 header get one."""
        is_wanted = _chooser(wanted)
        completed = failed = 0
        with arriving_below(into) as arriving:
            for found, scanned in self._films(Step.RETRIEVE):
                if not is_wanted(scanned):
                    continue
                try:
                    received = finish(_copy(found.path, scanned, arriving / new_name()), into)
                except ImportRefused:
                    failed += 1
                    continue
                completed += 1
                yield replace(received, origin=found.origin)
        yield FetchEnd(completed=completed, failed=failed, status=_STORED)

    def store(self, files: Iterable[Path]) -> Iterator[StoreOutcome]:
        """Put copies of files into the folder, under names of our own."""
        self._check(Step.STORE)
        if not self._root.is_dir():
            raise ServiceNotOffered(self._node.name, Step.STORE, "a zip archive is only read")
        present = {scanned.first("SOPInstanceUID") for _, scanned in self._films(Step.STORE)}
        for path in files:
            outcome = self._store_one(path, present)
            present.add(outcome.sop_instance_uid)
            yield outcome

    def _store_one(self, path: Path, present: set[str]) -> StoreOutcome:
        try:
            scanned = scan_file(path)
        except ImportRefused as refusal:
            return StoreOutcome("", False, _CANNOT_UNDERSTAND, str(refusal.code))
        uid = scanned.first("SOPInstanceUID")
        if uid in present:
            return StoreOutcome(uid, True, _STORED, "already there")
        target = self._root / new_name()
        try:
            with arriving_below(self._root) as arriving:
                copy = _copy(path, scanned, arriving / target.name)
                seal(copy)
                copy.rename(target)
            sync_folder(self._root)
        except OSError as error:
            return StoreOutcome(
                uid, False, _OUT_OF_RESOURCES, error.strerror or "not written", transient=True
            )
        return StoreOutcome(uid, True, _STORED)

    def _study_rows(self, query: StudyQuery) -> Rows:
        """Yield the studies, the newest first; films without identity before them, as None."""
        studies, unusable = self._index(Step.SEARCH)
        yield from repeat(None, unusable)
        found = [study.row() for study in studies.values()]
        yield from sorted(found, key=_study_date, reverse=True)

    def _series_rows(self, study_uid: str) -> Rows:
        studies, _ = self._index(Step.SEARCH)
        yield from studies.get(study_uid, _Study()).series_rows()

    def _instance_rows(self, study_uid: str, series_uid: str) -> Rows:
        studies, _ = self._index(Step.SEARCH)
        for row in studies.get(study_uid, _Study()).instances:
            if row["SeriesInstanceUID"] == series_uid:
                yield row

    def _index(self, step: Step) -> tuple[dict[str, _Study], int]:
        """Studies by UID, and how many films do not say which study or which film they are."""
        studies: dict[str, _Study] = {}
        unusable = 0
        for _, scanned in self._films(step):
            row = {keyword: "\\".join(scanned.tags.get(keyword, ())) for keyword in _KEYWORDS}
            uid = row["SOPInstanceUID"]
            if row["StudyInstanceUID"] and uid:
                studies.setdefault(row["StudyInstanceUID"], _Study()).by_uid.setdefault(uid, row)
            else:
                unusable += 1
        return studies, unusable

    def _films(self, step: Step) -> Iterator[tuple[Found, Scanned]]:
        """Every file that passes the gate."""
        self._check(step)
        with _scratch() as scratch:
            for item in browse([self._root], scratch):
                still_there()
                if not isinstance(item, Found):
                    continue
                try:
                    yield item, scan_file(item.path)
                except ImportRefused:
                    continue

    def _check(self, step: Step) -> None:
        try:
            if self._root.is_dir():
                next(self._root.iterdir(), None)
            else:
                self._root.open("rb").close()
        except OSError as error:
            cause = error.strerror or "unreadable"
            raise Unreachable(self._node.name, step, cause) from error


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
        yield Path(folder)


def _chooser(wanted: Wanted) -> Callable[[Scanned], bool]:
    whole_series = set(wanted.series_uids)
    single = {(series, sop) for series, sops in wanted.sop_uids for sop in sops}
    whole_study = not whole_series and not single

    def is_wanted(scanned: Scanned) -> bool:
        if scanned.first("StudyInstanceUID") != wanted.study_uid:
            return False
        series = scanned.first("SeriesInstanceUID")
        return (
            whole_study
            or series in whole_series
            or (series, scanned.first("SOPInstanceUID")) in single
        )

    return is_wanted


def _copy(path: Path, scanned: Scanned, target: Path) -> Path:
    """Copy a film unchanged, or with a header in front where it has none."""
    if scanned.has_preamble and scanned.has_meta:
        shutil.copyfile(path, target)
    else:
        write_stored_form(path, scanned, target)
    return target


def _study_date(row: Row) -> date:
    return rows.dicom_date(row["StudyDate"]) or date.min
