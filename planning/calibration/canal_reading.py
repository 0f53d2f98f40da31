"""The walls of the femoral canal and the socket's border, read about clicked points; numpy only.

Sources: facts on orthopaedics, section 5 (scan lines across the shaft, sub-pixel edges, a robust
line; rays about the head). What is found is a proposal that a person looks at.
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

LEVELS_MM = {
    "metaphysis": (-10.0, 38.0, 0.3),
    "lesser_trochanter": (0.0, 34.0, 0.3),
    "below_30": (30.0, 24.0, 0.5),
    "below_60": (60.0, 24.0, 0.5),
}
"""Below the apex of the lesser trochanter; how far out the bone's border may lie; and where the
inner wall lies between the steepest rise and the crest: a thin wall has it at the rise."""
SHAFT_MM = (24.0, 96.0)
SHAFT_STEP_MM = 2.0
REACH_MM = 38.0
HALF_SHAFT_MM = (8.0, 24.0)
BAND_MM = 5.0
BAND_STEP_MM = 0.5
SMOOTHING_MM = 0.45
CORTEX_MM = 9.0
RISE_MM = 3.5
TOLERANCE_MM = 1.2
LEAST_SHARE = 0.4
MOST_BESIDE_MM = 15.0
APEX_TO_AXIS_MM = 20.0
# Blur moves the crest outwards; a canal that is read too wide is the wrong mistake.
WALL_MM = 0.1
# The calcar is a curved wall: its inner surface begins before density rises most.
CALCAR_MM = 0.4
LATERAL_SHAFT_POINTS_MM = (34.0, 86.0)


@dataclass(frozen=True, slots=True)
class Femur:
    """Where a femur was clicked, in pixels of the level.

    Attributes
    ----------
    apex : pair of float
        Of the lesser trochanter.
    distal, lateral : pair of float
        Directions in the body, of any length.
    """

    apex: Pair
    distal: Pair
    lateral: Pair


@dataclass(frozen=True, slots=True)
class Walls:
    """The canal's walls at one level, in pixels of the level."""

    key: str
    below_mm: float
    medial: Pair
    lateral: Pair


@dataclass(frozen=True, slots=True)
class CanalReading:
    """What was read of one femur.

    Attributes
    ----------
    axis : pair of pairs
        Two points in the middle of the canal, proximal and distal, pixels of the level.
    walls : tuple of Walls
        Those that were found.
    agree, of : int
        Scan lines of the shaft that agree with the axis, and all.
    """

    axis: tuple[Pair, Pair]
    walls: tuple[Walls, ...]
    agree: int
    of: int


def read_canal(level: SnapLevel, femur: Femur) -> CanalReading | Reason:
    """Read the canal of a femur.

    Returns
    -------
    CanalReading, or Reason
        ``no_canal`` with ``agree`` and ``of`` where the borders of the shaft are not seen.
    """
    mm = level.mm_per_px
    apex = np.array(femur.apex)
    down, out = _unit(femur.distal), _unit(femur.lateral)
    middle = apex + out * APEX_TO_AXIS_MM / mm
    agree = of = 0
    for _ in range(3):
        across = np.array([-down[1], down[0]])
        across = across if across @ out > 0 else -across
        found = _middles(level, middle, down, across, float((apex - middle) @ down))
        line = _robust_line(found, mm) if len(found) else None
        of = len(found)
        if line is None or line[2] < LEAST_SHARE * of:
            return Reason("no_canal", {"agree": 0 if line is None else line[2], "of": of})
        shift, tilt, agree = line
        middle = middle + across * shift
        down = _unit(tuple(down + across * tilt))
    across = np.array([-down[1], down[0]])
    across = across if across @ out > 0 else -across
    start = middle + down * float((apex - middle) @ down)
    walls = []
    for key, (below_mm, reach_mm, crest_share) in LEVELS_MM.items():
        edges = _walls(level, start + down * below_mm / mm, down, across, reach_mm, crest_share)
        if edges is not None:
            at = start + down * below_mm / mm
            inner_mm = edges[0] - (CALCAR_MM if key == "metaphysis" else 0.0)
            inner, outer = at - across * inner_mm / mm, at + across * edges[1] / mm
            walls.append(Walls(key, below_mm, _pair(inner), _pair(outer)))
    top, low = (start + down * along / mm for along in LATERAL_SHAFT_POINTS_MM)
    return CanalReading((_pair(top), _pair(low)), tuple(walls), agree, of)


