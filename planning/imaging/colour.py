"""PURE. Every colour model of DICOM to RGB, and RGB that is really grey to one plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planning.imaging.palette import Palette
from planning.imaging.refusal import CannotShow
from planning.imaging.stored import BLOCK_ROWS, StoredFrame

GREY = frozenset({"MONOCHROME1", "MONOCHROME2"})
_YBR_FULL = frozenset({"YBR_FULL", "YBR_FULL_422"})
# Rows: R, G, B; columns: Y, Cb, Cr (PS3.3 C.7.6.3.1.2).
_FROM_YBR = np.array([[1, 0, 1.402], [1, -0.344136, -0.714136], [1, 1.772, 0]], np.float32)


def to_rgb(frame: StoredFrame, palette: Palette | None) -> tuple[np.ndarray, int]:
    """Convert a colour frame.

    Parameters
    ----------
    frame : StoredFrame
        RGB, YBR_FULL or PALETTE COLOR, unsigned.
    palette : Palette or None
        For PALETTE COLOR.

    Returns
    -------
    tuple of numpy.ndarray and int
        uint16 planes x rows x columns, with one plane when red, green and blue are equal
        everywhere, and the bits per value.

    Raises
    ------
    CannotShow
        ``photometric_unknown``, or ``bad_pixel_description`` for a palette that is missing.
    """
    convert, bits = _conversion(frame, palette)
    planes = np.empty((3, frame.rows, frame.columns), np.uint16)
    for top in range(0, frame.rows, BLOCK_ROWS):
        bottom = top + BLOCK_ROWS
        planes[:, top:bottom] = np.moveaxis(convert(frame.values(top, bottom)), -1, 0)
    if np.array_equal(planes[0], planes[1]) and np.array_equal(planes[0], planes[2]):
        return planes[:1], bits
    return planes, bits


def _conversion(
    frame: StoredFrame, palette: Palette | None
) -> tuple[Callable[[np.ndarray], np.ndarray], int]:
    spare_bits = max(0, frame.bits - 16)
    if frame.colour == "PALETTE COLOR":
        if palette is None:
            raise CannotShow("bad_pixel_description", {"attribute": "PaletteColorLookupTable"})
        return palette.look_up, palette.bits
    if frame.raw.ndim != 3 or frame.is_float:
        raise CannotShow("photometric_unknown", {"photometric": frame.colour})
    if frame.colour == "RGB":
        return lambda values: values >> spare_bits, frame.bits - spare_bits
    if frame.colour in _YBR_FULL and not spare_bits:
        return lambda values: ybr_to_rgb(values, frame.bits), frame.bits
    raise CannotShow("photometric_unknown", {"photometric": frame.colour})


def ybr_to_rgb(values: np.ndarray, bits: int) -> np.ndarray:
    """Convert YBR_FULL to RGB (PS3.3 C.7.6.3.1.2, which follows ITU-R BT.601).

    Parameters
    ----------
    values : numpy.ndarray
        Unsigned, ... x 3: luminance, blue and red difference.
    bits : int
        Bits per sample; the differences are centred on ``2 ** (bits - 1)``.

    Returns
    -------
    numpy.ndarray
        uint16, same shape.
    """
    centred = values.astype(np.float32)
    centred[..., 1:] -= 1 << (bits - 1)
    rgb = centred @ _FROM_YBR.T
    return np.clip(np.rint(rgb), 0, (1 << bits) - 1).astype(np.uint16)
