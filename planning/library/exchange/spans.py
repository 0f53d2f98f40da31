"""PURE. Where lines of a grid run inside the shadow of triangles, exactly along each line."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

Spans = list[NDArray[np.float64]]
"""For each line: the ends of the pieces that lie inside, (n, 2), apart and in order."""

MOST_CROSSINGS = 8_000_000
_AT_ONCE = 500_000


def spans_along(
    triangles: NDArray[np.float64], across: NDArray[np.float64], axis: int
) -> Spans | None:
    """Cut the union of triangles with lines parallel to an axis.

    Parameters
    ----------
    triangles : array, (n, 3, 2)
        Corners in the plane.
    across : array
        Where each line lies on the other axis, equally spaced.
    axis : int
        0 for lines along x, 1 for lines along y.

    Returns
    -------
    Spans or None
        None where there are more crossings than ``MOST_CROSSINGS``.
    """
    step = across[1] - across[0]
    off = triangles[:, :, 1 - axis]
    first = np.ceil((off.min(axis=1) - across[0]) / step - 1e-9).astype(np.int64)
    last = np.floor((off.max(axis=1) - across[0]) / step + 1e-9).astype(np.int64)
    first, last = first.clip(0), last.clip(max=len(across) - 1)
    counts = (last - first + 1).clip(0)
    if int(counts.sum()) > MOST_CROSSINGS:
        return None
    parts = np.array_split(np.arange(len(triangles)), max(1, int(counts.sum()) // _AT_ONCE))
    cut = [_cut(triangles[part], first[part], counts[part], across, axis) for part in parts]
    lines, low, high = (np.concatenate(some) for some in zip(*cut, strict=True))
    return _united(lines, low, high, len(across))


def _cut(
    triangles: NDArray[np.float64],
    first: NDArray[np.int64],
    counts: NDArray[np.int64],
    across: NDArray[np.float64],
    axis: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return line, beginning and end of every piece of a line within one triangle."""
    which = np.repeat(np.arange(len(triangles)), counts)
    begin = np.repeat(np.cumsum(counts) - counts, counts)
    lines = first[which] + np.arange(len(which)) - begin
    low, high = _crossed(triangles, which, across[lines], axis)
    hit = low <= high
    return lines[hit], low[hit], high[hit]


def _crossed(
    triangles: NDArray[np.float64], which: NDArray[np.int64], at: NDArray[np.float64], axis: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return from where to where each line runs in its triangle; low above high where it misses."""
    low, high = np.full(len(at), np.inf), np.full(len(at), -np.inf)
    for a, b in ((0, 1), (1, 2), (2, 0)):
        start, end = triangles[which, a], triangles[which, b]
        from_, to = start[:, 1 - axis], end[:, 1 - axis]
        rise = to - from_
        inside = (np.minimum(from_, to) <= at) & (at <= np.maximum(from_, to))
        level = inside & (rise == 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(rise == 0, 0.0, (at - from_) / rise)
        met = start[:, axis] + share * (end[:, axis] - start[:, axis])
        low = np.where(inside, np.minimum(low, met), low)
        high = np.where(inside, np.maximum(high, met), high)
        # An edge on the line counts with both of its ends.
        low = np.where(level, np.minimum(low, end[:, axis]), low)
        high = np.where(level, np.maximum(high, end[:, axis]), high)
    return low, high


def _united(
    lines: NDArray[np.int64], low: NDArray[np.float64], high: NDArray[np.float64], count: int
) -> Spans:
    order = np.lexsort((low, lines))
    lines, low, high = lines[order], low[order], high[order]
    ends = np.searchsorted(lines, np.arange(count + 1))
    return [_merged(low[a:b], high[a:b]) for a, b in itertools.pairwise(ends)]


def _merged(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(low):
        return np.empty((0, 2))
    reached = np.maximum.accumulate(high)
    # Triangles that share an edge leave a gap of rounding between them.
    begins = np.concatenate(([True], low[1:] > reached[:-1] + 1e-6))
    first = np.flatnonzero(begins)
    last = np.concatenate((first[1:], [len(low)])) - 1
    return np.column_stack((low[first], reached[last]))
