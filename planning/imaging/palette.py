"""PURE. Palette Color Lookup Tables (PS3.3 C.7.6.3.1.5 and C.7.9.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset

from planning.imaging.attributes import numbers, raw

_COLOURS = ("Red", "Green", "Blue")
_DISCRETE, _LINEAR, _INDIRECT = 0, 1, 2
_MAX_ENTRIES = 65536


@dataclass(frozen=True, slots=True)
class Palette:
    """Three tables of equal length for stored values from ``first`` on.

    ``entries`` is uint16, entries x 3; ``bits`` is 8 or 16.
    """

    first: int
    entries: np.ndarray
    bits: int

    def look_up(self, values: np.ndarray) -> np.ndarray:
        """Return the colours (... x 3, uint16); values outside take the nearest entry."""
        index = np.clip(values.astype(np.int64) - self.first, 0, len(self.entries) - 1)
        return self.entries[index]


def palette_of(dataset: Dataset, *, is_big_endian: bool) -> Palette | None:
    """Read the palette of a data set.

    Parameters
    ----------
    dataset : pydicom.Dataset
        Header with descriptors and plain or segmented data.
    is_big_endian : bool
        Byte order of the table words.

    Returns
    -------
    Palette or None
        None when a table is missing or does not fit its descriptor.
    """
    descriptor = numbers(dataset, "RedPaletteColorLookupTableDescriptor")
    if len(descriptor) != 3:
        return None
    count, first = int(descriptor[0]) or _MAX_ENTRIES, int(descriptor[1])
    if not 0 < count <= _MAX_ENTRIES:
        return None
    order = ">" if is_big_endian else "<"
    tables = [_table(dataset, colour, count, int(descriptor[2]), order) for colour in _COLOURS]
    if any(table is None or len(table[0]) < count for table in tables):
        return None
    entries = np.stack([words[:count] for words, _ in tables], axis=-1)
    return Palette(first, entries, max(bits for _, bits in tables))


def _table(
    dataset: Dataset, colour: str, count: int, bits: int, order: str
) -> tuple[np.ndarray, int] | None:
    """Return the entries of one colour and their depth, 8 or 16 bits."""
    data = raw(dataset, f"{colour}PaletteColorLookupTableData")
    if isinstance(data, bytes):
        if len(data) < 2 * count:
            return np.frombuffer(data, np.uint8).astype(np.uint16), 8
        return _words(data, order), 8 if bits == 8 else 16
    data = raw(dataset, f"Segmented{colour}PaletteColorLookupTableData")
    if isinstance(data, bytes):
        entry_bytes = 1 if bits == 8 else 2
        values = list(data) if entry_bytes == 1 else _words(data, order).tolist()
        expanded = _expanded(values, count, entry_bytes)
        return None if expanded is None else (expanded, 8 * entry_bytes)
    return None


def _words(data: bytes, order: str) -> np.ndarray:
    return np.frombuffer(data[: len(data) // 2 * 2], f"{order}u2").astype(np.uint16)


def _expanded(values: list[int], count: int, entry_bytes: int) -> np.ndarray | None:
    """Expand segments: discrete values, linear runs, and copies of earlier segments."""
    out: list[int] = []
    at: int | None = 0
    while at is not None and at + 2 <= len(values) and len(out) < count:
        if values[at] == _INDIRECT:
            at = _copy(values, at, entry_bytes, out)
        else:
            at = _append_segment(values, at, out)
    return None if at is None else np.array(out[:count], np.uint16)


def _copy(values: list[int], at: int, entry_bytes: int, out: list[int]) -> int | None:
    """Repeat earlier segments, which hold no copies themselves; return what follows."""
    parts = 4 // entry_bytes
    if at + 2 + parts > len(values):
        return None
    # The offset counts bytes, least significant part first.
    offset = sum(values[at + 2 + i] << (8 * entry_bytes * i) for i in range(parts))
    source: int | None = offset // entry_bytes
    for _ in range(values[at + 1]):
        if source is None or len(out) > _MAX_ENTRIES:
            return None
        source = _append_segment(values, source, out)
    return at + 2 + parts


def _append_segment(values: list[int], at: int, out: list[int]) -> int | None:
    """Append one discrete or linear segment; return where the next begins."""
    if at + 2 > len(values):
        return None
    kind, length = values[at], values[at + 1]
    if kind == _DISCRETE:
        out.extend(values[at + 2 : at + 2 + length])
        return at + 2 + length
    if kind == _LINEAR and at + 3 <= len(values) and out:
        steps = np.linspace(out[-1], values[at + 2], length + 1)[1:]
        out.extend(int(value + 0.5) for value in steps)
        return at + 3
    return None
