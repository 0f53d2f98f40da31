"""How far two packages are apart, by measures of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from planning.library.curves import Path, flatten
from planning.library.package import ImplantPackage, PackageView

_FLAT_MM = 0.0005


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
    line = flatten(other, _FLAT_MM)
    if other.closed:
        line.append(line[0])
    a, b = np.array(line[:-1]), np.array(line[1:])
    p = np.array(flatten(path, _FLAT_MM))[:, None, :]
    along, out = b - a, p - a
    size = np.maximum((along**2).sum(axis=1), 1e-18)
    share = ((out * along).sum(axis=2) / size).clip(0.0, 1.0)
    off = out - share[:, :, None] * along
    return float(np.sqrt((off**2).sum(axis=2)).min(axis=1).max())
