"""PURE. Smaller pictures by the mean of square blocks."""

from __future__ import annotations

import numpy as np

_LARGEST_WORD = 65535


def area_mean(values: np.ndarray, factor: int, *, bits: int = 16) -> np.ndarray:
    """Reduce a plane by the mean of ``factor x factor`` blocks, half rounded up.

    Blocks at the right and lower edge take the mean of the pixels they have.

    Parameters
    ----------
    values : numpy.ndarray
        uint16, rows x columns. ``factor`` is at most 255 so that sums fit 32 bits.
    factor : int
        Side of a block in pixels; 1 returns a copy.
    bits : int
        Every value is below ``2 ** bits``.

    Returns
    -------
    numpy.ndarray
        uint16, ceil(rows / factor) x ceil(columns / factor).
    """
    rows, columns = values.shape
    sums = _sum_columns(_sum_rows(values, factor, bits), factor)
    heights, widths = _group_sizes(rows, factor), _group_sizes(columns, factor)
    means = _divided(sums, np.uint32(factor * factor))
    if rows % factor:
        means[-1] = _divided(sums[-1], heights[-1] * widths)
    if columns % factor:
        means[:, -1] = _divided(sums[:, -1], heights * widths[-1])
    return means


def _sum_rows(values: np.ndarray, factor: int, bits: int) -> np.ndarray:
    """Return the sums over groups of ``factor`` rows, zeros added to fill the last column group.

    Words stay as narrow as the sums allow: the processor adds twice as many at a time.
    """
    rows, columns = values.shape
    is_narrow = ((1 << bits) - 1) * factor <= _LARGEST_WORD
    width = -(-columns // factor) * factor
    sums = np.zeros((-(-rows // factor), width), np.uint16 if is_narrow else np.uint32)
    whole = rows - rows % factor
    inner = sums[: whole // factor, :columns]
    if factor == 1:
        inner[:] = values
    else:
        np.add(values[:whole:factor], values[1:whole:factor], out=inner, dtype=sums.dtype)
    for start in range(2, factor):
        inner += values[start:whole:factor]
    if whole < rows:
        sums[-1, :columns] = values[whole:].sum(axis=0, dtype=sums.dtype)
    return sums


def _sum_columns(sums: np.ndarray, factor: int) -> np.ndarray:
    """Return the sums over groups of ``factor`` columns, of which there are only whole ones."""
    while factor % 2 == 0 and sums.itemsize < 8:
        sums, factor = _paired(sums), factor // 2
    total = sums[:, ::factor].astype(np.uint32)
    for start in range(1, factor):
        total += sums[:, start::factor].astype(np.uint32, copy=False)
    return total


def _paired(sums: np.ndarray) -> np.ndarray:
    """Add neighbouring columns: both are the halves of a word twice as wide.

    Which half comes first does not matter to a sum, so neither does the byte order.
    """
    half = 8 * sums.itemsize
    words = sums.view(f"u{2 * sums.itemsize}")
    upper = words >> half
    upper += words & ((1 << half) - 1)
    return upper


def _divided(sums: np.ndarray, counts: np.ndarray | np.uint32) -> np.ndarray:
    rounded = sums + counts // 2
    rounded //= counts
    return rounded.astype(np.uint16)


def _group_sizes(count: int, factor: int) -> np.ndarray:
    sizes = np.full(-(-count // factor), factor, dtype=np.uint32)
    if count % factor:
        sizes[-1] = count % factor
    return sizes
