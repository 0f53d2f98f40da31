"""A coarse lattice along the rays on which distance fields are sampled.

Nodes lie on rays: node (k, j, i) is where the ray to detector point (u_i, v_j) meets the
plane z_k. Between nodes a distance field is smooth, so cubic interpolation across and
linear interpolation along the ray keep the surfaces where they are while sampling far
coarser than the film.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.phantom.bodies import FAR_MM, Body, Step, combine, corners
from planning.phantom.primitives import Array
from planning.phantom.projection import View


@dataclass(frozen=True, slots=True)
class Lattice:
    """Nodes u0 + i * step, v0 + j * step on the detector and z0 + k * step_z above it."""

    sid_mm: float
    u0: float
    v0: float
    z0: float
    step: float
    step_z: float
    shape: tuple[int, int, int]

    @classmethod
    def around(cls, body: Body, view: View, step: float, step_z: float) -> Lattice:
        """The lattice that holds a body, with two nodes to spare on every side."""
        world = body.world_corners()
        z0, z1 = world[:, 2].min() - step_z, world[:, 2].max() + step_z
        lower, upper = _shadow(world, view.sid_mm)
        edge = view.detector_mm(np.array([[0.0, 0.0], [view.columns, view.rows]]))
        lower = np.maximum(lower, edge[0]) - 3 * step
        upper = np.minimum(upper, edge[1]) + 3 * step
        counts = np.maximum(np.ceil((upper - lower) / step).astype(int) + 1, 4)
        depth = max(int(np.ceil((z1 - z0) / step_z)) + 1, 2)
        return cls(
            view.sid_mm,
            float(lower[0]),
            float(lower[1]),
            float(z0),
            step,
            step_z,
            (depth, int(counts[1]), int(counts[0])),
        )

    def world(self, part: tuple[slice, slice, slice]) -> tuple[Array, Array, Array]:
        """World coordinates of a part of the nodes, broadcastable."""
        k, j, i = (np.arange(n)[s] for n, s in zip(self.shape, part, strict=True))
        z = (self.z0 + k * self.step_z)[:, None, None]
        scale = (self.sid_mm - z) / self.sid_mm
        x = (self.u0 + i * self.step)[None, None, :] * scale
        y = (self.v0 + j * self.step)[None, :, None] * scale
        return x.astype(np.float32), y.astype(np.float32), z.astype(np.float32)

    def part(self, world: NDArray[np.float64]) -> tuple[slice, slice, slice] | None:
        """The nodes that hold a set of world points, or None if there are none."""
        lower, upper = _shadow(world, self.sid_mm)
        ranges = (
            (world[:, 2].min(), world[:, 2].max(), self.z0, self.step_z),
            (lower[1], upper[1], self.v0, self.step),
            (lower[0], upper[0], self.u0, self.step),
        )
        slices = []
        for (low, high, start, step), count in zip(ranges, self.shape, strict=True):
            first = max(int(np.floor((low - start) / step)), 0)
            last = min(int(np.ceil((high - start) / step)) + 1, count)
            if first >= last:
                return None
            slices.append(slice(first, last))
        return slices[0], slices[1], slices[2]

    def sample(self, body: Body) -> Array:
        """The body's signed distance at every node, cut off at its reach."""
        total = np.full(self.shape, FAR_MM, dtype=np.float32)
        for step in body.steps:
            lower, upper = step.primitive.box
            reach = step.margin_mm
            part = self.part(body.frame.to_world(corners(lower - reach, upper + reach)))
            if part is None:
                continue
            distance = self._distance(body, step, part)
            total[part] = combine(total[part], step, distance)
        np.minimum(total, body.reach_mm, out=total)
        if body.relief is not None:
            near = np.abs(total) < body.reach_mm
            every = (slice(None), slice(None), slice(None))
            local = body.frame.local_arrays(*self.world(every))
            total[near] += body.relief(*(np.broadcast_to(v, near.shape)[near] for v in local))
        return total

    def _distance(self, body: Body, step: Step, part: tuple[slice, slice, slice]) -> Array:
        pieces = getattr(step.primitive, "limbs", None)
        if pieces is None:
            return step.primitive(*body.frame.local_arrays(*self.world(part)))
        nearest = np.full(self.shape, FAR_MM, dtype=np.float32)
        reach = step.margin_mm
        for piece in pieces:
            lower, upper = piece.box
            near = self.part(body.frame.to_world(corners(lower - reach, upper + reach)))
            if near is not None:
                local = body.frame.local_arrays(*self.world(near))
                nearest[near] = np.minimum(nearest[near], piece(*local))
        return nearest[part]


def _shadow(world: NDArray, sid_mm: float) -> tuple[NDArray, NDArray]:
    uv = world[:, :2] * sid_mm / (sid_mm - world[:, 2:3])
    return uv.min(axis=0), uv.max(axis=0)


def cubic_weights(positions: NDArray[np.float64], count: int) -> tuple[int, Array]:
    """Catmull-Rom weights that carry node values to positions.

    Parameters
    ----------
    positions : ndarray, shape (n,)
        In node units.
    count : int
        Number of nodes.

    Returns
    -------
    first : int
        First node that is used.
    weights : ndarray, shape (n, m)
        Row per position, column per used node.
    """
    base = np.clip(np.floor(positions).astype(int), 1, count - 3)
    t = positions - base
    w = np.stack(
        [
            ((-t + 2) * t - 1) * t / 2,
            ((3 * t - 5) * t * t + 2) / 2,
            ((-3 * t + 4) * t + 1) * t / 2,
            (t - 1) * t * t / 2,
        ],
        axis=1,
    )
    first = int(base.min()) - 1
    weights = np.zeros((len(positions), int(base.max()) + 3 - first), dtype=np.float32)
    rows = np.arange(len(positions))
    for offset in range(4):
        weights[rows, base - 1 + offset - first] += w[:, offset]
    return first, weights
