"""Tibia and fibula.

Tibial frame: origin midway between the spines at the level of the plateau, x lateral,
y distal towards the middle of the plafond, z anterior.
"""

from __future__ import annotations

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.leg_axes import LegShape, direction, plafond_line_deg, tibial_line_deg
from planning.phantom.primitives import Array, Ellipsoid, HalfSpace, capsule
from planning.phantom.tubes import tube

PLATEAU_HALF_MM = 37.0
PLAFOND_HALF_MM = 14.0
SLOPE = 0.12


def plateau_ends(shape: LegShape) -> dict[str, np.ndarray]:
    """Ends of the plateau in the tibia's frame, by ``med`` and ``lat``."""
    along = direction(tibial_line_deg(shape))
    return {"lat": PLATEAU_HALF_MM * along, "med": -PLATEAU_HALF_MM * along}


def plafond_ends(shape: LegShape) -> dict[str, np.ndarray]:
    """Ends of the plafond in the tibia's frame, by ``med`` and ``lat``."""
    along = direction(plafond_line_deg(shape))
    middle = np.array([0.0, shape.tibia_mm, 0.0])
    return {"lat": middle + PLAFOND_HALF_MM * along, "med": middle - PLAFOND_HALF_MM * along}


def tibia(shape: LegShape, frame: Frame) -> Body:
    """The tibia from plateau to medial malleolus."""
    n, density = shape.tibia_mm, shape.femur.density
    body = Body(
        "tibia",
        frame,
        cortex=_cortex(n, 4.6),
        spongiosa=_spongiosa(n, density),
        grain=_upright,
    )
    body.add(
        tube(
            [
                (0, -14, -2, 38, 24),
                (0, 4, -2, 38.5, 24.5),
                (0.5, 14, -2, 37, 24),
                (0.5, 30, -1, 30, 23),
                (0, 48, 0, 22.5, 21),
                (-1, 75, 1, 17, 18.5),
                (-1.5, 110, 1, 14.2, 16.5),
                (-1, 0.5 * n, 0, 12.2, 14),
                (0, 0.74 * n, 0, 11.2, 12),
                (0, n - 55, 0, 13.0, 13),
                (0, n - 28, 0, 18, 16.5),
                (0, n - 10, 0, 22.5, 19),
                (0, n + 12, 0, 23, 19),
            ]
        )
    )
    body.add(tube([(2, 24, 20, 8), (1, 42, 21, 8), (0, 62, 15, 8)]), blend_mm=9)
    across = direction(tibial_line_deg(shape))
    up = np.array([across[1], -across[0], 0.0])
    top = -up + np.array([0.0, 0.0, -SLOPE])
    body.cut(HalfSpace((0.0, 0.0, 0.0), tuple(top), 60.0), blend_mm=3)
    for sign, depth in ((1, 1.2), (-1, 2.2)):
        middle = across * 22 * sign + up * (14 - depth)
        body.cut(Ellipsoid((*middle[:2], -2.0), (16, 14, 20)), blend_mm=2)
    body.add(
        capsule((-6.5, 6, 0), (-5, -4.5, 0), 7.0, 2.0),
        capsule((7, 6, -2), (5.5, -3.2, -2), 6.5, 2.0),
        blend_mm=5,
    )
    _ankle_end(body, shape)
    return body


def _ankle_end(body: Body, shape: LegShape) -> None:
    n = shape.tibia_mm
    across = direction(plafond_line_deg(shape))
    down = np.array([-across[1], across[0], 0.0])
    body.cut(HalfSpace((0.0, n, 0.0), tuple(-down), 34.0), blend_mm=2.5)
    body.add(
        tube([(-20, n - 14, 2, 6, 11), (-20.5, n - 2, 2, 5.5, 10), (-20, n + 9, 3, 4, 7)]),
        blend_mm=5,
    )


def fibula(shape: LegShape, frame: Frame) -> Body:
    """The fibula in the tibia's frame."""
    n = shape.tibia_mm
    body = Body(
        "fibula", frame, cortex=_cortex(n, 2.4), spongiosa=_spongiosa(n, 0.8), grain=_upright
    )
    body.add(
        tube(
            [
                (34.5, 19, -20, 8.6, 9),
                (34.2, 23, -20, 8.8, 9),
                (33, 30, -20, 7.5, 8),
                (31, 46, -19, 5.2, 5.8),
                (29, 90, -17, 5.6, 6.2),
                (26, 0.5 * n, -12, 6.0, 6.5),
                (23, 0.78 * n, -8, 5.8, 6.2),
                (23.5, n - 32, -6, 6.6, 7.5),
                (24.5, n - 8, -5, 8.2, 9.5),
                (24.5, n + 10, -5, 7.4, 9),
                (23.5, n + 21, -5, 4.4, 6),
            ]
        )
    )
    return body


def _cortex(length: float, thickest: float):
    def thickness(x: Array, y: Array, z: Array) -> Array:
        part = np.clip(y / length, 0, 1)
        shaft = np.clip((part - 0.06) / 0.25, 0, 1) * np.clip((0.97 - part) / 0.28, 0, 1)
        shaft = shaft * shaft * (3 - 2 * shaft)
        end = 0.9 * np.exp(-((y / 5) ** 2)) + 0.7 * np.exp(-(((y - length) / 4) ** 2))
        return 0.9 + (thickest - 0.9) * shaft + end

    return thickness


def _spongiosa(length: float, density: float):
    def fraction(x: Array, y: Array, z: Array) -> Array:
        part = y / length
        ends = np.clip((0.30 - part) / 0.26, 0, 1) + np.clip((part - 0.76) / 0.2, 0, 1)
        return density * (0.035 + 0.15 * np.clip(ends, 0, 1))

    return fraction


def _upright(x: Array, y: Array) -> tuple[Array, Array, Array]:
    return -np.ones_like(x + y), np.zeros_like(x + y), np.full_like(x + y, 0.09)
