"""What crosses between caller and child, and what a hostile child cannot send."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from pacs_bridge.errors import NoAnswer
from pacs_bridge.guarding import wire
from pacs_bridge.types import Deadlines, Node, Protocol, Retrieval, Step, Wanted
from tests.bridge import guard_jobs

NODE = Node(
    name="MAIN",
    protocol=Protocol.DIMSE,
    retrieval=Retrieval.C_MOVE,
    move_spool=Path("/spool"),
    password="päss",
    deadlines=Deadlines(find_s=1.5),
)


def over(value, **kwargs):
    return wire.unframe(wire.frame(value)[wire.HEADER.size :], **kwargs)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        0.1,
        "山田\n",
        (1, ("a", None)),
        [1, [2]],
        date(2024, 1, 31),
        time(10, 15, 30, 5),
        Path("/a/b"),
        Step.RETRIEVE,
        NODE,
        guard_jobs.STUDY,
        Wanted("1.2", ("1.3",), (("1.4", ("1.5",)),)),
    ],
)
def test_values_come_back_equal_and_of_their_kind(value):
    assert over(value) == value
    assert type(over(value)) is type(value)


def test_an_error_comes_back_whole():
    error = over(NoAnswer("MAIN", Step.ECHO, "silence", seconds=2.0))
    assert type(error) is NoAnswer
    assert (error.node, error.step, error.cause, error.seconds) == ("MAIN", "echo", "silence", 2.0)


@pytest.mark.parametrize("value", [object(), b"bytes", {1: 2}, {"a"}, lambda: 1, ValueError()])
def test_other_values_may_not_cross(value):
    with pytest.raises(TypeError):
        wire.frame(value)


def test_only_the_child_follows_references_to_functions():
    assert over(guard_jobs.good, functions=True) is guard_jobs.good
    with pytest.raises(ValueError, match="not a value"):
        over(guard_jobs.good)


@pytest.mark.parametrize(
    "hostile",
    [
        {"function": "os:system"},
        {"class": "subprocess:Popen", "fields": {"args": "true"}},
        {"class": "pacs_bridge.guarding.client:ForkServer", "fields": {}},
        {"class": "pacs_bridge.types:date", "fields": {}},
        {"class": "pacs_bridge.guarding.client:subprocess.Popen", "fields": {"args": "true"}},
        {"enum": ["os:PathLike", 1]},
        {"error": ["builtins:SystemExit", "n", "echo", "", None]},
        {"error": ["pacs_bridge.types:Node", "n", "echo", "", None]},
        {"unknown": 1},
        {"date": 5},
        {"a": 1, "b": 2},
        {},
    ],
)
def test_nothing_a_child_sends_runs_anything_here(hostile):
    with pytest.raises(ValueError):  # noqa: PT011 - the kind matters, the words do not
        wire.unframe(json.dumps(hostile).encode())


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_nonsense_is_no_value(body):
    with pytest.raises(ValueError):  # noqa: PT011
        wire.unframe(body)


def test_a_moment_keeps_to_dates_and_times():
    with pytest.raises(TypeError):
        wire.frame(datetime(2024, 1, 31, tzinfo=UTC))
