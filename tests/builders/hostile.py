"""Files that mean harm or came to harm, one builder for each fault.

The names begin with the row of the fault catalogue. :data:`REFUSED` are those that the
gate must refuse, with the code; :data:`ACCEPTED` are well formed, so the gate lets them in
and whoever comes later has to cope with what they say.
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.builders.dicom_files import (
    COLUMNS,
    DEFLATED,
    EXPLICIT,
    FILM,
    IMPLICIT,
    JPEG,
    JPEG_2000,
    LITTLE,
    PIXELS,
    PREAMBLE,
    RLE,
    ROWS,
    UNDEFINED,
    Encoding,
    compressed_film,
    dataset,
    film,
    part10,
)

Build = Callable[[], bytes]

_PRIVATE_SEQUENCE = 0x00091010
_SOURCE_IMAGES = 0x00082112


def nested(depth: int, *, undefined: bool = True, encoding: Encoding = LITTLE) -> bytes:
    """Sequences within sequences, built from the inside in linear time when undefined."""
    if undefined:
        opening = encoding.element(_SOURCE_IMAGES, "SQ", b"", UNDEFINED)
        opening += encoding.item(b"", 0)[:4] + struct.pack("<I", UNDEFINED)
        closing = encoding.delimiter(0xE00D) + encoding.delimiter(0xE0DD)
        return opening * depth + closing * depth
    content = b""
    for _ in range(depth):
        content = encoding.sequence(_SOURCE_IMAGES, [encoding.item(content)])
    return content


def with_sequence(sequence: bytes, transfer_syntax: str = EXPLICIT) -> bytes:
    """A radiograph with this in place of its Source Image Sequence."""
    encoding = Encoding(explicit=transfer_syntax != IMPLICIT)
    content = dataset(encoding=encoding, extra={_SOURCE_IMAGES: sequence})
    return part10(content, transfer_syntax=transfer_syntax)


def empty_items(count: int) -> bytes:
    """One sequence of empty items: 8 bytes each, a hundred times more in memory."""
    return with_sequence(LITTLE.sequence(_SOURCE_IMAGES, [LITTLE.item(b"")] * count))


def many_elements(count: int) -> bytes:
    """Private elements without a value."""
    element = LITTLE.element(0x00091001, "LO", b"")
    return part10(dataset(extra={0x00091001: element * count}))


def deflated(content: bytes) -> bytes:
    """A deflated Part 10 file of this data set."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return part10(packer.compress(content) + packer.flush(), transfer_syntax=DEFLATED)


def deflated_bomb(inflated_bytes: int) -> bytes:
    """A data set of zeros, a thousand times smaller on the way."""
    zeros = LITTLE.element(0x00091001, "OB", bytes(inflated_bytes))
    return deflated(dataset(extra={0x00091001: zeros}))


def truncated_deflate() -> bytes:
    """A deflated film without its last bytes."""
    return deflated(dataset())[:-20]


def giant_length() -> bytes:
    """An element of 4 GB in a file of 2 kB."""
    element = LITTLE.element(0x00091001, "OB", b"abcd", 0xFFFFFFF0)
    return part10(dataset(extra={0x00091001: element}))


def unclosed_sequence() -> bytes:
    """A sequence of undefined length that never ends."""
    return part10(dataset({"PixelData": None})[:-2] + nested(2)[:-16])


def unclosed_pixels() -> bytes:
    """Fragments without the delimiter at the end."""
    return compressed_film(RLE, [b"\1" + bytes(70)])[:-8]


def fragment_beyond_file() -> bytes:
    """A fragment that claims more bytes than the file has."""
    pixels = LITTLE.element(0x7FE00010, "OB", LITTLE.item(b""), UNDEFINED)
    pixels += LITTLE.item(b"abcd", 0x00FFFFFE)
    content = dataset({"PixelData": None}, extra={0x7FE00010: pixels})
    return part10(content, transfer_syntax=RLE)


def prefixes() -> list[bytes]:
    """Every proper prefix of a valid film, as a full disc or a cut line leaves them."""
    whole = film()
    return [whole[:length] for length in range(len(whole))]


def tiny_jpeg() -> bytes:
    """A JPEG of 8 x 8 pixels."""
    return _image("JPEG")


def tiny_jpeg_2000() -> bytes:
    """A JPEG 2000 codestream of 8 x 8 pixels."""
    return _image("JPEG2000", no_jp2=True)


def tiny_rle() -> bytes:
    """An RLE frame of one segment: a header and 128 zeros (PS3.5 annex G)."""
    return struct.pack("<16I", 1, 64, *([0] * 14)) + b"\x81\x00"


def _image(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 8), 7).save(out, kind, **options)
    return out.getvalue()


