"""PURE. Whether the pixels fit what the header says about them (PS3.3 C.7.6.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pacs_bridge.limits import Limits
from pacs_bridge.scanning.found import PIXEL_DATA, Pixels
from pacs_bridge.scanning.index import first
from pacs_bridge.scanning.refusal import Code, ImportRefused
from pacs_bridge.scanning.syntaxes import TransferSyntax

_WHOLE = re.compile(r"[+-]?\d{1,12}")
_BITS_ALLOCATED = (1, 8, 16, 32, 64)
_SAMPLES = (1, 3, 4)
_FLOAT_BITS = {0x7FE00008: 32, 0x7FE00009: 64}
_MIB = 2**20
_MOST_PADDING_BYTES = 2048

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_IMAGE_ENDINGS = """
    1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 2.1 2.2 3.1 4 4.1 4.3 4.4 6.1 6.2 7 7.1 7.2 7.3 7.4
    12.1 12.1.1 12.2 12.2.1 13.1.1 13.1.2 13.1.3 13.1.4 13.1.5 20 66.4 77.1.1 77.1.2 77.1.4
    77.1.5.1 77.1.5.2 77.1.5.4 128 128.1 130 481.1
"""
_IMAGE_CLASSES = frozenset(_STORAGE + ending for ending in _IMAGE_ENDINGS.split())
"""Storage classes whose objects always have pixels (PS3.4 Table B.5-1)."""

Tags = Mapping[str, tuple[str, ...]]


def check_image(
    tags: Tags, pixels: Pixels | None, syntax: TransferSyntax, sop_class_uid: str, limits: Limits
) -> None:
    """Refuse an image that is not whole, or whose description cannot be true.

    Parameters
    ----------
    tags : mapping of str to tuple of str
        Of the data set.
    pixels : Pixels or None
        Where they lie.
    syntax : TransferSyntax
        That the file names.
    sop_class_uid : str
        Of the data set or of the file meta information.
    limits : Limits

    Raises
    ------
    ImportRefused
        ``pixels_missing``, ``bad_image_description``, ``image_too_large``,
        ``transfer_syntax_mismatch`` or ``pixels_do_not_fit``.
    """
    described = bool(first(tags, "Rows")) and bool(first(tags, "Columns"))
    if pixels is None:
        if described or sop_class_uid in _IMAGE_CLASSES:
            raise ImportRefused(Code.PIXELS_MISSING)
        return
    bits = _bits(tags, pixels)
    samples = _number(tags, "SamplesPerPixel", default=1)
    if samples not in _SAMPLES:
        raise _bad("SamplesPerPixel", samples)
    frames = _frames(tags, limits)
    values = _size(tags, "Rows", limits) * _size(tags, "Columns", limits) * samples * frames
    _check_decoded(values, bits, limits)
    _check_form(pixels, syntax)
    if pixels.encapsulated:
        _check_fragments(pixels, frames, syntax)
    else:
        _check_length(pixels.length, _native_lengths(tags, values, bits), frames)


def _number(tags: Tags, keyword: str, default: int | None = None) -> int:
    text = first(tags, keyword)
    if not text and default is not None:
        return default
    if not _WHOLE.fullmatch(text):
        raise _bad(keyword, text)
    return int(text)


def _bad(keyword: str, value: object) -> ImportRefused:
    return ImportRefused(Code.BAD_IMAGE_DESCRIPTION, element=keyword, value=str(value)[:32])


def _size(tags: Tags, keyword: str, limits: Limits) -> int:
    size = _number(tags, keyword)
    if size < 1:
        raise _bad(keyword, size)
    if size > limits.rows_columns:
        raise ImportRefused(
            Code.IMAGE_TOO_LARGE, element=keyword, value=size, limit=limits.rows_columns
        )
    return size


def _frames(tags: Tags, limits: Limits) -> int:
    frames = _number(tags, "NumberOfFrames", default=1)
    if frames < 1:
        raise _bad("NumberOfFrames", frames)
    if frames > limits.frames:
        raise ImportRefused(
            Code.IMAGE_TOO_LARGE, element="NumberOfFrames", value=frames, limit=limits.frames
        )
    return frames


def _bits(tags: Tags, pixels: Pixels) -> int:
    if pixels.tag != PIXEL_DATA:
        return _FLOAT_BITS[pixels.tag]
    allocated = _number(tags, "BitsAllocated")
    if allocated not in _BITS_ALLOCATED:
        raise _bad("BitsAllocated", allocated)
    stored = _number(tags, "BitsStored", default=allocated)
    if not 1 <= stored <= allocated:
        raise _bad("BitsStored", stored)
    high = _number(tags, "HighBit", default=stored - 1)
    if not stored - 1 <= high < allocated:
        raise _bad("HighBit", high)
    return allocated


def _check_decoded(values: int, bits: int, limits: Limits) -> None:
    decoded_bytes = values * max(bits, 8) // 8
    if decoded_bytes > limits.decoded_bytes:
        raise ImportRefused(
            Code.IMAGE_TOO_LARGE,
            need_mib=decoded_bytes // _MIB,
            limit_mib=limits.decoded_bytes // _MIB,
        )


def _check_form(pixels: Pixels, syntax: TransferSyntax) -> None:
    if pixels.tag == PIXEL_DATA and pixels.encapsulated != syntax.encapsulated:
        raise ImportRefused(
            Code.TRANSFER_SYNTAX_MISMATCH,
            uid=syntax.uid,
            found="encapsulated" if pixels.encapsulated else "native",
        )


def _check_fragments(pixels: Pixels, frames: int, syntax: TransferSyntax) -> None:
    needed = 1 if syntax.video else frames
    if pixels.fragments < needed or pixels.fragment_bytes == 0:
        raise ImportRefused(
            Code.PIXELS_DO_NOT_FIT, expected_fragments=needed, found_fragments=pixels.fragments
        )


def _native_lengths(tags: Tags, values: int, bits: int) -> tuple[int, ...]:
    """Bytes that native pixels of this description may have, without padding."""
    full = -(-values * bits // 8)
    if first(tags, "PhotometricInterpretation") == "YBR_FULL_422":
        # Colour is shared by pairs of pixels (PS3.3 C.7.6.3.1.2); some writers do not share.
        return (full * 2 // 3, full)
    return (full,)


def _check_length(found: int, expected: tuple[int, ...], frames: int) -> None:
    for length in expected:
        # Some writers fill the last block; a whole frame too many is another image.
        spare = min(_MOST_PADDING_BYTES, length // frames - 1)
        if length <= found <= length + max(spare, length % 2):
            return
    raise ImportRefused(Code.PIXELS_DO_NOT_FIT, expected_bytes=expected[0], found_bytes=found)
