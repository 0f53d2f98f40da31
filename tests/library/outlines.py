"""What tests ask of a silhouette."""

from __future__ import annotations


def crossings(outline: list, level: float) -> list[float]:
    """Return where a closed polyline passes a level, from left to right."""
    found = []
    for (ax, ay), (bx, by) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (ay < level) != (by < level):
            found.append(ax + (level - ay) / (by - ay) * (bx - ax))
    return sorted(found)


def thinned(points: list, most: int = 80) -> list:
    """Return at most about `most` of the points."""
    step = max(1, len(points) // most)
    return points[::step]


def crosses_itself(points: list) -> bool:
    """Say whether a closed polyline crosses itself."""
    edges = list(zip(points, points[1:] + points[:1], strict=True))

    def turn(a, b, c) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    for i, (a, b) in enumerate(edges):
        for c, d in edges[i + 2 : len(edges) - (i == 0)]:
            if turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0:
                return True
    return False
