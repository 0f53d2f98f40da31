"""PURE but for Pillow. A small ordinary picture: reduce first, then the look-up table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image

from planning.imaging.coverings import draw_over
from planning.imaging.display_lut import lut
from planning.imaging.overlays import Overlay
from planning.imaging.pixels import LevelPixels
from planning.imaging.reduction import area_mean
from planning.imaging.tones import Tones
from planning.imaging.windows import Window

QUARTER = 4
_MAX_FACTOR = 252


def quarter_planes(level: LevelPixels, tones: Tones | None = None) -> np.ndarray:
    """Return the quarter level: means of 4 x 4 pixels, planes x rows x columns.

    Parameters
    ----------
    level : LevelPixels
        The frame.
    tones : Tones, optional
        Takes the first plane in the same pass, while each block is still in the cache.
    """
    planes = []
    for plane in range(level.planes):
        reduced = []
        # Blocks are a multiple of four rows high, so that blocks and means do not overlap.
        for block in level.blocks(plane):
            reduced.append(area_mean(block, QUARTER, bits=level.bits))
            if tones is not None and plane == 0:
                tones.add(block)
        planes.append(np.concatenate(reduced))
    return np.stack(planes)


def survey(level: LevelPixels, tones: Tones, longest_px: int) -> np.ndarray | None:
    """Take the tones of a frame; return its quarter level if a picture will want that.

    Parameters
    ----------
    level : LevelPixels
        The frame.
    tones : Tones
        Filled with the first plane.
    longest_px : int
        The longer side of the picture that is to be drawn.
    """
    if max(level.rows, level.columns) >= QUARTER * longest_px:
        return quarter_planes(level, tones)
    for block in level.blocks(0):
        tones.add(block)
    return None


def true_size(columns: int, rows: int, aspect: float, longest_px: int) -> tuple[int, int]:
    """Return the size (columns, rows) that shows true shape within a square.

    Parameters
    ----------
    columns, rows : int
        Size of the film in its own pixels.
    aspect : float
        Pixel height divided by pixel width.
    longest_px : int
        The longer side is at most this; a smaller film is not enlarged, except for the
        stretch that square pixels need.
    """
    width, height = (columns, rows * aspect) if aspect >= 1 else (columns / aspect, rows)
    scale = min(1.0, longest_px / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def picture(
    level: LevelPixels,
    meaning: Mapping,
    *,
    longest_px: int,
    window: Window | None = None,
    quarter: np.ndarray | None = None,
    overlays: Sequence[Overlay] = (),
) -> Image.Image:
    """Draw a frame in grey or colour, in its true shape, behind its shutter and overlays.

    Parameters
    ----------
    level : LevelPixels
        The frame.
    meaning : mapping
        Its meaning; gives the grey of every level value.
    longest_px : int
        The longer side.
    window : dict, optional
        Instead of the default one.
    quarter : numpy.ndarray, optional
        The quarter level when it is there already.
    overlays : sequence of Overlay
        What lies over the film.

    Returns
    -------
    PIL.Image.Image
        Mode "L" or "RGB".
    """
    size = true_size(level.columns, level.rows, meaning["aspect"], longest_px)
    factor = max(1, min(level.columns // size[0], level.rows // size[1], _MAX_FACTOR))
    reduced = _reduced(level, factor, quarter)
    grey = lut(meaning, window)
    planes = [Image.fromarray(grey.take(plane)) for plane in reduced]
    image = planes[0] if len(planes) == 1 else Image.merge("RGB", planes)
    if image.size != size:
        image = image.resize(size, _filter(image.size, size))
    return draw_over(image, meaning, overlays)


def _filter(before: tuple[int, int], after: tuple[int, int]) -> Image.Resampling:
    """Return the filter: half of the work is enough where the picture only shrinks."""
    shrinks = after[0] <= before[0] and after[1] <= before[1]
    return Image.Resampling.HAMMING if shrinks else Image.Resampling.BICUBIC


def _reduced(level: LevelPixels, factor: int, quarter: np.ndarray | None) -> np.ndarray:
    if factor >= QUARTER:
        planes = quarter_planes(level) if quarter is None else quarter
        return np.stack([area_mean(plane, factor // QUARTER, bits=level.bits) for plane in planes])
    whole = [np.concatenate(list(level.blocks(plane))) for plane in range(level.planes)]
    return np.stack([area_mean(plane, factor, bits=level.bits) for plane in whole])
