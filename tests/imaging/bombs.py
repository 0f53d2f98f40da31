"""Small files that ask for much: one for every decoder, built with real encoders."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
from pydicom.dataset import Dataset

from tests.imaging.films import SYNTAX_ROOT, film, write

SMALL_PX = 64
FLAT = np.zeros((SMALL_PX, SMALL_PX), np.uint8)


def _jpeg(data: bytes, rows: int, columns: int) -> bytes:
    """Write another size into the frame header of a JPEG or JPEG-LS codestream."""
    changed = bytearray(data)
    at = next(k for k in range(len(data) - 1) if data[k] == 0xFF and data[k + 1] in _FRAMES)
    changed[at + 5 : at + 9] = rows.to_bytes(2, "big") + columns.to_bytes(2, "big")
    return bytes(changed)


def _jpeg_2000(data: bytes, rows: int, columns: int) -> bytes:
    """Write another size of image and tile into the SIZ segment."""
    changed = bytearray(data)
    for at, value in ((8, columns), (12, rows), (24, columns), (28, rows)):
        changed[at : at + 4] = value.to_bytes(4, "big")
    return bytes(changed)


def _jpeg_xl(_data: bytes, rows: int, columns: int) -> bytes:
    """Return a frame whose size header says so: lengths of 30 bits, no ratio."""
    bits = (3 << 1) | ((rows - 1) << 3) | (3 << 36) | ((columns - 1) << 38)
    return b"\xff\x0a" + bits.to_bytes(16, "little") + bytes(64)


def _rle(data: bytes, rows: int, columns: int) -> bytes:
    """Return the frame as it is: RLE does not know its size."""
    return data


_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xF7}
_RLE_FRAME = b"\x01\0\0\0\x40\0\0\0".ljust(64, b"\0") + b"\x81\0" * 32
CODECS: dict[str, tuple[str, bytes, Callable[[bytes, int, int], bytes]]] = {
    "JPEG": ("4.50", imagecodecs.jpeg8_encode(FLAT), _jpeg),
    "JPEG lossless": ("4.70", imagecodecs.jpeg8_encode(FLAT, lossless=True), _jpeg),
    "JPEG-LS": ("4.80", imagecodecs.jpegls_encode(FLAT), _jpeg),
    "JPEG 2000": ("4.90", imagecodecs.jpeg2k_encode(FLAT, codecformat="j2k"), _jpeg_2000),
    "HTJ2K": ("4.201", imagecodecs.htj2k_encode(FLAT), _jpeg_2000),
    "JPEG XL": ("4.110", imagecodecs.jpegxl_encode(FLAT, lossless=True), _jpeg_xl),
    "RLE": ("5", _RLE_FRAME, _rle),
}


def bomb(path: Path, codec: str, *, film_px: int, codestream_px: int) -> Path:
    """Write a film whose header and whose codestream each claim a size."""
    syntax, data, resize = CODECS[codec]
    frame = data if codestream_px == SMALL_PX else resize(data, codestream_px, codestream_px)
    dataset = film(Rows=film_px, Columns=film_px, BitsAllocated=8, BitsStored=8, HighBit=7)
    # pydicom does not write the transfer syntaxes of JPEG XL yet.
    written = "4.201" if syntax == "4.110" else syntax
    write(path, dataset, syntax=written, frames=[frame])
    if written != syntax:
        names = [(SYNTAX_ROOT + each).encode() for each in (written, syntax)]
        path.write_bytes(path.read_bytes().replace(*names, 1))
    return path


def deflated_bomb(path: Path, size_bytes: int) -> Path:
    """Write a film of zeros in the deflated syntax, a thousand times smaller than it is."""
    columns = 20_000
    dataset = film(Rows=size_bytes // columns, Columns=columns)
    dataset.update({"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7, "NumberOfFrames": 4})
    dataset.PixelData = b"\0\0"
    dataset["PixelData"].VR = "OB"
    write(path, dataset, syntax="1")
    plain = path.read_bytes()
    at = plain.index(b"\xe0\x7f\x10\x00OB")
    start = _end_of_meta(plain)
    head = plain[start:at] + plain[at : at + 8] + size_bytes.to_bytes(4, "little")
    deflater = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    parts = [deflater.compress(head) + deflater.flush(zlib.Z_FULL_FLUSH)]
    # After a full flush every block of zeros is coded alike.
    block = deflater.compress(bytes(2**20)) + deflater.flush(zlib.Z_FULL_FLUSH)
    parts += [block] * (size_bytes // 2**20) + [deflater.flush()]
    meta = plain[:start].replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99", 1)
    path.write_bytes(_with_length(meta) + b"".join(parts))
    return path


def _end_of_meta(data: bytes) -> int:
    return 144 + int.from_bytes(data[140:144], "little")


def _with_length(meta: bytes) -> bytes:
    """Mend the lengths of the transfer syntax and of the meta group."""
    at = meta.index(b"\x02\x00\x10\x00UI")
    value = b"1.2.840.10008.1.2.1.99"
    mended = meta[: at + 6] + len(value).to_bytes(2, "little") + meta[at + 8 :]
    return mended[:140] + (len(mended) - 144).to_bytes(4, "little") + mended[144:]


def many_fragments(path: Path, count: int) -> Path:
    """Write a film whose pixel data are nothing but empty fragments."""
    dataset = film(Rows=64, Columns=64, BitsAllocated=8, BitsStored=8, HighBit=7)
    write(path, dataset, syntax="4.50", frames=[b"\0\0"])
    data = path.read_bytes()
    at = data.index(b"\xe0\x7f\x10\x00OB") + 12
    items = b"\xfe\xff\x00\xe0\0\0\0\0" * count + b"\xfe\xff\xdd\xe0\0\0\0\0"
    path.write_bytes(data[:at] + items)
    return path


def overlay_bomb(dataset: Dataset) -> Dataset:
    """Claim sixteen overlays of four thousand million pixels each, with two bytes of data."""
    for group in range(0x6000, 0x6020, 2):
        dataset.add_new((group, 0x0010), "US", 65535)
        dataset.add_new((group, 0x0011), "US", 65535)
        dataset.add_new((group, 0x0015), "IS", 2**31 - 1)
        dataset.add_new((group, 0x0050), "SS", [-32768, -32768])
        dataset.add_new((group, 0x0100), "US", 1)
        dataset.add_new((group, 0x0102), "US", 0)
        dataset.add_new((group, 0x3000), "OW", b"\xff\xff")
    return dataset
