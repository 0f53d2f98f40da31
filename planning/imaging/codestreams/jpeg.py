"""PURE. Headers of JPEG (ISO 10918-1) and JPEG-LS (ISO 14495-1) codestreams."""

from __future__ import annotations

from collections.abc import Iterator

from planning.imaging.codestreams import CodestreamBroken, CodestreamHeader

_SOI, _EOI, _SOS, _APP14, _APP0 = 0xD8, 0xD9, 0xDA, 0xEE, 0xE0
_SOF_JPEG_LS = 0xF7
# C4, C8 and CC lie in the range of frame headers but are tables.
_SOF_SEQUENTIAL = {0xC0, 0xC1}
_SOF_LOSSLESS = {0xC3, 0xC7, 0xCB, 0xCF}
_SOF = (set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}) | {_SOF_JPEG_LS}
_STAND_ALONE = {0x01, *range(0xD0, 0xD8)}


def read_header(data: bytes) -> CodestreamHeader:
    """Read the frame header of a JPEG or JPEG-LS codestream.

    Parameters
    ----------
    data : bytes
        One frame, from SOI on.

    Returns
    -------
    CodestreamHeader
        As the first SOF segment has it; colour from Adobe's APP14 or JFIF's APP0
        segment or from component identifiers "RGB".

    Raises
    ------
    CodestreamBroken
        When there is no start of image or no whole frame header.
    """
    adobe_transform: int | None = None
    is_jfif = False
    for marker, segment in _segments(data):
        if marker == _APP14 and segment[:5] == b"Adobe" and len(segment) >= 12:
            adobe_transform = segment[11]
        elif marker == _APP0 and segment[:4] == b"JFIF":
            is_jfif = True
        elif marker in _SOF:
            return _frame_header(marker, segment, adobe_transform, is_jfif)
    raise CodestreamBroken("no frame header")


def near(data: bytes) -> int | None:
    """Return by how much JPEG-LS may have changed a value (NEAR, ISO 14495-1 C.2.3).

    0 is lossless; None when the first scan has no whole header.
    """
    for marker, segment in _segments(data):
        if marker == _SOS and segment and len(segment) >= 4 + 2 * segment[0]:
            return segment[1 + 2 * segment[0]]
    return None


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    if data[:2] != bytes((0xFF, _SOI)):
        raise CodestreamBroken("no start of image")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise CodestreamBroken(f"no marker at byte {at}")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _STAND_ALONE:
            at += 2
            continue
        if marker == _EOI:
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            raise CodestreamBroken(f"segment of {length} bytes at byte {at}")
        yield marker, data[at + 4 : at + 2 + length]
        if marker == _SOS:
            return
        at += 2 + length


def _frame_header(
    marker: int, segment: bytes, adobe_transform: int | None, is_jfif: bool
) -> CodestreamHeader:
    if len(segment) < 6 or len(segment) < 6 + 3 * segment[5]:
        raise CodestreamBroken("frame header too short")
    identifiers = bytes(segment[6 + 3 * i] for i in range(segment[5]))
    return CodestreamHeader(
        rows=int.from_bytes(segment[1:3], "big"),
        columns=int.from_bytes(segment[3:5], "big"),
        samples=segment[5],
        bits=segment[0],
        components_are_rgb=_colour(identifiers, adobe_transform, is_jfif),
        reversible=marker in _SOF_LOSSLESS if marker != _SOF_JPEG_LS else None,
        is_sequential=marker in _SOF_SEQUENTIAL,
    )


def _colour(identifiers: bytes, adobe_transform: int | None, is_jfif: bool) -> bool | None:
    if adobe_transform is not None:
        return adobe_transform == 0
    if is_jfif:
        return False
    return True if identifiers == b"RGB" else None
