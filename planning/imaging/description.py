"""PURE. How the pixels of a data set are laid out, checked before anything is decoded."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.dataset import Dataset

from planning.imaging.attributes import integer, text
from planning.imaging.overlays import has_overlay_bits
from planning.imaging.refusal import CannotShow

MAX_FRAME_BYTES = 512 * 2**20
_MEGABYTE = 10**6
_PACKED_422 = "YBR_FULL_422"


@dataclass(frozen=True, slots=True)
class PixelDescription:
    """The Image Pixel module (PS3.3 C.7.6.3) of one object, made sure of.

    ``kind`` is "integer", "float" (32 bits) or "double" (64 bits). ``has_overlay_bits`` is
    True where words carry overlays above the stored bits.
    """

    rows: int
    columns: int
    samples: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    photometric: str
    planar: bool
    frames: int
    kind: str
    has_overlay_bits: bool = False

    @property
    def frame_bits(self) -> int:
        """Bits of one uncompressed frame as it lies in the file."""
        if self.photometric == _PACKED_422 and self.samples == 3:
            return self.rows * self.columns * 2 * self.bits_allocated
        return self.rows * self.columns * self.samples * self.bits_allocated

    @property
    def container_bytes(self) -> int:
        """Bytes of one stored value once unpacked: 1, 2, 4 or 8."""
        return max(1, self.bits_allocated // 8)


def describe(dataset: Dataset, pixel_keyword: str) -> PixelDescription:
    """Read and check the pixel description of a data set.

    Parameters
    ----------
    dataset : pydicom.Dataset
        Header.
    pixel_keyword : str
        ``PixelData``, ``FloatPixelData`` or ``DoubleFloatPixelData``.

    Returns
    -------
    PixelDescription

    Raises
    ------
    CannotShow
        ``bad_pixel_description`` naming the attribute, or ``too_large``.
    """
    kind = {"FloatPixelData": "float", "DoubleFloatPixelData": "double"}.get(
        pixel_keyword, "integer"
    )
    samples = integer(dataset, "SamplesPerPixel") or 1
    bits_allocated = integer(dataset, "BitsAllocated") or 0
    bits_stored = integer(dataset, "BitsStored") or bits_allocated
    high_bit = integer(dataset, "HighBit")
    description = PixelDescription(
        rows=integer(dataset, "Rows") or 0,
        columns=integer(dataset, "Columns") or 0,
        samples=samples,
        bits_allocated=bits_allocated,
        bits_stored=bits_stored,
        high_bit=bits_stored - 1 if high_bit is None else high_bit,
        signed=integer(dataset, "PixelRepresentation") == 1,
        photometric=text(dataset, "PhotometricInterpretation").upper()
        or ("RGB" if samples == 3 else "MONOCHROME2"),
        planar=samples > 1 and integer(dataset, "PlanarConfiguration") == 1,
        frames=max(1, integer(dataset, "NumberOfFrames") or 1),
        kind=kind,
        has_overlay_bits=has_overlay_bits(dataset, bits_stored),
    )
    _check(description)
    return description


def _check(d: PixelDescription) -> None:
    allowed_bits = {"integer": {1, 8, 16, 32, 64}, "float": {32}, "double": {64}}[d.kind]
    promises = (
        ("Rows", d.rows, 1 <= d.rows <= 65535),
        ("Columns", d.columns, 1 <= d.columns <= 65535),
        ("SamplesPerPixel", d.samples, d.samples in (1, 3)),
        ("BitsAllocated", d.bits_allocated, d.bits_allocated in allowed_bits),
        ("BitsStored", d.bits_stored, 1 <= d.bits_stored <= d.bits_allocated),
        ("HighBit", d.high_bit, d.bits_stored - 1 <= d.high_bit < d.bits_allocated),
    )
    for attribute, value, is_kept in promises:
        if not is_kept:
            raise CannotShow("bad_pixel_description", {"attribute": attribute, "value": value})
    unpacked = d.rows * d.columns * d.samples * d.container_bytes
    if unpacked > MAX_FRAME_BYTES:
        raise CannotShow(
            "too_large",
            {"megabytes": unpacked // _MEGABYTE, "limit": MAX_FRAME_BYTES // _MEGABYTE},
        )
