"""An archive that fails again and again is left alone, and one at a time tries it again."""

from __future__ import annotations

import pytest

from pacs_bridge.errors import (
    ArchiveError,
    Cancelled,
    ConnectionLost,
    RequestFailed,
    Resting,
    Unreachable,
)
from pacs_bridge.types import Step
from planning.pacs.circuit import FAILURES, REST_S, Circuit

WHERE = ("MAIN", Step.SEARCH)


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuit(clock) -> Circuit:
    return Circuit(clock)


def fail(circuit: Circuit, error: type[ArchiveError] = Unreachable, **more) -> None:
    with pytest.raises(error), circuit.passing(*WHERE, **more):
        raise error(*WHERE)


def opened(circuit: Circuit) -> None:
    for _ in range(FAILURES):
        fail(circuit)


def test_after_some_failures_in_a_row_nobody_is_let_through(circuit):
    opened(circuit)
    with pytest.raises(Resting) as refused, circuit.passing(*WHERE):
        pytest.fail("the archive was asked")
    assert (refused.value.node, refused.value.seconds) == ("MAIN", REST_S)
    with pytest.raises(Resting):
        circuit.check(*WHERE)


def test_an_answer_in_between_begins_the_count_anew(circuit):
    for _ in range(FAILURES - 1):
        fail(circuit)
    with circuit.passing(*WHERE):
        pass
    fail(circuit, ConnectionLost)
    circuit.check(*WHERE)


def test_a_refusal_is_an_answer(circuit):
    for _ in range(FAILURES * 2):
        fail(circuit, RequestFailed)
    circuit.check(*WHERE)


def test_what_a_person_stops_says_nothing_about_the_archive(circuit):
    for _ in range(FAILURES * 2):
        fail(circuit, Cancelled)
    circuit.check(*WHERE)


def test_after_the_rest_one_tries_and_the_others_wait_for_what_happens(circuit, clock):
    opened(circuit)
    clock.now_s = REST_S + 1
    circuit.check(*WHERE)
    with circuit.passing(*WHERE), pytest.raises(Resting), circuit.passing(*WHERE):
        pytest.fail("two tried at once")
    with circuit.passing(*WHERE):
        pass


def test_a_try_that_fails_gives_the_archive_another_rest(circuit, clock):
    opened(circuit)
    clock.now_s = REST_S + 1
    fail(circuit)
    with pytest.raises(Resting):
        circuit.check(*WHERE)


def test_a_person_who_tests_the_connection_is_never_refused(circuit):
    opened(circuit)
    fail(circuit, always=True)
    with circuit.passing(*WHERE, always=True):
        pass
    circuit.check(*WHERE)
