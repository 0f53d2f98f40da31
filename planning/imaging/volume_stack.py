"""PURE. Which slices of a series lie behind each other, in what order, and how evenly.

Order comes from Image Position (Patient) along the normal of the slices (PS3.3 C.7.6.2.1.1),
never from a number. Other planes may only be cut where the slices stand straight and evenly
behind each other; where they do not, the stack says why and can still be scrolled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

Vector = tuple[float, float, float]

# Over 512 pixels these add up to half a pixel.
_SAME_DIRECTION = 1e-3
_SAME_SPACING = 1e-3
_SAME_PLACE_MM = 0.01
# A slice may lie so far from its even place: what the decimals of a header leave open.
_EVEN_MM = 0.1
_EVEN_SHARE = 0.05
_MISSING_FROM = 1.5
_SHIFT_PX = 0.5


@dataclass(frozen=True, slots=True)
class Slice:
    """Where one image of a series lies, as its header says; None for what it does not say.

    Attributes
    ----------
    instance : str
        Key of the object.
    frame : int
        1-based.
    number : int or None
        Instance Number; orders only slices that do not say where they lie.
    position_mm : tuple or None
        Centre of the first pixel, patient coordinates (x to the left, y to the back, z to
        the head).
    row_direction, column_direction : tuple or None
        Unit vectors along a row (to the next column) and down a column (to the next row).
    spacing_mm : tuple or None
        Row and column spacing (vertical, horizontal).
    thickness_mm : float or None
    frame_of_reference : str
    values : tuple
        What pixel values mean: equal for slices that may stand in one stack.
    phase, image_type : str
        What tells two passes over the same place apart.
    """

    instance: str
    frame: int
    number: int | None
    rows: int
    columns: int
    position_mm: Vector | None
    row_direction: Vector | None
    column_direction: Vector | None
    spacing_mm: tuple[float, float] | None
    thickness_mm: float | None = None
    frame_of_reference: str = ""
    values: tuple = ()
    phase: str = ""
    image_type: str = ""

    @property
    def normal(self) -> Vector | None:
        """Unit vector from this slice to the next, or None without usable directions."""
        if self.row_direction is None or self.column_direction is None:
            return None
        return cross(self.row_direction, self.column_direction)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a stack that a reader should know, as a code with values."""

    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stack:
    """Slices in their order in space.

    ``refusal`` says why no other plane may be cut; ``step_mm`` is then None. ``notes`` hold
    what is true of a stack that may be cut.
    """

    slices: tuple[Slice, ...]
    refusal: Finding | None
    step_mm: float | None
    notes: tuple[Finding, ...] = ()


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Return the vector product."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def plus(a: Vector, b: Vector, times: float = 1.0) -> Vector:
    """Return ``a + times * b``."""
    return (a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2])


def directions(cosines: Sequence[float]) -> tuple[Vector, Vector] | None:
    """Return the two unit vectors of Image Orientation (Patient), or None if they are unusable."""
    if len(cosines) != 6:
        return None
    row, column = tuple(cosines[:3]), tuple(cosines[3:])
    lengths = math.sqrt(dot(row, row)), math.sqrt(dot(column, column))
    if any(abs(length - 1) > 0.01 for length in lengths):
        return None
    row = tuple(value / lengths[0] for value in row)
    column = tuple(value / lengths[1] for value in column)
    return None if abs(dot(row, column)) > 0.01 else (row, column)


