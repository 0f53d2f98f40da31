"""PURE but for Pillow. Overlays and shutters on a small ordinary picture.

A line of one film pixel stays visible however far the film is reduced: a picture's pixel
is drawn when any bit below it is set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image, ImageDraw

from planning.imaging.overlays import Overlay
from planning.imaging.stored import BLOCK_ROWS

_GRAPHIC_GREY = 244
# The casing that keeps white graphics readable on white bone.
_CASING_SHARE = 0.35


def draw_over(
    image: Image.Image,
    meaning: Mapping,
    overlays: Sequence[Overlay],
) -> Image.Image:
    """Draw a film's shutter and overlays on its picture.

    Parameters
    ----------
    image : PIL.Image.Image
        The whole film at any size, mode "L" or "RGB".
    meaning : mapping
        With ``rows``, ``columns``, ``aspect`` and ``shutter``.
    overlays : sequence of Overlay
        All planes of the frame.

    Returns
    -------
    PIL.Image.Image
        The same picture when there is nothing to draw.
    """
    shutter = meaning.get("shutter")
    if not shutter and not overlays:
        return image
    size = (image.height, image.width)
    film = (meaning["rows"], meaning["columns"])
    hides = shutter["bitmap_group"] if shutter else None
    masks = {overlay.group: (overlay, mask_of(overlay, film, size)) for overlay in overlays}
    pixels = np.array(image)
    if shutter:
        pixels[~_visible(shutter, meaning, size)] = shutter["grey"]
        if hides in masks:
            pixels[masks[hides][1]] = shutter["grey"]
    drawn = np.zeros(size, bool)
    for overlay, mask in masks.values():
        if overlay.group != hides:
            drawn |= outline(mask) if overlay.is_region else mask
    if drawn.any():
        casing = _grown(drawn) & ~drawn
        pixels[casing] = (pixels[casing] * _CASING_SHARE).astype(np.uint8)
        pixels[drawn] = _GRAPHIC_GREY
    return Image.fromarray(pixels)


def mask_of(overlay: Overlay, film: tuple[int, int], size: tuple[int, int]) -> np.ndarray:
    """Return where a plane draws on a picture, bool, picture rows x picture columns.

    Parameters
    ----------
    overlay : Overlay
        A plane.
    film, size : tuple of int
        Rows and columns of the film and of the picture.
    """
    (rows, columns), (height, width) = film, size
    mask = np.zeros(size, bool)
    # Where the picture is finer than the film, its pixels ask; else the film's pixels tell.
    row_of = np.minimum((np.arange(height) + 0.5) * rows / height, rows - 1).astype(np.intp)
    column_of = np.minimum((np.arange(width) + 0.5) * columns / width, columns - 1).astype(np.intp)
    for top in range(0, rows, BLOCK_ROWS):
        block = overlay.block(top, min(top + BLOCK_ROWS, rows), columns)
        if not block.any():
            continue
        asking = np.flatnonzero((row_of >= top) & (row_of < top + len(block)))
        mask[asking] |= block[row_of[asking] - top][:, column_of]
        y, x = np.nonzero(block)
        mask[(y + top) * height // rows, x * width // columns] = True
    return mask


def outline(mask: np.ndarray) -> np.ndarray:
    """Return the pixels of a region that touch something beside it."""
    inner = np.pad(mask, 1)
    return mask & ~(inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:])


def _grown(mask: np.ndarray) -> np.ndarray:
    wide = np.pad(mask, 1)
    tall = wide[:-2] | wide[1:-1] | wide[2:]
    return tall[:, :-2] | tall[:, 1:-1] | tall[:, 2:]


def _visible(shutter: Mapping, meaning: Mapping, size: tuple[int, int]) -> np.ndarray:
    """Return what every shape of a shutter leaves to be seen, bool."""
    height, width = size
    x = (np.arange(width) + 0.5) * meaning["columns"] / width
    y = (np.arange(height) + 0.5)[:, None] * meaning["rows"] / height
    seen = np.ones(size, bool)
    if shutter["rectangle_px"]:
        left, upper, right, lower = shutter["rectangle_px"]
        seen &= (x >= left) & (x < right) & (y >= upper) & (y < lower)
    if shutter["circle"]:
        centre, radius = shutter["circle"]["centre_px"], shutter["circle"]["radius_px"]
        down = (y - centre[1]) * meaning["aspect"]
        seen &= (x - centre[0]) ** 2 + down**2 <= radius**2
    if shutter["polygon_px"]:
        across, along = width / meaning["columns"], height / meaning["rows"]
        shape = Image.new("1", (width, height))
        corners = [(px * across - 0.5, py * along - 0.5) for px, py in shutter["polygon_px"]]
        ImageDraw.Draw(shape).polygon(corners, fill=1)
        seen &= np.asarray(shape)
    return seen
