"""An archive that answers as told: what sending is tried against without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from planning.pacs import gateway
from planning.pacs.gate import inspect
from planning.pacs.gateway import StoreOutcome


@dataclass
class Archive:
    """Takes what is sent; answers by plan, then takes everything.

    Attributes
    ----------
    answers : list
        One for each object in turn: a StoreOutcome's fields, or an exception to raise.
    matches : list
        What a search finds.
    held : dict of str to bytes
        What is in it, by SOP Instance UID.
    """

    answers: list = field(default_factory=list)
    matches: list = field(default_factory=list)
    held: dict[str, bytes] = field(default_factory=dict)
    sent: int = 0

    def store(self, node, files: Iterable[Path], *, cancelled=None) -> Iterator[StoreOutcome]:
        """Take files, each as it comes."""
        for path in files:
            self.sent += 1
            uid = inspect(path).tags["SOPInstanceUID"][0]
            answer = self.answers.pop(0) if self.answers else {"stored": True, "status": "0000"}
            if isinstance(answer, BaseException):
                raise answer
            if callable(answer):
                answer = answer()
            if answer["stored"]:
                self.held[uid] = path.read_bytes()
            yield StoreOutcome(uid, **answer)

    def find_studies(self, node, query, *, cancelled=None) -> Iterator:
        """Find what was put into `matches`."""
        yield from self.matches


def refused(reason: str, status: str = "C123") -> dict:
    """Answer that an object is not taken."""
    return {"stored": False, "status": status, "reason": reason}


def busy() -> dict:
    """Answer that there is no room now."""
    return {"stored": False, "status": "A700", "reason": "A700 out of resources", "transient": True}


def stand_in(monkeypatch) -> Archive:
    """Put an archive behind the gateway."""
    archive = Archive()
    monkeypatch.setattr(gateway, "store", archive.store)
    monkeypatch.setattr(gateway, "find_studies", archive.find_studies)
    return archive
