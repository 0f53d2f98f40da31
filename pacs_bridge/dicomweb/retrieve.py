"""WADO-RS (PS3.18 10.4): films as one multipart stream, written to disc part by part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import requests

from pacs_bridge.dicomweb.multipart import (
    BLOCK_BYTES,
    MultipartError,
    Part,
    boundary_of,
    read_parts,
)
from pacs_bridge.dicomweb.session import Session
from pacs_bridge.errors import BadAnswer, ConnectionLost
from pacs_bridge.guarding.pulse import still_there
from pacs_bridge.landing import Landing, TooLarge, arriving_below, refusals_of_the_disc
from pacs_bridge.types import FetchEnd, Node, ReceivedFile, Step, Wanted

ACCEPT = 'multipart/related; type="application/dicom"; transfer-syntax=*'
"""As stored: without ``transfer-syntax=*`` a server converts to Explicit VR Little Endian."""

PLAIN_ACCEPT = 'multipart/related; type="application/dicom"'
"""For servers that refuse the parameter; see :class:`~pacs_bridge.types.Profile`."""

_DICOM = "application/dicom"
_GOOD = (200, 206, 404, 410)
_PARTIAL = 206


def fetch(node: Node, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
    """Retrieve into ``into``; files are yielded while others still arrive.

    Raises
    ------
    ArchiveError
        By what the server did; files yielded before are complete.
    """
    received, partial = 0, False
    any_syntax = node.profile is None or node.profile.any_transfer_syntax
    with Session(node) as session, arriving_below(into) as arriving:
        for path in paths(wanted):
            with session.call(
                "GET",
                path,
                step=Step.RETRIEVE,
                answer_s=node.deadlines.stall_s,
                accept=ACCEPT if any_syntax else PLAIN_ACCEPT,
                good=_GOOD,
            ) as response:
                if response.status_code >= 400:
                    continue
                partial |= response.status_code == _PARTIAL
                for film in _films(node, response, arriving):
                    yield film.hand_over(into)
                    received += 1
    yield FetchEnd(
        completed=received,
        status="206" if partial else "200" if received else "404",
        detail="the server left something out" if partial else "" if received else "not found",
        warnings=int(partial),
    )


def paths(wanted: Wanted) -> Iterator[str]:
    """Yield the resource of each study, series or instance wanted."""
    study = f"/studies/{quote(wanted.study_uid, safe='')}"
    if not wanted.series_uids and not wanted.sop_uids:
        yield study
    for series_uid in wanted.series_uids:
        yield f"{study}/series/{quote(series_uid, safe='')}"
    for series_uid, sop_uids in wanted.sop_uids:
        for sop_uid in sop_uids:
            series = f"{study}/series/{quote(series_uid, safe='')}"
            yield f"{series}/instances/{quote(sop_uid, safe='')}"


def _films(node: Node, response: requests.Response, arriving: Path) -> Iterator[Landing]:
    """Write the DICOM parts of a response, one after the other."""
    content_type = response.headers.get("Content-Type", "")
    if content_type.partition(";")[0].strip().lower() == _DICOM:
        blocks = iter(lambda: _read(response, BLOCK_BYTES), b"")
        yield _write(node, map(memoryview, blocks), arriving)
        return
    try:
        boundary = boundary_of(content_type)
    except MultipartError as problem:
        raise BadAnswer(node.name, Step.RETRIEVE, str(problem)) from problem
    try:
        for part in read_parts(lambda size: _read(response, size), boundary):
            if _is_dicom(part):
                yield _write(node, part.body, arriving)
    except MultipartError as problem:
        raise ConnectionLost(node.name, Step.RETRIEVE, str(problem)) from problem


def _is_dicom(part: Part) -> bool:
    # Some servers leave the type of parts out; the default of email headers is text/plain.
    return "Content-Type" not in part.headers or part.headers.get_content_type() == _DICOM


def _read(response: requests.Response, size: int) -> bytes:
    block = response.raw.read(size)
    still_there()
    return block


def _write(node: Node, body: Iterator[memoryview], arriving: Path) -> Landing:
    with refusals_of_the_disc(node.name):
        film = Landing(arriving)
    try:
        for block in body:
            with refusals_of_the_disc(node.name):
                film.write(block)
    except TooLarge as problem:
        film.discard()
        raise BadAnswer(node.name, Step.RETRIEVE, str(problem)) from problem
    except BaseException:
        film.discard()
        raise
    return film
