"""PURE. Triangles of solids in STL, binary and ASCII, with limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planning.library.exchange.refusal import ExchangeRefused

MOST_BYTES = 48 * 2**20
MOST_TRIANGLES = 500_000
FARTHEST = 1e5
_HEADER_BYTES = 84
_FACET = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def read_stl(data: bytes) -> NDArray[np.float64]:
    """Read a solid.

    Returns
    -------
    array of float, (n, 3, 3)
        Triangle, corner, axis; in the units of the file.

    Raises
    ------
    ExchangeRefused
        ``stl_too_large``, ``stl_broken`` with ``where`` (line or facet) or ``stl_empty``.
    """
    if len(data) > MOST_BYTES:
        raise ExchangeRefused("stl_too_large", limit=MOST_BYTES)
    count = int.from_bytes(data[80:84], "little") if len(data) >= _HEADER_BYTES else -1
    # Some binary files begin with "solid" too: their length tells.
    if len(data) == _HEADER_BYTES + count * _FACET.itemsize:
        triangles = _binary(data, count)
    elif data[:512].lstrip()[:5].lower() == b"solid":
        triangles = _ascii(data)
    else:
        raise ExchangeRefused("stl_broken", where="header")
    if not len(triangles):
        raise ExchangeRefused("stl_empty")
    if len(triangles) > MOST_TRIANGLES:
        raise ExchangeRefused("stl_too_large", limit=MOST_TRIANGLES)
    return _checked(triangles)


def _binary(data: bytes, count: int) -> NDArray[np.float64]:
    if count > MOST_TRIANGLES:
        raise ExchangeRefused("stl_too_large", limit=MOST_TRIANGLES)
    facets = np.frombuffer(data, _FACET, count, _HEADER_BYTES)
    return facets["corners"].astype(np.float64)


def _ascii(data: bytes) -> NDArray[np.float64]:
    corners: list[list[float]] = []
    ended = False
    for number, line in enumerate(data.splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        if words[0].lower() == b"vertex":
            corners.append(_corner(words, number))
        ended = words[0].lower() == b"endsolid"
    if not ended or len(corners) % 3:
        raise ExchangeRefused("stl_broken", where="end")
    return np.array(corners, dtype=np.float64).reshape(-1, 3, 3)


def _corner(words: list[bytes], number: int) -> list[float]:
    try:
        x, y, z = (float(word) for word in words[1:])
    except ValueError as error:
        raise ExchangeRefused("stl_broken", where=f"line {number}") from error
    return [x, y, z]


def _checked(triangles: NDArray[np.float64]) -> NDArray[np.float64]:
    good = np.isfinite(triangles) & (np.abs(triangles) <= FARTHEST)
    if not good.all():
        facet = int(np.argmin(good.all(axis=(1, 2)))) + 1
        raise ExchangeRefused("stl_broken", where=f"facet {facet}")
    return triangles