def _middles(level: SnapLevel, middle: Array, down: Array, across: Array, at_px: float) -> Array:
    """Return (along, across) of the middle of the shaft at each scan line, in pixels."""
    mm = level.mm_per_px
    found = []
    for along_mm in np.arange(SHAFT_MM[0], SHAFT_MM[1], SHAFT_STEP_MM):
        along = at_px + along_mm / mm
        offsets = np.arange(-REACH_MM, REACH_MM + STEP_MM / 2, STEP_MM)
        line = middle + down * along + across * (offsets / mm)[:, None]
        profile = _smooth(density_at(level, line[:, 0], line[:, 1]))
        if not np.isfinite(profile[len(profile) // 2]):
            # Beyond the film: not a line that disagrees.
            continue
        pair = _borders(profile, offsets)
        found.append((along, np.nan if pair is None else (pair[0] + pair[1]) / 2 / mm))
    return np.array(found)


def _borders(profile: Array, offsets: Array) -> Pair | None:
    """Return the two outer borders of the shaft: the pair of falls that holds the densest bone."""
    slope = np.gradient(profile, STEP_MM)
    finite = np.isfinite(slope)
    if finite.sum() < 40:
        return None
    safe = np.where(finite, slope, 0.0)
    falls, rises = _peaks(-safe)[:4], _peaks(safe)[:4]
    best, most = None, 0.0
    for left in rises:
        for right in falls:
            width = offsets[right] - offsets[left]
            middle = abs(offsets[right] + offsets[left]) / 2
            wide = 2 * HALF_SHAFT_MM[0] <= width <= 2 * HALF_SHAFT_MM[1]
            if wide and middle <= MOST_BESIDE_MM:
                strength = safe[left] - safe[right]
                if strength > most:
                    best, most = (float(offsets[left]), float(offsets[right])), strength
    return best


def _walls(
    level: SnapLevel, at: Array, down: Array, across: Array, reach_mm: float, crest_share: float
) -> Pair | None:
    """Return how far the canal's walls lie from the axis: medially and laterally, in mm."""
    mm = level.mm_per_px
    rows = np.arange(-BAND_MM, BAND_MM + BAND_STEP_MM / 2, BAND_STEP_MM)
    offsets = np.arange(0.0, reach_mm, STEP_MM)
    sides = []
    for way in (-1.0, 1.0):
        edges = []
        for row in rows:
            line = at + down * row / mm + way * across * (offsets / mm)[:, None]
            profile = _smooth(density_at(level, line[:, 0], line[:, 1]))
            edge = _inner_wall(profile, offsets, crest_share)
            edges.append((row, np.nan if edge is None else edge))
        fitted = _robust_line(np.array(edges), 1.0)
        if fitted is None or fitted[2] < LEAST_SHARE * len(rows):
            return None
        sides.append(fitted[0])
    return sides[0], sides[1]


def _inner_wall(profile: Array, offsets: Array, crest_share: float) -> float | None:
    """Return where the inner wall lies on a line from the axis outwards.

    Rays through a tube of bone are longest where they touch its inner wall: density rises
    steeply up to there and falls beyond. From the outer border inwards, the wall is between the
    steepest rise and the crest.
    """
    slope = np.gradient(profile, STEP_MM)
    if not np.isfinite(slope[: round(HALF_SHAFT_MM[1] / STEP_MM)]).all():
        return None
    window = (offsets > HALF_SHAFT_MM[0] / 2) & np.isfinite(slope)
    if not window.any():
        return None
    outer = int(np.argmin(np.where(window, slope, np.inf)))
    start = max(outer - round(CORTEX_MM / STEP_MM), 1)
    crest = start + int(np.argmax(profile[start : outer + 1]))
    first = max(crest - round(RISE_MM / STEP_MM), 1)
    rise = first + int(np.argmax(slope[first : crest + 1]))
    wall = offsets[rise] + crest_share * (offsets[crest] - offsets[rise])
    return float(wall) - WALL_MM


def _robust_line(points: Array, mm: float) -> tuple[float, float, int] | None:
    """Return shift at 0 and tilt of the line that most points agree with, and how many do."""
    known = points[np.isfinite(points[:, 1])]
    best, most = None, 0
    for i in range(len(known)):
        for j in range(i + 1, len(known)):
            run = known[j, 0] - known[i, 0]
            tilt = (known[j, 1] - known[i, 1]) / run
            if abs(tilt) > 0.5:
                continue
            off = known[:, 1] - known[i, 1] - tilt * (known[:, 0] - known[i, 0])
            on = np.abs(off) < TOLERANCE_MM / mm
            if on.sum() > most:
                best, most = on, int(on.sum())
    if best is None or most < 3:
        return None
    x, y = known[best, 0], known[best, 1]
    tilt = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return float(y.mean() - tilt * x.mean()), tilt, most


def _peaks(values: Array) -> Array:
    inner = values[1:-1]
    at = np.flatnonzero((inner > values[:-2]) & (inner >= values[2:]) & (inner > 0)) + 1
    return at[np.argsort(-values[at], kind="stable")]


def _smooth(profile: Array) -> Array:
    sigma = SMOOTHING_MM / STEP_MM
    half = math.ceil(3 * sigma)
    lags = np.arange(-half, half + 1)
    kernel = np.exp(-(lags * lags) / (2 * sigma * sigma))
    padded = np.pad(profile, half, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def _unit(v: Pair) -> Array:
    way = np.array(v, dtype=float)
    return way / np.hypot(*way)


def _pair(p: Array) -> Pair:
    return float(p[0]), float(p[1])
