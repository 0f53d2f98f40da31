"""Primitives that compute with numbers; trigonometry is in degrees.

The twin is ``static/js/measuring/primitive_sums.js``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from planning.geometry.angles import DEG_TO_RAD, RAD_TO_DEG
from planning.geometry.reasons import Reason

OUT_OF_RANGE = "out_of_range"
SMALLEST_DIVISOR = 1e-12


def add(of: Sequence[float]) -> float:
    """Return a sum."""
    total = 0.0
    for value in of:
        total += value
    return total


def subtract(of: float, minus: float) -> float:
    """Return a difference."""
    return of - minus


def multiply(of: Sequence[float]) -> float:
    """Return a product."""
    product = 1.0
    for value in of:
        product *= value
    return product


def divide(of: float, by: float) -> float | Reason:
    """Return a quotient, or ``out_of_range`` where nothing can be divided by."""
    return of / by if abs(by) >= SMALLEST_DIVISOR else Reason(OUT_OF_RANGE)


def absolute(of: float) -> float:
    """Return a number without its sign."""
    return abs(of)


def root(of: float) -> float | Reason:
    """Return a square root, or ``out_of_range`` below zero."""
    return math.sqrt(of) if of >= 0 else Reason(OUT_OF_RANGE)


def sine(of: float) -> float:
    """Return the sine of degrees."""
    return math.sin(of * DEG_TO_RAD)


def cosine(of: float) -> float:
    """Return the cosine of degrees."""
    return math.cos(of * DEG_TO_RAD)


def tangent(of: float) -> float | Reason:
    """Return the tangent of degrees, or ``out_of_range`` at a right angle."""
    return divide(sine(of), cosine(of))


def arcsine(of: float) -> float | Reason:
    """Return degrees in -90..90, or ``out_of_range`` beyond -1..1."""
    return RAD_TO_DEG * math.asin(of) if -1 <= of <= 1 else Reason(OUT_OF_RANGE)


def arctangent(of: float) -> float:
    """Return degrees in -90..90."""
    return RAD_TO_DEG * math.atan(of)
