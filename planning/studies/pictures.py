"""PURE. Whether a file is a photograph: told by its first bytes, never by its name."""

from __future__ import annotations

from enum import StrEnum

HEAD_BYTES = 32
_TAKEN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_OTHERS = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
# ISO base media files of phones name their brand after `ftyp` (ISO/IEC 23008-12).
_BRANDS = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")


class Picture(StrEnum):
    """What a file is as a picture."""

    TAKEN = "taken"
    OTHER_FORMAT = "other_format"
    NONE = "none"


def picture_of(head: bytes) -> Picture:
    """Tell whether a file is a PNG or JPEG picture, one in another format, or none.

    Parameters
    ----------
    head : bytes
        The first :data:`HEAD_BYTES` bytes. A preamble of DICOM may look like any of them,
        so ask only about what the gate has refused.
    """
    if head.startswith(_TAKEN):
        return Picture.TAKEN
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    phone = head[4:8] == b"ftyp" and head[8:12] in _BRANDS
    if head.startswith(_OTHERS) or webp or phone:
        return Picture.OTHER_FORMAT
    return Picture.NONE
