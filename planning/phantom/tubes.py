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


def tube(controls: ArrayLike, *, side: Triple = (1.0, 0.0, 0.0), pieces: int = 4) -> Tube:
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
    curve = [tuple(float(v) for v in point) for point in curve]
    last = len(curve) - 2
    return Tube(
        tuple(
            Limb(
                a[:3],
                b[:3],
                a[3:],
                b[3:],
                side,
                (n > 0, n < last),
            )
            for n, (a, b) in enumerate(itertools.pairwise(curve))
        )
    )
