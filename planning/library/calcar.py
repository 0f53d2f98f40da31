"""PURE. The calcar of a stem whose maker does not name it: planning needs it for the neck cut."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from planning.geometry.points import Point
from planning.library.curves import flatten
from planning.library.package import Kind, PackageFamily, PackageVariant

CALCAR = "calcar"
MEANING = "Where the neck cut leaves the silhouette medially"
_USUAL_CUT = Point(math.sin(math.pi / 4), math.cos(math.pi / 4))


def lacks_calcar(family: PackageFamily) -> bool:
    """Say whether a family is a stem without a calcar of its own."""
    return family.kind is Kind.STEM and CALCAR not in family.points


def calcar_of(variant: PackageVariant) -> Point:
    """Return where the neck cut leaves the silhouette medially, from the front.

    The cut runs along the mating feature ``resection``, at 45° where there is none, and stops
    on the stem's axis if it misses the silhouette.
    """
    front = variant.views[0]
    cuts = [one.axis for one in front.mating if one.name == "resection"]
    start, cut = front.points["resection"], (cuts or [_USUAL_CUT])[0]
    reaches = _passes(start, cut, flatten(front.paths[0]))
    reach = max((one for one in reaches if one > 0), default=0.0)
    return Point(start.x + reach * cut.x, start.y + reach * cut.y)


def _passes(start: Point, along: Point, corners: Sequence[Point]) -> list[float]:
    """Return how far along a line it passes the edges of a closed polyline."""
    found = []
    for a, b in itertools.pairwise([*corners, corners[0]]):
        edge, out = Point(b.x - a.x, b.y - a.y), Point(a.x - start.x, a.y - start.y)
        wide = along.x * edge.y - along.y * edge.x
        if wide == 0:
            continue
        share = (out.x * along.y - out.y * along.x) / wide
        if 0 <= share < 1:
            found.append((out.x * edge.y - out.y * edge.x) / wide)
    return found
