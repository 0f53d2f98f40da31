"""PURE. One way to write a JSON value, so that its digest is the same wherever it was kept.

PostgreSQL keeps numbers as decimals and forgets the order of keys, the exponent of 1e22 and the
sign of -0.0; SQLite keeps the text. Both give back values that are written alike here.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Write a JSON value: sorted keys, no spaces, UTF-8, whole numbers without a point.

    Parameters
    ----------
    value : dict, list, str, int, float, bool or None

    Raises
    ------
    ValueError
        For a number that is not finite.
    TypeError
        For what JSON does not have.
    """
    text = json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def digest_of(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of JSON are strings")
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def _number(value: float) -> int | float:
    if not math.isfinite(value):
        raise ValueError("a number that is not finite has no canonical form")
    return int(value) if value.is_integer() else value
