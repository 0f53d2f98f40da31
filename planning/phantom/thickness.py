"""How much of each tissue every ray crosses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.phantom.bodies import Body
from planning.phantom.lattice import Lattice, cubic_weights
from planning.phantom.primitives import Array
from planning.phantom.projection import View
from planning.phantom.texture import Grain

TILE_PX = 96
DEEPEST_CORTEX_MM = 14.0
EVERYWHERE = (slice(None), slice(None), slice(None))


@dataclass(slots=True)
class Bone:
    """Paths through bone in mm, one value per pixel.

    Attributes
    ----------
    compact : ndarray
        Bone mineral: cortex and trabeculae.
    marrow : ndarray
        Marrow between the trabeculae and in the canal.
    """

    compact: NDArray[np.float32]
    marrow: NDArray[np.float32]

    @classmethod
    def empty(cls, view: View) -> Bone:
        shape = (view.rows, view.columns)
        return cls(np.zeros(shape, np.float32), np.zeros(shape, np.float32))


def _tiles(lattice: Lattice, view: View) -> Iterator[tuple[slice, slice, int, Array, int, Array]]:
    """Image tiles under the lattice, with the weights that interpolate to their pixels."""
    _, nv, nu = lattice.shape
    span = []
    for start, count, centre, size in (
        (lattice.v0, nv, view.centre_px.y, view.rows),
        (lattice.u0, nu, view.centre_px.x, view.columns),
    ):
        first = (start + lattice.step) / view.pixel_mm + centre
        last = (start + (count - 2) * lattice.step) / view.pixel_mm + centre
        span.append((max(int(np.ceil(first)), 0), min(int(np.floor(last)), size)))
    columns = []
    for c in range(span[1][0], span[1][1], TILE_PX):
        part = slice(c, min(c + TILE_PX, span[1][1]))
        u = (np.arange(part.start, part.stop) + 0.5 - view.centre_px.x) * view.pixel_mm
        columns.append((part, *cubic_weights((u - lattice.u0) / lattice.step, nu)))
    for r in range(span[0][0], span[0][1], TILE_PX):
        part = slice(r, min(r + TILE_PX, span[0][1]))
        v = (np.arange(part.start, part.stop) + 0.5 - view.centre_px.y) * view.pixel_mm
        first_v, weights_v = cubic_weights((v - lattice.v0) / lattice.step, nv)
        for column, first_u, weights_u in columns:
            yield part, column, first_v, weights_v, first_u, weights_u


def _filled(samples: Array) -> Array:
    """Share of each interval along axis 0 that lies inside, for a field linear within it."""
    size = np.abs(samples)
    total = size[:-1] + size[1:]
    total += np.float32(1e-12)
    share = samples[:-1] + samples[1:]
    share /= total
    return np.float32(0.5 * len(share)) - np.float32(0.5) * share.sum(axis=0)


def _up(nodes: Array, weights_v: Array, weights_u: Array) -> Array:
    return np.matmul(weights_v, np.matmul(nodes, weights_u.T))


def _core(outer: Array, body: Body, lattice: Lattice) -> Array:
    """Distance field of what lies under the cortex, exact near the cortex only."""
    if not callable(body.cortex):
        return outer + np.float32(body.cortex)
    local = body.frame.local_arrays(*lattice.world(EVERYWHERE))
    if body.reach_mm > DEEPEST_CORTEX_MM:
        return outer + body.cortex(*local)
    near = (outer > -DEEPEST_CORTEX_MM) & (outer < 3)
    inner = outer + np.float32(1)
    inner[near] = outer[near] + body.cortex(*(np.broadcast_to(v, near.shape)[near] for v in local))
    return inner


def _fraction(body: Body, lattice: Lattice) -> Array:
    """Bone volume fraction on the nodes of the middle plane."""
    middle = lattice.shape[0] // 2
    if not callable(body.spongiosa):
        return np.full(lattice.shape[1:], body.spongiosa, dtype=np.float32)
    part = (slice(middle, middle + 1), slice(None), slice(None))
    local = body.frame.local_arrays(*lattice.world(part))
    return np.asarray(body.spongiosa(*local), dtype=np.float32)[0]


def ray_lengths(view: View, lattice: Lattice, rows: slice, columns: slice) -> Array:
    """Path along the ray per millimetre of depth, for the pixels of a tile."""
    u = (np.arange(columns.start, columns.stop) + 0.5 - view.centre_px.x) * view.pixel_mm
    v = (np.arange(rows.start, rows.stop) + 0.5 - view.centre_px.y) * view.pixel_mm
    tangent2 = (u[None, :] ** 2 + v[:, None] ** 2) / lattice.sid_mm**2
    return np.sqrt(1 + tangent2).astype(np.float32)


def add_bone(bone: Bone, body: Body, view: View, grain: Grain, *, step: float) -> None:
    """Add a body's cortex, trabeculae and marrow to the paths.

    Parameters
    ----------
    bone : Bone
        Changed in place.
    body : Body
    view : View
    grain : Grain
        Source of trabecular pattern.
    step : float
        Lattice step in mm on the detector; along the ray it is one half longer.
    """
    step *= body.fineness
    lattice = Lattice.around(body, view, step, step * 1.5)
    outer = lattice.sample(body)
    inner = _core(outer, body, lattice)
    share = _fraction(body, lattice)
    pattern = grain.on_lattice(body, lattice)
    for rows, columns, first_v, weights_v, first_u, weights_u in _tiles(lattice, view):
        nodes = (
            slice(first_v, first_v + weights_v.shape[1]),
            slice(first_u, first_u + weights_u.shape[1]),
        )
        block = outer[:, nodes[0], nodes[1]]
        active = np.flatnonzero(block.min(axis=(1, 2)) < 0.3)
        if not len(active):
            continue
        depth = slice(max(active[0] - 1, 0), active[-1] + 2)
        length = ray_lengths(view, lattice, rows, columns) * np.float32(lattice.step_z)
        whole = _filled(_up(block[depth], weights_v, weights_u)) * length
        core = _filled(_up(inner[depth, nodes[0], nodes[1]], weights_v, weights_u)) * length
        core = np.clip(core, 0, whole)
        fraction = _up(share[nodes], weights_v, weights_u)
        if pattern is not None:
            fraction = fraction * grain.tile(
                pattern[:, nodes[0], nodes[1]], weights_v, weights_u, rows, columns
            )
        np.clip(fraction, 0, 0.95, out=fraction)
        bone.compact[rows, columns] += whole - core + core * fraction
        bone.marrow[rows, columns] += core * (1 - fraction)


def path_through(body: Body, view: View, *, step: float, step_z: float) -> NDArray[np.float32]:
    """Path through a body in mm for every pixel of a view."""
    lattice = Lattice.around(body, view, step, step_z)
    return _paths(lattice.sample(body), lattice, view)


def shell_paths(
    body: Body, view: View, *, step: float, step_z: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Paths through a body and through what lies deeper than its `cortex`, in mm."""
    lattice = Lattice.around(body, view, step, step_z)
    outer = lattice.sample(body)
    inner = _core(outer, body, lattice)
    return _paths(outer, lattice, view), _paths(inner, lattice, view)


def _paths(samples: Array, lattice: Lattice, view: View) -> NDArray[np.float32]:
    total = np.zeros((view.rows, view.columns), np.float32)
    for rows, columns, first_v, weights_v, first_u, weights_u in _tiles(lattice, view):
        block = samples[
            :, first_v : first_v + weights_v.shape[1], first_u : first_u + weights_u.shape[1]
        ]
        active = np.flatnonzero(block.min(axis=(1, 2)) < 0.3)
        if not len(active):
            continue
        depth = slice(max(active[0] - 1, 0), active[-1] + 2)
        length = ray_lengths(view, lattice, rows, columns) * np.float32(lattice.step_z)
        total[rows, columns] += _filled(_up(block[depth], weights_v, weights_u)) * length
    return total
