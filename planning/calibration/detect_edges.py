"""The edge of a round shadow to a fraction of a pixel, and the ellipse through it; PURE.

Sources: facts on orthopaedics, section 1.3 (360 radial profiles, smoothing of 0.8 px,
parabola through the steepest slope in linear intensity, RANSAC ellipse).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DIRECTIONS = 360
STEPS_PER_PX = 2
SMOOTHING_PX = 0.8
# Primary and scatter over scatter behind the metal, as a logarithm: what the metal takes away.
METAL_CONTRAST = 1.5
HYPOTHESES = 300
PARAMETERS = 5
WHOLE_RIM = 0.92


@dataclass(frozen=True, slots=True)
class Rim:
    """A fitted shadow in pixels of the picture it was found in.

    Attributes
    ----------
    x, y : float
        Centre, corner based.
    semi_major, semi_minor : float
    angle_rad : float
        Of the long axis.
    residual_px : float
        Root mean square distance of the agreeing points.
    agree : ndarray of bool, shape (360,)
        Which directions agree with the ellipse.
    points : ndarray, shape (360, 2)
        The edge points, x and y.
    """

    x: float
    y: float
    semi_major: float
    semi_minor: float
    angle_rad: float
    residual_px: float
    agree: NDArray[np.bool_]
    points: Array


def find_rim(
    dense: NDArray[np.float32],
    centre: tuple[float, float],
    radius_px: float,
    *,
    tolerance_px: float,
    reach: tuple[float, float] = (0.8, 1.2),
) -> Rim | None:
    """Find the rim of something dense and round.

    Parameters
    ----------
    dense : ndarray of float32, shape (rows, columns)
        Dense is high, in any unit that is about logarithmic in intensity.
    centre : tuple of float
        x and y, corner based.
    radius_px : float
        About its radius.
    tolerance_px : float
        How far from the ellipse a point may lie and agree.
    reach : tuple of float
        Where along a profile the edge is looked for, in radii.

    Returns
    -------
    Rim, or None where no ellipse holds the points
    """
    x, y = centre
    radii = _radii(radius_px, reach)
    angles = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
    levels = _levels(dense, x, y, radius_px)
    if levels is None:
        return None
    profiles = sample(
        dense,
        x + np.cos(angles)[:, None] * radii,
        y + np.sin(angles)[:, None] * radii,
    )
    edges = radii[0] + steepest(_intensity(profiles, *levels)) / STEPS_PER_PX
    fitted = _consensus(angles, edges, tolerance_px)
    if fitted is None:
        return None
    shape, agree = fitted
    points = np.stack([x + edges * np.cos(angles), y + edges * np.sin(angles)], axis=1)
    return _described(shape, agree, points, (x, y), edges - _model(angles) @ shape)


def _radii(radius_px: float, reach: tuple[float, float]) -> Array:
    count = int(np.ceil((reach[1] - reach[0]) * radius_px * STEPS_PER_PX)) + 1
    return reach[0] * radius_px + np.arange(max(count, 9)) / STEPS_PER_PX


def _levels(
    dense: NDArray[np.float32], x: float, y: float, radius_px: float
) -> tuple[float, float] | None:
    """The values inside and around, each the median of rings."""
    angles = np.arange(0, DIRECTIONS, 6) * (2 * np.pi / DIRECTIONS)
    inside = np.linspace(0.1, 0.75, 8) * radius_px
    around = np.linspace(1.15, 1.35, 6) * radius_px
    found = [
        float(np.median(sample(dense, x + np.outer(np.cos(angles), r),
                               y + np.outer(np.sin(angles), r))))
        for r in (inside, around)
    ]  # fmt: skip
    return (found[0], found[1]) if found[0] > found[1] else None


def _intensity(profiles: Array, inside: float, around: float) -> Array:
    """Undo the logarithm: the steepest slope of a logarithm lies inside of the true edge."""
    density = np.clip((profiles - around) / (inside - around), -0.5, 1.5)
    return np.exp(-METAL_CONTRAST * density)


def sample(values: NDArray[np.float32], x: Array, y: Array) -> Array:
    """Values between pixels by cubic convolution (Keys 1981, a = -1/2).

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
    x, y : ndarray
        Corner based; beyond the border the border's values hold.
    """
    rows, columns = values.shape
    u, v = x - 0.5, y - 0.5
    left, top = np.floor(u).astype(np.intp), np.floor(v).astype(np.intp)
    across, down = _cubic(u - left), _cubic(v - top)
    total = np.zeros(np.broadcast(x, y).shape)
    for j in range(4):
        row = np.clip(top + j - 1, 0, rows - 1)
        line = np.zeros_like(total)
        for i in range(4):
            line += across[i] * values[row, np.clip(left + i - 1, 0, columns - 1)]
        total += down[j] * line
    return total


def _cubic(t: Array) -> tuple[Array, Array, Array, Array]:
    return (
        ((-0.5 * t + 1.0) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((-1.5 * t + 2.0) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    )


def steepest(profiles: Array) -> Array:
    """Index, with its fraction, where each smoothed profile rises most.

    Parameters
    ----------
    profiles : ndarray, shape (directions, steps)
        Sampled `STEPS_PER_PX` times a pixel.
    """
    sigma = SMOOTHING_PX * STEPS_PER_PX
    half = int(np.ceil(3 * sigma))
    at = np.arange(-half, half + 1)
    kernel = -at * np.exp(-(at**2) / (2 * sigma**2))
    padded = np.pad(profiles, ((0, 0), (half, half)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, at.size, axis=1)
    slope = -(windows @ kernel)
    peak = np.clip(np.argmax(slope, axis=1), 1, slope.shape[1] - 2)
    lines = np.arange(slope.shape[0])
    before, here, after = (slope[lines, peak + k] for k in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = np.divide(before - after, 2 * bend, out=np.zeros_like(bend), where=bend < 0)
    return peak + np.clip(shift, -0.5, 0.5)


def _model(angles: Array) -> Array:
    """Radius of a shifted, slightly long ellipse: mean, shift, and shape."""
    return np.stack(
        [np.ones_like(angles), np.cos(angles), np.sin(angles), np.cos(2 * angles),
         np.sin(2 * angles)], axis=1,
    )  # fmt: skip


def _consensus(
    angles: Array, edges: Array, tolerance_px: float
) -> tuple[Array, NDArray[np.bool_]] | None:
    """The ellipse that most points agree with, then the least squares fit to those."""
    design = _model(angles)
    rng = np.random.default_rng(DIRECTIONS)
    part = DIRECTIONS // PARAMETERS
    picks = rng.integers(0, part, (HYPOTHESES, PARAMETERS)) + part * np.arange(PARAMETERS)
    systems = design[picks]
    sound = np.abs(np.linalg.det(systems)) > 0.05
    if not sound.any():
        return None
    shapes = np.linalg.solve(systems[sound], edges[picks[sound]][..., None])[..., 0]
    off = np.abs(edges - shapes @ design.T)
    shape = shapes[np.argmax((off < tolerance_px).sum(axis=1))]
    agree = np.abs(edges - design @ shape) < tolerance_px
    for _ in range(5):
        if agree.sum() < 3 * PARAMETERS:
            return None
        shape = np.linalg.lstsq(design[agree], edges[agree], rcond=None)[0]
        now = np.abs(edges - design @ shape) < tolerance_px
        if (now == agree).all():
            break
        agree = now
    if agree.mean() < WHOLE_RIM:
        # Over a gap the shape would be a guess; a circle is a few per mille too large at most.
        shape[:3] = np.linalg.lstsq(design[agree, :3], edges[agree], rcond=None)[0]
        shape[3:] = 0.0
    return shape, agree


def _described(
    shape: Array,
    agree: NDArray[np.bool_],
    points: Array,
    centre: tuple[float, float],
    residuals: Array,
) -> Rim:
    mean, shift_x, shift_y, long_x, long_y = (float(v) for v in shape)
    gap = float(np.hypot(long_x, long_y))
    # The mean radius of an ellipse falls short of the mean of its axes in the second order.
    middle = mean / (1 - 0.75 * (gap / mean) ** 2)
    return Rim(
        x=centre[0] + shift_x,
        y=centre[1] + shift_y,
        semi_major=middle + gap,
        semi_minor=middle - gap,
        angle_rad=float(np.arctan2(long_y, long_x)) / 2,
        residual_px=float(np.sqrt(np.mean(residuals[agree] ** 2))),
        agree=agree,
        points=points,
    )
