"""The socket's border, read along rays from the centre of the femoral head; numpy only.

Beyond the head's own border and the joint space, density rises again where the socket's bone
begins. A circle through those places is the bed that a cup is reamed for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.calibration.snap import STEP_MM, SnapLevel, density_at
from planning.geometry.reasons import Reason

Array = NDArray[np.float64]
Pair = tuple[float, float]

SECTOR_DEG = (-75.0, 32.0)
RAY_STEP_DEG = 1.5
JOINT_MM = (0.4, 6.8)
BED_MM = (2.4, 6.4)
"""How much larger than the head's the socket's radius is: where cartilage is worn off, the bed
keeps its own."""
PEAKS = 4
LEAST_RISE = 0.12
SMOOTHING_MM = 0.35
MOST_WORN_MM = 3.6
WORN_WAY = (-0.3, -0.954)
"""From a worn head's centre to its socket's, outwards and up: it has moved up and a little out."""
GRID_MM = 0.1
SHARP_MM = 0.12
TOLERANCE_MM = 0.45
SHIFT_COSTS_PER_MM = 4.0
LEAST_SHARE = 0.35
CENTRE_SPREAD_MM = 0.06
POINT_SPREAD_MM = 0.3
# Blur moves the steepest rise before the border of a shell of bone.
BORDER_MM = 0.22


@dataclass(frozen=True, slots=True)
class BedReading:
    """The circle of a socket's border, in pixels of the level.

    Attributes
    ----------
    centre : pair of float
    radius : float
    agree, of : int
        Rays whose border lies on it, and all.
    """

    centre: Pair
    radius: float
    agree: int
    of: int


def read_bed(
    level: SnapLevel, head: Pair, head_radius: float, distal: Pair, lateral: Pair
) -> BedReading | Reason:
    """Read the socket's border about a femoral head.

    Parameters
    ----------
    level : SnapLevel
    head : pair of float
        Centre of the head, pixels of the level.
    head_radius : float
        Pixels of the level.
    distal, lateral : pair of float
        Directions in the body, of any length.

    Returns
    -------
    BedReading, or Reason
        ``no_socket`` with ``agree`` and ``of`` where no circle is seen.
    """
    mm = level.mm_per_px
    up, out = -_unit(distal), _unit(lateral)
    angles = np.radians(np.arange(SECTOR_DEG[0], SECTOR_DEG[1], RAY_STEP_DEG))
    rays = np.cos(angles)[:, None] * up + np.sin(angles)[:, None] * out
    first, last = (head_radius * mm + joint for joint in JOINT_MM)
    reach = np.arange(first - 1.0, last + 1.0, STEP_MM)
    # In millimetres from the head's centre, outwards and up; not a number where there is none.
    edges = np.full((len(rays), PEAKS, 2), np.nan)
    for number, ray in enumerate(rays):
        line = np.array(head) + ray * (reach / mm)[:, None]
        rises = _rises(density_at(level, line[:, 0], line[:, 1]), reach)
        away = np.array([math.sin(angles[number]), math.cos(angles[number])])
        edges[number, : len(rises)] = rises[:, None] * away
    x, y, radius, agree = _best_circle(edges, head_radius * mm)
    if agree < LEAST_SHARE * len(rays):
        return Reason("no_socket", {"agree": agree, "of": len(rays)})
    centre = np.array(head) + (out * x + up * y) / mm
    return BedReading(_pair(centre), (radius + BORDER_MM) / mm, agree, len(rays))


def _rises(profile: Array, reach: Array) -> Array:
    """Return how far out density rises, the steepest places first."""
    if not np.isfinite(profile).all():
        return np.empty(0)
    slope = np.gradient(_smooth(profile), STEP_MM)
    inner = slope[1:-1]
    at = np.flatnonzero((inner > slope[:-2]) & (inner >= slope[2:]) & (inner > 0)) + 1
    at = at[(reach[at] >= reach[0] + 1.0) & (reach[at] <= reach[-1] - 1.0)]
    if at.size == 0:
        return np.empty(0)
    at = at[slope[at] >= LEAST_RISE * slope[at].max()]
    at = at[np.argsort(-slope[at], kind="stable")][:PEAKS]
    before, here, after = slope[at - 1], slope[at], slope[at + 1]
    return reach[at] + (before - after) / (2 * (before - 2 * here + after)) * STEP_MM


def _best_circle(edges: Array, head_mm: float) -> tuple[float, float, float, int]:
    """Return the circle that most rays agree with, its centre not far from the head's."""
    radii = head_mm + np.arange(*BED_MM, GRID_MM)
    best, most = (0.0, 0.0, float(radii[0])), -math.inf
    for worn in np.arange(0.0, MOST_WORN_MM + 0.01, GRID_MM):
        x, y = (worn * part for part in WORN_WAY)
        far = np.hypot(edges[..., 0] - x, edges[..., 1] - y)
        off = (far[None] - radii[:, None, None]) / SHARP_MM
        near = np.where(np.isfinite(off), np.exp(-0.5 * off * off), 0.0)
        scores = near.max(axis=2).sum(axis=1) - SHIFT_COSTS_PER_MM * worn
        if scores.max() > most:
            best, most = (x, y, float(radii[int(scores.argmax())])), float(scores.max())
    return _refined(edges, best)


def _refined(edges: Array, circle: tuple[float, float, float]) -> tuple[float, float, float, int]:
    """Fit the circle to the rays that agree, held near where most did."""
    x, y, radius = circle
    on = np.empty((0, 2))
    for _ in range(5):
        off = np.abs(np.hypot(edges[..., 0] - x, edges[..., 1] - y) - radius)
        off = np.where(np.isfinite(off), off, np.inf)
        rays = np.arange(len(edges))
        nearest = off.argmin(axis=1)
        on = edges[rays, nearest][off[rays, nearest] < TOLERANCE_MM + 0.1]
        away = on - (x, y)
        far = np.hypot(away[:, 0], away[:, 1])
        design = np.column_stack([-away / far[:, None], -np.ones(len(on))]) / POINT_SPREAD_MM
        held = np.array([[1 / CENTRE_SPREAD_MM, 0, 0], [0, 1 / CENTRE_SPREAD_MM, 0]])
        wanted = np.concatenate(
            [
                (radius - far) / POINT_SPREAD_MM,
                [(circle[0] - x) / CENTRE_SPREAD_MM, (circle[1] - y) / CENTRE_SPREAD_MM],
            ]
        )
        step = np.linalg.lstsq(np.vstack([design, held]), wanted, rcond=None)[0]
        x, y, radius = x + step[0], y + step[1], radius + step[2]
    return float(x), float(y), float(radius), len(on)


def _smooth(profile: Array) -> Array:
    sigma = SMOOTHING_MM / STEP_MM
    half = math.ceil(3 * sigma)
    lags = np.arange(-half, half + 1)
    kernel = np.exp(-(lags * lags) / (2 * sigma * sigma))
    return np.convolve(np.pad(profile, half, mode="edge"), kernel / kernel.sum(), mode="valid")


def _unit(v: Pair) -> Array:
    way = np.array(v, dtype=float)
    return way / np.hypot(*way)


def _pair(p: Array) -> Pair:
    return float(p[0]), float(p[1])
