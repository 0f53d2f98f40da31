"""PURE. A volume on disc as bricks, so that a run of planes in any direction reads only itself.

A file of whole slices is read from end to end for a sagittal plane. In bricks of 16 x 16 x 16
values a run of 16 planes touches a sixteenth of a 512 x 512 x 256 volume whichever way it is
cut. Slabs of 16 slices follow each other, so a volume is written with one slab in memory.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

SIDE = 16
_WORD = np.dtype("<u2")
# For a cut through the axis of the key: the order that puts the planes first, then the two
# other axes of the volume, each as bricks and what is in a brick.
_GATHERED = {0: (2, 0, 3, 1, 4), 1: (3, 0, 2, 1, 4), 2: (4, 0, 2, 1, 3)}

Shape = tuple[int, int, int]


def bricks_along(count: int) -> int:
    """Return how many bricks hold so many values in a row."""
    return -(-count // SIDE)


def file_bytes(shape: Shape) -> int:
    """Return the size of the file of a volume of slices x rows x columns."""
    slabs, down, across = (bricks_along(count) for count in shape)
    return slabs * down * across * SIDE**3 * _WORD.itemsize


def slab_of(values: np.ndarray) -> bytes:
    """Return up to 16 slices as bricks.

    Parameters
    ----------
    values : numpy.ndarray
        uint16, slices x rows x columns; fewer than 16 slices only at the end of a volume.

    Returns
    -------
    bytes
        What follows the slabs before it in the file.
    """
    slices, rows, columns = values.shape
    down, across = bricks_along(rows), bricks_along(columns)
    whole = np.zeros((SIDE, down * SIDE, across * SIDE), _WORD)
    whole[:slices, :rows, :columns] = values
    return whole.reshape(SIDE, down, SIDE, across, SIDE).transpose(1, 3, 0, 2, 4).tobytes()


def open_bricks(path: Path, shape: Shape) -> np.ndarray:
    """Map a volume into memory: bricks of slices, rows and columns, then what is in a brick."""
    slabs, down, across = (bricks_along(count) for count in shape)
    return np.memmap(path, _WORD, "r", shape=(slabs, down, across, SIDE, SIDE, SIDE))


def cut(
    bricks: np.ndarray,
    shape: Shape,
    *,
    axes: tuple[int, int, int],
    backwards: tuple[bool, bool, bool],
    start: int,
    count: int,
) -> np.ndarray:
    """Cut planes out of a volume.

    Parameters
    ----------
    bricks : numpy.ndarray
        From :func:`open_bricks`.
    shape : tuple of int
        Slices, rows, columns of the volume.
    axes, backwards : tuple
        As in :class:`planning.imaging.volume_planes.Plane`.
    start, count : int
        First plane in the order shown, and how many; fewer come at the end.

    Returns
    -------
    numpy.ndarray
        uint16, planes x rows x columns as shown.
    """
    through, length = axes[0], shape[axes[0]]
    first, end = start, min(start + count, length)
    if backwards[0]:
        first, end = length - end, length - first
    rest = [axis for axis in range(3) if axis != through]
    size = tuple(shape[axis] for axis in rest)
    parts = [
        _in_one_brick(bricks, through, brick, first, end, size)
        for brick in range(first // SIDE, bricks_along(end))
    ]
    planes = parts[0] if len(parts) == 1 else np.concatenate(parts)
    if list(axes[1:]) != rest:
        planes = planes.transpose(0, 2, 1)
    turned = tuple(slice(None, None, -1 if back else 1) for back in backwards)
    return np.ascontiguousarray(planes[turned], np.uint16)


def _in_one_brick(
    bricks: np.ndarray, through: int, brick: int, first: int, end: int, size: tuple[int, int]
) -> np.ndarray:
    inner = slice(max(first - brick * SIDE, 0), min(end - brick * SIDE, SIDE))
    index: list = [slice(None)] * 6
    index[through], index[through + 3] = brick, inner
    gathered = bricks[tuple(index)].transpose(_GATHERED[through])
    planes, *counts = gathered.shape
    joined = gathered.reshape(planes, counts[0] * SIDE, counts[2] * SIDE)
    return joined[:, : size[0], : size[1]]
