"""Snapping on rendered hips: the head's circle from a click near its centre, the shaft's axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planning.calibration.snap import SnapLevel, SnappedCircle, SnappedEdge, snap_edge, snap_head
from planning.phantom import generate

PIXEL_MM = 0.3
CLICK_MM = 2.0
SHAFT_OFF_MM = 15.0
HEIGHTS = (0.15, 0.85)


@dataclass(frozen=True, slots=True)
class Hip:
    """One hip, in mm and degrees of the patient.

    Attributes
    ----------
    diameter_mm, centre_mm : float or None
        Error of the diameter and distance of the centre; None where it was refused.
    axis_deg : float or None
        Angle between the axis through snapped borders and the true one.
    """

    diameter_mm: float | None
    centre_mm: float | None
    axis_deg: float | None


def two_hips(seed: int) -> list[Hip]:
    """Render a pelvis and snap on both sides."""
    film = generate("ap_pelvis", seed, pixel_mm=PIXEL_MM)
    known = film.truth
    mm = PIXEL_MM / known["planes"]["hip"]["magnification"]
    level = SnapLevel(film.pixels, mm)
    rng = np.random.default_rng([seed, 5])
    return [_hip(level, known, side, rng) for side in ("R", "L")]


def _hip(level: SnapLevel, known: dict, side: str, rng: np.random.Generator) -> Hip:
    outline = known["spheres"][f"femoral_head_{side}"]["outline"]
    mm, centre = level.mm_per_px, np.array(outline["centre_px"])
    click = centre + rng.normal(0, CLICK_MM / mm, 2)
    found = snap_head(level, (float(click[0]), float(click[1])))
    axis = _axis_error(level, known, side, rng)
    if not isinstance(found, SnappedCircle):
        return Hip(None, None, axis)
    diameter = outline["semi_major_px"] + outline["semi_minor_px"]
    return Hip((2 * found.radius - diameter) * mm, math.dist((found.x, found.y), centre) * mm, axis)


def _axis_error(level: SnapLevel, known: dict, side: str, rng: np.random.Generator) -> float | None:
    """Snap the outer cortex on both sides at two heights; compare the axis with the truth."""
    top, low = (
        np.array(known["landmarks"][f"shaft_{end}_{side}"]["image_px"]) for end in ("prox", "dist")
    )
    along = (low - top) / np.linalg.norm(low - top)
    across = np.array([-along[1], along[0]])
    middles = []
    for height in HEIGHTS:
        at = top + height * (low - top)
        ends = []
        for way in (1, -1):
            click = at + way * across * SHAFT_OFF_MM / level.mm_per_px
            click = click + rng.normal(0, CLICK_MM / level.mm_per_px, 2)
            found = snap_edge(level, tuple(click.tolist()), tuple((way * across).tolist()))
            if not isinstance(found, SnappedEdge):
                return None
            ends.append((found.x, found.y))
        middles.append(np.mean(ends, axis=0))
    way = middles[1] - middles[0]
    cross = along[0] * way[1] - along[1] * way[0]
    return math.degrees(math.atan2(cross, float(along @ way)))
