"""Image pixels, square film pixels and millimetres, each way with its way back.

Image pixels are continuous and corner based (DICOM PS3.3 C.10.5.1: the top-left pixel covers
[0, 1) x [0, 1)). Square film pixels stretch y by the pixel's height over width, so that circles
are round and rotations rigid on a film that has a ratio but no scale. DICOM gives spacing as
[row, column], that is vertical before horizontal.
"""

from __future__ import annotations

from planning.geometry.points import Point


def image_to_square(p_px: Point, aspect: float) -> Point:
    """Return square film pixels; aspect is row spacing over column spacing."""
    return Point(p_px.x, p_px.y * aspect)


def square_to_image(p_sq: Point, aspect: float) -> Point:
    """Return image pixels from square film pixels."""
    return Point(p_sq.x, p_sq.y / aspect)


def image_to_mm(p_px: Point, row_mm: float, column_mm: float) -> Point:
    """Return millimetres from the film's top-left corner."""
    return Point(p_px.x * column_mm, p_px.y * row_mm)


def mm_to_image(p_mm: Point, row_mm: float, column_mm: float) -> Point:
    """Return image pixels from millimetres."""
    return Point(p_mm.x / column_mm, p_mm.y / row_mm)


def square_to_mm(p_sq: Point, column_mm: float) -> Point:
    """Return millimetres from square film pixels, whose side is the column spacing."""
    return Point(p_sq.x * column_mm, p_sq.y * column_mm)


def mm_to_square(p_mm: Point, column_mm: float) -> Point:
    """Return square film pixels from millimetres."""
    return Point(p_mm.x / column_mm, p_mm.y / column_mm)
