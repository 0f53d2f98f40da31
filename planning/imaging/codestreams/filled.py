"""PURE. Whether a JPEG decoder had all the data that its picture needs.

libjpeg fills up what is missing with flat grey and only warns. A picture that was filled
up is not what was acquired; two cheap tests find it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planning.imaging.codestreams import CodestreamHeader
from planning.imaging.refusal import CannotShow

_END = b"\xff\xd9"
# Bytes without a marker and without a pattern that any code table would read as flat.
_FILLER = bytes((37 * k * k + 11 * k) % 255 for k in range(4096))
_PIXELS_PER_BLOCK = 64
_BITS_PER_BLOCK = 2


def check_enough(data: bytes, header: CodestreamHeader) -> None:
    """Make sure that a Huffman-coded frame is long enough for any picture of its size.

    A sample of a lossless frame takes a bit at least, a block of a sequential one two.

    Raises
    ------
    CannotShow
        ``pixels_truncated``.
    """
    pixels = header.rows * header.columns
    if header.reversible:
        bits = pixels * (header.samples or 1)
    elif header.is_sequential:
        bits = pixels // _PIXELS_PER_BLOCK * _BITS_PER_BLOCK
    else:
        return
    if len(data) < bits // 8:
        raise CannotShow("pixels_truncated", {"expected": bits // 8, "found": len(data)})


def check_not_filled(
    samples: np.ndarray, data: bytes, decode: Callable[[bytes], np.ndarray]
) -> None:
    """Make sure that a decoder did not make up the end of a picture.

    A picture whose end is flat is decoded again with other bytes behind its data: a decoder
    that had all it needed never reads them.

    Parameters
    ----------
    samples : numpy.ndarray
        What was decoded.
    data : bytes
        The codestream, known to have its end marker; Huffman-coded in one scan.
    decode : callable
        The same decoder once more.

    Raises
    ------
    CannotShow
        ``pixels_truncated``.
    """
    if not _ends_flat(samples):
        return
    at = data.rindex(_END)
    if not np.array_equal(decode(data[:at] + _FILLER + _END), samples):
        raise CannotShow("pixels_truncated", {"found": len(data)})


def _ends_flat(samples: np.ndarray) -> bool:
    """Whether the last quarter of the last row is even, or repeats the row above."""
    quarter = samples[-2:, -max(1, samples.shape[1] // 4) :]
    last = quarter[-1]
    return bool((last == last[:1]).all() or (last == quarter[0]).all())
