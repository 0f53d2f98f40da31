"""PURE. From what a file or decoder holds to the stored values of DICOM.

Stored values are what Bits Stored, High Bit and Pixel Representation say
(PS3.5 8.1.1): other bits of a word are masked away and signs extended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BLOCK_ROWS = 64


@dataclass(frozen=True, slots=True)
class StoredFrame:
    """One frame, cleaned block by block so that a large film is never copied whole.

    Attributes
    ----------
    raw : numpy.ndarray
        rows x columns (x 3), as the file or the decoder has it.
    colour : str
        Photometric interpretation of ``raw``.
    bits : int
        Depth of a stored value; for floating point, of the container.
    shift : int
        Unused bits below the stored value.
    signed : bool
        Whether stored values are two's complement.
    container_bytes : int
        Bytes of one value in the pixel digest.
    lossy : bool or None
        What the codestream says of itself.
    """

    raw: np.ndarray
    colour: str
    bits: int
    shift: int
    signed: bool
    container_bytes: int
    lossy: bool | None = None

    @property
    def rows(self) -> int:
        """Rows of the frame."""
        return self.raw.shape[0]

    @property
    def columns(self) -> int:
        """Columns of the frame."""
        return self.raw.shape[1]

    @property
    def is_float(self) -> bool:
        """Whether values are floating point (Float or Double Float Pixel Data)."""
        return self.raw.dtype.kind == "f"

    def values(self, top: int = 0, bottom: int | None = None) -> np.ndarray:
        """Return the stored values of rows ``top`` to ``bottom``, native byte order."""
        block = self.raw[top:bottom]
        if not block.dtype.isnative:
            block = block.astype(block.dtype.newbyteorder("="))
        if self.is_float:
            return block
        return stored_values(block, bits=self.bits, shift=self.shift, signed=self.signed)

    def blocks(self, block_rows: int = BLOCK_ROWS) -> Iterator[np.ndarray]:
        """Yield the stored values, some rows at a time."""
        for top in range(0, self.rows, block_rows):
            yield self.values(top, top + block_rows)


def stored_values(words: np.ndarray, *, bits: int, shift: int, signed: bool) -> np.ndarray:
    """Mask unused bits and extend the sign.

    Parameters
    ----------
    words : numpy.ndarray
        Integers of any size, native byte order.
    bits : int
        Bits Stored.
    shift : int
        High Bit + 1 - Bits Stored.
    signed : bool
        Pixel Representation is 1.

    Returns
    -------
    numpy.ndarray
        Same shape and size of words, signed or unsigned as asked; ``words`` itself when
        nothing had to change.
    """
    size = words.dtype.itemsize
    width = 8 * size
    if signed:
        if bits == width:
            return words.view(f"i{size}")
        high = np.left_shift(words.view(f"u{size}"), np.array(width - bits - shift, f"u{size}"))
        return np.right_shift(high.view(f"i{size}"), np.array(width - bits, f"i{size}"))
    unsigned = words.view(f"u{size}")
    if bits == width:
        return unsigned
    if shift:
        unsigned = np.right_shift(unsigned, np.array(shift, f"u{size}"))
    # To look for a set bit reads the words once; to mask them writes as many again.
    if not unsigned.size or unsigned.max() < 1 << bits:
        return unsigned
    return np.bitwise_and(unsigned, np.array((1 << bits) - 1, f"u{size}"))


def add_to_digest(digest: hashlib._Hash, frame: StoredFrame) -> None:
    """Feed one frame into a pixel digest.

    The digest is the SHA-256 of the stored values after masking and sign extension, in
    the order frames, rows, columns, samples, each as little-endian two's complement (or
    IEEE 754) in the container of Bits Allocated. Samples are as the file or the decoder
    holds them, before any conversion of colour, palette or polarity.
    """
    kind = "f" if frame.is_float else "i" if frame.signed else "u"
    container = np.dtype(f"<{kind}{frame.container_bytes}")
    for block in frame.blocks():
        digest.update(np.ascontiguousarray(block.astype(container, copy=False)).data)
