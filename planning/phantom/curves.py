"""Smooth curves through control points, and the distance from an outline."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def smooth_curve(points: ArrayLike, *, closed: bool, pieces: int = 8) -> NDArray[np.float64]:
    """Points on the centripetal-free (uniform) Catmull-Rom spline through `points`.

    Parameters
    ----------
    points : array_like, shape (n, d)
    closed : bool
        Whether the curve returns to its first point.
    pieces : int
        Points per interval.

    Returns
    -------
    ndarray, shape (m, d)
        The closed curve does not repeat its first point.
    """
    p = np.asarray(points, dtype=float)
    if closed:
        p = np.concatenate([p[-1:], p, p[:2]])
    else:
        p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = (np.arange(pieces) / pieces)[:, None]
    spans = [
        0.5
        * (
            2 * p[i]
            + (p[i + 1] - p[i - 1]) * t
            + (2 * p[i - 1] - 5 * p[i] + 4 * p[i + 1] - p[i + 2]) * t**2
            + (3 * p[i] - p[i - 1] - 3 * p[i + 1] + p[i + 2]) * t**3
        )
        for i in range(1, len(p) - 2)
    ]
    if not closed:
        spans.append(p[-2:-1])
    return np.concatenate(spans)


def outline_distance(x: NDArray, y: NDArray, outline: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed distance from points to a closed polygon, negative inside.

    Parameters
    ----------
    x, y : ndarray
        Coordinates of the same shape.
    outline : ndarray, shape (n, 2)
        Corners in order; the last is joined to the first.
    """
    nearest = np.full(np.shape(x), np.inf)
    inside = np.zeros(np.shape(x), dtype=bool)
    for (ax, ay), (bx, by) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        ex, ey = bx - ax, by - ay
        wx, wy = x - ax, y - ay
        h = np.clip((wx * ex + wy * ey) / max(ex * ex + ey * ey, 1e-12), 0, 1)
        nearest = np.minimum(nearest, (wx - h * ex) ** 2 + (wy - h * ey) ** 2)
        crosses = (ay > y) != (by > y)
        if ey:
            inside ^= crosses & (wx < wy * (ex / ey))
    return np.where(inside, -1.0, 1.0) * np.sqrt(nearest)


def thin_plate(points: ArrayLike, values: ArrayLike, x: NDArray, y: NDArray) -> NDArray:
    """Thin plate spline through scattered values, evaluated at x, y.

    Parameters
    ----------
    points : array_like, shape (n, 2)
    values : array_like, shape (n,)

    Notes
    -----
    Bookstein, IEEE PAMI 11:567 (1989).
    """
    p = np.asarray(points, dtype=float)
    n = len(p)

    def kernel(r2: NDArray) -> NDArray:
        return r2 * np.log(np.maximum(r2, 1e-12))

    system = np.zeros((n + 3, n + 3))
    system[:n, :n] = kernel(((p[:, None] - p[None]) ** 2).sum(-1))
    system[:n, n] = system[n, :n] = 1
    system[:n, n + 1 :] = p
    system[n + 1 :, :n] = p.T
    weights = np.linalg.solve(system, np.concatenate([np.asarray(values, dtype=float), [0, 0, 0]]))
    result = weights[n] + weights[n + 1] * x + weights[n + 2] * y
    for (px, py), weight in zip(p, weights, strict=False):
        result = result + weight * kernel((x - px) ** 2 + (y - py) ** 2)
    return result
