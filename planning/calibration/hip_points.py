"""PURE. What a hip's pixels say about clicked points: the canal's walls and the socket's border."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from planning.calibration.canal_reading import CanalReading, Femur, read_canal
from planning.calibration.snap import SnapLevel
from planning.calibration.socket_reading import BedReading, read_bed
from planning.geometry.circle_fit import fit_circle
from planning.geometry.points import Point
from planning.geometry.reasons import Reason

FINE_MM = 0.35
"""Pixels are averaged up to about this size: finer ones only bring noise."""


def read_points(
    values: np.ndarray,
    dense_is_low: bool,
    mm_per_px: float,
    side: str,
    points: Mapping[str, Sequence[Sequence[float]]],
) -> dict[str, Any]:
    """Read pixels.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
    dense_is_low : bool
    mm_per_px : float
    side : str
        ``R`` or ``L``.
    points : mapping
        Image pixels, see :func:`planning.calibration.hip_search.read_hip`.

    Returns
    -------
    dict
        ``canal`` and ``bed`` in image pixels, or each a reason, as JSON.
    """
    factor = max(1, int(FINE_MM / mm_per_px))
    level = SnapLevel(_averaged(values, factor), mm_per_px * factor, dense_is_low)
    placed = {key: [np.array(p, dtype=float) / factor for p in one] for key, one in points.items()}
    own, other = ("R", "L") if side == "R" else ("L", "R")
    drop, far = placed[f"teardrop_{own}"][0], placed[f"teardrop_{other}"][0]
    apex = placed["lesser_troch_apex"][0]
    lateral = drop - far
    distal = np.array([-lateral[1], lateral[0]])
    if distal @ (apex - (drop + far) / 2) < 0:
        distal = -distal
    way = (_pair(distal), _pair(lateral))
    canal = read_canal(level, Femur(_pair(apex), *way))
    return {
        "canal": _canal_json(canal, factor),
        "bed": _bed_json(_bed(level, placed.get("head_rim", []), way), factor),
    }


def _bed(level: SnapLevel, rim: Sequence[np.ndarray], way) -> BedReading | Reason:
    if len(rim) < 3:
        return Reason("missing_landmark", {"role": "head_rim"})
    fit = fit_circle([Point(*_pair(p)) for p in rim])
    if isinstance(fit, Reason):
        return fit
    return read_bed(level, tuple(fit.circle.centre), fit.circle.radius, *way)


def _averaged(values: np.ndarray, factor: int) -> np.ndarray:
    if factor == 1:
        return values
    rows, columns = (n // factor * factor for n in values.shape)
    blocks = values[:rows, :columns].reshape(rows // factor, factor, columns // factor, factor)
    return np.round(blocks.mean(axis=(1, 3))).astype(np.uint16)


def _canal_json(found: CanalReading | Reason, factor: int) -> dict[str, Any]:
    if isinstance(found, Reason):
        return found.to_json()
    return {
        "axis_px": [_px(p, factor) for p in found.axis],
        "levels": [
            {
                "key": one.key,
                "below_mm": one.below_mm,
                "medial_px": _px(one.medial, factor),
                "lateral_px": _px(one.lateral, factor),
            }
            for one in found.walls
        ],
        "agree": found.agree,
        "of": found.of,
    }


def _bed_json(found: BedReading | Reason, factor: int) -> dict[str, Any]:
    if isinstance(found, Reason):
        return found.to_json()
    return {
        "centre_px": _px(found.centre, factor),
        "radius_px": found.radius * factor,
        "agree": found.agree,
        "of": found.of,
    }


def _px(p: Sequence[float], factor: int) -> list[float]:
    return [p[0] * factor, p[1] * factor]


def _pair(p: Sequence[float]) -> tuple[float, float]:
    return float(p[0]), float(p[1])
