"""PURE. Every element of a data set once, without recursion, within limits.

Nested structures live on a list of open containers, so depth costs nothing and is
refused at a number of ours, not at the interpreter's. Values are not read here; only
where they lie is noted (PS3.5 chapter 7).
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NoReturn

from pacs_bridge.limits import Limits
from pacs_bridge.scanning import vr as vrs
from pacs_bridge.scanning.found import BULK_PIXELS, PIXEL_DATA, Element, Pixels, Walk
from pacs_bridge.scanning.refusal import Code, ImportRefused
from pacs_bridge.scanning.source import Source

UNDEFINED = 0xFFFFFFFF
_ITEM = 0xFFFEE000
_ITEM_END = 0xFFFEE00D
_SEQUENCE_END = 0xFFFEE0DD
_WINDOW_BYTES = 16 * 1024
_HEADER_BYTES = 12

_DATASET, _SEQUENCE, _FRAGMENTS = range(3)


@dataclass(slots=True)
class _Open:
    """A container that has been entered: a data set, a sequence, or pixel fragments."""

    kind: int
    tag: int
    end: int | None
    bound: int
    explicit: bool
    little: bool
    soft: bool = False
    fresh: bool = True
    depth: int = 0
    start: int = 0
    items: int = 0
    item_bytes: int = 0
    table_bytes: int = 0


def walk(
    source: Source,
    start: int,
    *,
    explicit: bool,
    little: bool,
    limits: Limits,
    wanted: Collection[int],
    wanted_nested: Mapping[int, Collection[int]] | None = None,
) -> Walk:
    """Go through a data set from ``start`` to the end of the source.

    Parameters
    ----------
    source : Source
    start : int
        Offset of the first element.
    explicit, little : bool
        What the transfer syntax says. A data set (or item) whose first element says
        otherwise about the VR is believed, as every reader does.
    limits : Limits
    wanted : collection of int
        Tags to note at the top level.
    wanted_nested : mapping of int to collection of int
        Sequence tag → tags to note in its items, at any depth.

    Returns
    -------
    Walk

    Raises
    ------
    ImportRefused
        ``truncated``, ``damaged``, ``too_deep``, ``too_many_elements`` or
        ``text_too_long``.
    """
    walker = _Walker(source, start, explicit, little, limits)
    walker.wanted = frozenset(wanted)
    walker.wanted_nested = wanted_nested or {}
    return walker.run()


class _Walker:
    wanted: frozenset[int]
    wanted_nested: Mapping[int, Collection[int]]

    def __init__(self, source: Source, start: int, explicit: bool, little: bool, limits: Limits):
        self._source = source
        self._limits = limits
        self._pos = start
        self._base = 0
        self._window = b""
        self._use(little)
        size = source.size
        self._open = [_Open(_DATASET, 0, size, size, explicit, little, start=start)]
        self._found = Walk(explicit=explicit)

    def run(self) -> Walk:
        while self._open:
            top = self._open[-1]
            if self._pos == top.end:
                self._close(top)
                continue
            try:
                if top.kind == _DATASET:
                    self._element(top)
                else:
                    self._item(top)
            except ImportRefused as refusal:
                self._recover(refusal)
        return self._found

    def _use(self, little: bool) -> None:
        """Read numbers in this byte order from here on."""
        sign = "<" if little else ">"
        self._little = little
        self._tag_vr_length = struct.Struct(f"{sign}HH2sH").unpack_from
        self._tag_length = struct.Struct(f"{sign}HHI").unpack_from
        self._length = struct.Struct(f"{sign}I").unpack_from

    # Containers

    def _pop(self) -> _Open:
        closed = self._open.pop()
        if self._open and self._open[-1].little != self._little:
            self._use(self._open[-1].little)
        return closed

    def _close(self, top: _Open) -> None:
        self._pop()
        if top.kind == _SEQUENCE and len(self._open) == 1 and top.items:
            self._found.sequences.add(top.tag)
        elif top.kind == _FRAGMENTS and len(self._open) == 1 and top.tag == PIXEL_DATA:
            self._found.pixels = Pixels(
                tag=top.tag,
                offset=top.start,
                length=self._pos - top.start,
                encapsulated=True,
                fragments=max(0, top.items - 1),
                fragment_bytes=top.item_bytes,
                offset_table_entries=top.table_bytes // 4,
            )

    def _enter(
        self, kind: int, tag: int, start: int, length: int, parent: _Open, soft: bool = False
    ) -> None:
        end = None if length == UNDEFINED else start + length
        if end is not None and end > parent.bound:
            self._too_long(parent)
        bound = parent.bound if end is None else end
        entered = _Open(kind, tag, end, bound, parent.explicit, parent.little, soft)
        entered.start = start
        entered.depth = parent.depth + (kind == _DATASET)
        if entered.depth > self._limits.nesting:
            raise ImportRefused(Code.TOO_DEEP, limit=self._limits.nesting)
        self._open.append(entered)
        self._pos = start

    def _recover(self, refusal: ImportRefused) -> None:
        """Take a value that only looked like a sequence for the opaque bytes it is."""
        if refusal.code not in (Code.TRUNCATED, Code.DAMAGED):
            raise refusal
        while self._open:
            top = self._pop()
            if top.soft and top.end is not None:
                self._pos = top.end
                return
        raise refusal

    def _too_long(self, container: _Open) -> NoReturn:
        outermost = container.bound == self._source.size
        self._refuse(Code.TRUNCATED if outermost else Code.DAMAGED, "length")

    def _damaged(self, cause: str) -> NoReturn:
        self._refuse(Code.DAMAGED, cause)

    def _refuse(self, code: Code, cause: str) -> NoReturn:
        raise ImportRefused(code, cause=cause, offset=self._pos, elements_before=self._found.count)

    def _count(self) -> None:
        self._found.count += 1
        if self._found.count > self._limits.elements:
            raise ImportRefused(Code.TOO_MANY_ELEMENTS, limit=self._limits.elements)

    def _look(self, container: _Open) -> int:
        """Return the index of the current position within the window."""
        if container.bound - self._pos < 8:
            self._too_long(container)
        at = self._pos - self._base
        if at < 0 or at + _HEADER_BYTES > len(self._window):
            self._window = self._source.read(self._pos, _WINDOW_BYTES)
            self._base = self._pos
            if len(self._window) < 8:
                self._too_long(container)
            return 0
        return at

    # Items of sequences and fragments of pixel data

    def _item(self, top: _Open) -> None:
        at = self._look(top)
        group, element, length = self._tag_length(self._window, at)
        tag = group << 16 | element
        self._count()
        start = self._pos + 8
        if tag == _SEQUENCE_END and (top.end is None or start == top.end):
            self._close(top)
            self._pos = start
        elif tag != _ITEM:
            self._damaged("no item")
        elif top.kind == _FRAGMENTS:
            self._fragment(top, start, length)
        else:
            top.items += 1
            self._enter(_DATASET, top.tag, start, length, top)

    def _fragment(self, top: _Open, start: int, length: int) -> None:
        if length == UNDEFINED:
            self._damaged("fragment of undefined length")
        if start + length > top.bound:
            self._too_long(top)
        if top.items == 0:
            top.table_bytes = length
        else:
            top.item_bytes += length
        top.items += 1
        self._pos = start + length

    # Elements of data sets

    def _element(self, top: _Open) -> None:
        at = self._look(top)
        if top.fresh:
            self._settle_encoding(top, at)
        tag, vr, length, start = self._header(top, at)
        if tag >> 16 == 0xFFFE:
            self._end_of_item(top, tag, start)
            return
        if tag == 0 and length == 0 and len(self._open) == 1 and self._only_zeros():
            self._pos = self._source.size
            return
        self._count()
        if length == UNDEFINED:
            self._enter_undefined(top, tag, vr, start)
            return
        if start + length > top.bound:
            self._too_long(top)
        soft = self._sequence_within(top, tag, vr, start, length)
        if soft is not None:
            self._enter(_SEQUENCE, tag, start, length, top, soft)
            return
        self._leaf(top, tag, vr, start, length)
        self._pos = start + length

    def _settle_encoding(self, top: _Open, at: int) -> None:
        """Believe the first element about explicit or implicit VR (PS3.5 6.2.2, note 2)."""
        top.fresh = False
        first, second = self._window[at + 4], self._window[at + 5]
        looks_explicit = 0x41 <= first <= 0x5A and 0x41 <= second <= 0x5A
        if self._tag_length(self._window, at)[0] == 0xFFFE:
            return
        if top.explicit and not looks_explicit:
            top.explicit = False
        elif not top.explicit and looks_explicit and len(self._open) == 1:
            top.explicit = True
        if len(self._open) == 1:
            self._found.explicit = top.explicit

    def _header(self, top: _Open, at: int) -> tuple[int, bytes, int, int]:
        """Read tag, VR, length and the offset of the value."""
        group, element, vr, length = self._tag_vr_length(self._window, at)
        tag = group << 16 | element
        if top.explicit and group != 0xFFFE:
            if vr in vrs.SHORT:
                return tag, vr, length, self._pos + 8
            if vr in vrs.LONG:
                if len(self._window) - at < _HEADER_BYTES:
                    self._too_long(top)
                return tag, vr, self._length(self._window, at + 8)[0], self._pos + 12
            if b"AA" <= vr <= b"ZZ":
                self._damaged("unknown VR")
        # Implicit, or one element that some writer left implicit.
        length = self._tag_length(self._window, at)[2]
        return tag, vrs.dictionary_vr(tag), length, self._pos + 8

    def _end_of_item(self, top: _Open, tag: int, start: int) -> None:
        ends_here = top.end is None or start == top.end
        if tag != _ITEM_END or len(self._open) == 1 or not ends_here:
            self._damaged("delimiter out of place")
        self._close(top)
        self._pos = start

    def _only_zeros(self) -> bool:
        """Whether nothing but block padding follows."""
        at = self._pos
        while at < self._source.size:
            chunk = self._source.read(at, _WINDOW_BYTES)
            if not chunk or chunk.strip(b"\0"):
                return False
            at += len(chunk)
        return True

    def _enter_undefined(self, top: _Open, tag: int, vr: bytes, start: int) -> None:
        if tag == PIXEL_DATA or vr in vrs.BULK:
            self._enter(_FRAGMENTS, tag, start, UNDEFINED, top)
        elif vr == b"UN":
            # Whatever the file's byte order is (PS3.5 6.2.2, note 2).
            self._enter(_SEQUENCE, tag, start, UNDEFINED, top)
            self._open[-1].little = True
            self._use(True)
        elif vr == b"SQ":
            self._enter(_SEQUENCE, tag, start, UNDEFINED, top)
        else:
            self._damaged("undefined length")

    def _sequence_within(
        self, top: _Open, tag: int, vr: bytes, start: int, length: int
    ) -> bool | None:
        """Whether the value is a sequence: surely (False), perhaps (True, soft), no (None)."""
        if vr == b"SQ":
            return False
        if vr != b"UN" or length < 8:
            return None
        if vrs.is_sequence(tag):
            return True
        group, element, _ = self._tag_length(self._source.read(start, 8), 0)
        return True if group << 16 | element == _ITEM else None

    def _leaf(self, top: _Open, tag: int, vr: bytes, start: int, length: int) -> None:
        if length > self._limits.text_bytes and vr in vrs.TEXT:
            raise ImportRefused(Code.TEXT_TOO_LONG, limit_bytes=self._limits.text_bytes)
        if len(self._open) == 1:
            self._note(tag, vr, start, length)
        elif top.tag in self.wanted_nested and tag in self.wanted_nested[top.tag]:
            self._found.nested.setdefault((top.tag, tag), Element(vr, start, length))

    def _note(self, tag: int, vr: bytes, start: int, length: int) -> None:
        if tag in self.wanted:
            self._found.elements[tag] = Element(vr, start, length)
        elif tag in BULK_PIXELS:
            self._found.pixels = Pixels(tag=tag, offset=start, length=length)
        elif tag & 0xFF01FFFF == 0x60003000:
            self._found.overlay_groups.append(tag >> 16)
