"""Opening a stored file and finding its pixels without reading them.

pydicom reads the header; the position of the pixel data is kept, so that uncompressed
films are mapped into memory and compressed ones are read one frame at a time.
"""

from __future__ import annotations

import io
import mmap
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pydicom
from pydicom.dataset import Dataset
from pydicom.encaps import get_frame
from pydicom.filereader import read_dataset, read_sequence

from planning.imaging.attributes import raw
from planning.imaging.refusal import CannotShow

IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
NATIVE = frozenset({IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED})
MAX_INFLATED_BYTES = 544 * 2**20

_PIXEL_KEYWORDS = {
    0x7FE00008: "FloatPixelData",
    0x7FE00009: "DoubleFloatPixelData",
    0x7FE00010: "PixelData",
}
_EXPLICIT_VRS = {b"OB", b"OW", b"OF", b"OD", b"OL", b"OV", b"UN"}
_UNDEFINED = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class PixelSource:
    """A data set without its pixels, and where those lie.

    ``length`` is None for encapsulated pixel data; ``start`` is the first byte of the
    value (of the Basic Offset Table when encapsulated).
    """

    header: Dataset
    transfer_syntax: str
    pixel_keyword: str
    vr: str
    start: int
    length: int | None
    file: BinaryIO

    @property
    def is_big_endian(self) -> bool:
        """Whether words are stored most significant byte first."""
        return self.transfer_syntax == EXPLICIT_BIG

    def native_bytes(self, at: int, count: int) -> np.ndarray:
        """Return ``count`` bytes of uncompressed pixel data, mapped where possible.

        Raises
        ------
        CannotShow
            ``pixels_truncated`` when the file or the element ends before.
        """
        have = self._size() - self.start
        if self.length is not None:
            have = min(have, self.length)
        if at + count > have:
            raise CannotShow("pixels_truncated", {"expected": at + count, "found": max(0, have)})
        if isinstance(self.file, io.BytesIO):
            return np.frombuffer(self.file.getbuffer(), np.uint8, count, self.start + at)
        mapped = mmap.mmap(self.file.fileno(), 0, access=mmap.ACCESS_READ)
        return np.frombuffer(mapped, np.uint8, count, self.start + at)

    def compressed_frame(self, index: int, frames: int) -> bytes:
        """Return the codestream of one frame (0-based), its fragments joined.

        Raises
        ------
        CannotShow
            ``decode_failed`` when the fragments cannot be followed.
        """
        offsets = raw(self.header, "ExtendedOffsetTable")
        lengths = raw(self.header, "ExtendedOffsetTableLengths")
        extended = (offsets, lengths) if offsets and lengths else None
        self.file.seek(self.start)
        try:
            return get_frame(self.file, index, number_of_frames=frames, extended_offsets=extended)
        except (ValueError, EOFError, OSError, TypeError) as error:
            raise CannotShow("decode_failed", {"cause": "fragments"}) from error

    def close(self) -> None:
        """Close the file; pixels that were taken from it stay usable."""
        # An inflated data set cannot be closed while pixels still look into it.
        if not isinstance(self.file, io.BytesIO):
            self.file.close()

    def _size(self) -> int:
        if isinstance(self.file, io.BytesIO):
            return self.file.getbuffer().nbytes
        return Path(self.file.name).stat().st_size


def open_source(path: Path) -> PixelSource:
    """Read the header of a file up to its pixel data.

    Parameters
    ----------
    path : pathlib.Path
        A file that has passed the gate.

    Returns
    -------
    PixelSource
        Its file is open until it is closed.

    Raises
    ------
    CannotShow
        ``no_pixels`` when the object has none, ``too_large`` when a deflated data set
        grows beyond the limit, ``decode_failed`` when the header cannot be read.
    """
    file: BinaryIO = path.open("rb")
    try:
        return _opened(file)
    except CannotShow:
        file.close()
        raise


def _opened(file: BinaryIO) -> PixelSource:
    try:
        syntax = _transfer_syntax(file)
        if syntax == EXPLICIT_BIG:
            header = _big_endian_header(file)
        elif syntax == DEFLATED:
            compressed, file = file, _inflated(file)
            compressed.close()
            header = read_dataset(file, False, True, stop_when=_at_pixels)
        else:
            file.seek(0)
            # The gate has passed this file; here, in the child, is where it is read whole.
            header = pydicom.dcmread(file, stop_before_pixels=True, force=True)  # noqa: TID251
            syntax = str(header.file_meta.get("TransferSyntaxUID", "")) or _guessed(header)
    except CannotShow:
        raise
    except Exception as error:
        raise CannotShow("decode_failed", {"cause": "header"}) from error
    return _at_value(file, header, syntax)


def _at_pixels(tag: int, _vr: str | None, _length: int) -> bool:
    return int(tag) in _PIXEL_KEYWORDS


def _at_pixels_or_unknown(tag: int, vr: str | None, length: int) -> bool:
    return int(tag) in _PIXEL_KEYWORDS or (vr == "UN" and length == _UNDEFINED)


def _big_endian_header(file: BinaryIO) -> Dataset:
    """Read a big-endian header, stepping over sequences that are in little endian all the same.

    An unknown element of undefined length is a sequence in implicit VR, little endian, whatever
    the file is in (PS3.5 6.2.2, note 2); pydicom 3 reads it in the byte order of the file.
    """
    header = Dataset()
    while True:
        part = read_dataset(file, False, False, stop_when=_at_pixels_or_unknown)
        header.update(part)
        head = file.read(12)
        if head[4:6] != b"UN":
            file.seek(-len(head), io.SEEK_CUR)
            return header
        read_sequence(file, True, True, _UNDEFINED, ["iso8859"])


def _transfer_syntax(file: BinaryIO) -> str:
    if file.read(132)[128:] != b"DICM":
        return ""
    meta = read_dataset(file, False, True, stop_when=lambda tag, _vr, _length: tag.group != 2)
    return str(meta.get("TransferSyntaxUID", ""))


def _inflated(file: BinaryIO) -> io.BytesIO:
    """Inflate what follows the meta group, with a cap on the bytes that come out."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    out = io.BytesIO()
    while chunk := inflater.unconsumed_tail or file.read(2**20):
        out.write(inflater.decompress(chunk, 2**22))
        if out.tell() > MAX_INFLATED_BYTES:
            raise CannotShow("too_large", {"limit": MAX_INFLATED_BYTES // 10**6})
        if inflater.eof:
            break
    out.seek(0)
    return out


def _guessed(header: Dataset) -> str:
    is_implicit, is_little = header.original_encoding
    if is_little is False:
        return EXPLICIT_BIG
    return IMPLICIT_LITTLE if is_implicit else EXPLICIT_LITTLE


def _at_value(file: BinaryIO, header: Dataset, syntax: str) -> PixelSource:
    order = "big" if syntax == EXPLICIT_BIG else "little"
    head = file.read(12)
    group, element = (int.from_bytes(head[at : at + 2], order) for at in (0, 2))
    keyword = _PIXEL_KEYWORDS.get(group << 16 | element)
    if keyword is None or len(head) < 8:
        raise CannotShow("no_pixels")
    is_explicit = head[4:6] in _EXPLICIT_VRS
    length = int.from_bytes(head[8:12] if is_explicit else head[4:8], order)
    return PixelSource(
        header=header,
        transfer_syntax=syntax,
        pixel_keyword=keyword,
        vr=head[4:6].decode("ascii") if is_explicit else "OW",
        start=file.tell() - len(head) + (12 if is_explicit else 8),
        length=None if length == _UNDEFINED else length,
        file=file,
    )
