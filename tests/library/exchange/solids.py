"""Solids as STL files: boxes, and balls of facets."""

from __future__ import annotations

import itertools
import math

import numpy as np


def ball(radius: float, parts: int = 60) -> np.ndarray:
    """A ball of facets whose corners lie on the sphere."""
    u = np.linspace(0, math.pi, parts + 1)
    v = np.linspace(0, math.tau, 2 * parts + 1)
    grid = radius * np.stack(
        [np.outer(np.sin(u), np.cos(v)), np.outer(np.sin(u), np.sin(v)),
         np.outer(np.cos(u), np.ones_like(v))], axis=-1)  # fmt: skip
    a, b, c, d = grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]
    return np.concatenate([np.stack([a, b, c], 2), np.stack([a, c, d], 2)]).reshape(-1, 3, 3)


def box(x: float, y: float, z: float) -> np.ndarray:
    faces = []
    for axis, side in itertools.product(range(3), (0, 1)):
        corners = []
        for p, q in ((0, 0), (1, 0), (1, 1), (0, 1)):
            corner = [p, q]
            corner.insert(axis, side)
            corners.append(corner)
        faces += [corners[:3], [corners[0], *corners[2:]]]
    return np.array(faces, dtype=float) * [x, y, z]


def binary(triangles: np.ndarray, head: bytes = b"made by hand") -> bytes:
    record = np.zeros(len(triangles), dtype=[("n", "<f4", 3), ("c", "<f4", (3, 3)), ("a", "<u2")])
    record["c"] = triangles
    return head.ljust(80) + len(triangles).to_bytes(4, "little") + record.tobytes()


def text(triangles: np.ndarray) -> bytes:
    lines = ["solid part"]
    for triangle in triangles:
        lines.append("facet normal 0 0 0\n outer loop")
        lines += [f"  vertex {x!r} {y!r} {z!r}" for x, y, z in triangle.tolist()]
        lines.append(" endloop\nendfacet")
    return "\n".join([*lines, "endsolid part"]).encode()
