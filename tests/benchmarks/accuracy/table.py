"""Rows of the table: bias, spread and the 95th percentile of errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from tests.benchmarks.accuracy.clicks import Read

HEAD = "| measured | how | n | bias | SD | 95th percentile | interval holds |"
RULE = "|---|---|---|---|---|---|---|"


def row(
    name: str, how: str, errors: Sequence[float], unit: str, *, holds: float | None = None
) -> str:
    """Return one row.

    Parameters
    ----------
    name, how : str
    errors : sequence of float
        Read minus true.
    unit : str
    holds : float, optional
        Share of the stated 95 % intervals that held the truth.
    """
    if not len(errors):
        return f"| {name} | {how} | 0 | | | | |"
    values = np.asarray(errors, dtype=float)
    far = float(np.quantile(np.abs(values), 0.95))
    spread = float(values.std(ddof=1)) if values.size > 1 else 0.0
    held = "" if holds is None else f"{100 * holds:.1f} %"
    return (
        f"| {name} | {how} | {values.size} | {values.mean():+.2f} {unit} | {spread:.2f} {unit} "
        f"| {far:.2f} {unit} | {held} |"
    )


def rows_of(reads: Iterable[Read], how: str, names: dict[str, str]) -> list[str]:
    """Return a row for each key, in the order in which they first came."""
    by_key: dict[str, list[Read]] = {}
    for read in reads:
        by_key.setdefault(read.key, []).append(read)
    units = {"ratio": "", "percent": "%"}
    return [
        row(
            names.get(key, key),
            how,
            [read.error for read in found],
            units.get(found[0].unit, found[0].unit),
            holds=sum(read.holds for read in found) / len(found),
        )
        for key, found in by_key.items()
    ]
