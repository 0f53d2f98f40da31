"""How much of anything is taken from a stranger: one place, each limit with a test.

A 43 x 43 cm detector gives about 37 MB, a stitched long-leg film 60 to 100 MB; the limits
stand well above what films need and well below what hurts.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the gate and of media.

    Attributes
    ----------
    file_bytes : int
        One file as it came.
    inflated_bytes, inflation_ratio : int
        A deflated data set after inflating, and how many times larger it may become.
    meta_bytes : int
        The file meta information.
    elements : int
        Elements, items and fragments of one file together.
    nesting : int
        Items within items.
    text_bytes : int
        One text value.
    rows_columns : int
        Rows, and Columns.
    frames : int
    decoded_bytes : int
        All frames of one instance, decoded.
    zip_bytes, zip_members, zip_ratio : int
        A zip archive, unpacked; ratio of each member and of the whole.
    """

    file_bytes: int = 256 * MIB
    inflated_bytes: int = 128 * MIB
    inflation_ratio: int = 100
    meta_bytes: int = 1 * MIB
    elements: int = 50_000
    nesting: int = 32
    text_bytes: int = 64 * 1024
    rows_columns: int = 20_000
    frames: int = 1_000
    decoded_bytes: int = 512 * MIB
    zip_bytes: int = 1024 * MIB
    zip_members: int = 10_000
    zip_ratio: int = 100


LIMITS = Limits()
