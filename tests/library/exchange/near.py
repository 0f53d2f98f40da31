"""How far two packages are apart, by measures of their own."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from itertools import pairwise

from planning.geometry.points import Point
from planning.library.curves import Path, flatten
from planning.library.package import ImplantPackage, PackageView


def views(package: ImplantPackage) -> Iterator[PackageView]:
    for family in package.families:
        for size in family.sizes:
            for variant in size.variants:
                yield from variant.views


def bare(package: ImplantPackage, decimals: int = 9) -> dict:
    """Return all but the paths as plain values, numbers rounded."""
    return _rounded(dataclasses.asdict(package), decimals)


def _rounded(value, decimals):
    if isinstance(value, dict):
        return {k: _rounded(v, decimals) for k, v in value.items() if k != "paths"}
    if isinstance(value, (list, tuple)):
        return [_rounded(one, decimals) for one in value]
    return round(value, decimals) + 0.0 if isinstance(value, float) else value


def furthest_mm(path: Path, other: Path) -> float:
    """Return how far any place of one path lies from the other, either way round."""
    return max(_one_way(path, other), _one_way(other, path))


def _one_way(path: Path, other: Path) -> float:
    line = flatten(other, 0.0002)
    if other.closed:
        line.append(line[0])
    dense = flatten(path, 0.0002)
    return max(min(_off(p, a, b) for a, b in pairwise(line)) for p in dense[::7])


def _off(p: Point, a: Point, b: Point) -> float:
    along = (b.x - a.x, b.y - a.y)
    size = along[0] ** 2 + along[1] ** 2
    share = 0.0
    if size:
        share = ((p.x - a.x) * along[0] + (p.y - a.y) * along[1]) / size
        share = min(1.0, max(0.0, share))
    return math.hypot(p.x - a.x - share * along[0], p.y - a.y - share * along[1])
