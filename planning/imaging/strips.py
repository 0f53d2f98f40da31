"""PURE. The coding in which a level travels to the browser, and back.

A level is ``planes x rows x columns`` of uint16. Each strip of 64 rows is coded as the
difference from the left neighbour, zigzag, then all high bytes and all low bytes, which a
general compressor packs about as well as JPEG-LS does and which the browser undoes in a
few lines. Two sums over the values go along so that a damaged level is never shown.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

STRIP_ROWS = 64
# The weights of the second sum repeat after this many values (the largest prime below 2**16).
WEIGHT_PERIOD = 65521
_MODULUS = 2**32


class LevelDamaged(ValueError):
    """A coded level does not hold what its description says."""


class Checks:
    """The two running sums over a level, fed in order.

    ``plain`` is the sum of all values and ``weighted`` the sum of
    ``(i mod 65521 + 1) * value_i``, both modulo 2**32.
    """

    def __init__(self) -> None:
        self._plain = 0
        self._weighted = 0
        self._count = 0
        self._weights = np.empty(0, dtype=np.uint32)

    def add(self, values: np.ndarray) -> None:
        """Take the next values in order.

        Parameters
        ----------
        values : numpy.ndarray
            uint16, any shape, in C order.
        """
        flat = values.reshape(-1)
        weights = self._weights_for(flat.size)
        self._plain += int(flat.sum(dtype=np.uint64))
        # Products and sums wrap modulo 2**32 by themselves in uint32.
        self._weighted += int(np.multiply(flat, weights, dtype=np.uint32).sum(dtype=np.uint32))
        self._count += flat.size

    def _weights_for(self, count: int) -> np.ndarray:
        if self._weights.size < count + WEIGHT_PERIOD:
            self._weights = np.arange(count + WEIGHT_PERIOD, dtype=np.uint32) % WEIGHT_PERIOD + 1
        start = self._count % WEIGHT_PERIOD
        return self._weights[start : start + count]

    @property
    def values(self) -> tuple[int, int]:
        """Both sums modulo 2**32."""
        return self._plain % _MODULUS, self._weighted % _MODULUS


def code_strip(values: np.ndarray) -> bytes:
    """Code one strip.

    Parameters
    ----------
    values : numpy.ndarray
        uint16, rows x columns.

    Returns
    -------
    bytes
        ``2 * rows * columns`` bytes: the high bytes of the zigzag differences, then the low.
    """
    difference = np.empty(values.shape, dtype=np.uint16)
    difference[:, 0] = values[:, 0]
    np.subtract(values[:, 1:], values[:, :-1], out=difference[:, 1:])
    sign = (difference.view(np.int16) >> 15).view(np.uint16)
    np.left_shift(difference, 1, out=difference)
    np.bitwise_xor(difference, sign, out=difference)
    pairs = difference.astype("<u2", copy=False).view(np.uint8).reshape(-1, 2)
    out = np.empty((2, pairs.shape[0]), dtype=np.uint8)
    out[0] = pairs[:, 1]
    out[1] = pairs[:, 0]
    return out.tobytes()


def uncode_strip(coded: bytes, rows: int, columns: int) -> np.ndarray:
    """Return the uint16 values (rows x columns) of a coded strip."""
    halves = np.frombuffer(coded, dtype=np.uint8).reshape(2, rows, columns)
    zigzag = (halves[0].astype(np.uint16) << 8) | halves[1]
    difference = (zigzag >> 1) ^ (-(zigzag & 1).astype(np.int16)).view(np.uint16)
    return np.cumsum(difference, axis=1, dtype=np.uint16)


def strip_bounds(rows: int, strip_rows: int = STRIP_ROWS) -> Iterator[tuple[int, int]]:
    """Yield the first row and the row after the last of every strip, top to bottom."""
    for top in range(0, rows, strip_rows):
        yield top, min(top + strip_rows, rows)


def encode_level(level: np.ndarray, strip_rows: int = STRIP_ROWS) -> tuple[bytes, tuple[int, int]]:
    """Code a whole level that is in memory.

    Parameters
    ----------
    level : numpy.ndarray
        uint16, planes x rows x columns.
    strip_rows : int
        Rows per strip.

    Returns
    -------
    tuple of bytes and (int, int)
        The coded bytes, not yet compressed, and the two checks.
    """
    checks, strips = Checks(), []
    for plane in level:
        for top, bottom in strip_bounds(level.shape[1], strip_rows):
            checks.add(plane[top:bottom])
            strips.append(code_strip(plane[top:bottom]))
    return b"".join(strips), checks.values


def decode_level(
    coded: bytes,
    *,
    planes: int,
    rows: int,
    columns: int,
    strip_rows: int,
    expected_checks: tuple[int, int],
) -> np.ndarray:
    """Undo :func:`encode_level` and make sure of the result.

    Parameters
    ----------
    coded : bytes
        Decompressed coded bytes.
    planes, rows, columns, strip_rows : int
        The description of the level.
    expected_checks : tuple of int
        The two sums that came with it.

    Returns
    -------
    numpy.ndarray
        uint16, planes x rows x columns.

    Raises
    ------
    LevelDamaged
        When the length or one of the sums differs.
    """
    if len(coded) != 2 * planes * rows * columns:
        raise LevelDamaged(f"{len(coded)} bytes, expected {2 * planes * rows * columns}")
    level = np.empty((planes, rows, columns), dtype=np.uint16)
    checks, start = Checks(), 0
    for plane in level:
        for top, bottom in strip_bounds(rows, strip_rows):
            stop = start + 2 * (bottom - top) * columns
            plane[top:bottom] = uncode_strip(coded[start:stop], bottom - top, columns)
            checks.add(plane[top:bottom])
            start = stop
    if checks.values != tuple(expected_checks):
        raise LevelDamaged(f"checks {checks.values}, expected {tuple(expected_checks)}")
    return level
