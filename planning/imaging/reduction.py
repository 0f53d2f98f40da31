"""PURE. Smaller pictures by the mean of square blocks."""

from __future__ import annotations

import numpy as np


def area_mean(values: np.ndarray, factor: int) -> np.ndarray:
    """Reduce a plane by the mean of ``factor x factor`` blocks, half rounded up.

    Blocks at the right and lower edge take the mean of the pixels they have.

    Parameters
    ----------
    values : numpy.ndarray
        uint16, rows x columns. ``factor`` is at most 255 so that sums fit 32 bits.
    factor : int
        Side of a block in pixels; 1 returns a copy.

    Returns
    -------
    numpy.ndarray
        uint16, ceil(rows / factor) x ceil(columns / factor).
    """
    rows, columns = values.shape
    by_rows = _sum_groups(values, factor)
    sums = _sum_groups(by_rows.T, factor).T
    counts = np.multiply.outer(_group_sizes(rows, factor), _group_sizes(columns, factor))
    if rows % factor == 0 and columns % factor == 0 and factor & (factor - 1) == 0:
        shift = 2 * (factor.bit_length() - 1)
        return ((sums + (1 << shift >> 1)) >> shift).astype(np.uint16)
    return ((sums + counts // 2) // counts).astype(np.uint16)


def _sum_groups(values: np.ndarray, factor: int) -> np.ndarray:
    """Return the sums over groups of ``factor`` rows; the last group may be shorter."""
    groups = -(-values.shape[0] // factor)
    sums = np.zeros((groups, values.shape[1]), dtype=np.uint32)
    for start in range(factor):
        rows = values[start::factor]
        sums[: rows.shape[0]] += rows
    return sums


def _group_sizes(count: int, factor: int) -> np.ndarray:
    sizes = np.full(-(-count // factor), factor, dtype=np.uint32)
    if count % factor:
        sizes[-1] = count % factor
    return sizes
