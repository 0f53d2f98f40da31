"""The table: every row with what the prototype gave, the target, and what this run gave."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Attributes
    ----------
    key, what, prototype : str
    target : float
        The most that it may be, in ``unit``.
    unit : str
        Of the measured value; empty for a ratio.
    side_unit : str
        Of what the ratio is made of.
    """

    key: str
    what: str
    prototype: str
    target: float
    unit: str = ""
    side_unit: str = "ms"


ROWS = (
    Row("first_dwv", "our first calibrated 16-bit image / dwv's image", "0.21", 0.30),
    Row("full_dwv", "our full image / dwv's image", "0.49", 0.60),
    Row("first_ohif", "our first image / OHIF (CPU rendering)", "0.08", 0.12),
    Row("first_orthanc", "our first image / Orthanc's viewer", "0.25", 0.35),
    Row("drag", "window/level drag, CPU per step / Cornerstone3D (CPU)", "0.08", 0.15),
    Row("pan", "pan on a 4K view, frame time", "65–80 ms", 20, "ms"),
    Row("growth", "first image, 3000 x 9000 / 1024 x 1024", "1.2", 1.5),
    Row("memory", "memory over a blank page / dwv", "0.53", 0.6, side_unit="MB"),
    Row("preview_sum", "1024 px preview on the server / numpy summing the pixels", "1.35", 2),
    Row("preview_dcmtk", "1024 px preview / dcmj2pnm", "0.15", 0.25),
    Row("compressed", "JPEG 2000 lossless film, second opening / OHIF", "–", 0.1),
    Row("scripts", "script bytes of the planner, gzip", "4 KB", 80, "KB"),
    Row("crowd", "20 people opening different films at once, p95 first image / one", "–", 6),
)
KEYS = frozenset(row.key for row in ROWS)


@dataclass(slots=True)
class Sheet:
    """What was measured, round by round.

    Attributes
    ----------
    values : dict
        Of each row, one a round, in the row's unit.
    sides : dict
        Of each row that is a ratio, pairs of ours and theirs.
    reasons : dict
        Why a row, or some rounds of it, could not be measured.
    """

    values: dict[str, list[float]] = field(default_factory=dict)
    sides: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def ratio(self, key: str, ours: float, theirs: float) -> None:
        """Take a round of a row that compares."""
        self.value(key, ours / theirs)
        self.sides.setdefault(key, []).append((ours, theirs))

    def value(self, key: str, value: float) -> None:
        """Take a round of a row that is a value of ours alone."""
        if key not in KEYS:
            raise KeyError(key)
        self.values.setdefault(key, []).append(value)

    def missing(self, key: str, reason: str) -> None:
        """Remember why a row has no value; the first reason is kept."""
        self.reasons.setdefault(key, reason)

    def markdown(self) -> str:
        """Return the table."""
        lines = [
            "| what | prototype | target | median (range) | | ours / peer, medians | rounds |",
            "|---|---|---|---|---|---|---|",
        ]
        return "\n".join([*lines, *(self._line(row) for row in ROWS)])

    def _line(self, row: Row) -> str:
        target = f"≤ {row.target:g}" + (f" {row.unit}" if row.unit else "")
        values = self.values.get(row.key)
        if not values:
            reason = self.reasons.get(row.key, "left out of this run").replace("|", "/")
            return f"| {row.what} | {row.prototype} | {target} | not measured: {reason} | | | 0 |"
        median = statistics.median(values)
        met = "met" if median <= row.target else "missed"
        shown = f"**{_number(median)}** ({_number(min(values))}–{_number(max(values))})"
        if row.unit:
            shown += f" {row.unit}"
        return (
            f"| {row.what} | {row.prototype} | {target} | {shown} | {met} "
            f"| {self._sides(row)} | {len(values)} |"
        )

    def _sides(self, row: Row) -> str:
        pairs = self.sides.get(row.key)
        if not pairs:
            return ""
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        return f"{_number(ours)} / {_number(theirs)} {row.side_unit}"


def _number(value: float) -> str:
    """Return a number with about three digits."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
