"""Blurs and resampling of large images, in plain numpy and Pillow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.float32]


def resize(picture: Picture, rows: int, columns: int, *, smooth: bool = True) -> Picture:
    """Resample to another matrix (bicubic, or area average when it gets smaller)."""
    image = Image.fromarray(np.ascontiguousarray(picture, dtype=np.float32))
    shrinking = rows < picture.shape[0]
    how = Image.Resampling.BOX if shrinking else Image.Resampling.BICUBIC
    if not smooth:
        how = Image.Resampling.BILINEAR
    return np.asarray(image.resize((columns, rows), how), dtype=np.float32)


def kernel(sigma_px: float) -> NDArray[np.float32]:
    """Normalised Gaussian kernel reaching three sigma."""
    reach = max(int(np.ceil(3 * sigma_px)), 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma_px, 1e-3)) ** 2)
    return (weights / weights.sum()).astype(np.float32)


def blur(picture: Picture, sigma_px: float) -> Picture:
    """Gaussian blur with edge values continued, by two passes of shifted sums."""
    weights = kernel(sigma_px)
    reach = len(weights) // 2
    for axis in (0, 1):
        pad = [(0, 0), (0, 0)]
        pad[axis] = (reach, reach)
        padded = np.pad(picture, pad, mode="edge")
        count = picture.shape[axis]
        picture = np.zeros_like(picture)
        for n, weight in enumerate(weights):
            window = [slice(None), slice(None)]
            window[axis] = slice(n, n + count)
            picture += weight * padded[tuple(window)]
    return picture


def wide_blur(picture: Picture, sigma_px: float) -> Picture:
    """Gaussian blur of large sigma on a reduced copy; the result has the full matrix."""
    factor = max(int(sigma_px / 3), 1)
    if factor == 1:
        return blur(picture, sigma_px)
    rows, columns = picture.shape
    small = resize(picture, max(rows // factor, 2), max(columns // factor, 2))
    return resize(blur(small, sigma_px / factor), rows, columns)
