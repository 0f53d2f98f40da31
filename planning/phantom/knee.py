"""The femur down to its condyles, and the patella.

Femoral frame as in `femur`: origin in the head centre, y along the shaft.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.femur import upper_femur
from planning.phantom.frames import Frame
from planning.phantom.leg_axes import (
    NOTCH_TO_CONDYLES_MM,
    LegShape,
    direction,
    femoral_line_deg,
)
from planning.phantom.primitives import Ellipsoid, Limb, Triple

CONDYLE_APART_MM = 25.0
CONDYLE_RADII = (17.0, 20.0, 29.0)


def condyle_tangents(shape: LegShape) -> dict[str, np.ndarray]:
    """Most distal points of the condyles in the femur's frame, by ``med`` and ``lat``."""
    along = direction(femoral_line_deg(shape))
    middle = shape.knee_local + NOTCH_TO_CONDYLES_MM * direction(shape.shaft_angle_deg)
    depth = np.array([0.0, 0.0, -6.0])
    return {
        "lat": middle + CONDYLE_APART_MM * along + depth,
        "med": middle - CONDYLE_APART_MM * along + depth,
    }


def whole_femur(shape: LegShape, frame: Frame) -> Body:
    """The femur from head to condyles."""
    knee = shape.knee_local
    femur = replace(shape.femur, knee_y=float(knee[1]))
    x, y, r = femur.offset, float(knee[1]), femur.shaft_radius
    k = float(knee[0])
    lower = [
        (x, y - 210, 0, r + 0.2, r + 0.2),
        (x, y - 160, 0, r + 0.8, r + 0.7),
        (x, y - 125, 0, r + 1.8, r + 1.3),
        (x - 0.5, y - 95, 1, r + 4.0, r + 3),
        (k + 1, y - 70, 2, 23.0, 19),
        (k, y - 48, 2, 30, 23),
        (k, y - 26, 2, 36, 25),
    ]
    body = upper_femur(femur, frame, lower)
    turn = femoral_line_deg(shape) - 90.0
    normal = direction(turn)
    for side, tangent in condyle_tangents(shape).items():
        _condyle(body, tangent, normal, -turn, 1.0 if side == "lat" else -1.0)
    body.cut(Limb((k, y + 11, -60), (k, y + 10.5, 0), (10, 11), (9.0, 9.5)), blend_mm=4)
    body.cut(Ellipsoid((k, y + 4, 40), (11, 26, 17)), blend_mm=8)
    return body


def _condyle(
    body: Body, tangent: np.ndarray, normal: np.ndarray, turn_deg: float, outward: float
) -> None:
    centre = tangent - normal * CONDYLE_RADII[1]
    body.add(Ellipsoid(_triple(centre), CONDYLE_RADII, turn_deg), blend_mm=7)
    bulge = centre + np.array([outward * 5.0, -10.0, 2.0])
    body.add(Ellipsoid(_triple(bulge), (12.0, 15.0, 22.0), turn_deg), blend_mm=10)


def _triple(point: np.ndarray) -> Triple:
    return (float(point[0]), float(point[1]), float(point[2]))


def patella(shape: LegShape, frame: Frame) -> Body:
    """The patella in front of the femur, in the femur's frame."""
    x, y, _ = shape.knee_local
    body = Body("patella", frame, cortex=0.7, spongiosa=0.13 * shape.femur.density)
    body.add(
        Ellipsoid((float(x) + 1, float(y) - 26, 38), (21, 19, 9)),
        Ellipsoid((float(x) + 1, float(y) - 14, 38), (10, 17, 8)),
        blend_mm=8,
    )
    return body
