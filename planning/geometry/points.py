"""Points and vectors in the plane.

A :class:`Point` is a pair in one space at a time; which space (image pixels, square
film pixels, millimetres) is said by the name of the variable that holds it. In every
space x runs to the right and y downwards, as on the screen.
"""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """A point or vector (x, y)."""

    x: float
    y: float
