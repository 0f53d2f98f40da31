"""Landmarks that are extremes of a surface: tips, corners, tangent points."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planning.phantom.bodies import Body

GRID = 13
LEVELS = 6


def extreme(
    body: Body, start: ArrayLike, direction: ArrayLike, *, reach_mm: float = 9.0
) -> NDArray[np.float64]:
    """The surface point that lies furthest in a direction, in a cube about a point.

    Looks for the highest crossing of the surface on a grid of lines along the direction,
    then again on a finer grid around it, down to micrometres.

    Parameters
    ----------
    body : Body
    start : array_like, shape (3,)
        Middle of the cube, world mm.
    direction : array_like, shape (3,)
        World direction.
    reach_mm : float
        Half the edge of the cube.

    Returns
    -------
    ndarray, shape (3,)

    Raises
    ------
    ValueError
        If the cube does not hold any of the body's surface.
    """
    middle = np.asarray(start, dtype=float)
    body = body.near(middle, 2 * reach_mm)
    up = np.asarray(direction, dtype=float) / np.linalg.norm(direction)
    first = np.cross(up, np.eye(3)[int(np.argmin(np.abs(up)))])
    first /= np.linalg.norm(first)
    axes = np.stack([first, np.cross(up, first), up])
    half = reach_mm
    for _ in range(LEVELS):
        ticks = np.linspace(-half, half, GRID)
        grid = np.stack(np.meshgrid(ticks, ticks, ticks, indexing="ij"), axis=-1)
        heights = _heights(body.distance(middle + grid @ axes), ticks)
        if not np.isfinite(heights).any():
            raise ValueError(f"{body.name}: no surface within {half} mm of {middle.tolist()}")
        i, j = np.unravel_index(np.argmax(heights), heights.shape)
        middle = middle + np.array([ticks[i], ticks[j], heights[i, j]]) @ axes
        half *= 0.25
    return middle


def _heights(distance: NDArray, ticks: NDArray) -> NDArray[np.float64]:
    """Highest zero crossing on every line, -inf where there is none."""
    falls = (distance[..., :-1] < 0) & (distance[..., 1:] >= 0)
    below, above = distance[..., :-1], distance[..., 1:]
    share = below / np.where(falls, below - above, 1.0)
    crossing = ticks[:-1] + share * (ticks[1] - ticks[0])
    return np.where(falls, crossing, -np.inf).max(axis=-1)


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
