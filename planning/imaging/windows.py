"""PURE. VOI windows: reading, judging, evaluating (PS3.3 C.11.2.1.2 and C.11.2.1.3)."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from pydicom.dataset import Dataset

from planning.imaging.attributes import numbers, text, texts

LINEAR, LINEAR_EXACT, SIGMOID = "LINEAR", "LINEAR_EXACT", "SIGMOID"
_FUNCTIONS = frozenset({LINEAR, LINEAR_EXACT, SIGMOID})
_LARGEST = 1e12
_LARGEST_HALF = 8e307


class Window(TypedDict):
    """A window in modality units."""

    name: str
    center: float
    width: float
    function: str


def windows_of(item: Dataset, *, is_float: bool = False) -> list[Window]:
    """Read every usable window of a data set or of a Frame VOI LUT item, in order.

    Parameters
    ----------
    item : pydicom.Dataset
        With Window Center, Width, their explanations and VOI LUT Function.
    is_float : bool
        Pixels are floating point: LINEAR, whose half steps are those of whole numbers, is
        then read as LINEAR_EXACT, as it is when a width is below one.

    Returns
    -------
    list of dict
        Windows that no renderer could use (no positive width, no number) are left out.
    """
    names = texts(item, "WindowCenterWidthExplanation")
    function = text(item, "VOILUTFunction").upper()
    if function not in _FUNCTIONS:
        function = LINEAR
    found = []
    pairs = zip(numbers(item, "WindowCenter"), numbers(item, "WindowWidth"), strict=False)
    for at, (center, width) in enumerate(pairs):
        if not 0 < width <= _LARGEST or abs(center) > _LARGEST:
            continue
        is_fractional = function == LINEAR and (is_float or width < 1)
        found.append(
            Window(
                name=names[at] if at < len(names) else "",
                center=center,
                width=width,
                function=LINEAR_EXACT if is_fractional else function,
            )
        )
    return found


def spanning(low: float, high: float, name: str = "auto") -> Window:
    """Return the window that shows ``low`` as black and ``high`` as white."""
    half = min(high / 2 - low / 2, _LARGEST_HALF) if high > low else 0.5
    return Window(name=name, center=low / 2 + high / 2, width=2 * half, function=LINEAR_EXACT)


def shows_something(window: Window, low: float, high: float) -> bool:
    """Whether pixels from ``low`` to ``high`` are more than one flat tone in this window."""
    # A sigmoid still tells values apart far outside of its nominal width.
    reach = window["width"] * (3 if window["function"] == SIGMOID else 0.5)
    return high > window["center"] - reach and low < window["center"] + reach


def evaluate(window: Window, values: np.ndarray) -> np.ndarray:
    """Apply a window.

    Parameters
    ----------
    window : dict
        A usable window.
    values : numpy.ndarray
        float64, modality units.

    Returns
    -------
    numpy.ndarray
        float64 from 0 (black before inversion) to 1.
    """
    center, width = window["center"], window["width"]
    if window["function"] == SIGMOID:
        exponent = np.clip(-4 * (values - center) / width, -700, 700)
        return 1 / (1 + np.exp(exponent))
    if window["function"] == LINEAR:
        if width == 1:
            return (values > center - 0.5).astype(np.float64)
        return np.clip((values - (center - 0.5)) / (width - 1) + 0.5, 0, 1)
    return np.clip((values - center) / width + 0.5, 0, 1)
