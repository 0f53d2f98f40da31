"""Arithmetic with 50 digits for golden vectors, independent of the code under test."""

from __future__ import annotations

import json
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 50

PI = Decimal("3.14159265358979323846264338327950288419716939937511")
FOLDER = Path(__file__).resolve().parent


def sin(x: Decimal) -> Decimal:
    """Sum the Taylor series; x is at most a few turns."""
    term = total = x
    n = 1
    while abs(term) > Decimal("1e-49"):
        term = -term * x * x / ((2 * n) * (2 * n + 1))
        total += term
        n += 1
    return total


def cos(x: Decimal) -> Decimal:
    """A sine a quarter turn earlier."""
    return sin(x + PI / 2)


def atan(x: Decimal) -> Decimal:
    """Halve the angle until the series converges fast, then double it back."""
    doublings = 0
    while abs(x) > Decimal("0.01"):
        x = x / (1 + (1 + x * x).sqrt())
        doublings += 1
    term, total, n = x, x, 1
    while abs(term) > Decimal("1e-52"):
        term = -term * x * x
        total += term / (2 * n + 1)
        n += 1
    return total * 2**doublings


def rounded(value: object) -> object:
    """Turn every Decimal in a nested structure into the nearest float, integers staying short."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) and abs(value) < 10**15 else float(value)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


def as_json(about: str, **sections: list[object]) -> str:
    """Write one case per line, so that a change of one case is a change of one line."""
    parts = [f'  "about": {json.dumps(about, ensure_ascii=False)}']
    for name, cases in sections.items():
        lines = ",\n".join(f"    {json.dumps(rounded(case), ensure_ascii=False)}" for case in cases)
        parts.append(f'  "{name}": [\n{lines}\n  ]')
    return "{\n" + ",\n".join(parts) + "\n}\n"
