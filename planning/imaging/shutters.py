"""PURE. Display shutters: what of the film is hidden, and behind which grey (PS3.3 C.7.6.11).

A shutter is data for whoever draws: shapes in image pixels, all of which apply at once.
Edges and vertices name whole pixels from 1; a pixel on an edge is still seen.
"""

from __future__ import annotations

import math
from typing import TypedDict

from pydicom.dataset import Dataset

from planning.imaging.attributes import frame_items, integer, numbers, texts

_MAX_VERTICES = 4096
_MAX_EDGE = 1e6
_WHITE = 65535


class Circle(TypedDict):
    """A circle in true shape: the radius counts columns."""

    centre_px: list[float]
    radius_px: float


class Shutter(TypedDict):
    """Shapes that a pixel must lie in to be seen; None where there is none of a kind.

    ``rectangle_px`` is left, upper, right, lower; ``bitmap_group`` the overlay whose bits
    hide; ``grey`` what is seen instead, 0 to 255.
    """

    rectangle_px: list[float] | None
    circle: Circle | None
    polygon_px: list[list[float]] | None
    bitmap_group: int | None
    grey: int


def shutter_of(
    dataset: Dataset, frame: int, rows: int, columns: int, *, aspect: float = 1.0
) -> tuple[Shutter | None, bool]:
    """Read the shutter of one frame.

    Parameters
    ----------
    dataset : pydicom.Dataset
        The header.
    frame : int
        1-based.
    rows, columns : int
        Size of the film.
    aspect : float
        Height of a pixel divided by its width.

    Returns
    -------
    tuple of (dict or None) and bool
        The shutter, if it hides anything; and whether one was promised that cannot be
        used: a shape that is not whole, or that would hide all of the film.
    """
    holder = (frame_items(dataset, frame, "FrameDisplayShutterSequence") or [dataset])[0]
    shapes = {text.upper() for text in texts(holder, "ShutterShape")} - {""}
    if not shapes:
        return None, False
    value = integer(holder, "ShutterPresentationValue") or 0
    shutter = Shutter(
        rectangle_px=_rectangle(holder, rows, columns) if "RECTANGULAR" in shapes else None,
        circle=_circle(holder, rows, columns, aspect) if "CIRCULAR" in shapes else None,
        polygon_px=_polygon(holder, rows, columns) if "POLYGONAL" in shapes else None,
        bitmap_group=integer(holder, "ShutterOverlayGroup") if "BITMAP" in shapes else None,
        grey=round(255 * min(max(value, 0), _WHITE) / _WHITE),
    )
    used = (
        ("RECTANGULAR", shutter["rectangle_px"]),
        ("CIRCULAR", shutter["circle"]),
        ("POLYGONAL", shutter["polygon_px"]),
        ("BITMAP", shutter["bitmap_group"]),
    )
    is_whole = all(found is not None for shape, found in used if shape in shapes)
    if shutter["rectangle_px"] == [0, 0, columns, rows]:
        shutter["rectangle_px"] = None
    hides = any(shutter[key] is not None for key in shutter if key != "grey")
    is_known = shapes <= {shape for shape, _ in used}
    return (shutter if hides else None), not (is_whole and is_known)


def _rectangle(holder: Dataset, rows: int, columns: int) -> list[float] | None:
    left = integer(holder, "ShutterLeftVerticalEdge")
    right = integer(holder, "ShutterRightVerticalEdge")
    upper = integer(holder, "ShutterUpperHorizontalEdge")
    lower = integer(holder, "ShutterLowerHorizontalEdge")
    if None in (left, right, upper, lower):
        return None
    # Pixels on an edge are seen: from the near side of one edge to the far side of the other.
    clipped = [max(0, left - 1), max(0, upper - 1), min(columns, right), min(rows, lower)]
    return clipped if clipped[0] < clipped[2] and clipped[1] < clipped[3] else None


def _circle(holder: Dataset, rows: int, columns: int, aspect: float) -> Circle | None:
    centre = numbers(holder, "CenterOfCircularShutter")
    radius = numbers(holder, "RadiusOfCircularShutter")
    if len(centre) != 2 or len(radius) != 1 or not 0 < radius[0] <= _MAX_EDGE:
        return None
    row, column = centre
    # To the nearest pixel, counted as the header counts them; 0 above a pixel of the film.
    beside = max(1 - column, 0, column - columns), aspect * max(1 - row, 0, row - rows)
    if not _is_near(centre) or math.hypot(*beside) > radius[0]:
        return None
    return Circle(centre_px=[column - 0.5, row - 0.5], radius_px=radius[0])


def _polygon(holder: Dataset, rows: int, columns: int) -> list[list[float]] | None:
    flat = numbers(holder, "VerticesOfThePolygonalShutter")
    if len(flat) % 2 or not 6 <= len(flat) <= 2 * _MAX_VERTICES or not _is_near(flat):
        return None
    x, y = [value - 0.5 for value in flat[1::2]], [value - 0.5 for value in flat[0::2]]
    if max(0, min(x)) >= min(columns, max(x)) or max(0, min(y)) >= min(rows, max(y)):
        return None
    return [list(pair) for pair in zip(x, y, strict=True)]


def _is_near(values: list[float]) -> bool:
    return all(abs(value) <= _MAX_EDGE for value in values)
