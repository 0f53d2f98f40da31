"""Where on a film a ball may lie: votes of edges for the centre that they curve about; PURE.

The circular Hough transform in the form that uses the direction of each edge: an edge votes,
for every radius that a ball can have, for the one point that lies so far on its dense side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]

EDGE_SHARE = 0.12
MAX_CANDIDATES = 10
MIN_SUPPORT = 0.3
# Peaks of the vote that are looked at before those that lie on top of each other are left out.
MAX_PEAKS = 4000
# A ball is much denser than what lies around it; so much of the film's range at least.
MIN_CONTRAST = 0.08
INNER, RING_FROM, RING_TO = 0.75, 1.15, 1.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A circle that may be a ball, in pixels of the picture that was searched.

    Attributes
    ----------
    x, y, radius : float
    support : float
        Votes over the pixels of its circumference.
    contrast : float
        How much denser it is than the ring around it, over the film's range.
    evenness : float
        1 for an even inside; less with the spread of its values over the contrast.
    """

    x: float
    y: float
    radius: float
    support: float
    contrast: float
    evenness: float

    @property
    def score(self) -> float:
        """Edge support, evenness and density together: 0 to about 1."""
        return min(self.support, 1.0) * self.evenness * min(1.0, 3 * self.contrast)


def candidates(dense: Picture, radius_px: tuple[float, float]) -> list[Candidate]:
    """Find circles that are denser than what lies around them.

    Parameters
    ----------
    dense : ndarray of float32, shape (rows, columns)
        0 to 1, dense is high; a pixel of about half a millimetre.
    radius_px : tuple of float
        Least and greatest radius.

    Returns
    -------
    list of Candidate
        The best first, at most `MAX_CANDIDATES`.
    """
    rows, columns = dense.shape
    if min(rows, columns) < 4 * radius_px[0]:
        return []
    best, best_radius = _votes(dense, radius_px)
    found: list[Candidate] = []
    for y, x in _peaks(best):
        radius = float(best_radius[y, x])
        if any(np.hypot(one.x - x, one.y - y) < one.radius for one in found):
            continue
        one = _judged(dense, x, y, radius, float(best[y, x]))
        if one is not None:
            found.append(one)
        if len(found) == 4 * MAX_CANDIDATES:
            break
    return sorted(found, key=lambda one: -one.score)[:MAX_CANDIDATES]


def _votes(dense: Picture, radius_px: tuple[float, float]) -> tuple[Picture, Picture]:
    """The most votes that any radius gives each pixel, over its circumference, and the radius."""
    rows, columns = dense.shape
    down, across = np.gradient(dense)
    slope = np.hypot(down, across)
    level = max(float(np.quantile(slope[::3, ::3], 1 - EDGE_SHARE)), 1e-6)
    y, x = np.nonzero(slope > level)
    unit_x, unit_y = across[y, x] / slope[y, x], down[y, x] / slope[y, x]
    best = np.zeros((rows, columns), np.float32)
    best_radius = np.zeros_like(best)
    for radius in np.arange(radius_px[0], radius_px[1] + 1.0, 1.0):
        at_x = np.rint(x + radius * unit_x).astype(np.intp)
        at_y = np.rint(y + radius * unit_y).astype(np.intp)
        inside = (at_x >= 0) & (at_x < columns) & (at_y >= 0) & (at_y < rows)
        flat = at_y[inside] * columns + at_x[inside]
        count = np.bincount(flat, minlength=rows * columns).reshape(rows, columns)
        share = _sum_of_nine(count.astype(np.float32)) / np.float32(2 * np.pi * radius)
        better = share > best
        best[better] = share[better]
        best_radius[better] = radius
    return best, best_radius


def _sum_of_nine(values: Picture) -> Picture:
    across = values.copy()
    across[:, 1:] += values[:, :-1]
    across[:, :-1] += values[:, 1:]
    total = across.copy()
    total[1:] += across[:-1]
    total[:-1] += across[1:]
    return total


def _peaks(best: Picture) -> list[tuple[int, int]]:
    """Pixels by their votes, most first."""
    flat = best.ravel()
    count = min(MAX_PEAKS, flat.size - 1)
    top = np.argpartition(flat, -count)[-count:]
    top = top[flat[top] >= MIN_SUPPORT]
    order = top[np.argsort(-flat[top], kind="stable")]
    rows, columns = np.unravel_index(order, best.shape)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _judged(dense: Picture, x: int, y: int, radius: float, support: float) -> Candidate | None:
    reach = int(np.ceil(RING_TO * radius))
    rows, columns = dense.shape
    top, left = max(y - reach, 0), max(x - reach, 0)
    part = dense[top : min(y + reach + 1, rows), left : min(x + reach + 1, columns)]
    from_y = np.arange(part.shape[0])[:, None] + (top - y)
    from_x = np.arange(part.shape[1])[None, :] + (left - x)
    off = np.hypot(from_y, from_x)
    inner = part[off < INNER * radius]
    ring = part[(off > RING_FROM * radius) & (off < RING_TO * radius)]
    if inner.size < 20 or ring.size < 0.6 * np.pi * (RING_TO**2 - RING_FROM**2) * radius**2:
        return None
    contrast = float(np.median(inner) - np.median(ring))
    if contrast < MIN_CONTRAST:
        return None
    spread = float(np.subtract(*np.quantile(inner, [0.9, 0.1])))
    evenness = 1 / (1 + spread / contrast)
    return Candidate(float(x), float(y), radius, support, contrast, evenness)
