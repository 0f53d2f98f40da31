"""Signed distance fields of simple bodies, negative inside, in millimetres.

A primitive has `box`, the corners (lower, upper) that hold it, and is called with arrays
of local coordinates. Distances are exact for spheres and first order (zero set exact,
unit gradient on it) for the others, which is what blending and cortices need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Triple = tuple[float, float, float]
ROUNDING_MM = 2e-3


class Primitive(Protocol):
    """Anything with a box and a signed distance."""

    @property
    def box(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper corner, mm."""

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        """Signed distance at the points, mm."""


def _around(points: list[Triple], reach_mm: float) -> tuple[NDArray, NDArray]:
    array = np.asarray(points, dtype=float)
    return array.min(axis=0) - reach_mm, array.max(axis=0) + reach_mm


@dataclass(frozen=True, slots=True)
class Sphere:
    """A ball."""

    centre: Triple
    radius: float

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        return _around([self.centre], self.radius)

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        cx, cy, cz = self.centre
        return np.sqrt((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) - self.radius


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """An ellipsoid whose first axis may lean in the frontal plane by `turn_deg`."""

    centre: Triple
    radii: Triple
    turn_deg: float = 0.0

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        return _around([self.centre], max(self.radii))

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        cx, cy, cz = self.centre
        c, s = np.cos(np.deg2rad(self.turn_deg)), np.sin(np.deg2rad(self.turn_deg))
        dx, dy = x - cx, y - cy
        return first_order(
            (dx * c + dy * s, dy * c - dx * s, z - cz), tuple(np.float32(r) for r in self.radii)
        )


def first_order(offsets: tuple[Array, ...], radii: tuple[Array | np.float32, ...]) -> Array:
    """Distance to an ellipsoid by k0 (k0 - 1) / k1, k0 = |p / r|, k1 = |p / r²|."""
    k0 = np.float32(1e-7)
    k1 = np.float32(1e-9)
    for offset, radius in zip(offsets, radii, strict=True):
        q = offset / radius
        k0 = k0 + q * q
        q = q / radius
        k1 = k1 + q * q
    k0 = np.sqrt(k0)
    return k0 * (k0 - 1) / np.sqrt(k1)


@dataclass(frozen=True, slots=True)
class Limb:
    """A capsule from a to b whose elliptical section changes linearly.

    Attributes
    ----------
    a, b : tuple of float
        Ends of the axis.
    radii_a, radii_b : tuple of float
        Half widths at the ends, along `side` and across both axis and side.
    side : tuple of float
        A direction; its part perpendicular to the axis is the first half width's.
    flat : tuple of float or None
        Where given, the end goes on straight for so many mm and is then cut off, instead
        of being round: pieces of a longer tube, whose round ends would stand out where it
        narrows.
    """

    a: Triple
    b: Triple
    radii_a: tuple[float, float]
    radii_b: tuple[float, float]
    side: Triple = (1.0, 0.0, 0.0)
    flat: tuple[float | None, float | None] = (None, None)

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        return _around([self.a, self.b], max(*self.radii_a, *self.radii_b))

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        length, axes = limb_axes(self.a, self.b, self.side)
        d = [v - c for v, c in zip((x, y, z), self.a, strict=True)]
        along, across, third = (d[0] * e[0] + d[1] * e[1] + d[2] * e[2] for e in axes)
        low, high = ((over or 0.0) / length for over in self.flat)
        h = np.clip(along / length, -low, 1 + high)
        r1 = self.radii_a[0] + h * (self.radii_b[0] - self.radii_a[0])
        r2 = self.radii_a[1] + h * (self.radii_b[1] - self.radii_a[1])
        beyond = along - h * length
        flat = [over is not None for over in self.flat]
        if all(flat):
            return _cut_off(first_order((across, third), (r1, r2)), beyond)
        rounded = beyond
        if flat[0]:
            rounded = np.maximum(beyond, 0)
        elif flat[1]:
            rounded = np.minimum(beyond, 0)
        distance = first_order((across, third, rounded), (r1, r2, np.minimum(r1, r2)))
        return _cut_off(distance, beyond - rounded) if any(flat) else distance


def _cut_off(distance: Array, beyond: Array) -> Array:
    """A distance field ended by flat faces; `beyond` is the distance past them, else 0."""
    outside = np.sqrt(np.maximum(distance, 0) ** 2 + beyond * beyond)
    return np.where(np.abs(beyond) < ROUNDING_MM, distance, outside)


@lru_cache(maxsize=4096)
def limb_axes(a: Triple, b: Triple, side: Triple) -> tuple[float, tuple[Triple, ...]]:
    """Length from a to b, and unit vectors along it, along `side` and across both."""
    axis = np.subtract(b, a).astype(float)
    length = max(float(np.linalg.norm(axis)), 1e-6)
    axis = axis / length
    first = np.asarray(side) - np.dot(side, axis) * axis
    first = first / np.linalg.norm(first)
    vectors = (axis, first, np.cross(axis, first))
    return length, tuple(tuple(float(v) for v in vector) for vector in vectors)


def capsule(a: Triple, b: Triple, radius_a: float, radius_b: float | None = None) -> Limb:
    """A capsule of circular section, tapering if two radii are given."""
    end = radius_a if radius_b is None else radius_b
    axis = np.abs(np.subtract(b, a))
    side = (0.0, 1.0, 0.0) if axis[0] > axis[1] else (1.0, 0.0, 0.0)
    return Limb(a, b, (radius_a, radius_a), (end, end), side)


@dataclass(frozen=True, slots=True)
class HalfSpace:
    """Everything behind a plane; `reach` bounds the part that matters around `point`."""

    point: Triple
    normal: Triple
    reach: float

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        return _around([self.point], self.reach)

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        n = np.asarray(self.normal) / np.linalg.norm(self.normal)
        px, py, pz = self.point
        return (
            (x - px) * np.float32(n[0]) + (y - py) * np.float32(n[1]) + (z - pz) * np.float32(n[2])
        )


@dataclass(frozen=True, slots=True)
class RoundBox:
    """A box with rounded edges."""

    centre: Triple
    half: Triple
    edge: float

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        return np.subtract(self.centre, self.half), np.add(self.centre, self.half)

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        q = [
            np.abs(v - c) - (h - self.edge)
            for v, c, h in zip((x, y, z), self.centre, self.half, strict=True)
        ]
        outside = np.sqrt(sum(np.maximum(v, 0) ** 2 for v in q))
        return outside + np.minimum(np.maximum(q[0], np.maximum(q[1], q[2])), 0) - self.edge


@dataclass(frozen=True, slots=True)
class HalfBall:
    """The part of a ball in front of a plane."""

    point: Triple
    normal: Triple
    centre: Triple
    radius: float

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        return _around([self.centre], self.radius)

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        behind = tuple(-float(v) for v in self.normal)
        plane = HalfSpace(self.point, behind, self.radius)
        return np.maximum(Sphere(self.centre, self.radius)(x, y, z), plane(x, y, z))


@dataclass(frozen=True, slots=True)
class Prism:
    """A wall along a curve in the x, y plane, drawn out in z along a slanted direction.

    Attributes
    ----------
    curve : tuple of tuple
        x, y and half thickness of the wall.
    z : float
        Height at which the curve is given.
    half : float
        Half the depth of the wall in z.
    slant : tuple of float
        dx/dz and dy/dz of its direction.
    """

    curve: tuple[Triple, ...]
    z: float
    half: float
    slant: tuple[float, float]

    @property
    def box(self) -> tuple[NDArray, NDArray]:
        points = np.asarray(self.curve)[:, :2]
        lean = np.abs(self.slant) * np.float64(self.half) + 3
        lower, upper = points.min(axis=0) - lean, points.max(axis=0) + lean
        return np.array([*lower, self.z - self.half]), np.array([*upper, self.z + self.half])

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        up = z - self.z
        px, py = x - up * self.slant[0], y - up * self.slant[1]
        nearest = np.full(np.shape(px), np.inf, dtype=np.result_type(px))
        for (ax, ay, ar), (bx, by, br) in pairwise(self.curve):
            ex, ey = bx - ax, by - ay
            wx, wy = px - ax, py - ay
            h = np.clip((wx * ex + wy * ey) / (ex * ex + ey * ey), 0, 1)
            gap = np.sqrt((wx - h * ex) ** 2 + (wy - h * ey) ** 2) - (ar + h * (br - ar))
            nearest = np.minimum(nearest, gap)
        beyond = np.abs(up) - self.half
        outside = np.sqrt(np.maximum(nearest, 0) ** 2 + np.maximum(beyond, 0) ** 2)
        return outside + np.minimum(np.maximum(nearest, beyond), 0)