def stacks_of(slices: Sequence[Slice]) -> list[Stack]:
    """Sort slices into stacks.

    Parameters
    ----------
    slices : sequence of Slice
        All images of a series, in any order.

    Returns
    -------
    list of Stack
        Of two slices or more, the largest first. Slices that differ in size, direction,
        spacing, frame of reference or in what their values mean never stand in one stack.
    """
    groups: list[list[Slice]] = []
    for one in slices:
        group = next((each for each in groups if _belongs(each[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    parts = [part for group in groups for part in _passes(group)]
    stacks = [_judged(part) for part in parts if len(part) > 1]
    return sorted(stacks, key=lambda stack: -len(stack.slices))


def _belongs(first: Slice, other: Slice) -> bool:
    alike = (first.rows, first.columns, first.frame_of_reference, first.values) == (
        other.rows,
        other.columns,
        other.frame_of_reference,
        other.values,
    ) and (first.position_mm is None) == (other.position_mm is None)
    return (
        alike
        and _near(first.row_direction, other.row_direction, _SAME_DIRECTION)
        and _near(first.column_direction, other.column_direction, _SAME_DIRECTION)
        and _near(first.spacing_mm, other.spacing_mm, _SAME_SPACING, relative=True)
    )


def _near(
    a: Sequence[float] | None, b: Sequence[float] | None, limit: float, *, relative: bool = False
) -> bool:
    if a is None or b is None:
        return a is b
    return all(
        abs(p - q) <= (limit * abs(p) if relative else limit) for p, q in zip(a, b, strict=True)
    )


def _passes(group: list[Slice]) -> list[list[Slice]]:
    """Take passes over the same place apart, where something in the headers tells them apart."""
    keys: tuple[Callable[[Slice], str], ...] = (
        lambda one: one.phase,
        lambda one: one.image_type,
        lambda one: f"{one.phase} {one.image_type}",
    )
    if not _twice(group):
        return [group]
    for key in keys:
        parts: dict[str, list[Slice]] = {}
        for one in group:
            parts.setdefault(key(one), []).append(one)
        if len(parts) > 1 and not any(_twice(part) for part in parts.values()):
            return list(parts.values())
    return [group]


def _twice(group: list[Slice]) -> int:
    """Return how many slices lie where another one lies already."""
    normal = group[0].normal
    if normal is None or group[0].position_mm is None:
        return 0
    along = sorted(dot(one.position_mm, normal) for one in group)
    return sum(b - a < _SAME_PLACE_MM for a, b in pairwise(along))


def _judged(group: list[Slice]) -> Stack:
    first = group[0]
    if first.normal is None or first.position_mm is None or first.spacing_mm is None:
        by_number = sorted(group, key=lambda one: (one.number is None, one.number, one.frame))
        return Stack(tuple(by_number), Finding("volume_no_positions"), None)
    normal = first.normal
    ordered = sorted(group, key=lambda one: (dot(one.position_mm, normal), one.number or 0))
    along = [dot(one.position_mm, normal) for one in ordered]
    refusal = (
        _duplicates(group)
        or _shifted(ordered, normal, along, min(first.spacing_mm))
        or _uneven(along)
    )
    if refusal is not None:
        return Stack(tuple(ordered), refusal, None)
    step_mm = (along[-1] - along[0]) / (len(along) - 1)
    return Stack(tuple(ordered), None, step_mm, _notes(ordered, step_mm))


def _duplicates(group: list[Slice]) -> Finding | None:
    count = _twice(group)
    return Finding("volume_duplicates", {"count": count}) if count else None


def _shifted(
    ordered: list[Slice], normal: Vector, along: list[float], pixel_mm: float
) -> Finding | None:
    """Find slices that do not stand straight behind the first: a tilted gantry, or a jump."""
    start = ordered[0].position_mm
    beside = []
    for one, at in zip(ordered, along, strict=True):
        offset = plus(one.position_mm, start, -1.0)
        beside.append(plus(offset, normal, -(at - along[0])))
    limit = _SHIFT_PX * pixel_mm
    farthest = max(math.sqrt(dot(each, each)) for each in beside)
    if farthest <= limit:
        return None
    reach = along[-1] - along[0]
    slope = tuple(value / reach for value in beside[-1])
    bent = max(
        math.dist(each, tuple(value * (at - along[0]) for value in slope))
        for each, at in zip(beside, along, strict=True)
    )
    if bent > limit:
        return Finding("volume_shifted", {"mm": round(farthest, 1)})
    degrees = math.degrees(math.atan(math.sqrt(dot(slope, slope))))
    return Finding("volume_tilted", {"degrees": round(degrees, 1)})


def _uneven(along: list[float]) -> Finding | None:
    gaps = [b - a for a, b in pairwise(along)]
    usual = median(gaps)
    holes = [at for at, gap in enumerate(gaps) if gap > _MISSING_FROM * usual]
    if holes:
        lost = sum(max(1, round(gaps[at] / usual) - 1) for at in holes)
        widest = round(max(gaps), 2)
        return Finding("volume_slices_missing", {"count": lost, "mm": widest})
    step = (along[-1] - along[0]) / len(gaps)
    limit = max(_EVEN_MM, _EVEN_SHARE * step)
    if any(abs(at - along[0] - i * step) > limit for i, at in enumerate(along)):
        spread = {"least": round(min(gaps), 2), "most": round(max(gaps), 2)}
        return Finding("volume_uneven", spread)
    return None


def _notes(ordered: list[Slice], step_mm: float) -> tuple[Finding, ...]:
    thickness = ordered[0].thickness_mm
    if thickness and step_mm - thickness > max(_EVEN_MM, _EVEN_SHARE * step_mm):
        facts = {"step": round(step_mm, 2), "thickness": round(thickness, 2)}
        return (Finding("volume_gaps", facts),)
    return ()
