"""PURE. Value representations as the walker needs them (PS3.5 6.2, 7.1.2)."""

from __future__ import annotations

from pydicom.datadict import DicomDictionary

LONG = frozenset(
    (b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV")
)
"""VRs with a 32-bit length in explicit encodings."""

SHORT = frozenset(
    (
        b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FL", b"FD", b"IS", b"LO",
        b"LT", b"PN", b"SH", b"SL", b"SS", b"ST", b"TM", b"UI", b"UL", b"US",
    )
)  # fmt: skip
"""VRs with a 16-bit length in explicit encodings."""

BULK = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW"))

TEXT = frozenset(
    (
        b"AE", b"AS", b"CS", b"DA", b"DS", b"DT", b"IS", b"LO", b"LT", b"PN", b"SH",
        b"ST", b"TM", b"UC", b"UI", b"UR", b"UT",
    )
)  # fmt: skip

_SEQUENCES = frozenset(tag for tag, entry in DicomDictionary.items() if entry[0] == "SQ")


def is_sequence(tag: int) -> bool:
    """Whether the dictionary (PS3.6) says that this is a sequence."""
    return tag in _SEQUENCES


def dictionary_vr(tag: int) -> bytes:
    """VR of the dictionary; ``UN`` for tags it does not have, the first where there is a choice."""
    entry = DicomDictionary.get(tag)
    return entry[0][:2].encode() if entry else b"UN"
