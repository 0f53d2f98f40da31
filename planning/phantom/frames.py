"""Rigid frames: where the coordinate systems of the bones stand in the world."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]


def rotation(axis: str, angle_deg: float) -> NDArray[np.float64]:
    """Rotation matrix about one axis, right handed in (x right, y down, z to the source).

    Parameters
    ----------
    axis : {"x", "y", "z"}
    angle_deg : float

    Returns
    -------
    ndarray, shape (3, 3)
    """
    angle = np.deg2rad(angle_deg)
    c, s = np.cos(angle), np.sin(angle)
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


@dataclass(frozen=True, slots=True)
class Frame:
    """An orthogonal frame, possibly a reflection (left and right share one anatomy).

    Attributes
    ----------
    origin : ndarray, shape (3,)
        World position of the local origin, mm.
    axes : ndarray, shape (3, 3)
        Columns are the local axes in world coordinates.
    """

    origin: NDArray[np.float64]
    axes: NDArray[np.float64] = field(default_factory=lambda: np.eye(3))

    def to_world(self, local: ArrayLike) -> NDArray[np.float64]:
        """World points of local points, shape (..., 3)."""
        return np.asarray(local, dtype=float) @ self.axes.T + self.origin

    def to_local(self, world: ArrayLike) -> NDArray[np.float64]:
        """Local points of world points, shape (..., 3)."""
        return (np.asarray(world, dtype=float) - self.origin) @ self.axes

    def direction(self, local: ArrayLike) -> NDArray[np.float64]:
        """World direction of a local direction."""
        return np.asarray(local, dtype=float) @ self.axes.T

    def child(self, origin: ArrayLike, axes: NDArray[np.float64] | None = None) -> Frame:
        """A frame given in this frame's coordinates."""
        turned = self.axes if axes is None else self.axes @ axes
        return Frame(self.to_world(origin), turned)

    def mirrored(self) -> Frame:
        """The same frame with its x axis reversed."""
        return Frame(self.origin, self.axes * np.array([-1.0, 1.0, 1.0]))

    def local_arrays(self, x: Array, y: Array, z: Array) -> tuple[Array, Array, Array]:
        """Local coordinates of broadcastable arrays of world coordinates."""
        dx, dy, dz = (
            np.asarray(value - np.float32(start), dtype=np.float32)
            for value, start in zip((x, y, z), self.origin, strict=True)
        )
        a = self.axes.astype(np.float32)
        return tuple(dx * a[0, i] + dy * a[1, i] + dz * a[2, i] for i in range(3))
