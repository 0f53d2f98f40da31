"""Four associations at most, three of them for films, in the order of asking."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from pacs_bridge.errors import Cancelled
from pacs_bridge.types import Step
from planning.pacs import lanes as module
from planning.pacs.lanes import LANES, Kind, Lanes
from planning.store.slots import take_slot
from tests.installation import wait_for

pytestmark = pytest.mark.usefixtures("data_folder")
NAME = "archive"


def never() -> None:
    """Check that never gives up."""


class Person(threading.Thread):
    """Wants a lane; notes when it has one, and holds it until told."""

    def __init__(self, lanes: Lanes, kind: Kind, order: list):
        super().__init__(daemon=True)
        self.lanes, self.kind, self.order = lanes, kind, order
        self.leave = threading.Event()
        self.number: int | None = None

    def run(self) -> None:
        with self.lanes.lane(self.kind, never) as lane:
            self.number = lane.number
            self.order.append(self)
            self.leave.wait(20)


@pytest.fixture
def order() -> list[Person]:
    return []


@pytest.fixture
def enter(order):
    people, lanes = [], Lanes(NAME)

    def come(kind: Kind, *, waits: bool = False) -> Person:
        person = Person(lanes, kind, order)
        people.append(person)
        person.start()
        if waits:
            wait_for(lambda: len(lanes._waiting[kind]), 5, every_s=0.005)
        else:
            wait_for(lambda: person.number is not None, 5, every_s=0.005)
        return person

    yield come
    for person in people:
        person.leave.set()
        person.join(5)


def test_films_get_three_lanes_and_a_search_still_gets_through(enter):
    brought = [enter(Kind.RETRIEVE) for _ in range(LANES - 1)]
    assert 0 not in {one.number for one in brought}
    assert enter(Kind.SEARCH).number == 0


def test_no_more_than_four_and_in_the_order_of_asking(enter, order):
    first = [enter(Kind.SEARCH) for _ in range(LANES)]
    assert sorted(one.number for one in first) == list(range(LANES))
    later = []
    for count in range(1, 4):
        later.append(enter(Kind.SEARCH, waits=True))
        wait_for(lambda count=count: len(later[0].lanes._waiting[Kind.SEARCH]) == count, 5)
    assert len(order) == LANES
    for one in first[:3]:
        one.leave.set()
    wait_for(lambda: len(order) == LANES + 3, 5)
    assert order[LANES:] == later


def test_films_that_wait_are_not_passed_by_searches_that_came_later(enter, order):
    held = [enter(Kind.RETRIEVE) for _ in range(LANES - 1)]
    reserved = enter(Kind.SEARCH)
    film = enter(Kind.RETRIEVE, waits=True)
    search = enter(Kind.SEARCH, waits=True)
    held[0].leave.set()
    wait_for(lambda: film in order, 5)
    assert search not in order
    reserved.leave.set()
    wait_for(lambda: search in order, 5)


def test_lanes_that_another_process_holds_count(enter):
    others = [take_slot(f"{NAME}-{number}") for number in range(LANES)]
    assert all(others)
    assert take_slot(f"{NAME}-2") is None
    waiting = enter(Kind.SEARCH, waits=True)
    others[2].free()
    wait_for(lambda: waiting.number == 2, 5)
    for number in (0, 1, 3):
        others[number].free()


def test_who_is_stopped_while_waiting_leaves_within_a_second():
    lanes = Lanes(NAME)
    stopped = threading.Event()

    def check() -> None:
        if stopped.is_set():
            raise Cancelled("MAIN", Step.SEARCH)

    with ExitStack() as held:
        for _ in range(LANES):
            held.enter_context(lanes.lane(Kind.SEARCH, never))
        threading.Timer(0.05, stopped.set).start()
        began = time.monotonic()
        with pytest.raises(Cancelled), lanes.lane(Kind.SEARCH, check):
            pytest.fail("there was no lane")
        assert time.monotonic() - began < 1


def test_an_association_is_kept_for_a_while_and_closed_for_films(monkeypatch):
    monkeypatch.setattr(module, "REST_S", (0.2,) * LANES)
    child = SimpleNamespace(is_idle=lambda: True, release=lambda: closed.append(True))
    closed: list[bool] = []
    lanes = Lanes(NAME)
    with lanes.lane(Kind.SEARCH, never) as lane:
        lane.helper.put(child, "archive")
    with lanes.lane(Kind.SEARCH, never) as lane:
        assert lane.helper.take("archive") is child
        lane.helper.put(child, "archive")
    assert take_slot(f"{NAME}-0") is None
    wait_for(lambda: closed, 5, every_s=0.02)
    slot = wait_for(lambda: take_slot(f"{NAME}-0"), 5, every_s=0.02)
    slot.free()
