"""Alternating rounds: ours and the peer's one after the other, so both meet the same machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """What alternating rounds gave.

    Attributes
    ----------
    name : str
        What was measured, "ours / peer".
    ratios : tuple of float
        One a round.
    ours_s, peer_s : float
        Median seconds.
    """

    name: str
    ratios: tuple[float, ...]
    ours_s: float
    peer_s: float

    def line(self) -> str:
        """Return the row of the table."""
        low, high = min(self.ratios), max(self.ratios)
        median = statistics.median(self.ratios)
        return (
            f"{self.name:<58} {median:6.2f} ({low:.2f}-{high:.2f})"
            f"   {self.ours_s:8.3f} s / {self.peer_s:.3f} s"
        )


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes by the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compare(
    name: str,
    ours: Callable[[], object],
    peer: Callable[[], object],
    *,
    rounds: int,
    between: Callable[[], object] = lambda: None,
) -> Ratio:
    """Run both `rounds` times in turn, after one round of each that does not count.

    Parameters
    ----------
    name : str
    ours, peer : callable
    rounds : int
    between : callable
        Puts things back before each of ours; not timed.
    """
    between()
    ours()
    peer()
    pairs = []
    for number in range(rounds):
        between()
        first, second = (ours, peer) if number % 2 == 0 else (peer, ours)
        times = {id(first): seconds(first), id(second): seconds(second)}
        pairs.append((times[id(ours)], times[id(peer)]))
    return Ratio(
        name,
        tuple(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
    )
