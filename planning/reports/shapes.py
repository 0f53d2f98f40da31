"""PURE. The words of a drawing list: what can be drawn on a film, in image pixels.

One list serves every output. Widths, colours and letter sizes are not in it; they follow
from the role, so that a line looks the same on the screen, in the picture and in the PDF.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planning.geometry.points import Point
from planning.geometry.spaces import image_to_square, square_to_image

# A flattened curve stays this close to the true one, in square film pixels.
FLATNESS_PX = 0.05
_MOST_CORNERS = 2000


class Role(StrEnum):
    """What a shape stands for; decides how it looks."""

    NATIVE = "native"
    PLANNED = "planned"
    IMPLANT = "implant"
    IMPLANT_AXIS = "implant_axis"
    IMPLANT_DETAIL = "implant_detail"
    FRAGMENT = "fragment"
    NOTE = "note"
    MUST_READ = "must_read"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    role: Role
    start_px: Point
    end_px: Point


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a circle in the patient; oblong on a film with oblong pixels.

    Angles run clockwise on the screen from the direction of the rows; a whole circle turns
    by 2 pi.
    """

    role: Role
    centre_px: Point
    radius_square_px: float
    start_rad: float = 0.0
    turn_rad: float = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Path:
    """Straight pieces between corners; closed ones may be filled faintly."""

    role: Role
    corners_px: tuple[Point, ...]
    closed: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Cross:
    """An open crosshair on a landmark or on the middle of an implant."""

    role: Role
    point_px: Point


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a note is pinned, with its number in the list of notes."""

    role: Role
    point_px: Point
    number: int


@dataclass(frozen=True, slots=True)
class Label:
    """A number in words on a plate, placed near its anchor and clear of the other labels."""

    role: Role
    anchor_px: Point
    text: str
    detail: str = ""


Shape = Line | Arc | Path | Cross | Pin | Label


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of a round length; its words say so where the scale is not the patient's."""

    length_px: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything on one film.

    Attributes
    ----------
    columns, rows : int
        Size of the film in its own pixels.
    aspect : float
        Pixel height over pixel width.
    shapes : tuple of Shape
        The first lies lowest.
    right_on : str or None
        ``left`` or ``right``: where the picture shows the patient's right.
    bar : ScaleBar or None
        None without a scale.
    """

    columns: int
    rows: int
    aspect: float
    shapes: tuple[Shape, ...]
    right_on: str | None = None
    bar: ScaleBar | None = None


def corners(shape: Line | Arc | Path, aspect: float) -> tuple[Point, ...]:
    """Return a shape as corners in image pixels; an arc becomes many."""
    if isinstance(shape, Line):
        return (shape.start_px, shape.end_px)
    if isinstance(shape, Path):
        return shape.corners_px
    centre = image_to_square(shape.centre_px, aspect)
    steps = _steps(shape.radius_square_px, shape.turn_rad)
    turns = (shape.start_rad + shape.turn_rad * step / steps for step in range(steps + 1))
    round_about = (
        Point(
            centre.x + shape.radius_square_px * math.cos(turn),
            centre.y + shape.radius_square_px * math.sin(turn),
        )
        for turn in turns
    )
    return tuple(square_to_image(point, aspect) for point in round_about)


def is_closed(shape: Line | Arc | Path) -> bool:
    """Whether the last corner is joined to the first."""
    return isinstance(shape, Path) and shape.closed


def _steps(radius: float, turn_rad: float) -> int:
    """Return how many chords keep within :data:`FLATNESS_PX` of an arc."""
    if radius <= FLATNESS_PX:
        return 4
    chord_rad = 2 * math.acos(1 - FLATNESS_PX / radius)
    return min(_MOST_CORNERS, max(4, math.ceil(abs(turn_rad) / chord_rad)))


def points(pairs: Iterable[Sequence[float]]) -> tuple[Point, ...]:
    """Return JSON points as points."""
    return tuple(Point(float(x), float(y)) for x, y in pairs)
