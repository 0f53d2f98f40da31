"""Synthetic films for the viewer's tests, and what a screen should show of them."""

from __future__ import annotations

import math

import numpy as np


def noise(rows: int, columns: int, *, seed: int = 3, top: int = 4096) -> np.ndarray:
    """Return a film of independent random values: any shift of a pixel shows."""
    return np.random.default_rng(seed).integers(0, top, (1, rows, columns)).astype(np.uint16)


def smooth(rows: int, columns: int) -> np.ndarray:
    """Return a film of slow waves, where interpolation is exact within a grey level or so."""
    y, x = np.mgrid[0:rows, 0:columns]
    waves = 2048 + 1200 * np.sin(x / 19) * np.cos(y / 23) + 500 * np.sin((x + 2 * y) / 41)
    return waves.astype(np.uint16)[None]


def disc(rows: int, columns: int, centre: tuple[float, float], radius: float) -> np.ndarray:
    """Return a bright disc on a grey ground, its rim as sharp as pixels allow (corner based)."""
    y, x = np.mgrid[0:rows, 0:columns] + 0.5
    distance = np.hypot(x - centre[0], y - centre[1])
    inside = np.clip(radius - distance + 0.5, 0, 1)
    return (900 + 2600 * inside).astype(np.uint16)[None]


def linear_grey(value: np.ndarray, center: float, width: float) -> np.ndarray:
    """PS3.3 C.11.2.1.2.1 for 8 bits, not rounded."""
    grey = ((value - (center - 0.5)) / (width - 1) + 0.5) * 255
    grey = np.where(value <= center - 0.5 - (width - 1) / 2, 0, grey)
    return np.where(value > center - 0.5 + (width - 1) / 2, 255, grey)


def bilinear(plane: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Interpolate at continuous, corner-based positions; edges repeat."""
    rows, columns = plane.shape
    u, v = x - 0.5, y - 0.5
    left, top = np.floor(u).astype(int), np.floor(v).astype(int)
    across, down = u - left, v - top
    at = lambda r, c: plane[r.clip(0, rows - 1), c.clip(0, columns - 1)].astype(float)  # noqa: E731
    upper = at(top, left) * (1 - across) + at(top, left + 1) * across
    lower = at(top + 1, left) * (1 - across) + at(top + 1, left + 1) * across
    return upper * (1 - down) + lower * down


def film_positions(
    width: int, height: int, *, centre: tuple[float, float], scale: float,
    turned_deg: float = 0, flipped: bool = False, aspect: float = 1,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Image position of the middle of every screen pixel, from the screen back to the film."""
    j, i = np.mgrid[0:height, 0:width] + 0.5
    dx, dy = (i - width / 2) / scale, (j - height / 2) / scale
    cos, sin = math.cos(math.radians(turned_deg)), math.sin(math.radians(turned_deg))
    x, y = dx * cos + dy * sin, -dx * sin + dy * cos
    return centre[0] + (-x if flipped else x), centre[1] + y / aspect
