"""Curved plates of bone: an outline seen from the front, with a depth and a thickness.

The wing of the ilium and the sacrum are known best by how they look from the front.
Outline, depth and thickness are tabulated once on a fine grid and looked up bilinearly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planning.phantom.curves import outline_distance, thin_plate
from planning.phantom.primitives import Array

STEP_MM = 1.5
MARGIN_MM = 14.0


@dataclass(frozen=True, slots=True)
class Table:
    """Functions of (x, y) tabulated together on a square grid, shape (rows, columns, n)."""

    x0: float
    y0: float
    values: NDArray[np.float32]

    def __call__(self, x: Array, y: Array) -> tuple[Array, ...]:
        rows, columns, count = self.values.shape
        i = np.clip((x - self.x0) / STEP_MM, 0, columns - 1.001)
        j = np.clip((y - self.y0) / STEP_MM, 0, rows - 1.001)
        i0, j0 = i.astype(np.int32), j.astype(np.int32)
        i -= i0
        j -= j0
        flat = self.values.reshape(-1, count)
        at = j0 * columns + i0
        i, j = i[..., None], j[..., None]
        top, low = flat.take(at, axis=0), flat.take(at + columns, axis=0)
        top += (flat.take(at + 1, axis=0) - top) * i
        low += (flat.take(at + columns + 1, axis=0) - low) * i
        top += (low - top) * j
        return tuple(top[..., n] for n in range(count))


@dataclass(frozen=True, slots=True)
class Plate:
    """A curved plate with rounded margins.

    Attributes
    ----------
    box : tuple of ndarray
    table : Table
        Distance to the outline; height z of the middle surface; half thickness measured
        along the normal; cosine of the angle between normal and z.
    round_mm : float
        Radius of the rounded margin.
    """

    box: tuple[NDArray, NDArray]
    table: Table
    round_mm: float = field(default=2.0)

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        beyond, depth, half, slope = self.table(x, y)
        across = np.abs(z - depth) * slope - half
        a, b = across + self.round_mm, beyond + self.round_mm
        outside = np.sqrt(np.maximum(a, 0) ** 2 + np.maximum(b, 0) ** 2)
        return outside + np.minimum(np.maximum(a, b), 0) - self.round_mm


def plate(outline: ArrayLike, controls: ArrayLike, *, round_mm: float = 2.0) -> Plate:
    """A plate from its outline and some known depths and thicknesses.

    Parameters
    ----------
    outline : array_like, shape (n, 2)
        Closed outline in x, y.
    controls : array_like, shape (m, 4)
        x, y, depth z of the middle surface, thickness.
    round_mm : float
        Radius of the margin.
    """
    outline = np.asarray(outline, dtype=float)
    controls = np.asarray(controls, dtype=float)
    lower, upper = outline.min(axis=0) - MARGIN_MM, outline.max(axis=0) + MARGIN_MM
    x, y = np.meshgrid(
        np.arange(lower[0], upper[0] + STEP_MM, STEP_MM),
        np.arange(lower[1], upper[1] + STEP_MM, STEP_MM),
    )
    depth = thin_plate(controls[:, :2], controls[:, 2], x, y)
    thickness = thin_plate(controls[:, :2], controls[:, 3], x, y)
    half = (thickness + 2.4 + np.sqrt((thickness - 2.4) ** 2 + 1)) / 4
    gy, gx = np.gradient(depth, STEP_MM)
    tables = (outline_distance(x, y, outline), depth, half, 1 / np.sqrt(1 + gx**2 + gy**2))
    near = tables[0] < MARGIN_MM / 2
    low = (depth - half / tables[3])[near].min()
    high = (depth + half / tables[3])[near].max()
    table = Table(float(lower[0]), float(lower[1]), np.stack(tables, -1).astype(np.float32))
    box = (np.array([*lower, low]), np.array([*upper, high]))
    return Plate(box, table, round_mm)
