"""PURE. The planes of a volume as they hang on the screen.

Whatever way a stack was acquired (feet first, prone, with mirrored columns, sagittal), its
planes hang as people read them: axial and coronal with the patient's right on the left,
coronal and sagittal with the head up, sagittal with the front on the left. Planes follow the
axes of the acquisition, so that every pixel shown is one that was measured; a plane that is
oblique to the patient says by how much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

from planning.imaging.volume_stack import Stack, Vector, dot, plus

# A direction names a second letter when it leans by more than ten degrees.
_SECOND_LETTER = math.sin(math.radians(10))
_OBLIQUE_DEG = 1.0
_LETTERS = (("R", "L"), ("A", "P"), ("F", "H"))


class PlaneName(StrEnum):
    """What a plane is called; ``SLICES`` where the headers do not say how it lies."""

    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"
    SLICES = "slices"


# Patient axis (0 right to left, 1 front to back, 2 feet to head) and sign of the screen's
# right, the screen's down, and the next slice.
_HANGING = {
    PlaneName.AXIAL: ((0, 1), (1, 1), (2, -1)),
    PlaneName.CORONAL: ((0, 1), (2, -1), (1, 1)),
    PlaneName.SAGITTAL: ((1, 1), (2, -1), (0, 1)),
}


@dataclass(frozen=True, slots=True)
class Plane:
    """One family of parallel planes, as shown.

    Attributes
    ----------
    axes : tuple of int
        Which axis of the volume (0 slice, 1 row, 2 column) runs through the planes, down a
        plane, and along it to the right.
    reversed : tuple of bool
        Which of these run against the volume's own order.
    shape : tuple of int
        Number of planes, rows, columns.
    origin_mm : tuple or None
        Centre of the first pixel of the first plane, patient coordinates.
    steps_mm : tuple of Vector, or None
        To the next plane, row and column.
    origins_mm : tuple of Vector
        Of each plane, where they are not evenly spaced; else empty.
    letters : dict
        Patient directions at ``left``, ``right``, ``top`` and ``bottom``; empty if unknown.
    oblique_deg : float
        Angle to the plane of the patient that it is named after; 0 below one degree.
    """

    name: PlaneName
    axes: tuple[int, int, int]
    reversed: tuple[bool, bool, bool]
    shape: tuple[int, int, int]
    aspect: float
    origin_mm: Vector | None
    steps_mm: tuple[Vector, Vector, Vector] | None
    origins_mm: tuple[Vector, ...]
    letters: dict[str, str]
    oblique_deg: float


def letters_of(direction: Vector) -> str:
    """Return the patient direction of a vector: one letter, or two when it leans.

    R right, L left, A front, P back, H head, F feet (PS3.3 C.7.6.1.1.1).
    """
    found = sorted(
        ((abs(value), pair[value > 0]) for value, pair in zip(direction, _LETTERS, strict=True)),
        reverse=True,
    )
    second = found[1][1] if found[1][0] > _SECOND_LETTER else ""
    return found[0][1] + second


def planes_of(stack: Stack) -> list[Plane]:
    """Return the planes in which a stack can be shown, its own first.

    Parameters
    ----------
    stack : Stack
        From :func:`planning.imaging.volume_stack.stacks_of`.

    Returns
    -------
    list of Plane
        Three, or only the acquired one where no other may be cut.
    """
    first = stack.slices[0]
    shape = (len(stack.slices), first.rows, first.columns)
    if first.normal is None:
        return [_unknown(shape, first.spacing_mm)]
    units = (first.normal, first.column_direction, first.row_direction)
    nearest = _nearest_axes(units)
    through = nearest.index(0)
    own = next(name for name, hanging in _HANGING.items() if hanging[2][0] == through)
    names = [own]
    if stack.step_mm is not None:
        names += [name for name in _HANGING if name != own]
    return [_plane(name, stack, units, nearest, shape) for name in names]


def _nearest_axes(units: tuple[Vector, Vector, Vector]) -> tuple[int, int, int]:
    """Return for each patient axis the volume axis that lies nearest to it."""
    return max(
        permutations(range(3)),
        key=lambda order: sum(abs(units[axis][of]) for of, axis in enumerate(order)),
    )


def _plane(
    name: PlaneName,
    stack: Stack,
    units: tuple[Vector, Vector, Vector],
    nearest: tuple[int, int, int],
    shape: tuple[int, int, int],
) -> Plane:
    right, down, through = _HANGING[name]
    hanging = (through, down, right)
    axes = tuple(nearest[of] for of, _ in hanging)
    backwards = tuple(units[nearest[of]][of] * sign < 0 for of, sign in hanging)
    shown = tuple(
        _scaled(units[axis], -1.0 if back else 1.0)
        for axis, back in zip(axes, backwards, strict=True)
    )
    steps = _steps(stack, axes)
    is_spaced = None not in steps[1:]
    known = stack.slices[0].position_mm is not None and is_spaced
    lengths = [step if step is not None else 0.0 for step in steps]
    vectors = tuple(_scaled(unit, step) for unit, step in zip(shown, lengths, strict=True))
    origins = _origins(stack, axes, backwards, shape, vectors) if known else ()
    return Plane(
        name=name,
        axes=axes,
        reversed=backwards,
        shape=tuple(shape[axis] for axis in axes),
        aspect=lengths[1] / lengths[2] if is_spaced else 1.0,
        origin_mm=origins[0] if known else None,
        steps_mm=vectors if known else None,
        origins_mm=() if steps[0] is not None else origins,
        letters={
            "left": letters_of(_scaled(shown[2], -1.0)),
            "right": letters_of(shown[2]),
            "top": letters_of(_scaled(shown[1], -1.0)),
            "bottom": letters_of(shown[1]),
        },
        oblique_deg=_oblique(shown[0], through[0]),
    )


def _scaled(vector: Vector, by: float) -> Vector:
    return (vector[0] * by, vector[1] * by, vector[2] * by)


def _steps(stack: Stack, axes: tuple[int, int, int]) -> tuple[float | None, ...]:
    rows_mm, columns_mm = stack.slices[0].spacing_mm or (None, None)
    by_axis = (stack.step_mm, rows_mm, columns_mm)
    return tuple(by_axis[axis] for axis in axes)


def _origins(
    stack: Stack,
    axes: tuple[int, int, int],
    backwards: tuple[bool, bool, bool],
    shape: tuple[int, int, int],
    vectors: tuple[Vector, Vector, Vector],
) -> tuple[Vector, ...]:
    """Return the centre of the first shown pixel, of every slice where they are uneven."""
    slices = stack.slices
    if stack.step_mm is None:
        slices = slices[::-1] if backwards[0] else slices
        at = [one.position_mm for one in slices]
        turned = (1, 2)
    else:
        at = [slices[0].position_mm]
        turned = (0, 1, 2)
    found = []
    for corner in at:
        for role in turned:
            if backwards[role]:
                # Shown steps lead back to the stored first pixel from the shown first one.
                corner = plus(corner, vectors[role], -(shape[axes[role]] - 1.0))
        found.append(corner)
    return tuple(found)


def _oblique(normal: Vector, of: int) -> float:
    length = math.sqrt(dot(normal, normal))
    degrees = math.degrees(math.acos(min(1.0, abs(normal[of]) / length)))
    return round(degrees, 1) if degrees >= _OBLIQUE_DEG else 0.0


def _unknown(shape: tuple[int, int, int], spacing_mm: tuple[float, float] | None) -> Plane:
    return Plane(
        name=PlaneName.SLICES,
        axes=(0, 1, 2),
        reversed=(False, False, False),
        shape=shape,
        aspect=spacing_mm[0] / spacing_mm[1] if spacing_mm else 1.0,
        origin_mm=None,
        steps_mm=None,
        origins_mm=(),
        letters={},
        oblique_deg=0.0,
    )
