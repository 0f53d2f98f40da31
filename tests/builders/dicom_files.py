"""DICOM files written byte by byte, so that they can be wrong in exactly one way.

Nothing here uses the code under test. ``film()`` is a small valid radiograph; every
keyword changes one element, ``None`` leaves it out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from pydicom.datadict import DicomDictionary, tag_for_keyword

IMPLICIT = "1.2.840.10008.1.2"
EXPLICIT = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
BIG = "1.2.840.10008.1.2.2"
JPEG = "1.2.840.10008.1.2.4.50"
JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70"
JPEG_LS = "1.2.840.10008.1.2.4.80"
JPEG_2000 = "1.2.840.10008.1.2.4.90"
RLE = "1.2.840.10008.1.2.5"
MPEG4 = "1.2.840.10008.1.2.4.102"

DX = "1.2.840.10008.5.1.4.1.1.1.1"
SR = "1.2.840.10008.5.1.4.1.1.88.11"

UNDEFINED = 0xFFFFFFFF
PREAMBLE = bytes(128)
_LONG_VRS = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"}
_BINARY = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FL": "f", "FD": "d"}

ROWS, COLUMNS = 12, 16
PIXELS = struct.pack(f"<{ROWS * COLUMNS}H", *range(ROWS * COLUMNS))

FILM: dict[str, object] = {
    "SpecificCharacterSet": "ISO_IR 192",
    "ImageType": "ORIGINAL\\PRIMARY",
    "SOPClassUID": DX,
    "SOPInstanceUID": "1.2.826.0.1.3680043.10.1.1.1",
    "StudyDate": "20240131",
    "AcquisitionDate": "20240131",
    "StudyTime": "101530",
    "AccessionNumber": "A1",
    "Modality": "DX",
    "PresentationIntentType": "FOR PRESENTATION",
    "StudyDescription": "Pelvis",
    "SeriesDescription": "AP",
    "PatientName": "Müller^Anna",
    "PatientID": "P1",
    "IssuerOfPatientID": "HOSP_A",
    "PatientBirthDate": "19500517",
    "PatientSex": "F",
    "BodyPartExamined": "PELVIS",
    "DistanceSourceToDetector": "1150",
    "ImagerPixelSpacing": "0.139\\0.139",
    "ViewPosition": "AP",
    "StudyInstanceUID": "1.2.826.0.1.3680043.10.1",
    "SeriesInstanceUID": "1.2.826.0.1.3680043.10.1.1",
    "SeriesNumber": "1",
    "InstanceNumber": "1",
    "PatientOrientation": "L\\F",
    "ImageLaterality": "B",
    "SamplesPerPixel": 1,
    "PhotometricInterpretation": "MONOCHROME2",
    "Rows": ROWS,
    "Columns": COLUMNS,
    "BitsAllocated": 16,
    "BitsStored": 12,
    "HighBit": 11,
    "PixelRepresentation": 0,
    "PixelSpacing": "0.139\\0.139",
    "WindowCenter": "96",
    "WindowWidth": "192",
    "RescaleIntercept": "0",
    "RescaleSlope": "1",
    "RescaleType": "US",
    "PresentationLUTShape": "IDENTITY",
    "PixelData": PIXELS,
}


class Encoding:
    """How elements are written.

    Parameters
    ----------
    explicit, little : bool
        VR in the file, and byte order.
    """

    def __init__(self, *, explicit: bool = True, little: bool = True):
        self.explicit = explicit
        self.sign = "<" if little else ">"

    def element(self, tag: int, vr: str, value: bytes, length: int | None = None) -> bytes:
        """Write one element; ``length`` overrules the true one."""
        declared = len(value) if length is None else length
        head = struct.pack(f"{self.sign}HH", tag >> 16, tag & 0xFFFF)
        if not self.explicit:
            return head + struct.pack(f"{self.sign}I", declared) + value
        if vr in _LONG_VRS:
            return head + vr.encode() + b"\0\0" + struct.pack(f"{self.sign}I", declared) + value
        return head + vr.encode() + struct.pack(f"{self.sign}H", declared) + value

    def item(self, content: bytes, length: int | None = None) -> bytes:
        """Write one item; with :data:`UNDEFINED` it gets a delimiter."""
        declared = len(content) if length is None else length
        head = struct.pack(f"{self.sign}HHI", 0xFFFE, 0xE000, declared)
        return head + content + (self.delimiter(0xE00D) if length == UNDEFINED else b"")

    def delimiter(self, element: int) -> bytes:
        """Item (E00D) or sequence (E0DD) delimitation item."""
        return struct.pack(f"{self.sign}HHI", 0xFFFE, element, 0)

    def sequence(self, tag: int, items: Iterable[bytes], *, undefined: bool = False) -> bytes:
        """Write a sequence of encoded items."""
        content = b"".join(items)
        if undefined:
            return self.element(tag, "SQ", content, UNDEFINED) + self.delimiter(0xE0DD)
        return self.element(tag, "SQ", content)

    def encapsulated(self, fragments: Iterable[bytes], offsets: Iterable[int] = ()) -> bytes:
        """Write Pixel Data of fragments (PS3.5 A.4)."""
        table = b"".join(struct.pack("<I", offset) for offset in offsets)
        padded = (part + b"\0" * (len(part) % 2) for part in fragments)
        items = b"".join(self.item(part) for part in (table, *padded))
        return self.element(0x7FE00010, "OB", items, UNDEFINED) + self.delimiter(0xE0DD)

    def value(self, vr: str, value: object) -> bytes:
        """Encode a value for its VR, padded to even length."""
        if isinstance(value, bytes):
            return value
        if vr in _BINARY:
            numbers = value if isinstance(value, tuple) else (value,)
            return struct.pack(f"{self.sign}{len(numbers)}{_BINARY[vr]}", *numbers)
        raw = str(value).encode()
        return raw + (b"\0" if vr == "UI" else b" ") * (len(raw) % 2)

    def named(self, keyword: str, value: object) -> bytes:
        """Write the element of a keyword."""
        tag = tag_for_keyword(keyword)
        vr = DicomDictionary[tag][0]
        vr = {"US or SS": "US", "OB or OW": "OW"}.get(vr, vr)
        if keyword == "PixelData" and self.sign == ">":
            value = struct.pack(
                f">{len(value) // 2}H", *struct.unpack(f"<{len(value) // 2}H", value)
            )
        return self.element(tag, vr, self.value(vr, value))


LITTLE = Encoding()


def dataset(
    changes: Mapping[str, object | None] | None = None,
    *,
    encoding: Encoding = LITTLE,
    extra: Mapping[int, bytes] | None = None,
) -> bytes:
    """Write the data set of :data:`FILM` with changes.

    Parameters
    ----------
    changes : mapping
        Keyword → value, or None to leave the element out.
    encoding : Encoding
    extra : mapping of int to bytes
        Tag → bytes that stand where the element of this tag would.
    """
    values = {**FILM, **(changes or {})}
    parts = {
        tag_for_keyword(keyword): encoding.named(keyword, value)
        for keyword, value in values.items()
        if value is not None
    }
    parts.update(extra or {})
    return b"".join(parts[tag] for tag in sorted(parts))


def part10(
    content: bytes,
    *,
    transfer_syntax: str | None = EXPLICIT,
    sop_class: str = DX,
    sop_instance: str = "1.2.826.0.1.3680043.10.1.1.1",
    preamble: bytes = PREAMBLE,
) -> bytes:
    """Put preamble and file meta information in front of a data set."""
    group = LITTLE.element(0x00020001, "OB", b"\0\1")
    group += LITTLE.element(0x00020002, "UI", LITTLE.value("UI", sop_class))
    group += LITTLE.element(0x00020003, "UI", LITTLE.value("UI", sop_instance))
    if transfer_syntax is not None:
        group += LITTLE.element(0x00020010, "UI", LITTLE.value("UI", transfer_syntax))
    group += LITTLE.element(0x00020012, "UI", LITTLE.value("UI", "1.2.826.0.1.3680043.10"))
    length = LITTLE.element(0x00020000, "UL", struct.pack("<I", len(group)))
    return preamble + b"DICM" + length + group + content


def film(**changes: object | None) -> bytes:
    """Write a valid radiograph as a Part 10 file, changed by keyword."""
    return part10(dataset(changes))


def compressed_film(syntax: str, fragments: list[bytes], **changes: object | None) -> bytes:
    """Write a radiograph whose pixels are these fragments."""
    pixels = {0x7FE00010: LITTLE.encapsulated(fragments)}
    content = dataset({"PixelData": None, **changes}, extra=pixels)
    return part10(content, transfer_syntax=syntax)
