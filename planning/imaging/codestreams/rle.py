"""PURE. The header of a DICOM RLE frame (PS3.5 G.5)."""

from __future__ import annotations

from planning.imaging.codestreams import CodestreamBroken, mismatch

_HEADER_BYTES = 64
# A run of two bytes gives at most 128.
_MOST_PER_BYTE = 64


def check_rle(data: bytes, *, rows: int, columns: int, samples: int, bits_allocated: int) -> None:
    """Make sure that an RLE frame can be what the data set promises.

    Parameters
    ----------
    data : bytes
        One frame.
    rows, columns, samples, bits_allocated : int
        From the data set; one segment per byte of a pixel is expected.

    Raises
    ------
    CannotShow
        ``codestream_mismatch`` when the number of segments differs or the frame is too
        short to hold so many pixels.
    CodestreamBroken
        When the header is not whole or its offsets do not ascend within the frame.
    """
    if len(data) < _HEADER_BYTES:
        raise CodestreamBroken("RLE header too short")
    words = [int.from_bytes(data[at : at + 4], "little") for at in range(0, _HEADER_BYTES, 4)]
    segments, offsets = words[0], words[1 : 1 + words[0]]
    expected = samples * ((bits_allocated + 7) // 8)
    if segments != expected:
        raise mismatch("segments", expected, segments)
    if offsets[0] != _HEADER_BYTES or offsets != sorted(set(offsets)) or offsets[-1] >= len(data):
        raise CodestreamBroken("RLE offsets do not ascend")
    needed = rows * columns * samples * bits_allocated // 8
    possible = (len(data) - _HEADER_BYTES) * _MOST_PER_BYTE
    if possible < needed:
        raise mismatch("bytes", needed, possible)
