"""PURE. The transfer syntaxes that are let in (PS3.6 Annex A, PS3.5 Annex A).

Being let in does not mean that the pixels can be decoded here: MPEG is kept and said so.
Private syntaxes, and those that keep the pixels elsewhere (JPIP), are not in the list.
"""

from __future__ import annotations

from dataclasses import dataclass

_ROOT = "1.2.840.10008.1.2"

IMPLICIT_LITTLE = _ROOT
EXPLICIT_LITTLE = f"{_ROOT}.1"
DEFLATED_LITTLE = f"{_ROOT}.1.99"
EXPLICIT_BIG = f"{_ROOT}.2"


@dataclass(frozen=True, slots=True)
class TransferSyntax:
    """How a data set and its pixels are written."""

    uid: str
    name: str
    explicit: bool = True
    little: bool = True
    deflated: bool = False
    encapsulated: bool = True
    video: bool = False
    """One fragment may hold many frames."""


_NATIVE = (
    TransferSyntax(
        IMPLICIT_LITTLE, "Implicit VR Little Endian", explicit=False, encapsulated=False
    ),
    TransferSyntax(EXPLICIT_LITTLE, "Explicit VR Little Endian", encapsulated=False),
    TransferSyntax(
        DEFLATED_LITTLE, "Deflated Explicit VR Little Endian", deflated=True, encapsulated=False
    ),
    TransferSyntax(EXPLICIT_BIG, "Explicit VR Big Endian", little=False, encapsulated=False),
)

_ENCAPSULATED = {
    "1.98": "Encapsulated Uncompressed Explicit VR Little Endian",
    "4.50": "JPEG Baseline",
    "4.51": "JPEG Extended",
    "4.52": "JPEG Extended, arithmetic",
    "4.53": "JPEG Spectral Selection",
    "4.54": "JPEG Spectral Selection, arithmetic",
    "4.55": "JPEG Full Progression",
    "4.56": "JPEG Full Progression, arithmetic",
    "4.57": "JPEG Lossless",
    "4.58": "JPEG Lossless, arithmetic",
    "4.59": "JPEG Extended, hierarchical",
    "4.60": "JPEG Extended, hierarchical, arithmetic",
    "4.61": "JPEG Spectral Selection, hierarchical",
    "4.62": "JPEG Spectral Selection, hierarchical, arithmetic",
    "4.63": "JPEG Full Progression, hierarchical",
    "4.64": "JPEG Full Progression, hierarchical, arithmetic",
    "4.65": "JPEG Lossless, hierarchical",
    "4.66": "JPEG Lossless, hierarchical, arithmetic",
    "4.70": "JPEG Lossless, first order prediction",
    "4.80": "JPEG-LS Lossless",
    "4.81": "JPEG-LS Near-Lossless",
    "4.90": "JPEG 2000 Lossless",
    "4.91": "JPEG 2000",
    "4.92": "JPEG 2000 Part 2 Lossless",
    "4.93": "JPEG 2000 Part 2",
    "4.110": "JPEG XL Lossless",
    "4.111": "JPEG XL, recompressed JPEG",
    "4.112": "JPEG XL",
    "4.201": "High-Throughput JPEG 2000 Lossless",
    "4.202": "High-Throughput JPEG 2000 RPCL Lossless",
    "4.203": "High-Throughput JPEG 2000",
    "5": "RLE Lossless",
    "8.1": "Deflated Image Frame",
}
_VIDEO = {
    "4.100": "MPEG2 Main Level",
    "4.100.1": "MPEG2 Main Level, fragmentable",
    "4.101": "MPEG2 High Level",
    "4.101.1": "MPEG2 High Level, fragmentable",
    "4.102": "MPEG-4 High Profile 4.1",
    "4.102.1": "MPEG-4 High Profile 4.1, fragmentable",
    "4.103": "MPEG-4 BD-compatible 4.1",
    "4.103.1": "MPEG-4 BD-compatible 4.1, fragmentable",
    "4.104": "MPEG-4 High Profile 4.2, 2D",
    "4.104.1": "MPEG-4 High Profile 4.2, 2D, fragmentable",
    "4.105": "MPEG-4 High Profile 4.2, 3D",
    "4.105.1": "MPEG-4 High Profile 4.2, 3D, fragmentable",
    "4.106": "MPEG-4 Stereo High Profile",
    "4.106.1": "MPEG-4 Stereo High Profile, fragmentable",
    "4.107": "HEVC Main Profile",
    "4.108": "HEVC Main 10 Profile",
}

TRANSFER_SYNTAXES: dict[str, TransferSyntax] = {
    syntax.uid: syntax
    for syntax in (
        *_NATIVE,
        *(TransferSyntax(f"{_ROOT}.{end}", name) for end, name in _ENCAPSULATED.items()),
        *(TransferSyntax(f"{_ROOT}.{end}", name, video=True) for end, name in _VIDEO.items()),
    )
}
"""UID → syntax: the whole allow-list."""
