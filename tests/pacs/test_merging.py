"""Equal questions at one time are asked once; everybody hears every answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from planning.pacs.merging import Merger

LONG_S = 10.0


class Archive:
    """Answers ``first``, then waits to be told, then answers ``second``."""

    def __init__(self) -> None:
        self.asked = 0
        self.go_on = threading.Event()
        self.stopped = threading.Event()

    def __call__(self, stop) -> Iterator[str]:
        self.asked += 1
        yield "first"
        while not self.go_on.wait(0.01):
            if stop():
                self.stopped.set()
                return
        yield "second"


def test_two_who_ask_the_same_share_one_question():
    archive, merger = Archive(), Merger()
    one, two = merger.ask("smith", archive), merger.ask("smith", archive)
    assert (next(one), next(two)) == ("first", "first")
    archive.go_on.set()
    assert (list(one), list(two)) == (["second"], ["second"])
    assert archive.asked == 1


def test_other_questions_and_later_ones_are_asked():
    archive, merger = Archive(), Merger()
    archive.go_on.set()
    for key in ("smith", "jones", "smith"):
        assert list(merger.ask(key, archive)) == ["first", "second"]
    assert archive.asked == 3


def test_who_asked_first_may_leave_before_the_others():
    archive, merger = Archive(), Merger()
    one, two = merger.ask("smith", archive), merger.ask("smith", archive)
    assert (next(one), next(two)) == ("first", "first")
    one.close()
    archive.go_on.set()
    assert list(two) == ["second"]


def test_when_the_last_one_leaves_the_archive_is_told_to_stop():
    archive, merger = Archive(), Merger()
    left = threading.Event()
    waiting = merger.ask("smith", archive, left.is_set)
    assert next(waiting) == "first"
    left.set()
    assert list(waiting) == []
    assert archive.stopped.wait(LONG_S)


def test_an_error_reaches_everybody_after_what_had_come():
    def breaking(_stop) -> Iterator[str]:
        yield "first"
        raise LookupError("gone")

    answers = Merger().ask("smith", breaking)
    assert next(answers) == "first"
    with pytest.raises(LookupError):
        next(answers)
