"""From a rough click to the edge: the femoral head's circle, a bone's border; PURE, numpy only.

Sources: facts on orthopaedics, section 5 (polar window, strongest fall of density along each
ray, consensus circle within 0.6 mm, iterated; scan lines across a border, robust line). The
twin in the browser is ``static/js/view/snap.js``; both take the same steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.geometry.reasons import Reason

Array = NDArray[np.float64]

RAYS = 180
PEAKS = 3
HEAD_RADII_MM = (17.0, 33.0)
STEP_MM = 0.2
SMOOTHING_MM = 0.4
TOLERANCE_MM = 0.6
MAX_SHIFT_MM = 8.0
ROUNDS = 4
LATER_REACH = 0.12
MIN_SHARE = 0.5
# Fall of density over the window's range below which there is no edge to speak of.
MIN_CONTRAST = 0.03
# Density falls most a little inside of the outer surface of a shell of bone 1.2 to 1.5 mm thick.
SHELL_MM = 0.15
HALF_HEIGHT_MM = 8.0
HALF_REACH_MM = 6.0
LINE_STEP_MM = 0.5


@dataclass(frozen=True, slots=True)
class SnapLevel:
    """Pixels to snap to.

    Attributes
    ----------
    values : ndarray, shape (rows, columns)
    mm_per_px : float
        Of the pixels of these values; about right is enough.
    dense_is_low : bool
    """

    values: NDArray[np.uint16]
    mm_per_px: float
    dense_is_low: bool = False


@dataclass(frozen=True, slots=True)
class SnappedCircle:
    """A circle that the edge supports.

    Attributes
    ----------
    x, y, radius : float
        Pixels of the level, corner based.
    agree, of : int
        Rays whose edge lies on the circle, and rays.
    """

    x: float
    y: float
    radius: float
    agree: int
    of: int = RAYS


@dataclass(frozen=True, slots=True)
class SnappedEdge:
    """A point on a border, and how many scan lines agree with the border through it."""

    x: float
    y: float
    agree: int
    of: int


def snap_head(level: SnapLevel, point: tuple[float, float]) -> SnappedCircle | Reason:
    """Fit the circle of a femoral head about a click near its centre.

    Parameters
    ----------
    level : SnapLevel
    point : tuple of float
        x and y in pixels of the level, within some millimetres of the centre.

    Returns
    -------
    SnappedCircle, or Reason
        ``no_edge`` where less than half of the rays agree, with ``agree`` and ``of``.
    """
    mm = level.mm_per_px
    low, high = (radius / mm for radius in HEAD_RADII_MM)
    x, y = point
    edges = _ray_edges(level, (x, y), (low, high), PEAKS)
    circle = _best_circle(edges, (x, y), mm)
    if circle is None:
        return Reason("no_edge", {"agree": 0, "of": RAYS})
    agree = 0
    for _ in range(ROUNDS):
        x, y, radius = circle
        window = ((1 - LATER_REACH) * radius, (1 + LATER_REACH) * radius)
        edges = _ray_edges(level, (x, y), window, 1)
        chosen, agree = _agreeing(edges, circle, mm)
        if agree < 3:
            break
        circle = _least_squares(chosen)
    x, y, radius = circle
    far = math.hypot(x - point[0], y - point[1]) > MAX_SHIFT_MM / mm
    if agree < MIN_SHARE * RAYS or far or not low <= radius <= high:
        return Reason("no_edge", {"agree": agree, "of": RAYS})
    return SnappedCircle(x, y, radius + SHELL_MM / mm, agree)


def snap_edge(
    level: SnapLevel, point: tuple[float, float], direction: tuple[float, float]
) -> SnappedEdge | Reason:
    """Move a point onto the border of a bone.

    Parameters
    ----------
    level : SnapLevel
    point : tuple of float
        x and y in pixels of the level, within some millimetres of the border.
    direction : tuple of float
        Out of the bone, across its border; need not be exact.

    Returns
    -------
    SnappedEdge, or Reason
        ``no_edge`` where less than half of the scan lines agree.
    """
    mm = level.mm_per_px
    size = math.hypot(*direction)
    if not size > 0:
        return Reason("no_edge", {"agree": 0, "of": 0})
    out = (direction[0] / size, direction[1] / size)
    along = (-out[1], out[0])
    count = round(2 * HALF_HEIGHT_MM / LINE_STEP_MM) + 1
    offsets = (np.arange(count) - (count - 1) / 2) * (LINE_STEP_MM / mm)
    steps = _steps(-HALF_REACH_MM / mm, HALF_REACH_MM / mm, mm)
    xs = point[0] + offsets[:, None] * along[0] + steps * out[0]
    ys = point[1] + offsets[:, None] * along[1] + steps * out[1]
    edges = _falls(density_at(level, xs, ys), steps, mm, 1)[:, 0]
    line = _best_line(offsets, edges, mm)
    if line is None:
        return Reason("no_edge", {"agree": 0, "of": count})
    shift_px, agree = line
    if agree < MIN_SHARE * count:
        return Reason("no_edge", {"agree": agree, "of": count})
    return SnappedEdge(point[0] + shift_px * out[0], point[1] + shift_px * out[1], agree, count)


def _steps(start_px: float, stop_px: float, mm: float) -> Array:
    count = math.floor((stop_px - start_px) / (STEP_MM / mm)) + 1
    return start_px + np.arange(count) * (STEP_MM / mm)


def density_at(level: SnapLevel, xs: Array, ys: Array) -> Array:
    """Values between pixels, bilinear; beyond the border not a number."""
    values = level.values
    rows, columns = values.shape
    u, v = xs - 0.5, ys - 0.5
    left, top = np.floor(u).astype(np.intp), np.floor(v).astype(np.intp)
    inside = (left >= 0) & (top >= 0) & (left + 1 < columns) & (top + 1 < rows)
    left, top = np.where(inside, left, 0), np.where(inside, top, 0)
    s, t = u - left, v - top
    upper = values[top, left] * (1 - s) + values[top, left + 1] * s
    lower = values[top + 1, left] * (1 - s) + values[top + 1, left + 1] * s
    found = np.where(inside, upper * (1 - t) + lower * t, np.nan)
    return -found if level.dense_is_low else found


def _falls(density: Array, steps: Array, mm: float, peaks: int) -> Array:
    """Where density falls most along each line, the strongest first; not a number for none."""
    sigma = SMOOTHING_MM / STEP_MM
    half = math.ceil(2.5 * sigma)
    lags = np.arange(-half, half + 1)
    kernel = lags * np.exp(-(lags * lags) / (2 * sigma * sigma))
    kernel /= float((kernel * lags).sum())
    windows = np.lib.stride_tricks.sliding_window_view(density, lags.size, axis=1)
    slope = windows @ kernel
    finite = density[np.isfinite(density)]
    found = np.full((density.shape[0], peaks), np.nan)
    if finite.size == 0:
        return found
    least = MIN_CONTRAST * float(finite.max() - finite.min()) / (2.5 * sigma)
    for number, line in enumerate(slope):
        inner = line[1:-1]
        with np.errstate(invalid="ignore"):
            is_peak = (inner < line[:-2]) & (inner <= line[2:]) & (inner < -least)
        at = np.flatnonzero(is_peak) + 1
        strongest = at[np.argsort(line[at], kind="stable")][:peaks]
        for place, index in enumerate(strongest):
            before, here, after = line[index - 1], line[index], line[index + 1]
            shift = (before - after) / (2 * (before - 2 * here + after))
            found[number, place] = steps[0] + (index + half + shift) * (STEP_MM / mm)
    return found


def _ray_edges(
    level: SnapLevel, centre: tuple[float, float], window: tuple[float, float], peaks: int
) -> Array:
    """Edge points of each ray, shape (rays, peaks, 2); not a number for none."""
    mm = level.mm_per_px
    margin = math.ceil(2.5 * SMOOTHING_MM / STEP_MM) * STEP_MM / mm
    steps = _steps(max(window[0] - margin, 0.0), window[1] + margin, mm)
    angles = np.arange(RAYS) * (2 * math.pi / RAYS)
    cos, sin = np.cos(angles), np.sin(angles)
    xs, ys = centre[0] + cos[:, None] * steps, centre[1] + sin[:, None] * steps
    radii = _falls(density_at(level, xs, ys), steps, mm, peaks)
    return np.stack([centre[0] + radii * cos[:, None], centre[1] + radii * sin[:, None]], axis=2)


def _best_circle(
    edges: Array, point: tuple[float, float], mm: float
) -> tuple[float, float, float] | None:
    """The circle through three edge points that most rays agree with."""
    circles = [
        _circumcircles(edges[np.arange(0, count)], edges[(np.arange(0, count) + gap) % RAYS],
                       edges[(np.arange(0, count) + 2 * gap) % RAYS])
        for gap, count in ((RAYS // 3, RAYS // 3), (RAYS // 4, RAYS), (2 * RAYS // 9, RAYS))
    ]  # fmt: skip
    x, y, radius = (np.concatenate(part) for part in zip(*circles, strict=True))
    shift = np.hypot(x - point[0], y - point[1])
    low, high = HEAD_RADII_MM
    with np.errstate(invalid="ignore"):
        sound = (shift <= MAX_SHIFT_MM / mm) & (radius >= low / mm) & (radius <= high / mm)
    x, y, radius = x[sound], y[sound], radius[sound]
    if x.size == 0:
        return None
    best, most = 0, -1
    for start in range(0, x.size, 512):
        part = slice(start, start + 512)
        reach = np.hypot(
            edges[None, :, :, 0] - x[part, None, None], edges[None, :, :, 1] - y[part, None, None]
        )
        with np.errstate(invalid="ignore"):
            on = np.abs(reach - radius[part, None, None]) < TOLERANCE_MM / mm
        counts = on.any(axis=2).sum(axis=1)
        first = int(np.argmax(counts))
        if counts[first] > most:
            best, most = start + first, int(counts[first])
    return float(x[best]), float(y[best]), float(radius[best])


def _circumcircles(a: Array, b: Array, c: Array) -> tuple[Array, Array, Array]:
    """Circles through every choice of one edge of each of three rays."""
    p, q, r = a[:, :, None, None, :], b[:, None, :, None, :], c[:, None, None, :, :]
    ux, uy = q[..., 0] - p[..., 0], q[..., 1] - p[..., 1]
    vx, vy = r[..., 0] - p[..., 0], r[..., 1] - p[..., 1]
    cross = 2 * (ux * vy - uy * vx)
    with np.errstate(invalid="ignore", divide="ignore"):
        uu, vv = ux * ux + uy * uy, vx * vx + vy * vy
        cx, cy = (vy * uu - uy * vv) / cross, (ux * vv - vx * uu) / cross
    radius = np.hypot(cx, cy)
    x, y = p[..., 0] + cx, p[..., 1] + cy
    known = np.isfinite(radius)
    return x[known], y[known], radius[known]


def _agreeing(edges: Array, circle: tuple[float, float, float], mm: float) -> tuple[Array, int]:
    """Of each ray the edge nearest to the circle, if it lies on it."""
    x, y, radius = circle
    off = np.abs(np.hypot(edges[..., 0] - x, edges[..., 1] - y) - radius)
    off = np.where(np.isfinite(off), off, np.inf)
    nearest = np.argmin(off, axis=1)
    rays = np.arange(RAYS)
    on = off[rays, nearest] < TOLERANCE_MM / mm
    return edges[rays, nearest][on], int(on.sum())


def _least_squares(points: Array) -> tuple[float, float, float]:
    """Circle by Kasa's linear fit, refined by four Gauss-Newton steps."""
    middle = points.mean(axis=0)
    local = points - middle
    design = np.column_stack([2 * local, np.ones(len(local))])
    cx, cy, k = np.linalg.lstsq(design, (local**2).sum(axis=1), rcond=None)[0]
    radius = math.sqrt(k + cx * cx + cy * cy)
    for _ in range(4):
        away = local - (cx, cy)
        reach = np.hypot(away[:, 0], away[:, 1])
        jacobian = np.column_stack([-away / reach[:, None], -np.ones(len(local))])
        step = np.linalg.lstsq(jacobian, radius - reach, rcond=None)[0]
        cx, cy, radius = cx + step[0], cy + step[1], radius + step[2]
    return float(middle[0] + cx), float(middle[1] + cy), float(radius)


def _best_line(offsets: Array, edges: Array, mm: float) -> tuple[float, int] | None:
    """Where the border crosses the middle line, and how many lines agree.

    The border is edge = level + tilt * offset: the one most lines agree with, then least squares.
    """
    known = np.flatnonzero(np.isfinite(edges))
    best, most = None, 0
    for i in known:
        for j in known:
            if offsets[j] - offsets[i] < 3 / mm:
                continue
            tilt = (edges[j] - edges[i]) / (offsets[j] - offsets[i])
            if abs(tilt) > 0.5:
                continue
            level = edges[i] - tilt * offsets[i]
            with np.errstate(invalid="ignore"):
                on = np.abs(edges - level - tilt * offsets) < TOLERANCE_MM / mm
            if on.sum() > most:
                best, most = on, int(on.sum())
    if best is None or most < 3:
        return None
    u, e = offsets[best], edges[best]
    tilt = float(((u - u.mean()) * (e - e.mean())).sum() / ((u - u.mean()) ** 2).sum())
    return float(e.mean() - tilt * u.mean()), most
