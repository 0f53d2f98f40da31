"""Whatever a DICOM peer does, an operation ends in time and says what happened."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.errors import ArchiveError
from pacs_bridge.types import (
    Deadlines,
    Node,
    Protocol,
    SearchEnd,
    Step,
    StudyQuery,
)
from tests.builders import misbehaving as bad
from tests.builders.dicom_files import film
from tests.builders.upper_layer import C_ECHO_RSP, C_FIND_RSP, C_STORE_RSP, identifier

PATIENT = (30.0, 30.0)
SHORT = (2.0, 2.0)
MARGIN_S = 6.0
"""Starting a process on a loaded machine."""

STUDY = bad.STUDY.decode()


def node(port: int, limits: tuple[float, float] = PATIENT) -> Node:
    connect_s, operation_s = limits
    deadlines = Deadlines(
        connect_s=connect_s,
        echo_s=operation_s,
        find_s=operation_s,
        stall_s=operation_s,
        retrieve_s=operation_s * 2,
        store_s=operation_s,
    )
    return Node("BAD", Protocol.DIMSE, "127.0.0.1", port, "BAD", deadlines=deadlines)


def run(operation: str, asked: Node, folder: Path) -> list:
    archive = open_archive(asked)
    if operation == "echo":
        return [archive.echo()]
    if operation == "search":
        return list(archive.find_studies(StudyQuery(family_name="smith")))
    path = folder / "film.dcm"
    path.write_bytes(film())
    return list(archive.store([path]))


def failing(operation: str, asked: Node, folder: Path) -> ArchiveError:
    with pytest.raises(ArchiveError) as raised:
        run(operation, asked, folder)
    assert raised.value.node == "BAD"
    return raised.value


@pytest.mark.parametrize(
    ("behaviour", "operation", "code", "step"),
    [
        (bad.closes_at_once, "echo", "archive_connection_lost", Step.ASSOCIATE),
        (bad.not_dicom, "echo", "archive_bad_answer", Step.ASSOCIATE),
        (bad.no_context, "echo", "archive_service_not_offered", Step.ECHO),
        (bad.no_context, "search", "archive_service_not_offered", Step.SEARCH),
        (bad.rejecting(1, 1, 7), "echo", "archive_title_refused", Step.ASSOCIATE),
        (bad.rejecting(1, 1, 3), "search", "archive_title_refused", Step.ASSOCIATE),
        (bad.rejecting(1, 1, 1), "store", "archive_title_refused", Step.ASSOCIATE),
        (bad.rejecting(2, 1, 1), "echo", "archive_busy", Step.ASSOCIATE),
        (bad.rejecting(1, 3, 2), "search", "archive_busy", Step.ASSOCIATE),
        (bad.rejecting(1, 2, 2), "echo", "archive_service_not_offered", Step.ASSOCIATE),
        (bad.huge_pdu, "search", "archive_bad_answer", Step.SEARCH),
        (bad.endless_command, "search", "archive_bad_answer", Step.SEARCH),
        (bad.nonsense_message, "search", "archive_bad_answer", Step.SEARCH),
        (bad.aborts_in_find, "search", "archive_connection_lost", Step.SEARCH),
        (bad.answers(C_ECHO_RSP, 0x0122), "echo", "archive_service_not_offered", Step.ECHO),
        (bad.answers(C_ECHO_RSP, None), "echo", "archive_bad_answer", Step.ECHO),
        (bad.answers(C_FIND_RSP, 0xA700), "search", "archive_busy", Step.SEARCH),
        (bad.answers(C_FIND_RSP, 0xA900), "search", "archive_request_failed", Step.SEARCH),
        (bad.answers(C_FIND_RSP, 0xC001), "search", "archive_request_failed", Step.SEARCH),
        (bad.answers(C_FIND_RSP, 0xFE00), "search", "archive_request_failed", Step.SEARCH),
        (bad.answers(C_FIND_RSP, 0x1234), "search", "archive_request_failed", Step.SEARCH),
        (bad.answers(C_FIND_RSP, 0x0124), "search", "archive_not_authorised", Step.SEARCH),
        (bad.answers(C_FIND_RSP, None), "search", "archive_bad_answer", Step.SEARCH),
        (bad.answers(C_STORE_RSP, None), "store", "archive_bad_answer", Step.STORE),
    ],
    ids=lambda value: getattr(value, "__qualname__", str(value)).partition(".")[0],
)
def test_each_fault_has_its_own_error(behaviour, operation, code, step, tmp_path):
    with bad.peer(behaviour) as port:
        error = failing(operation, node(port), tmp_path)
    assert (error.code, error.step) == (code, step)


@pytest.mark.parametrize(
    ("behaviour", "operation"),
    [
        (bad.silent_tcp, "echo"),
        (bad.silent_after_association, "echo"),
        (bad.silent_after_association, "search"),
        (bad.silent_after_association, "store"),
        (bad.stalls_in_pdu, "search"),
        (bad.drips, "search"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_silence_ends_with_the_deadline(behaviour, operation, tmp_path):
    with bad.peer(behaviour) as port:
        begun = time.monotonic()
        error = failing(operation, node(port, SHORT), tmp_path)
        taken_s = time.monotonic() - begun
    assert error.code == "archive_no_answer"
    assert error.transient
    assert error.seconds is not None
    assert taken_s < SHORT[1] + MARGIN_S


@pytest.mark.parametrize(
    ("status", "stored", "transient"),
    [
        (0x0000, True, False),
        (0xB000, True, False),
        (0xB007, True, False),
        (0xA700, False, True),
        (0xA900, False, False),
        (0xC000, False, False),
        (0x1234, False, False),
    ],
)
def test_every_store_status_has_an_outcome(status, stored, transient, tmp_path):
    with bad.peer(bad.answers(C_STORE_RSP, status)) as port:
        (outcome,) = run("store", node(port), tmp_path)
    assert (outcome.stored, outcome.transient) == (stored, transient)
    assert outcome.status == f"{status:04X}"
    assert bool(outcome.reason) == (status != 0)


def test_a_storage_class_that_nobody_takes_is_an_outcome_and_not_an_error(tmp_path):
    with bad.peer(bad.no_context) as port:
        (outcome,) = run("store", node(port), tmp_path)
    assert not outcome.stored
    assert not outcome.transient
    assert outcome.reason


def test_endless_matches_end_at_the_limit(tmp_path):
    with bad.peer(bad.endless_find) as port:
        archive = open_archive(node(port))
        *matches, end = archive.find_studies(StudyQuery(family_name="smith", limit=7))
    assert len(matches) == 7
    assert end == SearchEnd(limit_reached=True)


def test_matches_that_were_not_asked_for_are_dropped_and_counted(tmp_path):
    answers = (
        bad.match(),
        bad.match(b"1.2.3", name=b"JONES^MARY"),
        bad.match(b"../../etc/passwd"),
        bad.match(b""),
        bad.match(),
    )
    with bad.peer(bad.finds(*answers)) as port:
        *matches, end = run("search", node(port), tmp_path)
    assert [match.study_uid for match in matches] == [STUDY]
    assert end == SearchEnd(limit_reached=False, dropped=3)


@pytest.mark.parametrize("trick", [b"utf_7", b"unicode_escape", b"cp037", b"punycode"])
def test_an_answer_cannot_choose_a_python_codec(trick, tmp_path):
    disguised = identifier(
        g0008e0005=trick,
        g0010e0010=b"SMITH^+ADw-b+AD4-",
        g0010e0020=b"P1",
        g0020e000d=bad.STUDY,
    )
    with bad.peer(bad.finds(disguised)) as port:
        match, _ = run("search", node(port), tmp_path)
    assert match.patient_name == "SMITH^+ADw-b+AD4-"


def test_a_name_in_the_archives_own_character_set_is_read(tmp_path):
    latin_2 = identifier(
        g0008e0005=b"ISO_IR 101",
        g0010e0010="SMITH^Łukasz".encode("iso8859_2"),
        g0020e000d=bad.STUDY,
    )
    with bad.peer(bad.finds(latin_2)) as port:
        match, _ = run("search", node(port), tmp_path)
    assert match.patient_name == "SMITH^Łukasz"
