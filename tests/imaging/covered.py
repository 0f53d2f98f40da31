"""Overlays and shutters put on made-up films, for the tests of what lies over a film."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import Dataset

REGION, GRAPHICS = "R", "G"


def add_overlay(
    dataset: Dataset,
    bits: np.ndarray,
    *,
    group: int = 0x6000,
    origin: tuple[int, int] = (1, 1),
    kind: str = GRAPHICS,
    frame_origin: int | None = None,
    name: str = "",
    swapped: bool = False,
) -> Dataset:
    """Add an overlay plane: rows x columns, or frames x rows x columns, of 0 and 1.

    ``origin`` is row and column, 1-based; ``swapped`` writes the words of a big-endian file.
    """
    planes = bits if bits.ndim == 3 else bits[None]
    data = np.packbits(planes.reshape(-1).astype(np.uint8), bitorder="little").tobytes()
    data += b"\0" * (len(data) % 2)
    if swapped:
        data = np.frombuffer(data, "<u2").astype(">u2").tobytes()
    dataset.add_new((group, 0x0010), "US", planes.shape[1])
    dataset.add_new((group, 0x0011), "US", planes.shape[2])
    if bits.ndim == 3:
        dataset.add_new((group, 0x0015), "IS", len(planes))
    if frame_origin is not None:
        dataset.add_new((group, 0x0051), "US", frame_origin)
    dataset.add_new((group, 0x0040), "CS", kind)
    dataset.add_new((group, 0x0050), "SS", list(origin))
    dataset.add_new((group, 0x0100), "US", 1)
    dataset.add_new((group, 0x0102), "US", 0)
    if name:
        dataset.add_new((group, 0x1500), "LO", name)
    dataset.add_new((group, 0x3000), "OW", data)
    return dataset


def add_embedded_overlay(dataset: Dataset, position: int, *, group: int = 0x6000) -> Dataset:
    """Say that a bit of the pixel words is an overlay, as files before 2004 do."""
    dataset.add_new((group, 0x0010), "US", dataset.Rows)
    dataset.add_new((group, 0x0011), "US", dataset.Columns)
    dataset.add_new((group, 0x0040), "CS", GRAPHICS)
    dataset.add_new((group, 0x0050), "SS", [1, 1])
    dataset.add_new((group, 0x0100), "US", 16)
    dataset.add_new((group, 0x0102), "US", position)
    return dataset


def marks(rows: int, columns: int, seed: int = 1) -> np.ndarray:
    """Return a plane with a few scattered bits, a line and a filled square."""
    bits = np.random.default_rng(seed).random((rows, columns)) < 0.01
    bits[rows // 3, columns // 8 : columns // 2] = True
    bits[rows // 2 : rows // 2 + 6, columns // 2 : columns // 2 + 9] = True
    return bits.astype(np.uint8)
