"""Unevenness of bone surfaces, as a sum of a few long waves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planning.phantom.primitives import Array

WAVES = 5


def waves(seed: int, height_mm: float, length_mm: float) -> Callable[[Array, Array, Array], Array]:
    """A smooth random field of local coordinates.

    Parameters
    ----------
    seed : int
    height_mm : float
        Standard deviation.
    length_mm : float
        Typical wavelength.

    Returns
    -------
    callable
        Of x, y, z in mm.
    """
    rng = np.random.default_rng([seed, 17])
    directions = rng.normal(size=(WAVES, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    k = directions * (2 * np.pi / (length_mm * rng.uniform(0.6, 1.6, (WAVES, 1))))
    phases = rng.uniform(0, 2 * np.pi, WAVES)
    height = height_mm * np.sqrt(2 / WAVES)

    def field(x: Array, y: Array, z: Array) -> Array:
        total = np.zeros(np.shape(x), dtype=np.result_type(x))
        for (kx, ky, kz), phase in zip(k.tolist(), phases.tolist(), strict=True):
            total += np.sin(x * kx + y * ky + z * kz + phase)
        return total * height

    return field
