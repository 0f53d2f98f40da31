"""What tests of DIMSE archives and DICOMweb servers have in common: one film brought, and gone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pydicom.uid import UID

from pacs_bridge.checks import Attempt, Outcome, Verdict
from pacs_bridge.port import Archive
from pacs_bridge.scan import ImportRefused, scan_file
from pacs_bridge.types import FetchEnd, ReceivedFile, Wanted

SENT_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.104.1",  # Encapsulated PDF
    "1.2.840.10008.5.1.4.1.1.7",  # Secondary Capture
)
"""What goes back with a signed plan."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The example of a test, as far as it is known; ``row`` is what the archive said of it."""

    study_uid: str = ""
    series_uid: str = ""
    sop_uid: str = ""
    row: Mapping[str, str] = field(default_factory=dict)

    def need(self, name: str) -> Sample:
        """Return the sample if it goes as far as this; else the check is not made."""
        if not getattr(self, name):
            raise Verdict(Outcome.UNTESTED, "no_example")
        return self

    @property
    def one_instance(self) -> Wanted:
        """What to ask for to get a single film."""
        return Wanted(self.study_uid, sop_uids=((self.series_uid, (self.sop_uid,)),))


def bring_one(archive: Archive, sample: Sample, into: Path) -> None:
    """Bring the sample's film, look whether it is the one, and delete it.

    Raises
    ------
    Verdict
        When something else came, or nothing.
    ArchiveError
        By what the archive did.
    """
    films = bring(archive, sample.one_instance, into, at_most=2)
    if films and sample.sop_uid not in films:
        raise Verdict(Outcome.FAILS, "another_object")


def bring(archive: Archive, wanted: Wanted, into: Path, at_most: int) -> list[str]:
    """Bring at most so many films and delete them; return their SOP Instance UIDs.

    Raises
    ------
    Verdict
        When none came.
    """
    films: list[str] = []
    status = ""
    with closing(archive.fetch(wanted, into)) as items:
        for item in items:
            if isinstance(item, FetchEnd):
                status = " ".join(filter(None, (item.status, item.detail)))
            elif isinstance(item, ReceivedFile):
                films.append(_uid_of(item.path))
                item.path.unlink(missing_ok=True)
            if len(films) >= at_most:
                break
    if not films:
        raise Verdict(Outcome.FAILS, "nothing_came", cause=status or "no status")
    return films


def _uid_of(film: Path) -> str:
    try:
        return next(iter(scan_file(film).tags.get("SOPInstanceUID", ())), "")
    except ImportRefused:
        return ""


def sent_classes(trying: Attempt, accepted: tuple[str, ...]) -> None:
    """Say which of the objects that we send the archive takes.

    Nothing is sent for this: an object would stay in the archive.
    """
    missing = [UID(uid).name for uid in SENT_CLASSES if uid not in accepted]
    if len(missing) == len(SENT_CLASSES):
        raise Verdict(Outcome.ABSENT)
    if missing:
        trying.say(Outcome.PARTLY, "classes_missing", classes=", ".join(missing))
    else:
        trying.say(Outcome.WORKS, "classes_accepted", count=len(accepted))
