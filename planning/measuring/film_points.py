"""Image points in millimetres or square film pixels, as far as the film's scale allows."""

from __future__ import annotations

from planning.geometry.angles import angle_between_deg
from planning.geometry.points import Point, distance, subtract
from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_mm, image_to_square, mm_to_image
from planning.measuring.scale import NoScale, Scale

NO_SCALE = "no_scale"


def to_mm(p_px: Point, scale: Scale | NoScale) -> Point | Reason:
    """Return millimetres from the film's corner, or ``no_scale`` with why there is none."""
    if isinstance(scale, NoScale):
        return no_scale_reason(scale)
    return image_to_mm(p_px, scale.row_mm, scale.column_mm)


def from_mm(p_mm: Point, scale: Scale | NoScale) -> Point | Reason:
    """Return image pixels from millimetres: the inverse of :func:`to_mm`."""
    if isinstance(scale, NoScale):
        return no_scale_reason(scale)
    return mm_to_image(p_mm, scale.row_mm, scale.column_mm)


def to_square_px(p_px: Point, scale: Scale | NoScale) -> Point:
    """Return square film pixels, with or without a scale."""
    return image_to_square(p_px, scale.aspect)


def length_mm(a_px: Point, b_px: Point, scale: Scale | NoScale) -> float | Reason:
    """Return the distance between two image points in millimetres, or ``no_scale``."""
    a_mm, b_mm = to_mm(a_px, scale), to_mm(b_px, scale)
    if isinstance(a_mm, Reason):
        return a_mm
    if isinstance(b_mm, Reason):
        return b_mm
    return distance(a_mm, b_mm)


def length_square_px(a_px: Point, b_px: Point, scale: Scale | NoScale) -> float:
    """Return the distance between two image points in square film pixels."""
    return distance(to_square_px(a_px, scale), to_square_px(b_px, scale))


def angle_between_lines_deg(
    first_px: tuple[Point, Point], second_px: tuple[Point, Point], scale: Scale | NoScale
) -> float | Reason:
    """Return the angle between two directions on the film, 0..180.

    Needs no scale but the pixel's aspect: an angle read off oblong pixels is wrong.

    Parameters
    ----------
    first_px, second_px : pairs of Point
        Start and end of each direction, in image pixels.
    scale : Scale or NoScale
    """
    vectors = [
        subtract(to_square_px(end, scale), to_square_px(start, scale))
        for start, end in (first_px, second_px)
    ]
    return angle_between_deg(vectors[0], vectors[1])


def no_scale_reason(scale: NoScale) -> Reason:
    """Return the reason a millimetre cannot be had, naming why the film has no scale."""
    return Reason(NO_SCALE, {"why": scale.reason})
