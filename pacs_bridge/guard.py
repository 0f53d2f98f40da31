"""A hard deadline for every remote operation, kept from outside the process that talks.

A peer can hold a network library for ever in spite of its time-outs, feed it gigabytes,
or crash it. So each operation runs in a child process with limits on time and memory; the
caller only ever sees items, one of the errors of :mod:`pacs_bridge.errors`, or the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pacs_bridge.errors import Cancelled, ConnectionLost, NoAnswer, TransientError
from pacs_bridge.guarding.client import SERVER, Child, ChildDied
from pacs_bridge.guarding.helper import Helper
from pacs_bridge.guarding.pulse import still_there
from pacs_bridge.port import Archive
from pacs_bridge.types import (
    Capabilities,
    EchoResult,
    FetchEnd,
    InstanceMatch,
    Node,
    ReceivedFile,
    SearchEnd,
    SeriesMatch,
    Step,
    StoreOutcome,
    StudyMatch,
    StudyQuery,
    Wanted,
)

__all__ = ["GuardedArchive", "Helper", "run_guarded", "still_there", "warm_up"]

T = TypeVar("T")

MEMORY_BYTES = 2 * 2**30
"""Address space of a child (RLIMIT_AS)."""

_POLL_S = 0.1
_LONGEST_START_S = 60.0
"""For the server and the child to be there; on an idle machine it is a twentieth of a second."""


def run_guarded(
    factory: Callable[..., Iterator[T]],
    args: tuple,
    *,
    node: str,
    step: Step,
    total_s: float,
    stall_s: float,
    cancelled: Callable[[], bool] | None = None,
    memory_bytes: int = MEMORY_BYTES,
    helper: Helper | None = None,
    served: Hashable = None,
) -> Iterator[T]:
    """Run a generator function in a child process and pass its items on.

    The child starts with the first ``next`` and is gone when this iterator ends, fails or
    is closed. What crosses is what :mod:`pacs_bridge.guarding.wire` knows: plain values
    and the values and errors of this package.

    Parameters
    ----------
    factory : callable
        A module-level function that returns an iterator; the child finds it by name.
    args : tuple
        Its arguments, of the same kinds as items; functions may be among them.
    node, step
        Named in every error.
    total_s : float
        Seconds for everything, from the moment when the child begins.
    stall_s : float
        Seconds of waiting for one item (or a :func:`still_there`).
    cancelled : callable, optional
        Asked about ten times a second while waiting; True ends the operation.
    memory_bytes : int
        Limit of the child's address space.
    helper : Helper, optional
        Where the child rests after an operation that ended well, to be used again.
    served : hashable
        What a resting child must have been used for.

    Raises
    ------
    NoAnswer
        A deadline passed; ``seconds`` says which.
    Cancelled
        ``cancelled()`` was true.
    ConnectionLost
        The child died; ``cause`` says how.
    ArchiveError
        Whatever error the operation itself raised.
    """
    clock = _Clock(node, step, total_s, stall_s, cancelled)
    child = (helper and helper.take(served)) or _start(node, step)
    finished = False
    limits = (float(total_s), memory_bytes, helper is not None)
    try:
        child.ask((list(sys.path), factory, tuple(args), node, step, *limits))
        yield from _items(child, clock)
        finished = True
    except ChildDied as error:
        raise ConnectionLost(node, step, str(error)) from None
    finally:
        if finished and helper is not None:
            helper.put(child, served)
        elif finished:
            child.release()
        else:
            child.end()


def warm_up() -> None:
    """Load what children need in the background; call it when a web server or worker starts."""
    SERVER.warm_up()


def _start(node: str, step: Step) -> Child:
    try:
        return SERVER.start_child()
    except OSError as error:
        cause = f"no helper process: {error.strerror}"
        raise TransientError(node, step, cause) from error


def _items(child: Child, clock: _Clock) -> Iterator[Any]:
    while True:
        clock.check()
        message = child.receive(_POLL_S)
        if message is None:
            continue
        kind, content = message
        if kind == "end":
            return
        if kind == "error":
            raise content
        if kind == "started":
            clock.start()
        elif kind == "item":
            yield content
        clock.restart()


@dataclass(slots=True)
class _Clock:
    """Both deadlines and the person who may stop it all."""

    node: str
    step: Step
    total_s: float
    stall_s: float
    cancelled: Callable[[], bool] | None
    asked: float = 0.0
    started: float | None = None
    waiting_since: float = 0.0

    def __post_init__(self) -> None:
        self.asked = time.monotonic()

    def start(self) -> None:
        """The child begins; until now nobody waited for the archive."""
        self.started = time.monotonic()

    def restart(self) -> None:
        """Something came; what the consumer took for it is not the archive's delay."""
        self.waiting_since = time.monotonic()

    def check(self) -> None:
        """Raise when it is time to stop."""
        now = time.monotonic()
        if self.started is None:
            if now - self.asked > _LONGEST_START_S:
                raise TransientError(self.node, self.step, "helper process does not start")
        elif now - self.started > self.total_s:
            raise NoAnswer(self.node, self.step, "not finished in time", seconds=self.total_s)
        elif now - self.waiting_since > self.stall_s:
            raise NoAnswer(self.node, self.step, "nothing came", seconds=self.stall_s)
        if self.cancelled is not None and self.cancelled():
            raise Cancelled(self.node, self.step, "stopped by a person")


