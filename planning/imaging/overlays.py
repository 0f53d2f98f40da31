"""PURE. Overlay planes: graphics that came with the film (PS3.3 C.9.2).

A plane lies in its own element, one bit per pixel, or, in older files, in a bit of the
pixel words beside the stored ones. Its origin may lie anywhere; the film's pixels are what
is shown, and what lies beside them is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset

from planning.imaging.stored import BLOCK_ROWS, StoredFrame

MAX_PLANES = 16
WORD_BITS = 16
_GROUPS = range(0x6000, 0x6100, 2)
_ROWS, _COLUMNS, _FRAMES, _ORIGIN_FRAME = 0x0010, 0x0011, 0x0015, 0x0051
_DESCRIPTION, _TYPE, _ORIGIN, _LABEL = 0x0022, 0x0040, 0x0050, 0x1500
_BIT_POSITION, _DATA = 0x0102, 0x3000
_UNREADABLE = (ValueError, TypeError, OverflowError, AttributeError, NotImplementedError, KeyError)


@dataclass(frozen=True, slots=True)
class Overlay:
    """One plane on one frame.

    Attributes
    ----------
    group : int
        0x6000 to 0x60FE, even.
    is_region : bool
        A region of interest, of which the outline is drawn; otherwise graphics.
    name : str
        What the header calls it.
    top, left : int
        The plane's first pixel in pixels of the film, 0-based; may be negative.
    rows, columns : int
        Size of the plane.
    """

    group: int
    is_region: bool
    name: str
    top: int
    left: int
    rows: int
    columns: int
    data: np.ndarray
    first_bit: int
    bit_position: int | None

    def own_block(self, top: int, bottom: int) -> np.ndarray:
        """Return rows of the plane itself, bool."""
        if self.bit_position is not None:
            return (self.data[top:bottom] >> self.bit_position & 1).astype(bool)
        first = self.first_bit + top * self.columns
        last = self.first_bit + bottom * self.columns
        bits = np.unpackbits(self.data[first // 8 : -(-last // 8)], bitorder="little")
        used = bits[first % 8 : first % 8 + last - first]
        return used.reshape(-1, self.columns).astype(bool)

    def block(self, top: int, bottom: int, columns: int) -> np.ndarray:
        """Return rows ``top`` to ``bottom`` of the film under this plane, bool."""
        out = np.zeros((bottom - top, columns), bool)
        first, last = max(top, self.top), min(bottom, self.top + self.rows)
        left, right = max(0, self.left), min(columns, self.left + self.columns)
        if first < last and left < right:
            own = self.own_block(first - self.top, last - self.top)
            out[first - top : last - top, left:right] = own[:, left - self.left : right - self.left]
        return out

    def is_cut(self, rows: int, columns: int) -> bool:
        """Whether something is drawn beside a film of this size."""
        is_inside = self.top >= 0 and self.left >= 0
        if is_inside and self.top + self.rows <= rows and self.left + self.columns <= columns:
            return False
        drawn = sum(
            int(self.own_block(top, min(top + BLOCK_ROWS, self.rows)).sum())
            for top in range(0, self.rows, BLOCK_ROWS)
        )
        return drawn > sum(int(block.sum()) for block in self.blocks(rows, columns))

    def blocks(self, rows: int, columns: int) -> Iterator[np.ndarray]:
        """Yield the plane over a film of this size, some rows at a time."""
        for top in range(0, rows, BLOCK_ROWS):
            yield self.block(top, min(top + BLOCK_ROWS, rows), columns)


def words(block: np.ndarray) -> np.ndarray:
    """Pack rows of bits, sixteen to a word, the first in the lowest bit.

    Returns
    -------
    numpy.ndarray
        uint16, rows x ceil(columns / 16).
    """
    padded = np.pad(block, ((0, 0), (0, -block.shape[1] % WORD_BITS)))
    return np.packbits(padded, axis=1, bitorder="little").view("<u2").astype(np.uint16, copy=False)


def has_overlay_bits(dataset: Dataset, bits_stored: int) -> bool:
    """Whether the header says that pixel words carry overlays above the stored bits."""
    without_data = [group for group in _groups(dataset) if _data(dataset, group) is None]
    return any(
        (_number(dataset, group, _BIT_POSITION) or 0) >= bits_stored for group in without_data
    )


def overlays_of(
    dataset: Dataset, frame: int, stored: StoredFrame, *, is_big_endian: bool
) -> tuple[list[Overlay], bool]:
    """Read the overlays of one frame.

    Parameters
    ----------
    dataset : pydicom.Dataset
        The header.
    frame : int
        1-based.
    stored : StoredFrame
        The frame's pixels, for overlays that lie in them.
    is_big_endian : bool
        Byte order of the file.

    Returns
    -------
    tuple of list of Overlay and bool
        What can be shown, at most sixteen, in the order of their groups; and whether
        something else was promised that cannot be.
    """
    found, is_broken = [], False
    for group in _groups(dataset):
        try:
            overlay = _overlay(dataset, group, frame, stored, is_big_endian)
        except (LookupError, ValueError):
            is_broken = True
            continue
        if overlay is not None:
            found.append(overlay)
    return found[:MAX_PLANES], is_broken or len(found) > MAX_PLANES


def _overlay(
    dataset: Dataset, group: int, frame: int, stored: StoredFrame, is_big_endian: bool
) -> Overlay | None:
    """Return a plane, or None when it is not for this frame or has no size."""
    data = _data(dataset, group)
    position = _number(dataset, group, _BIT_POSITION)
    if data is None and not position:
        # An activation layer or a description alone draws nothing.
        return None
    common = {
        "group": group,
        "is_region": _text(dataset, group, _TYPE).upper().startswith("R"),
        "name": _text(dataset, group, _LABEL) or _text(dataset, group, _DESCRIPTION),
    }
    if data is None:
        return _embedded(stored, position, common)
    rows, columns = _number(dataset, group, _ROWS), _number(dataset, group, _COLUMNS)
    if not rows or not columns or min(rows, columns) < 1:
        raise ValueError("overlay without a size")
    frames = max(1, _number(dataset, group, _FRAMES) or 1)
    at = frame - (_number(dataset, group, _ORIGIN_FRAME) or 1)
    # A single plane stays on the film from its frame on; of several each has its own frame.
    index = min(at, 0) if frames == 1 else at
    if not 0 <= index < frames:
        return None
    if 8 * len(data) < (index + 1) * rows * columns:
        raise ValueError("overlay data too short")
    top, left = (_numbers(dataset, group, _ORIGIN) or [1, 1])[:2]
    is_words = _element(dataset, group, _DATA).VR == "OW"
    return Overlay(
        **common,
        top=top - 1,
        left=left - 1,
        rows=rows,
        columns=columns,
        data=_bytes(data, swapped=is_big_endian and is_words),
        first_bit=index * rows * columns,
        bit_position=None,
    )


def _embedded(stored: StoredFrame, position: int, common: dict) -> Overlay:
    if stored.raw.ndim != 2 or stored.is_float or position >= 8 * stored.raw.dtype.itemsize:
        raise ValueError("pixel words without such a bit")
    if stored.shift <= position < stored.shift + stored.bits:
        raise ValueError("a bit of the grey value")
    rows, columns = stored.raw.shape
    return Overlay(
        **common,
        top=0,
        left=0,
        rows=rows,
        columns=columns,
        data=stored.raw,
        first_bit=0,
        bit_position=position,
    )


def _bytes(data: bytes, *, swapped: bool) -> np.ndarray:
    if not swapped:
        return np.frombuffer(data, np.uint8)
    even = np.frombuffer(data[: len(data) // 2 * 2], np.uint8)
    return even.reshape(-1, 2)[:, ::-1].reshape(-1)


def _groups(dataset: Dataset) -> list[int]:
    present = {int(tag) >> 16 for tag in dataset.keys()}  # noqa: SIM118
    return [group for group in _GROUPS if group in present]


def _element(dataset: Dataset, group: int, element: int):
    try:
        return dataset.get((group, element))
    except _UNREADABLE:
        return None


def _data(dataset: Dataset, group: int) -> bytes | None:
    found = _element(dataset, group, _DATA)
    value = None if found is None else found.value
    return value if isinstance(value, bytes) and value else None


def _numbers(dataset: Dataset, group: int, element: int) -> list[int] | None:
    found = _element(dataset, group, element)
    if found is None or found.value in (None, ""):
        return None
    many = [found.value] if found.VM <= 1 else list(found.value)
    try:
        return [int(each) for each in many]
    except _UNREADABLE:
        return None


def _number(dataset: Dataset, group: int, element: int) -> int | None:
    found = _numbers(dataset, group, element)
    return found[0] if found else None


def _text(dataset: Dataset, group: int, element: int) -> str:
    found = _element(dataset, group, element)
    return "" if found is None or found.value is None else str(found.value).strip(" \x00")
