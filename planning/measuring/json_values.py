"""Numbers out of JSON, refused where they are not numbers."""

from __future__ import annotations

import math


def json_number(value: object) -> float:
    """Return a finite float.

    Raises
    ------
    ValueError
        For anything else; Python's JSON reader lets NaN and Infinity through.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"a finite number belongs here, not {value!r}")
    return float(value)


def nullable_json_number(value: object) -> float | None:
    """Return a finite float, or None for null."""
    return None if value is None else json_number(value)
