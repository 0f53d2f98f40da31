"""PURE. From level values to 8-bit grey: the one table that previews and tests use.

The order is that of PS3.4 N.2: modality, VOI, then polarity; padding is black.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from planning.imaging.windows import Window, evaluate


def modality_values(meaning: Mapping, stored: np.ndarray) -> np.ndarray:
    """Return stored values in modality units, float64.

    Parameters
    ----------
    meaning : mapping
        ``slope`` and ``intercept``, or ``modality_lut``.
    stored : numpy.ndarray
        Stored values.
    """
    table = meaning.get("modality_lut")
    if table:
        values = np.asarray(table["values"], np.float64)
        return values[np.clip(stored - table["first"], 0, len(values) - 1).astype(np.int64)]
    return stored * float(meaning["slope"]) + float(meaning["intercept"])


def lut(meaning: Mapping, window: Window | None = None) -> np.ndarray:
    """Return the grey for every level value.

    Parameters
    ----------
    meaning : mapping
        ``bits``, ``value_offset``, ``slope``, ``intercept`` or ``modality_lut``,
        ``windows``, ``voi_lut``, ``invert``, ``padding`` as in the Film contract.
    window : dict, optional
        The window to use; without one the film's default: its first window, or its VOI
        table when it has no window.

    Returns
    -------
    numpy.ndarray
        uint8, ``2 ** bits`` entries; grey is floor(255 y + 0.5).
    """
    stored = np.arange(1 << meaning["bits"], dtype=np.float64) + meaning["value_offset"]
    modality = modality_values(meaning, stored)
    window = window or next(iter(meaning["windows"]), None)
    if window is None:
        table = meaning["voi_lut"]
        entries = np.asarray(table["values"], np.float64) / ((1 << table["bits"]) - 1)
        index = np.clip(np.floor(modality + 0.5) - table["first"], 0, len(entries) - 1)
        tone = entries[index.astype(np.int64)]
    else:
        tone = evaluate(window, modality)
    grey = np.floor(255 * tone + 0.5).astype(np.uint8)
    if meaning["invert"]:
        grey = 255 - grey
    if meaning.get("padding"):
        low, high = meaning["padding"]
        grey[(stored >= low) & (stored <= high)] = 0
    return grey
