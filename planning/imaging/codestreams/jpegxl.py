"""PURE. The size header of a JPEG XL codestream (ISO 18181-1, 18181-2)."""

from __future__ import annotations

from planning.imaging.codestreams import CodestreamBroken, CodestreamHeader

_CONTAINER = b"\x00\x00\x00\x0cJXL \x0d\x0a\x87\x0a"
_SIGNATURE = b"\xff\x0a"
_SIZE_BITS = (9, 13, 18, 30)
# Width to height, by the three ratio bits; 0 means that the width follows.
_RATIOS = (None, (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))


class _Bits:
    """Little-endian bit reader over the first bytes."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")
        self._count = 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._count:
            raise CodestreamBroken("header too short")
        value = self._left & ((1 << count) - 1)
        self._left >>= count
        self._count -= count
        return value


def read_header(data: bytes) -> CodestreamHeader:
    """Read rows and columns of a JPEG XL frame, raw or in its container.

    Parameters
    ----------
    data : bytes
        One frame.

    Returns
    -------
    CodestreamHeader
        ``samples`` and ``bits`` are None: they lie behind optional fields.

    Raises
    ------
    CodestreamBroken
        When there is no codestream.
    """
    at = _start_of_codestream(data)
    if data[at : at + 2] != _SIGNATURE:
        raise CodestreamBroken("no JPEG XL signature")
    bits = _Bits(data[at + 2 : at + 18])
    is_small = bool(bits.take(1))
    rows = _length(bits, is_small)
    ratio = _RATIOS[bits.take(3)]
    columns = _length(bits, is_small) if ratio is None else rows * ratio[0] // ratio[1]
    return CodestreamHeader(rows=rows, columns=columns, samples=None, bits=None)


def _length(bits: _Bits, is_small: bool) -> int:
    if is_small:
        return 8 * (1 + bits.take(5))
    return 1 + bits.take(_SIZE_BITS[bits.take(2)])


def _start_of_codestream(data: bytes) -> int:
    if not data.startswith(_CONTAINER):
        return 0
    at = 0
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"jxlc":
            return at + (16 if length == 1 else 8)
        if kind == b"jxlp":
            return at + (20 if length == 1 else 12)
        if length < 8:
            break
        at += length
    raise CodestreamBroken("container without codestream")
