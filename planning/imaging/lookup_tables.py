"""PURE. Modality and VOI lookup tables (PS3.3 C.11.1.1, C.11.2.1.1)."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from pydicom.dataset import Dataset

from planning.imaging.attributes import numbers, raw, text

_MAX_ENTRIES = 65536


class Table(TypedDict):
    """A lookup table: ``values[i]`` is the output for input ``first + i``.

    Inputs below or above take the first or last value; outputs are below ``2 ** bits``.
    """

    name: str
    first: int
    values: list[int]
    bits: int


def table_of(item: Dataset, *, is_big_endian: bool, signed_input: bool) -> Table | None:
    """Read one item of a LUT sequence.

    Parameters
    ----------
    item : pydicom.Dataset
        With LUT Descriptor and LUT Data.
    is_big_endian : bool
        Byte order of the data words.
    signed_input : bool
        Whether the first mapped value is to be read as two's complement.

    Returns
    -------
    dict or None
        None when descriptor and data do not fit each other.
    """
    descriptor = numbers(item, "LUTDescriptor")
    if len(descriptor) != 3:
        return None
    count = int(descriptor[0]) % _MAX_ENTRIES or _MAX_ENTRIES
    first, bits = int(descriptor[1]), int(descriptor[2])
    if signed_input and first >= 32768:
        first -= 65536
    values = _entries(item, count, ">" if is_big_endian else "<")
    if values is None or not 1 <= bits <= 16:
        return None
    # Tables whose entries exceed the promised depth are met; the depth gives way.
    bits = max(bits, max(values).bit_length())
    name = text(item, "LUTExplanation")
    return Table(name=name, first=first, values=values, bits=bits)


def _entries(item: Dataset, count: int, order: str) -> list[int] | None:
    data = raw(item, "LUTData")
    if isinstance(data, bytes):
        if len(data) >= 2 * count:
            return np.frombuffer(data, f"{order}u2", count).tolist()
        return list(data[:count]) if len(data) >= count else None
    values = [int(each) % _MAX_ENTRIES for each in numbers(item, "LUTData")]
    return values[:count] if len(values) >= count else None