def huge_header(syntax: str, codestream: bytes) -> bytes:
    """A small codestream behind a header of 12,000 x 20,000 pixels (F02)."""
    sizes = {"Rows": 12_000, "Columns": 20_000}
    depth = {"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}
    return compressed_film(syntax, [codestream], **sizes, **depth)


def odd_bits(**changes: object) -> bytes:
    """An image whose description cannot be true."""
    return film(**changes)


def dicomdir(reference: str) -> bytes:
    """A directory whose only record points somewhere (F19)."""
    record = LITTLE.element(0x00041400, "UL", struct.pack("<I", 0))
    record += LITTLE.element(0x00041430, "CS", b"IMAGE ")
    record += LITTLE.element(0x00041500, "CS", LITTLE.value("CS", reference))
    content = LITTLE.sequence(0x00041220, [LITTLE.item(record)])
    return part10(content, sop_class="1.2.840.10008.1.3.10", sop_instance="1.2.3")


_PE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(60)
PREAMBLES = {
    "pe": _PE,
    "elf": b"\x7fELF" + bytes(124),
    "html": b"<html><script>alert(1)</script>".ljust(128),
    "tiff": b"II*\0" + bytes(124),
}

REFUSED: dict[str, tuple[Build, str]] = {
    "F01 65535 x 65535": (lambda: film(Rows=65535, Columns=65535), "image_too_large"),
    "F01 two thousand million frames": (
        lambda: film(NumberOfFrames=str(2**31 - 1)),
        "image_too_large",
    ),
    "F01 20000 x 20000 x 16 bit": (lambda: film(Rows=20000, Columns=20000), "image_too_large"),
    "F03 deflated bomb": (lambda: deflated_bomb(200 * 2**20), "inflates_too_much"),
    "F03 deflated and cut": (truncated_deflate, "truncated"),
    "F03 deflated nonsense": (
        lambda: part10(b"\xff" * 500, transfer_syntax=DEFLATED),
        "damaged",
    ),
    "F04 nested 100000": (lambda: with_sequence(nested(100_000)), "too_deep"),
    "F04 nested 300": (lambda: with_sequence(nested(300)), "too_deep"),
    "F04 nested 60": (lambda: with_sequence(nested(60)), "too_deep"),
    "F04 nested 33": (lambda: with_sequence(nested(33)), "too_deep"),
    "F04 nested 60, lengths given": (
        lambda: with_sequence(nested(60, undefined=False)),
        "too_deep",
    ),
    "F04 nested 60, implicit": (
        lambda: with_sequence(
            nested(60, undefined=False, encoding=Encoding(explicit=False)), IMPLICIT
        ),
        "too_deep",
    ),
    "F04 nested 60, as UN": (
        lambda: with_sequence(
            LITTLE.element(
                _PRIVATE_SEQUENCE,
                "UN",
                LITTLE.item(nested(60, undefined=False, encoding=Encoding(explicit=False))),
            )
        ),
        "too_deep",
    ),
    "F04 half a million empty items": (lambda: empty_items(500_000), "too_many_elements"),
    "F04 a hundred thousand elements": (lambda: many_elements(100_000), "too_many_elements"),
    "F06 length of 4 GB": (giant_length, "truncated"),
    "F06 unclosed sequence": (unclosed_sequence, "truncated"),
    "F06 unclosed pixel data": (unclosed_pixels, "truncated"),
    "F06 fragment beyond the file": (fragment_beyond_file, "truncated"),
    "F06 nothing behind the header": (lambda: part10(b""), "empty_dataset"),
    "F06 item of another length": (
        lambda: with_sequence(LITTLE.sequence(_SOURCE_IMAGES, [LITTLE.item(b"", 8)])),
        "damaged",
    ),
    "F07 pixel data cut off": (lambda: film(PixelData=None), "pixels_missing"),
    "F09 png": (lambda: _image("PNG"), "not_dicom"),
    "F09 html": (lambda: b"<!DOCTYPE html><html></html>", "not_dicom"),
    "F09 program": (lambda: _PE, "not_dicom"),
    "F09 gzip": (lambda: gzip.compress(film()), "not_dicom"),
    "F09 nothing": (lambda: b"", "not_dicom"),
    "F09 only DICM": (lambda: b"DICM", "not_dicom"),
    "F09 zeros": (lambda: bytes(10_000), "not_dicom"),
    "F09 begins like a data set": (lambda: b"\x08\0\x05\0CS\x0a\0" + b"\xa5" * 500, "not_dicom"),
    "F10 7 bits": (lambda: odd_bits(BitsAllocated=7), "bad_image_description"),
    "F10 0 bits": (lambda: odd_bits(BitsAllocated=0), "bad_image_description"),
    "F10 128 bits": (lambda: odd_bits(BitsAllocated=128), "bad_image_description"),
    "F10 high bit 31": (lambda: odd_bits(HighBit=31), "bad_image_description"),
    "F10 more stored than allocated": (lambda: odd_bits(BitsStored=17), "bad_image_description"),
    "F10 65535 samples": (lambda: odd_bits(SamplesPerPixel=65535), "bad_image_description"),
    "F10 no rows": (lambda: odd_bits(Rows=0), "bad_image_description"),
    "F10 a frame too few": (lambda: odd_bits(NumberOfFrames="2"), "pixels_do_not_fit"),
    "F10 minus one frame": (lambda: odd_bits(NumberOfFrames="-1"), "bad_image_description"),
    "F10 data short": (lambda: film(PixelData=PIXELS[:-2]), "pixels_do_not_fit"),
    "F10 data half": (lambda: film(PixelData=PIXELS[: len(PIXELS) // 2]), "pixels_do_not_fit"),
    "F10 data double": (lambda: film(PixelData=PIXELS * 2), "pixels_do_not_fit"),
    "F10 fewer fragments than frames": (
        lambda: compressed_film(RLE, [tiny_rle()], NumberOfFrames="3"),
        "pixels_do_not_fit",
    ),
    "F12 frames of 60000 digits": (
        lambda: film(NumberOfFrames="9" * 60_000),
        "bad_image_description",
    ),
    "F12 a text of 100 kB": (
        lambda: part10(
            dataset(extra={0x00204000: LITTLE.element(0x00204000, "UT", b"x" * 100_000)})
        ),
        "text_too_long",
    ),
    "F19 directory with a traversal": (lambda: dicomdir("..\\..\\ETC\\PASSWD"), "dicomdir"),
    "F19 directory that names itself": (lambda: dicomdir("DICOMDIR"), "dicomdir"),
    "unknown transfer syntax": (
        lambda: part10(dataset(), transfer_syntax="1.2.3.4.5"),
        "unsupported_transfer_syntax",
    ),
    "private transfer syntax": (
        lambda: part10(dataset(), transfer_syntax="1.2.840.113619.5.2"),
        "unsupported_transfer_syntax",
    ),
    "native pixels said to be JPEG": (
        lambda: part10(dataset(), transfer_syntax=JPEG),
        "transfer_syntax_mismatch",
    ),
    "fragments said to be native": (
        lambda: compressed_film(EXPLICIT, [tiny_jpeg()]),
        "transfer_syntax_mismatch",
    ),
}
for _name, _uid in {
    "a path": "../../../tmp/hostile_escape",
    "an absolute path": "/tmp/hostile_escape",
    "NUL": "1.2\0.3",
    "300 characters": "1." + "2" * 298,
    "two values": "1.2\\1.3",
    "markup": "<b>1</b>",
    "a line break": "1.2\n.3",
}.items():
    for _keyword in ("SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "SOPClassUID"):
        REFUSED[f"D07 {_name} as {_keyword}"] = (
            lambda keyword=_keyword, uid=_uid: film(**{keyword: uid}),
            "bad_uid",
        )

ACCEPTED: dict[str, Build] = {
    "F02 huge header, RLE": lambda: huge_header(RLE, tiny_rle()),
    "F02 huge header, JPEG": lambda: huge_header(JPEG, tiny_jpeg()),
    "F02 huge header, JPEG 2000": lambda: huge_header(JPEG_2000, tiny_jpeg_2000()),
    "F04 nested 32": lambda: with_sequence(nested(32)),
    "F12 number of 60000 digits": lambda: film(InstanceNumber="9" * 60_000),
    "F12 impossible dates": lambda: film(StudyDate="20240231", PatientBirthDate="yesterday"),
    "F12 DS abc": lambda: film(DistanceSourceToDetector="abc", RescaleSlope="nan"),
}
for _name, _raw in PREAMBLES.items():
    ACCEPTED[f"F14 preamble {_name}"] = lambda raw=_raw: part10(dataset(), preamble=raw)
for _spacing in ("0\\0", "-0.14\\-0.14", "1e-9\\1e-9", "1e6\\1e6", "nan\\nan", "0.14", "0.1\\0.2"):
    ACCEPTED[f"D08 spacing {_spacing}"] = lambda spacing=_spacing: film(
        PixelSpacing=spacing, ImagerPixelSpacing=None
    )
ACCEPTED["D08 no spacing"] = lambda: film(PixelSpacing=None, ImagerPixelSpacing=None)
ACCEPTED["D08 only at the detector"] = lambda: film(PixelSpacing=None)
for _window in ("0", "-5", "nan", "1e308", "abc"):
    ACCEPTED[f"D10 window {_window}"] = lambda width=_window: film(WindowWidth=width)
for _slope in ("0", "1e308", "-1", "nan"):
    ACCEPTED[f"D10 slope {_slope}"] = lambda slope=_slope: film(RescaleSlope=slope)
for _codec in ("utf_7", "unicode_escape", "cp037", "utf_16", "punycode"):
    ACCEPTED[f"D12 text decoder {_codec}"] = lambda codec=_codec: film(
        SpecificCharacterSet=codec, PatientName="+ADw-b+AD4-"
    )

__all__ = ["ACCEPTED", "COLUMNS", "FILM", "PREAMBLE", "PREAMBLES", "REFUSED", "ROWS"]
