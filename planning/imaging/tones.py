"""PURE. Which level values a film really uses, for a window when the header has no good one."""

from __future__ import annotations

import numpy as np

# Collimated edges, markers and dead pixels lie outside of these quantiles.
_LOW_QUANTILE, _HIGH_QUANTILE = 0.005, 0.995
_SPARSE_ABOVE_PIXELS = 2**20
_SPARSE_STEP = 4
_VALUES = 65536


class Tones:
    """The spread of level values, sampled sparsely on large films.

    Parameters
    ----------
    rows, columns : int
        Size of the film.
    background : tuple of int, optional
        Level values (low, high, inclusive) that are padding and do not count.
    """

    def __init__(self, rows: int, columns: int, background: tuple[int, int] | None = None):
        self._step = _SPARSE_STEP if rows * columns > _SPARSE_ABOVE_PIXELS else 1
        self._samples: list[np.ndarray] = []
        self._background = background

    def add(self, values: np.ndarray) -> None:
        """Take some rows of uint16 level values."""
        self._samples.append(values[:: self._step, :: self._step].flatten())

    def span(self) -> tuple[int, int] | None:
        """Return the robust lowest and highest level value, or None if all is background.

        The 0.5 % and 99.5 % quantiles; the true extremes when those coincide.
        """
        counts = np.bincount(np.concatenate(self._samples), minlength=_VALUES)
        if self._background is not None:
            low, high = self._background
            counts[max(0, low) : high + 1] = 0
        used = np.flatnonzero(counts)
        if not used.size:
            return None
        cumulated = np.cumsum(counts)
        low = int(np.searchsorted(cumulated, _LOW_QUANTILE * cumulated[-1], side="right"))
        high = int(np.searchsorted(cumulated, _HIGH_QUANTILE * cumulated[-1], side="left"))
        if low >= high:
            return int(used[0]), int(used[-1])
        return low, high
