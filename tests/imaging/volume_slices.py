"""Slices of synthetic stacks: straight, tilted, mirrored, feet first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from planning.imaging.volume_stack import Slice, Vector

AXIAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
CORONAL = ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
SAGITTAL = ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0))


def one(position: Vector, number: int = 1, **changes) -> Slice:
    """An axial slice of 40 x 30 pixels of 0.5 x 0.8 mm."""
    plain = Slice(
        instance=f"object-{number}",
        frame=1,
        number=number,
        rows=40,
        columns=30,
        position_mm=position,
        row_direction=AXIAL[0],
        column_direction=AXIAL[1],
        spacing_mm=(0.5, 0.8),
        thickness_mm=2.0,
        frame_of_reference="1.2.3",
        values=("MONOCHROME2", 16, 1, 1.0, -1024.0),
    )
    return replace(plain, **changes)


def stack(
    count: int = 12, step_mm: float = 2.0, start: Vector = (-10.0, 20.0, 300.0), **changes
) -> list[Slice]:
    """Axial slices towards the head, numbered against their order in space."""
    x, y, z = start
    return [one((x, y, z + step_mm * i), number=count - i, **changes) for i in range(count)]


def tilted(degrees: float, count: int = 12, step_mm: float = 2.0) -> list[Slice]:
    """What a tilted gantry gives: the table moves along z, the slices lean about x.

    The slices' planes are turned by the tilt while their centres stay on a line along z.
    """
    lean = math.radians(degrees)
    down = (0.0, math.cos(lean), math.sin(lean))
    slices = []
    for i in range(count):
        slices.append(one((-10.0, 20.0, 300.0 + step_mm * i), number=i, column_direction=down))
    return slices


def positions(slices: Sequence[Slice]) -> list[float]:
    """The z of each slice."""
    return [each.position_mm[2] for each in slices]
