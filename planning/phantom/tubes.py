"""Tubes: bodies of varying elliptical section along a smooth curve."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planning.phantom.curves import smooth_curve
from planning.phantom.primitives import Array, Limb, Triple


@dataclass(frozen=True, slots=True)
class Tube:
    """The union of short tapered limbs along a curve.

    Attributes
    ----------
    limbs : tuple of Limb
    """

    limbs: tuple[Limb, ...]

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        boxes = [limb.box for limb in self.limbs]
        return np.min([b[0] for b in boxes], axis=0), np.max([b[1] for b in boxes], axis=0)

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        nearest = self.limbs[0](x, y, z)
        for limb in self.limbs[1:]:
            np.minimum(nearest, limb(x, y, z), out=nearest)
        return nearest


def tube(controls: ArrayLike, *, side: Triple = (1.0, 0.0, 0.0), pieces: int = 3) -> Tube:
    """A tube through control points.

    Parameters
    ----------
    controls : array_like, shape (n, 4) or (n, 5)
        x, y, z and the half width, or the half widths along `side` and across it.
    side : tuple of float
        Direction of the first half width.
    pieces : int
        Limbs per interval of control points.
    """
    controls = np.asarray(controls, dtype=float)
    if controls.shape[1] == 4:
        controls = np.column_stack([controls, controls[:, 3]])
    curve = smooth_curve(controls, closed=False, pieces=pieces)
    overlaps = [None, *_overlaps(curve), None]
    rows = [tuple(float(v) for v in point) for point in curve]
    joined = zip(itertools.pairwise(rows), itertools.pairwise(overlaps), strict=True)
    return Tube(tuple(Limb(a[:3], b[:3], a[3:], b[3:], side, flat) for (a, b), flat in joined))


def _overlaps(curve: NDArray[np.float64]) -> list[float]:
    """How far pieces must overlap at each inner joint to leave no gap outside the bend."""
    ways = np.diff(curve[:, :3], axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    halves = np.sqrt(np.maximum((1 - (ways[1:] * ways[:-1]).sum(axis=1)) / 2, 0))
    tangents = halves / np.sqrt(np.maximum(1 - halves**2, 1e-6))
    return (curve[1:-1, 3:].max(axis=1) * tangents + 0.1).tolist()