def call_archive(
    factory: Callable[[Node], Archive], node: Node, method: str, args: tuple
) -> Iterator[Any]:
    """Make the archive and call one of its methods; this is what runs in the child."""
    answer = getattr(factory(node), method)(*args)
    if isinstance(answer, Iterator):
        yield from answer
    else:
        yield answer


class GuardedArchive:
    """An archive whose every operation runs in a child, under the deadlines of its node.

    Parameters
    ----------
    node : Node
        With its :class:`~pacs_bridge.types.Deadlines`.
    factory : callable
        Module-level function from a node to the archive that does the talking.
    cancelled : callable, optional
        See :func:`run_guarded`.
    """

    def __init__(
        self,
        node: Node,
        factory: Callable[[Node], Archive],
        cancelled: Callable[[], bool] | None = None,
    ):
        self._node = node
        self._factory = factory
        self._cancelled = cancelled
        self._helper: Helper | None = None

    def keep(self, helper: Helper) -> None:
        """Let searches be carried out by a child that stays there from one to the next."""
        self._helper = helper

    def echo(self) -> EchoResult:
        """Ask whether the archive is there; at most ``echo_s``."""
        return self._one(Step.ECHO, "echo", self._node.deadlines.echo_s)

    def capabilities(self) -> Capabilities:
        """Ask what the archive offers; at most ``find_s``."""
        return self._one(Step.CONNECT, "capabilities", self._node.deadlines.find_s)

    def find_studies(self, query: StudyQuery) -> Iterator[StudyMatch | SearchEnd]:
        """Search for studies; at most ``find_s``."""
        return self._search("find_studies", query)

    def find_series(self, study_uid: str) -> Iterator[SeriesMatch | SearchEnd]:
        """List series; at most ``find_s``."""
        return self._search("find_series", study_uid)

    def find_instances(
        self, study_uid: str, series_uid: str
    ) -> Iterator[InstanceMatch | SearchEnd]:
        """List instances; at most ``find_s``."""
        return self._search("find_instances", study_uid, series_uid)

    def fetch(self, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
        """Bring files; at most ``retrieve_s`` in all and ``stall_s`` without a sign of life."""
        limits = self._node.deadlines
        return self._run(Step.RETRIEVE, "fetch", (wanted, into), limits.retrieve_s, limits.stall_s)

    def store(self, files: Iterable[Path]) -> Iterator[StoreOutcome]:
        """Send files; at most ``store_s``."""
        limit_s = self._node.deadlines.store_s
        return self._run(Step.STORE, "store", (tuple(files),), limit_s, limit_s)

    def _one(self, step: Step, method: str, limit_s: float) -> Any:
        (answer,) = self._run(step, method, (), limit_s, limit_s)
        return answer

    def _search(self, method: str, *args: object) -> Iterator[Any]:
        limit_s = self._node.deadlines.find_s
        return self._run(Step.SEARCH, method, args, limit_s, limit_s, self._helper)

    def _run(
        self,
        step: Step,
        method: str,
        args: tuple,
        total_s: float,
        stall_s: float,
        helper: Helper | None = None,
    ) -> Iterator[Any]:
        return run_guarded(
            call_archive,
            (self._factory, self._node, method, args),
            node=self._node.name,
            step=step,
            total_s=total_s,
            stall_s=stall_s,
            cancelled=self._cancelled,
            helper=helper,
            served=self._node,
        )
