"""PURE. The file meta information (PS3.10 7.1): always explicit little endian, group 0002."""

from __future__ import annotations

from dataclasses import dataclass

from pacs_bridge.charset import clean
from pacs_bridge.limits import Limits
from pacs_bridge.scanning import vr as vrs
from pacs_bridge.scanning.refusal import Code, ImportRefused
from pacs_bridge.scanning.source import Source

_KEYWORDS = {
    2: "MediaStorageSOPClassUID",
    3: "MediaStorageSOPInstanceUID",
    16: "TransferSyntaxUID",
    18: "ImplementationClassUID",
    19: "ImplementationVersionName",
    22: "SourceApplicationEntityTitle",
}
_MOST_ELEMENTS = 200


@dataclass(frozen=True, slots=True)
class Meta:
    """Values of group 0002, and where the data set begins."""

    values: dict[str, str]
    dataset_offset: int

    @property
    def transfer_syntax_uid(self) -> str:
        """Transfer Syntax UID, empty when it is missing."""
        return self.values.get("TransferSyntaxUID", "")

    @property
    def sop_class_uid(self) -> str:
        """Media Storage SOP Class UID, empty when it is missing."""
        return self.values.get("MediaStorageSOPClassUID", "")


def read_meta(source: Source, start: int, limits: Limits) -> Meta:
    """Read group 0002 element by element; its group length is not believed.

    Parameters
    ----------
    source : Source
    start : int
        Offset behind ``DICM``.
    limits : Limits
        ``meta_bytes`` bounds the whole group.

    Raises
    ------
    ImportRefused
        ``truncated`` or ``damaged``.
    """
    data = source.read(start, limits.meta_bytes)
    cut_off = Code.TRUNCATED if start + len(data) == source.size else Code.DAMAGED
    values: dict[str, str] = {}
    at = 0
    for _ in range(_MOST_ELEMENTS):
        if data[at : at + 2] != b"\x02\x00":
            return Meta(values, start + at)
        element, value_at, length = _header(data, at)
        end = value_at + length
        if end > len(data):
            raise ImportRefused(cut_off, cause="file meta information")
        if element in _KEYWORDS:
            values[_KEYWORDS[element]] = _text(data[value_at : min(end, value_at + 256)])
        at = end
    raise ImportRefused(Code.DAMAGED, cause="file meta information")


def _header(data: bytes, at: int) -> tuple[int, int, int]:
    """Return the element number, the index of the value and its length."""
    head = data[at : at + 12].ljust(12, b"\xff")
    element = int.from_bytes(head[2:4], "little")
    vr = head[4:6]
    if vr in vrs.LONG:
        return element, at + 12, int.from_bytes(head[8:12], "little")
    if vr in vrs.SHORT:
        return element, at + 8, int.from_bytes(head[6:8], "little")
    # Some writers leave the group implicit.
    return element, at + 8, int.from_bytes(head[4:8], "little")


def _text(raw: bytes) -> str:
    return clean(raw.decode("latin_1").rstrip("\0"))
