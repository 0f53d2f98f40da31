"""PURE. Where labels go: near their anchors, inside the picture, clear of one another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planning.geometry.points import Point

# Tried in this order around the anchor: outwards first, then above, below and inwards.
_RINGS = (1.0, 1.6, 2.4, 3.4, 4.8, 6.8, 9.6, 13.6)
# A label on another one is unreadable; one on a line only hides a part of it.
_LABEL_COST = 20.0
# In pixels of covered area per pixel of distance: a label across a line is better than far away.
_DISTANCE_COST = 12.0
_USUAL_REACH = 22.0
_SLOTS = ((1.0, 0.0), (1.0, -0.8), (1.0, 0.8), (0.3, -1.0), (0.3, 1.0), (-1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in picture pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> float:
        """Return the common area."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def distance(self, point: Point) -> float:
        """Return how far a point lies outside; 0 inside."""
        across = max(self.left - point.x, 0.0, point.x - self.right)
        down = max(self.top - point.y, 0.0, point.y - self.bottom)
        return math.hypot(across, down)

    def grown(self, margin: float) -> Box:
        """Return a rectangle that is wider by a margin on all sides."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)


def arrange(
    anchors: Sequence[Point],
    sizes: Sequence[tuple[float, float]],
    *,
    within: Box,
    reach: float,
    taken: Sequence[Box] = (),
) -> list[Box]:
    """Place labels one after the other.

    Parameters
    ----------
    anchors : sequence of Point
        What each label belongs to, in picture pixels.
    sizes : sequence of (width, height)
    within : Box
        The picture.
    reach : float
        How far a label keeps from its anchor at least.
    taken : sequence of Box
        Rectangles that must stay free, such as side letters and the anchors' own bones.

    Returns
    -------
    list of Box
        In the order of the anchors; where everything is full, the least covered place.
    """
    placed: list[Box] = []
    obstacles = [*taken, *(Box(a.x, a.y, a.x, a.y).grown(reach / 2) for a in anchors)]
    for anchor, size in zip(anchors, sizes, strict=True):
        tried = [_inside(box, within) for box in _candidates(anchor, size, within, reach)]
        costs = [
            _LABEL_COST * sum(map(box.overlaps, placed))
            + sum(map(box.overlaps, obstacles))
            + _DISTANCE_COST * box.distance(anchor) * reach / _USUAL_REACH
            for box in tried
        ]
        placed.append(tried[costs.index(min(costs))])
    return placed


def _candidates(
    anchor: Point, size: tuple[float, float], within: Box, reach: float
) -> Iterator[Box]:
    """Yield places for a label: away from the middle of the film, which is the patient's."""
    outwards = 1.0 if anchor.x >= (within.left + within.right) / 2 else -1.0
    width, height = size
    for ring in _RINGS:
        for across, down in _SLOTS:
            x = anchor.x + across * outwards * (ring * reach + width / 2)
            y = anchor.y + down * (ring * reach + height / 2)
            yield Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _inside(box: Box, within: Box) -> Box:
    """Move a rectangle into the picture."""
    x = max(within.left - box.left, 0) or min(within.right - box.right, 0)
    y = max(within.top - box.top, 0) or min(within.bottom - box.bottom, 0)
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)
