"""Soft tissue of a standing leg."""

from __future__ import annotations

import numpy as np

from planning.phantom.bodies import Body, Field
from planning.phantom.primitives import Array
from planning.phantom.shadows import Stroke
from planning.phantom.tubes import tube


def leg_fat(fat_mm: float, length_mm: float) -> Field:
    """Thickness of the fat under the skin: thick on trunk and thigh, thin on the shin.

    Parameters
    ----------
    fat_mm : float
        On the thigh.
    length_mm : float
        From hip to ankle; heights are measured from the hips.
    """

    def fat(x: Array, y: Array, z: Array) -> Array:
        below = np.clip((y / length_mm - 0.25) / 0.4, 0, 1)
        return fat_mm * (1 - 0.68 * below) + 0 * x

    return fat


def add_leg_skin(
    body: Body,
    hip: np.ndarray,
    knee: np.ndarray,
    ankle: np.ndarray,
    outward: float,
    girth: float,
) -> None:
    """Join one leg, from the groin to the sole, to the skin of the trunk.

    Parameters
    ----------
    body : Body
        The trunk; its frame is parallel to the world.
    hip, knee, ankle : ndarray, shape (3,)
        Joint centres, world mm.
    outward : float
        -1 for the right leg, 1 for the left.
    girth : float
        Factor on all widths.
    """
    g = girth
    hip, knee, ankle = (body.frame.to_local(p) for p in (hip, knee, ankle))

    def at(start: np.ndarray, end: np.ndarray, part: float, x: float, z: float, *radii: float):
        p = start + (end - start) * part
        return (float(p[0]) + outward * x, float(p[1]), float(p[2]) + z, *(r * g for r in radii))

    sections = [
        at(hip, knee, -0.02, -14, 8, 90, 100),
        at(hip, knee, 0.08, -4, 6, 92, 98),
        at(hip, knee, 0.24, 4, 4, 86, 94),
        at(hip, knee, 0.48, 6, 6, 76, 84),
        at(hip, knee, 0.74, 4, 4, 64, 70),
        at(hip, knee, 0.93, 0, 2, 59, 62),
        at(knee, ankle, 0.03, 0, 0, 58, 60),
        at(knee, ankle, 0.14, 2, -8, 54, 57),
        at(knee, ankle, 0.32, 5, -16, 56, 61),
        at(knee, ankle, 0.55, 4, -10, 45, 50),
        at(knee, ankle, 0.82, 2, -4, 33, 40),
        at(knee, ankle, 0.96, 0, -2, 34, 44),
        at(knee, ankle, 1.03, 0, 2, 37, 48),
        at(knee, ankle, 1.12, -1, 6, 38, 60),
    ]
    body.add(tube(sections, pieces=5), blend_mm=28)
    forefoot = [
        at(knee, ankle, 1.13, 0, 20, 36, 30),
        at(knee, ankle, 1.17, -4, 80, 43, 24),
        at(knee, ankle, 1.205, -6, 155, 43, 17),
    ]
    body.add(tube(forefoot, side=(1.0, 0.0, 0.0)), blend_mm=14)


def leg_planes(
    hip: np.ndarray, knee: np.ndarray, ankle: np.ndarray, outward: float, rng: np.random.Generator
) -> list[Stroke]:
    """Fat between the muscles of thigh and calf."""
    plans = (
        (hip, knee, ((0.2, 26), (0.45, 30), (0.7, 30), (0.9, 26)), 7, 2.5),
        (hip, knee, ((0.22, -44), (0.5, -28), (0.75, -24), (0.95, -30)), 8, 2.5),
        (hip, knee, ((0.7, 4), (0.82, 0), (0.92, -2), (0.99, 0)), 6, 6.0),
        (knee, ankle, ((0.05, -26), (0.2, -30), (0.4, -30), (0.62, -20)), 4, 1.6),
        (knee, ankle, ((0.08, 34), (0.25, 42), (0.45, 36), (0.7, 22)), 4, 1.6),
        (knee, ankle, ((0.62, -6), (0.75, -2), (0.88, 0), (0.98, 0)), 5, 4.0),
    )
    strokes = []
    for start, end, places, depth, width in plans:
        points = []
        for part, x in places:
            p = start + (end - start) * part
            shift = rng.normal(0, 1.5)
            points.append((float(p[0]) + outward * (x + shift), float(p[1]), float(p[2])))
        strokes.append(Stroke(tuple(points), depth * float(rng.uniform(0.6, 1.2)), width))
    return strokes
