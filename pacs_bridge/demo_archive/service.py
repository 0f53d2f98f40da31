"""The services of the demonstration archive, as pynetdicom handlers over a catalogue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pydicom
from pydicom.datadict import keyword_for_tag
from pydicom.dataset import Dataset
from pynetdicom import build_context, evt
from pynetdicom.presentation import PresentationContext

from pacs_bridge.demo_archive.catalogue import UNIQUE_KEYS, Catalogue, Film
from pacs_bridge.dimse import identifiers, status
from pacs_bridge.dimse.callers import LOOPBACK
from pacs_bridge.dimse.contexts import MAX_CONTEXTS, receiving_contexts, service_context
from pacs_bridge.dimse.inbox import accept, receiving_into
from pacs_bridge.dimse.receiver import VERIFICATION
from pacs_bridge.dimse.server import DicomServer
from pacs_bridge.landing import finish
from pacs_bridge.rows import Row
from pacs_bridge.scan import ImportRefused, scan_file

_PENDING = 0xFF00
_NO_MATCHING_LEVEL = 0xA900
_CANNOT_UNDERSTAND = 0xC000
_OUT_OF_RESOURCES = 0xA700

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class DemoConfig:
    """Settings of the demonstration archive.

    Attributes
    ----------
    folder : Path
        Films to serve, and where sent ones go.
    port, ae_title
        Where it listens (on loopback) and how it is called.
    destinations : mapping of str to (host, port)
        AE titles that it may send to by C-MOVE.
    """

    folder: Path
    port: int
    ae_title: str = "DEMO"
    destinations: Mapping[str, Address] = field(default_factory=dict)


def serve(
    config: DemoConfig,
    stop: threading.Event,
    on_ready: Callable[[int], None] = lambda port: None,
) -> None:
    """Serve until ``stop`` is set; ``on_ready`` is called with the port."""
    config.folder.mkdir(parents=True, exist_ok=True)
    service = _Service(config, Catalogue(config.folder))
    with receiving_into(config.folder):
        server = DicomServer(
            config.ae_title,
            ("127.0.0.1", config.port),
            contexts=_contexts(),
            callers=LOOPBACK,
            handlers=[
                (evt.EVT_C_FIND, service.find),
                (evt.EVT_C_GET, service.get),
                (evt.EVT_C_MOVE, service.move),
                (evt.EVT_C_STORE, service.store),
            ],
        ).start()
        on_ready(server.port)
        server.run_until(stop, grace_s=2.0)


def _contexts() -> list[PresentationContext]:
    storage = receiving_contexts()
    for context in storage:
        # Both ways: C-STORE to us, and ours to the caller during its C-GET.
        context.scu_role = context.scp_role = True
    services = (VERIFICATION, identifiers.FIND, identifiers.GET, identifiers.MOVE)
    return [*storage, *(service_context(uid) for uid in services)]


@dataclass(frozen=True, slots=True)
class _Service:
    config: DemoConfig
    catalogue: Catalogue

    def find(self, event: evt.Event) -> Iterator[tuple[int, Dataset | None]]:
        """Answer a C-FIND (PS3.4 C.4.1)."""
        level, keys = _read(event.identifier)
        if level not in UNIQUE_KEYS:
            yield _NO_MATCHING_LEVEL, None
            return
        for row in self.catalogue.search(level, keys):
            if event.is_cancelled:
                yield status.CANCEL, None
                return
            yield _PENDING, self._answer(level, row, keys)

    def get(self, event: evt.Event) -> Iterator[object]:
        """Answer a C-GET (PS3.4 C.4.3)."""
        yield from self._send(event, self.catalogue.select(_read(event.identifier)[1]))

    def move(self, event: evt.Event) -> Iterator[object]:
        """Answer a C-MOVE (PS3.4 C.4.2); only to destinations that were configured."""
        address = self.config.destinations.get(event.move_destination.strip())
        if address is None:
            yield None, None
            return
        films = self.catalogue.select(_read(event.identifier)[1])
        kinds = dict.fromkeys((film.row["SOPClassUID"], film.transfer_syntax) for film in films)
        contexts = [build_context(*kind) for kind in list(kinds)[:MAX_CONTEXTS]]
        yield (*address, {"contexts": contexts or [service_context(VERIFICATION)]})
        yield from self._send(event, films)

    def store(self, event: evt.Event) -> int:
        """Answer a C-STORE; an instance that is there already stays as it is."""
        try:
            arrived = accept(event)
            scanned = scan_file(arrived)
            known = {film.row["SOPInstanceUID"] for film in self.catalogue.films()}
            if scanned.first("SOPInstanceUID") not in known:
                finish(arrived, self.config.folder)
        except ImportRefused:
            return _CANNOT_UNDERSTAND
        except OSError:
            return _OUT_OF_RESOURCES
        return status.SUCCESS

    def _send(self, event: evt.Event, films: list[Film]) -> Iterator[object]:
        yield len(films)
        for film in films:
            if event.is_cancelled:
                yield status.CANCEL, None
                return
            # The gate has seen these files; the elements are sent as they were read.
            yield _PENDING, pydicom.dcmread(film.path)  # noqa: TID251

    def _answer(self, level: str, row: Row, asked: Mapping[str, str]) -> Dataset:
        answer = Dataset()
        answer.SpecificCharacterSet = "ISO_IR 192"
        answer.QueryRetrieveLevel = level
        answer.RetrieveAETitle = self.config.ae_title
        for keyword in asked:
            value = row.get(keyword, "")
            setattr(answer, keyword, value.split("\\") if "\\" in value else value)
        return answer


def _read(request: Dataset) -> tuple[str, dict[str, str]]:
    """Return the level and the keys of a request."""
    level = str(request.get("QueryRetrieveLevel", "")).strip()
    # By tag: looking at an element would decode it by pydicom's rules.
    keywords = {keyword_for_tag(tag) for tag in request.keys()}  # noqa: SIM118
    keywords -= {"QueryRetrieveLevel", "SpecificCharacterSet", ""}
    return level, identifiers.row(request, sorted(keywords)) or {}
