"""One frame of a stored file, as stored values. Runs in the limited child."""

from __future__ import annotations

import sys

import numpy as np

from planning.imaging.codestreams import CodestreamBroken
from planning.imaging.decoders import DECODERS, VIDEO, WORDS, Decoded
from planning.imaging.description import PixelDescription
from planning.imaging.pixel_source import NATIVE, PixelSource
from planning.imaging.refusal import CannotShow
from planning.imaging.stored import StoredFrame

_PACKED_422 = "YBR_FULL_422"


def decode_frame(source: PixelSource, description: PixelDescription, frame: int) -> StoredFrame:
    """Decode one frame.

    Parameters
    ----------
    source : PixelSource
        The open file.
    description : PixelDescription
        Of the same file.
    frame : int
        1-based.

    Returns
    -------
    StoredFrame

    Raises
    ------
    CannotShow
        ``no_such_frame``, ``no_decoder``, ``video``, ``codestream_mismatch``,
        ``pixels_truncated`` or ``decode_failed``.
    MemoryError, Exception
        Whatever a decoder raises; the child ends itself after that.
    """
    if not 1 <= frame <= description.frames:
        raise CannotShow("no_such_frame", {"frame": frame, "frames": description.frames})
    syntax = source.transfer_syntax
    if syntax in VIDEO:
        raise CannotShow("video", {"transfer_syntax": syntax})
    if syntax in NATIVE:
        if source.length is None:
            raise CannotShow("decode_failed", {"cause": "fragments"})
        return _native(source, description, frame - 1)
    decoder = DECODERS.get(syntax)
    if decoder is None:
        raise CannotShow("no_decoder", {"transfer_syntax": syntax})
    if source.length is not None:
        raise CannotShow("decode_failed", {"cause": "fragments"})
    data = source.compressed_frame(frame - 1, description.frames)
    try:
        decoded = decoder(data, description)
    except CodestreamBroken as error:
        raise CannotShow("decode_failed", {"cause": "codestream"}) from error
    return _from_decoder(decoded, description, is_words=syntax in WORDS)


def _from_decoder(decoded: Decoded, d: PixelDescription, *, is_words: bool) -> StoredFrame:
    expected = (d.rows, d.columns) if d.samples == 1 else (d.rows, d.columns, 3)
    if decoded.samples.shape != expected:
        raise CannotShow("codestream_mismatch", {"what": "shape"})
    bits = d.bits_stored
    if decoded.bits is not None and not d.has_overlay_bits:
        # Signs sit at the top of the shorter of both; unsigned data keeps every bit.
        bits = min(bits, decoded.bits) if d.signed else max(bits, decoded.bits)
    return StoredFrame(
        raw=decoded.samples,
        colour=decoded.colour,
        bits=min(bits, 8 * decoded.samples.dtype.itemsize),
        shift=d.high_bit + 1 - d.bits_stored if is_words else 0,
        signed=d.signed,
        container_bytes=d.container_bytes,
        lossy=decoded.lossy,
    )


def _native(source: PixelSource, d: PixelDescription, index: int) -> StoredFrame:
    raw, colour = _native_samples(source, d, index), d.photometric
    if colour == _PACKED_422 and d.samples == 3:
        colour = "YBR_FULL"
    return StoredFrame(
        raw=raw,
        colour=colour,
        bits=d.bits_stored,
        shift=d.high_bit + 1 - d.bits_stored,
        signed=d.signed and d.kind == "integer",
        container_bytes=d.container_bytes,
    )


def _native_samples(source: PixelSource, d: PixelDescription, index: int) -> np.ndarray:
    if d.bits_allocated == 1:
        return _packed_bits(source, d, index)
    frame_bytes = d.frame_bits // 8
    data = source.native_bytes(index * frame_bytes, frame_bytes)
    if source.is_big_endian and d.bits_allocated == 8 and source.vr == "OW":
        data = _swapped_bytes(source, index * frame_bytes, frame_bytes)
    kind = "u" if d.kind == "integer" else "f"
    order = ">" if source.is_big_endian else "<"
    words = data.view(np.dtype(f"{order}{kind}{d.container_bytes}"))
    if sys.byteorder == "little" and not source.is_big_endian:
        words = words.view(words.dtype.newbyteorder("="))
    if d.samples == 1:
        return words.reshape(d.rows, d.columns)
    if d.photometric == _PACKED_422:
        return _unpacked_422(words, d)
    if d.planar:
        return np.moveaxis(words.reshape(3, d.rows, d.columns), 0, -1)
    return words.reshape(d.rows, d.columns, 3)


def _packed_bits(source: PixelSource, d: PixelDescription, index: int) -> np.ndarray:
    """Unpack one bit per pixel; frames follow each other without padding (PS3.5 8.1.1)."""
    first_bit = index * d.frame_bits
    first_byte, last_byte = first_bit // 8, -(-(first_bit + d.frame_bits) // 8)
    data = source.native_bytes(first_byte, last_byte - first_byte)
    if source.is_big_endian and source.vr == "OW":
        data = _swapped_bytes(source, first_byte, last_byte - first_byte)
    bits = np.unpackbits(data, bitorder="little")
    skip = first_bit - 8 * first_byte
    return bits[skip : skip + d.frame_bits].reshape(d.rows, d.columns)


def _swapped_bytes(source: PixelSource, at: int, count: int) -> np.ndarray:
    """Return bytes that were written as big-endian words of two (VR OW)."""
    even = at - at % 2
    words = source.native_bytes(even, count + at % 2 + (count + at) % 2).reshape(-1, 2)
    return np.ascontiguousarray(words[:, ::-1]).reshape(-1)[at - even : at - even + count]


def _unpacked_422(words: np.ndarray, d: PixelDescription) -> np.ndarray:
    """Spread Y1 Y2 Cb Cr groups to full colour per pixel (PS3.3 C.7.6.3.1.2)."""
    groups = words.reshape(d.rows, -1, 4)
    out = np.empty((d.rows, d.columns, 3), words.dtype)
    out[:, 0::2, 0], out[:, 1::2, 0] = groups[:, :, 0], groups[:, :, 1]
    for channel in (1, 2):
        out[:, :, channel] = np.repeat(groups[:, :, channel + 1], 2, axis=1)
    return out
