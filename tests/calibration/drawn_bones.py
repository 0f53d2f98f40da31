"""Films of a head or a shaft, drawn from formulas; twin of ``tests/js/view/drawn-bones.js``."""

from __future__ import annotations

import math

import numpy as np

EDGE_PX = 1.1


def _step(value: float) -> float:
    return 1 / (1 + math.exp(-max(min(value / EDGE_PX, 60.0), -60.0)))


def _noise(x: int, y: int, much: float) -> float:
    """Return a number that looks random, the same in every language."""
    wave = math.sin(12.9898 * x + 78.233 * y) * 43758.5453
    return much * 2 * (wave - math.floor(wave) - 0.5)


def head(case: dict, size: int) -> np.ndarray:
    """Draw a head, and the roof of its socket over an arc about the top."""
    (cx, cy), radius = case["centre"], case["radius"]

    def density(x: float, y: float) -> float:
        off = math.hypot(x - cx, y - cy)
        turn = math.degrees(math.atan2(x - cx, cy - y))
        value = 800 + 900 * _step(radius - off)
        if abs(turn) < case["arc_deg"] / 2:
            value += 1100 * _step(off - radius - case["space"])
        if abs(turn) < case.get("wiped_deg", 0) / 2:
            value = 800
        return value

    return _drawn(density, case, size)


def shaft(case: dict, size: int) -> np.ndarray:
    """Draw a shaft with a dense cortex and a thinner canal."""
    (ax, ay), tilt = case["axis"], math.radians(case["tilt_deg"])

    def density(x: float, y: float) -> float:
        off = abs((x - ax) * math.cos(tilt) - (y - ay) * math.sin(tilt))
        outer = _step(case["half_width"] - off)
        return 800 + 1100 * outer - 500 * _step(case["half_width"] - case["cortex"] - off)

    return _drawn(density, case, size)


def _drawn(density, case: dict, size: int) -> np.ndarray:
    film = np.zeros((size, size), np.uint16)
    for row in range(size):
        for column in range(size):
            value = density(column + 0.5, row + 0.5) + _noise(column, row, case["noise"])
            value = math.floor(value + 0.5)
            film[row, column] = 4095 - value if case.get("inverted") else value
    return film
