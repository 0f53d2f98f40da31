"""STOW-RS (PS3.18 10.5): send files as they are, one request each, streamed from disc."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

from pacs_bridge.dicomweb.answers import items, read_json, text
from pacs_bridge.dicomweb.session import Session
from pacs_bridge.errors import BadAnswer
from pacs_bridge.outgoing import weigh
from pacs_bridge.types import Node, Step, StoreOutcome

_BLOCK_BYTES = 131_072
_GOOD = (200, 202, 400, 409)
_OUT_OF_RESOURCES = range(0xA700, 0xA800)


@dataclass(frozen=True, slots=True)
class Upload:
    """The body of one request: a file between two boundaries, with a known length."""

    path: Path
    boundary: str

    @property
    def _head(self) -> bytes:
        return f"--{self.boundary}\r\nContent-Type: application/dicom\r\n\r\n".encode()

    @property
    def _tail(self) -> bytes:
        return f"\r\n--{self.boundary}--\r\n".encode()

    @property
    def content_type(self) -> str:
        """Value of the Content-Type header."""
        return f'multipart/related; type="application/dicom"; boundary={self.boundary}'

    def __len__(self) -> int:
        return len(self._head) + self.path.stat().st_size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        with self.path.open("rb") as film:
            while block := film.read(_BLOCK_BYTES):
                yield block
        yield self._tail


def store(node: Node, files: Iterable[Path]) -> Iterator[StoreOutcome]:
    """Send Part 10 files.

    Yields
    ------
    StoreOutcome
        One per file, in order.

    Raises
    ------
    ArchiveError
        When a request got no usable answer. Whether that file was stored is then
        unknown: search for it before sending it again.
    """
    with Session(node) as session:
        for path in files:
            upload = Upload(path, secrets.token_hex(16))
            with session.call(
                "POST",
                "/studies",
                step=Step.STORE,
                answer_s=node.deadlines.store_s,
                accept="application/dicom+json",
                good=_GOOD,
                body=upload,
                content_type=upload.content_type,
            ) as response:
                yield _outcome(node, path, response)


def _outcome(node: Node, path: Path, response: requests.Response) -> StoreOutcome:
    """Read the store response module (PS3.18 I.2.2)."""
    try:
        sets = read_json(node.name, Step.STORE, response)
    except BadAnswer:
        if response.status_code < 400:
            raise
        sets = []
    answer = sets[0] if sets else {}
    failed = _failures(answer)
    stored = response.status_code in (200, 202) and not failed
    item = (failed or _referenced(answer) or [{}])[0]
    reason = text(item, "FailureReason") or text(item, "WarningReason")
    code = int(reason) if reason.isdecimal() else None
    return StoreOutcome(
        sop_instance_uid=weigh(path).sop_instance,
        stored=stored,
        status=f"{code:04X}" if code is not None else f"HTTP {response.status_code}",
        reason="" if stored and code is None else f"HTTP {response.status_code}",
        transient=not stored and code in _OUT_OF_RESOURCES,
    )


def _failures(answer: dict) -> list[dict]:
    """Failed objects; Orthanc 1.10.1 sends the sequence, empty, on success too."""
    return _objects(answer, "FailedSOPSequence")


def _referenced(answer: dict) -> list[dict]:
    return _objects(answer, "ReferencedSOPSequence")


def _objects(answer: dict, keyword: str) -> list[dict]:
    return [item for item in items(answer, keyword) if isinstance(item, dict)]
