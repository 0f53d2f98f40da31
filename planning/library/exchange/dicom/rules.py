"""PURE. What numbers of the implant objects must be, by the name that the tables use."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

_SLACK = 1e-4

Numbers = Sequence[float]


def _positive(values: Numbers) -> bool:
    return all(math.isfinite(value) and value > 0 for value in values)


def _range(values: Numbers) -> bool:
    """From the least to the greatest, in mm or degrees."""
    return all(map(math.isfinite, values)) and values[0] <= values[1]


def _direction(values: Numbers) -> bool:
    return abs(math.hypot(*values) - 1) <= _SLACK


def _axes2(values: Numbers) -> bool:
    """Two unit vectors at right angles: x, then y."""
    return _orthogonal([values[:2], values[2:]])


def _axes3(values: Numbers) -> bool:
    return _orthogonal([values[:3], values[3:6], values[6:]])


def _orthogonal(axes: Sequence[Numbers]) -> bool:
    if not all(_direction(axis) for axis in axes):
        return False
    pairs = [(a, b) for n, a in enumerate(axes) for b in axes[n + 1 :]]
    return all(abs(sum(x * y for x, y in zip(a, b, strict=True))) <= _SLACK for a, b in pairs)


RULES: dict[str, Callable[[Numbers], bool]] = {
    "positive": _positive,
    "range": _range,
    "direction": _direction,
    "axes2": _axes2,
    "axes3": _axes3,
}
