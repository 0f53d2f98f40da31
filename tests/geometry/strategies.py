"""What hypothesis draws: points of a film, turns, transforms."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from planning.geometry.points import Point
from planning.geometry.transforms import Rigid

coordinates = st.floats(-1e4, 1e4, allow_nan=False, allow_subnormal=False)
points = st.builds(Point, coordinates, coordinates)
turns_rad = st.floats(-math.pi, math.pi, exclude_min=True, allow_nan=False)
rigids = st.builds(Rigid, turns_rad, st.booleans(), points)


def close(a: Point, b: Point, within: float = 1e-7) -> bool:
    """Return whether two points agree to a hair of a pixel."""
    return abs(a.x - b.x) <= within and abs(a.y - b.y) <= within
