"""Trabecular pattern: band limited noise drawn out along the trabeculae."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planning.phantom.primitives import Array

if TYPE_CHECKING:
    from planning.phantom.bodies import Body
    from planning.phantom.lattice import Lattice

DIRECTIONS = 8
SPACING_MM = 0.8
PERIOD_MM = 51.0


class Grain:
    """Periodic noise fields for a fan of directions, mixed by the local direction.

    Parameters
    ----------
    seed : int
    pixel_mm : float
        Pixel of the film; the pattern keeps its size in millimetres.
    """

    def __init__(self, seed: int, pixel_mm: float) -> None:
        rng = np.random.default_rng([seed, 11])
        size = int(2 ** np.clip(np.ceil(np.log2(PERIOD_MM / pixel_mm)), 7, 9))
        frequency = np.fft.fftfreq(size, pixel_mm)
        fx, fy = frequency[None, : size // 2 + 1].copy(), frequency[:, None]
        fx[0, -1] = abs(fx[0, -1])
        radius = np.hypot(fx, fy) + 1e-9
        octaves = np.log2(radius * SPACING_MM)
        band = (
            np.exp(-0.5 * (octaves / 1.0) ** 2) / radius
            + 0.12 * np.exp(-0.5 * ((octaves + 3) / 1.2) ** 2) / radius
        )
        white = np.fft.rfft2(rng.standard_normal((size, size)))
        self.fields: list[Array] = []
        for n in range(DIRECTIONS):
            across = np.arctan2(fy, fx) - np.pi * n / DIRECTIONS - np.pi / 2
            field = np.fft.irfft2(
                white * band * np.exp(1.6 * (np.cos(2 * across) - 1)), s=(size, size)
            )
            self.fields.append((field / field.std()).astype(np.float32))
        self.size = size

    def on_lattice(self, body: Body, lattice: Lattice) -> Array | None:
        """Direction and strength at the nodes of the middle plane, shape (3, nv, nu)."""
        if body.grain is None:
            return None
        middle = lattice.shape[0] // 2
        part = (slice(middle, middle + 1), slice(None), slice(None))
        x, y, _ = body.frame.local_arrays(*lattice.world(part))
        cos2, sin2, strength = (np.broadcast_to(v, x.shape)[0] for v in body.grain(x, y))
        along, across = body.frame.axes[:2, 0], body.frame.axes[:2, 1]
        sense = np.sign(along[0] * across[1] - along[1] * across[0])
        turn = 2 * np.arctan2(along[1], along[0])
        c, s = np.float32(np.cos(turn)), np.float32(np.sin(turn))
        sin2 = sin2 * np.float32(sense)
        return np.stack([cos2 * c - sin2 * s, sin2 * c + cos2 * s, strength]).astype(np.float32)

    def tile(
        self,
        nodes: NDArray[np.float32],
        weights_v: Array,
        weights_u: Array,
        rows: slice,
        columns: slice,
    ) -> Array:
        """Factor on the bone volume fraction for the pixels of one tile."""
        cos2, sin2, strength = np.matmul(weights_v, np.matmul(nodes, weights_u.T))
        r = np.arange(rows.start, rows.stop) % self.size
        c = np.arange(columns.start, columns.stop) % self.size
        grid = np.ix_(r, c)
        total = np.zeros(cos2.shape, np.float32)
        power = np.full(cos2.shape, 1e-6, np.float32)
        for n, field in enumerate(self.fields):
            angle = 2 * np.pi * n / DIRECTIONS
            along = cos2 * np.float32(np.cos(angle)) + sin2 * np.float32(np.sin(angle))
            weight = np.maximum(along - np.float32(0.3), 0)
            if not weight.any():
                continue
            weight *= weight
            total += weight * field[grid]
            power += weight * weight
        return 1 + strength * total / np.sqrt(power)
