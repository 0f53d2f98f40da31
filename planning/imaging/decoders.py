"""Which decoder reads which transfer syntax: our choice, never the order of imports.

Every function takes one frame and its description and returns the samples together with
the colour model in which they come. Each codestream's own header is checked first.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import imagecodecs
import numpy as np
from rle.utils import decode_frame as decode_rle

from planning.imaging.codestreams import (
    CodestreamHeader,
    check,
    check_whole,
    jpeg,
    jpeg2000,
    jpegxl,
)
from planning.imaging.codestreams.filled import check_enough, check_not_filled
from planning.imaging.codestreams.rle import check_rle
from planning.imaging.description import PixelDescription
from planning.imaging.refusal import CannotShow

_ROOT = "1.2.840.10008.1.2."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Samples of a frame: rows x columns (x 3), and their colour model.

    ``bits`` is the depth that the codestream gives, None when it gives none; ``lossy`` is
    True where the codestream itself says that values were changed.
    """

    samples: np.ndarray
    colour: str
    bits: int | None = None
    lossy: bool | None = None


Decoder = Callable[[bytes, PixelDescription], Decoded]


def _jpeg(data: bytes, description: PixelDescription) -> Decoded:
    header = jpeg.read_header(data)
    _check(header, description)
    check_whole(data)
    check_enough(data, header)
    decode, colour = _jpeg_decoder(header, description)
    samples = decode(data)
    if header.reversible or header.is_sequential:
        check_not_filled(samples, data, decode)
    return Decoded(samples, colour, header.bits, not header.reversible)


def _jpeg_decoder(
    header: CodestreamHeader, description: PixelDescription
) -> tuple[Callable[[bytes], np.ndarray], str]:
    """Return how to decode, and the colour model that comes out."""
    if description.samples == 1:
        return imagecodecs.jpeg8_decode, description.photometric
    # The codestream knows its colour better than the data set does; lossless processes
    # never transform.
    is_rgb = header.components_are_rgb
    if is_rgb is None or header.reversible:
        is_rgb = description.photometric == "RGB"
    coded = "RGB" if is_rgb or header.reversible else "YCBCR"
    decode = partial(imagecodecs.jpeg8_decode, colorspace=coded, outcolorspace="RGB")
    return decode, "RGB" if is_rgb or coded == "YCBCR" else description.photometric


def _jpeg_ls(data: bytes, description: PixelDescription) -> Decoded:
    header = jpeg.read_header(data)
    _check(header, description)
    # CharLS takes half a minute to see that a small colour frame is cut.
    check_whole(data)
    lossy = bool(jpeg.near(data))
    return Decoded(imagecodecs.jpegls_decode(data), description.photometric, header.bits, lossy)


def _jpeg_2000(data: bytes, description: PixelDescription) -> Decoded:
    # OpenJPEG for HTJ2K too: it refuses a cut codestream, and its irreversible transform
    # clips; imagecodecs 2026.3.6 with OpenJPH fills up the one and wraps white to black.
    header = jpeg2000.read_header(data)
    _check(header, description)
    colour = description.photometric
    if header.components_are_rgb or colour in ("YBR_ICT", "YBR_RCT"):
        colour = "RGB"
    lossy = None if header.reversible is None else not header.reversible
    return Decoded(imagecodecs.jpeg2k_decode(data), colour, header.bits, lossy)


def _jpeg_xl(data: bytes, description: PixelDescription) -> Decoded:
    _check(jpegxl.read_header(data), description)
    samples = imagecodecs.jpegxl_decode(data)
    if samples.ndim == 3 and samples.shape[2] == 1:
        samples = samples[:, :, 0]
    # The decoder undoes XYB and gives the colour model that the file names: RGB.
    return Decoded(samples, "RGB" if description.samples == 3 else description.photometric)


def _rle(data: bytes, description: PixelDescription) -> Decoded:
    d = description
    check_rle(
        data,
        rows=d.rows,
        columns=d.columns,
        samples=d.samples,
        bits_allocated=d.bits_allocated,
    )
    planes = decode_rle(data, d.rows * d.columns, d.bits_allocated, "<")
    values = np.frombuffer(planes, f"<u{d.container_bytes}")
    values = values.reshape(d.samples, d.rows, d.columns)
    samples = values[0] if d.samples == 1 else np.moveaxis(values, 0, -1)
    return Decoded(samples, d.photometric)


def _deflated_frame(data: bytes, description: PixelDescription) -> Decoded:
    expected = -(-description.frame_bits // 8)
    inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, expected + 1)
    return _uncompressed_frame(inflated, description)


def _uncompressed_frame(data: bytes, description: PixelDescription) -> Decoded:
    d = description
    expected = -(-d.frame_bits // 8)
    if len(data) < expected:
        raise CannotShow("pixels_truncated", {"expected": expected, "found": len(data)})
    if d.bits_allocated == 1:
        bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
        return Decoded(bits[: d.rows * d.columns].reshape(d.rows, d.columns), d.photometric)
    values = np.frombuffer(data, f"<u{d.container_bytes}", d.rows * d.columns * d.samples)
    if d.samples == 1:
        return Decoded(values.reshape(d.rows, d.columns), d.photometric)
    if d.planar:
        return Decoded(np.moveaxis(values.reshape(3, d.rows, d.columns), 0, -1), d.photometric)
    return Decoded(values.reshape(d.rows, d.columns, 3), d.photometric)


def _check(header: object, d: PixelDescription) -> None:
    check(
        header,
        rows=d.rows,
        columns=d.columns,
        samples=d.samples,
        bits_allocated=d.bits_allocated,
    )


def _for(decoder: Decoder, *suffixes: str) -> dict[str, Decoder]:
    return {_ROOT + suffix: decoder for suffix in suffixes}


DECODERS: Mapping[str, Decoder] = MappingProxyType(
    _for(_jpeg, "4.50", "4.51", "4.53", "4.55", "4.57", "4.70")
    | _for(_jpeg_ls, "4.80", "4.81")
    | _for(_jpeg_2000, "4.90", "4.91", "4.201", "4.202", "4.203")
    | _for(_jpeg_xl, "4.110", "4.111", "4.112")
    | _for(_rle, "5")
    | _for(_deflated_frame, "8.1")
    | _for(_uncompressed_frame, "1.98")
)
WORDS = frozenset(_ROOT + suffix for suffix in ("5", "8.1", "1.98"))
"""Coded as words of Bits Allocated, in which the stored bits need not be the lowest."""
VIDEO = frozenset(
    _ROOT + suffix
    for suffix in (
        *("4.100", "4.100.1", "4.101", "4.101.1", "4.102", "4.102.1", "4.103", "4.103.1"),
        *("4.104", "4.104.1", "4.105", "4.105.1", "4.106", "4.106.1", "4.107", "4.108"),
        *("7.1", "7.2", "7.3"),
    )
)
"""MPEG and SMPTE ST 2110 streams: kept, never decoded here."""
ALWAYS_LOSSY = frozenset(_ROOT + suffix for suffix in ("4.50", "4.51", "4.53", "4.55"))
