"""PURE. Whether bytes are DICOM at all, and where things begin."""

from __future__ import annotations

from dataclasses import dataclass

from pacs_bridge.scanning import vr as vrs
from pacs_bridge.scanning.refusal import Code, ImportRefused
from pacs_bridge.scanning.source import Source
from pacs_bridge.scanning.syntaxes import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE

_PREAMBLE_BYTES = 128

# Content decides, never the name.
_MAGIC = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"RIFF", "media"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<svg")

# Groups a data set without a header can begin with: identifying, patient, acquisition.
_FIRST_GROUPS = frozenset((0x0008, 0x0010, 0x0018, 0x0020, 0x0028))


@dataclass(frozen=True, slots=True)
class Opening:
    """How a file begins.

    Attributes
    ----------
    has_preamble : bool
        128 bytes and ``DICM``.
    meta_offset : int or None
        Where the file meta information begins, if there is any.
    dataset_offset : int
        Where the data set begins when there is none.
    """

    has_preamble: bool
    meta_offset: int | None
    dataset_offset: int = 0


def recognise(source: Source) -> Opening:
    """Tell how a file begins.

    Raises
    ------
    ImportRefused
        ``not_dicom``, with what it looks like.
    """
    head = source.read(0, _PREAMBLE_BYTES + 8)
    marked = head[_PREAMBLE_BYTES : _PREAMBLE_BYTES + 4] == b"DICM"
    if marked and (head[-4:-2] == b"\x02\x00" or guess_syntax(source, 0) is None):
        return Opening(True, _PREAMBLE_BYTES + 4)
    # Otherwise the four letters are part of a text that happens to lie there.
    if head[:2] == b"\x02\x00" and head[4:6] in (b"UL", b"OB", b"UI"):
        return Opening(False, 0)
    if guess_syntax(source, 0) is not None:
        return Opening(False, None)
    raise ImportRefused(Code.NOT_DICOM, looks_like=_looks_like(head, source.size))


def _looks_like(head: bytes, size: int) -> str:
    if size == 0:
        return "empty"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "markup"
    return "unknown"


def guess_syntax(source: Source, start: int) -> str | None:
    """Guess the transfer syntax of a data set that does not name it, from its first element.

    Returns
    -------
    str or None
        One of the three native syntaxes; None when it looks like none of them.
    """
    head = source.read(start, 8)
    if len(head) < 8:
        return None
    explicit = head[4:6] in vrs.SHORT or head[4:6] in vrs.LONG
    if int.from_bytes(head[:2], "little") in _FIRST_GROUPS:
        if explicit:
            return EXPLICIT_LITTLE
        length = int.from_bytes(head[4:8], "little")
        return IMPLICIT_LITTLE if length <= source.size - start - 8 else None
    big = explicit and int.from_bytes(head[:2], "big") in _FIRST_GROUPS
    return EXPLICIT_BIG if big else None
