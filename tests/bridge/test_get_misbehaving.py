"""Whatever an archive does during a C-GET, it ends in time and says what happened.

By our own upper layer and by pynetdicom: the one stands in for the other.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.errors import ArchiveError
from pacs_bridge.types import FetchEnd, Node, ReceivedFile, Step, Wanted
from tests.bridge.test_dimse_misbehaving import MARGIN_S, SHORT, STUDY, node
from tests.builders import misbehaving as bad


@pytest.fixture(params=["ours", "pynetdicom"])
def own_receive(request) -> bool:
    return request.param == "ours"


def run(asked: Node, folder: Path, own_receive: bool) -> list:
    archive = open_archive(replace(asked, own_receive=own_receive))
    return list(archive.fetch(Wanted(STUDY), folder / "in"))


def failing(asked: Node, folder: Path, own_receive: bool) -> ArchiveError:
    with pytest.raises(ArchiveError) as raised:
        run(asked, folder, own_receive)
    assert raised.value.node == "BAD"
    assert list((folder / "in").glob("arriving-*")) == [], "what was incomplete is deleted"
    return raised.value


@pytest.mark.parametrize(
    ("behaviour", "code", "step"),
    [
        (bad.closes_at_once, "archive_connection_lost", Step.ASSOCIATE),
        (bad.not_dicom, "archive_bad_answer", Step.ASSOCIATE),
        (bad.no_context, "archive_service_not_offered", Step.RETRIEVE),
        (bad.rejecting(1, 1, 7), "archive_title_refused", Step.ASSOCIATE),
        (bad.rejecting(2, 3, 1), "archive_busy", Step.ASSOCIATE),
        (bad.rejecting(1, 2, 2), "archive_service_not_offered", Step.ASSOCIATE),
    ],
    ids=lambda value: getattr(value, "__qualname__", str(value)).partition(".")[0],
)
def test_a_refused_association_says_why(behaviour, code, step, tmp_path, own_receive):
    with bad.peer(behaviour) as port:
        error = failing(node(port), tmp_path, own_receive)
    assert (error.code, error.step) == (code, step)


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (bad.huge_pdu, "archive_bad_answer"),
        (bad.endless_command, "archive_bad_answer"),
        (bad.nonsense_message, "archive_bad_answer"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_not_dicom_is_a_bad_answer(behaviour, code, tmp_path, own_receive):
    with bad.peer(behaviour) as port:
        assert failing(node(port), tmp_path, own_receive).code == code


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0xA701, "archive_busy"),
        (0xA900, "archive_request_failed"),
        (0xC000, "archive_request_failed"),
        (0xFE00, "archive_request_failed"),
        (0x1234, "archive_request_failed"),
    ],
)
def test_each_status_has_its_own_error(status, code, tmp_path, own_receive):
    with bad.peer(bad.get_ends_with(status)) as port, pytest.raises(ArchiveError) as raised:
        run(node(port), tmp_path, own_receive)
    assert (raised.value.code, raised.value.step) == (code, Step.RETRIEVE)


@pytest.mark.parametrize(
    "behaviour", [bad.silent_in_get, bad.stalls_in_pdu, bad.drips], ids=lambda one: one.__name__
)
def test_silence_ends_with_the_deadline(behaviour, tmp_path, own_receive):
    with bad.peer(behaviour) as port:
        begun = time.monotonic()
        error = failing(node(port, SHORT), tmp_path, own_receive)
        taken_s = time.monotonic() - begun
    assert error.code == "archive_no_answer"
    assert error.transient
    assert error.seconds is not None
    # The question which classes there are has a deadline of its own, before that of the films.
    assert taken_s < 2 * SHORT[1] + MARGIN_S


def test_films_that_came_before_the_end_are_kept(tmp_path, own_receive):
    with bad.peer(bad.aborts_in_get) as port:
        archive = open_archive(replace(node(port), own_receive=own_receive))
        arriving = archive.fetch(Wanted(STUDY), tmp_path)
        one = next(arriving)
        with pytest.raises(ArchiveError) as raised:
            next(arriving)
    assert raised.value.code == "archive_connection_lost"
    assert isinstance(one, ReceivedFile)
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [one.path]


def test_a_partly_failed_retrieval_is_a_warning_and_not_an_error(tmp_path, own_receive):
    counts = b"".join(
        number.to_bytes(2, "little").join((bytes((0, 0, code, 0x10, 2, 0, 0, 0)), b""))
        for code, number in ((0x21, 1), (0x22, 2), (0x23, 0))
    )
    with bad.peer(bad.get_ends_with(0xB000, counts)) as port:
        *films, end = run(node(port), tmp_path, own_receive)
    assert len(films) == 1
    assert end == FetchEnd(completed=1, failed=2, status="B000")
