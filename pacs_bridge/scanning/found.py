"""PURE. What the walker finds, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

PIXEL_DATA = 0x7FE00010
BULK_PIXELS = frozenset((PIXEL_DATA, 0x7FE00008, 0x7FE00009))


class Element(NamedTuple):
    """Where a value lies. ``vr`` is what the file says, or the dictionary's."""

    vr: bytes
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Pixels:
    """Where the pixel data of the instance lie, and in what form.

    Attributes
    ----------
    tag : int
        Pixel Data, Float Pixel Data or Double Float Pixel Data.
    offset, length : int
        Of the value, in the data set as it is read (after inflating). For encapsulated
        pixels from the offset table's item to before the sequence delimiter.
    encapsulated : bool
    fragments : int
        Without the offset table.
    fragment_bytes : int
        All fragments together.
    offset_table_entries : int
        Of the Basic Offset Table.
    """

    tag: int
    offset: int
    length: int
    encapsulated: bool = False
    fragments: int = 0
    fragment_bytes: int = 0
    offset_table_entries: int = 0


@dataclass(slots=True)
class Walk:
    """What was found on the way through a data set.

    ``elements`` are the wanted ones of the top level, ``nested`` those wanted from
    within sequences (the first of each), ``sequences`` all top-level sequences that have
    an item.
    """

    elements: dict[int, Element] = field(default_factory=dict)
    nested: dict[tuple[int, int], Element] = field(default_factory=dict)
    sequences: set[int] = field(default_factory=set)
    overlay_groups: list[int] = field(default_factory=list)
    pixels: Pixels | None = None
    count: int = 0
    explicit: bool = True
