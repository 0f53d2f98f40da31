"""PURE. Headers of JPEG 2000 and HTJ2K codestreams (ISO 15444-1, 15444-15)."""

from __future__ import annotations

from planning.imaging.codestreams import CodestreamBroken, CodestreamHeader

_JP2_SIGNATURE = b"\x00\x00\x00\x0cjP  "
_SOC_SIZ = b"\xff\x4f\xff\x51"
_COD, _SOT, _SOD = 0xFF52, 0xFF90, 0xFF93


def read_header(data: bytes) -> CodestreamHeader:
    """Read the SIZ and COD segments of a codestream, raw or within a JP2 file.

    Parameters
    ----------
    data : bytes
        One frame.

    Returns
    -------
    CodestreamHeader
        Colour is True when the codestream carries a component transform, because the
        decoder undoes it and gives RGB; None otherwise.

    Raises
    ------
    CodestreamBroken
        When the main header is missing or not whole, or components differ in format.
    """
    at = _start_of_codestream(data)
    if data[at : at + 4] != _SOC_SIZ or len(data) < at + 44:
        raise CodestreamBroken("no SIZ segment")
    right, lower, left, upper = (_u32(data, at + 8 + 4 * i) for i in range(4))
    components = _u16(data, at + 40)
    formats = data[at + 42 : at + 42 + 3 * components]
    if not components or len(formats) < 3 * components or right <= left or lower <= upper:
        raise CodestreamBroken("SIZ segment makes no sense")
    depths = set(formats[0::3])
    if len(depths) != 1 or set(formats[1::3]) | set(formats[2::3]) != {1}:
        raise CodestreamBroken("components of different depth or size")
    has_transform, reversible = _coding_style(data, at + 2)
    return CodestreamHeader(
        rows=lower - upper,
        columns=right - left,
        samples=components,
        bits=(depths.pop() & 0x7F) + 1,
        components_are_rgb=True if has_transform else None,
        reversible=reversible,
    )


def is_signed(data: bytes) -> bool:
    """Whether the first component of a codestream that was read is signed."""
    return bool(data[_start_of_codestream(data) + 42] & 0x80)


def _start_of_codestream(data: bytes) -> int:
    if not data.startswith(_JP2_SIGNATURE):
        return 0
    at = 0
    while at + 8 <= len(data):
        length = _u32(data, at)
        if data[at + 4 : at + 8] == b"jp2c":
            return at + (16 if length == 1 else 8)
        if length < 8:
            break
        at += length
    raise CodestreamBroken("JP2 file without codestream")


def _coding_style(data: bytes, at: int) -> tuple[bool, bool | None]:
    """Walk the main header for COD: component transform, and which wavelet."""
    while at + 4 <= len(data):
        marker, length = _u16(data, at), _u16(data, at + 2)
        if marker in (_SOT, _SOD) or marker < 0xFF00 or length < 2:
            break
        if marker == _COD and length >= 12 and at + 14 <= len(data):
            return bool(data[at + 8]), data[at + 13] == 1
        at += 2 + length
    return False, None


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")
