"""The table: what was asked for, and what this run gave."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a name, a target, and what rounds gave.

    Attributes
    ----------
    target : float or None
        The most that it may be (the least, if `at_least`); None for what is only printed.
    values : list of float
        One a round.
    sides : list of (float, float)
        Ours and theirs, for ratios.
    """

    what: str
    target: float | None = None
    unit: str = ""
    side_unit: str = "s"
    at_least: bool = False
    values: list[float] = field(default_factory=list)
    sides: list[tuple[float, float]] = field(default_factory=list)

    def ratio(self, ours: float, theirs: float) -> None:
        """Take a round that compares."""
        self.values.append(ours / theirs)
        self.sides.append((ours, theirs))

    def line(self) -> str:
        """Return it as Markdown."""
        median = statistics.median(self.values)
        unit = f" {self.unit}" if self.unit else ""
        shown = f"**{number(median)}** ({number(min(self.values))}–{number(max(self.values))})"
        return (
            f"| {self.what} | {self._target()} | {shown}{unit} | {self._verdict(median)} "
            f"| {self._sides()} | {len(self.values)} |"
        )

    def _target(self) -> str:
        if self.target is None:
            return "printed"
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.target:g}{' ' + self.unit if self.unit else ''}"

    def _verdict(self, median: float) -> str:
        if self.target is None:
            return ""
        met = median >= self.target if self.at_least else median <= self.target
        return "met" if met else "missed"

    def _sides(self) -> str:
        if not self.sides:
            return ""
        ours, theirs = (statistics.median(side) for side in zip(*self.sides, strict=True))
        return f"{number(ours)} / {number(theirs)} {self.side_unit}"


def markdown(rows: Sequence[Row]) -> str:
    """Return the table of the rows that have values."""
    head = (
        "| work | target | median (range) | | ours / theirs, medians | rounds |",
        "|---|---|---|---|---|---|",
    )
    return "\n".join([*head, *(row.line() for row in rows if row.values)])


def number(value: float) -> str:
    """Return a number with about three digits."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
