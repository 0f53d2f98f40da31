"""Small films of a steel ball, drawn from the physics without the product's phantom."""

from __future__ import annotations

import numpy as np

STEEL_PER_MM = 0.8
SUBPIXELS = 5


def ball_film(
    *,
    size: int = 640,
    pixel_mm: float = 0.15,
    centre_px: tuple[float, float] = (331.3, 298.6),
    short_px: float = 203.2,
    ratio: float = 1.0,
    angle_deg: float = 0.0,
    scatter: float = 0.5,
    blur_px: float = 0.6,
    noise: float = 0.01,
    bone: bool = True,
    seed: int = 1,
) -> np.ndarray:
    """A square film, dense is high, 12 bits: a ball of 25.4 mm by default at M 1.2.

    Parameters
    ----------
    size : int
        Rows and columns.
    pixel_mm : float
    centre_px : tuple of float
        Corner based, x and y.
    short_px : float
        Short diameter of the shadow; 0 for no ball.
    ratio, angle_deg : float
        Long over short diameter, direction of the long one.
    scatter : float
        Over the primary beam.
    blur_px, noise : float
        Sigma of the detector's spread, and of the noise relative to the signal.
    bone : bool
        Whether the edge of a bone runs behind the ball.
    seed : int
        Of the noise.
    """
    rng = np.random.default_rng(seed)
    fine = (np.arange(size * SUBPIXELS) + 0.5) / SUBPIXELS
    x, y = fine[None, :] - centre_px[0], fine[:, None] - centre_px[1]
    turn = np.deg2rad(angle_deg)
    along = (x * np.cos(turn) + y * np.sin(turn)) / ratio
    across = y * np.cos(turn) - x * np.sin(turn)
    radius_mm = 12.7
    inside = 1 - (along**2 + across**2) / (short_px / 2) ** 2 if short_px else -np.ones((1, 1))
    chord_mm = 2 * radius_mm * np.sqrt(np.maximum(inside, 0))
    primary = np.exp(-STEEL_PER_MM * chord_mm) * np.ones((fine.size, fine.size))
    primary *= 1 + 0.25 * np.sin(fine[None, :] / size * 2)
    if bone:
        primary *= np.where(x * 0.6 + y < 12, 0.55, 1.0)
    primary = primary.reshape(size, SUBPIXELS, size, SUBPIXELS).mean(axis=(1, 3))
    signal = _blurred(primary + scatter, blur_px)
    signal *= 1 + noise * rng.standard_normal(signal.shape)
    density = -np.log(np.maximum(signal, 1e-3) / (1.25 + scatter))
    return np.clip(900 + 1500 * density, 0, 4095).astype(np.uint16)


def _blurred(values: np.ndarray, sigma: float) -> np.ndarray:
    reach = int(np.ceil(4 * sigma))
    kernel = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    for axis in (0, 1):
        values = np.apply_along_axis(
            lambda line: np.convolve(np.pad(line, reach, mode="edge"), kernel, "valid"),
            axis, values,
        )  # fmt: skip
    return values


def disc_film(radius_px: float, *, size: int = 640, inside: int = 2600, around: int = 1500):
    """A film with one even disc and noise."""
    rng = np.random.default_rng(3)
    at = np.arange(size) + 0.5 - size / 2
    off = np.hypot(at[None, :], at[:, None])
    film = np.where(off < radius_px, inside, around) + 20 * rng.standard_normal((size, size))
    return np.clip(film, 0, 4095).astype(np.uint16)
