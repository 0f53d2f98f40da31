"""Landmarks that are extremes of a surface: tips, corners, tangent points."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planning.phantom.bodies import Body


def extreme(
    body: Body, start: ArrayLike, direction: ArrayLike, *, steps: int = 120, reach_mm: float = 30.0
) -> NDArray[np.float64]:
    """The surface point that lies furthest in a direction, near a starting point.

    Slides along the surface (tangential steps, then back onto the zero set) until the
    normal and the direction agree.

    Parameters
    ----------
    body : Body
    start : array_like, shape (3,)
        World mm, near the surface.
    direction : array_like, shape (3,)
        World direction.
    steps : int
    reach_mm : float
        The extreme lies no further than this from `start`.

    Returns
    -------
    ndarray, shape (3,)
    """
    point = np.asarray(start, dtype=float)
    body = body.near(point, reach_mm)
    way = np.asarray(direction, dtype=float)
    way = way / np.linalg.norm(way)
    stride = 3.0
    for n in range(steps):
        for _ in range(2):
            distance, normal = _normal(body, point)
            point = point - distance * normal
        tangent = way - (way @ normal) * normal
        point = point + stride * tangent
        if n > steps // 2:
            stride *= 0.93
    distance, normal = _normal(body, point)
    return point - distance * normal


def facing(point: ArrayLike, direction: ArrayLike, sid_mm: float) -> NDArray[np.float64]:
    """A direction made perpendicular to the ray through a point.

    The outline on the film is where rays graze the surface, so an extreme of the outline
    is the extreme of the surface in such a direction.
    """
    ray = np.asarray(point, dtype=float) - np.array([0.0, 0.0, sid_mm])
    ray = ray / np.linalg.norm(ray)
    way = np.asarray(direction, dtype=float)
    way = way - (way @ ray) * ray
    return way / np.linalg.norm(way)


def _normal(body: Body, point: NDArray) -> tuple[float, NDArray]:
    h = 0.02
    probes = np.concatenate([[point], point + h * np.eye(3), point - h * np.eye(3)])
    d = body.distance(probes)
    gradient = (d[1:4] - d[4:7]) / (2 * h)
    size = max(float(np.linalg.norm(gradient)), 1e-6)
    return float(d[0]) / size, gradient / size
