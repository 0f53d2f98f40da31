"""The foot of a standing patient, seen from in front: talus, heel, the rest end on."""

from __future__ import annotations

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.leg_axes import LegShape, direction, plafond_line_deg
from planning.phantom.primitives import RoundBox
from planning.phantom.relief import waves
from planning.phantom.tubes import tube

JOINT_MM = 3.2


def foot(shape: LegShape, frame: Frame, seed: int) -> list[Body]:
    """Talus, calcaneus, midfoot and metatarsals in the frame of the tibia.

    Parameters
    ----------
    shape : LegShape
    frame : Frame
        Of the tibia.
    seed : int
        For the unevenness of the surfaces.
    """
    angle = plafond_line_deg(shape) - 90.0
    turn = np.deg2rad(-angle)
    axes = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    top = np.array([0.0, shape.tibia_mm, 0.0]) + JOINT_MM * direction(angle)
    home = frame.child(top, axes)
    density = shape.femur.density
    rough = waves(seed, 0.4, 14.0)

    def bone(name: str, spongiosa: float = 0.16, cortex: float = 0.6) -> Body:
        return Body(name, home, cortex=cortex, spongiosa=spongiosa * density, relief=rough)

    talus = Body("talus", home, cortex=0.55, spongiosa=0.23 * density)
    talus.add(RoundBox((0, 11, 0), (14.8, 11, 17), 5))
    talus.add(tube([(0, 16, 0, 15.5, 10), (1, 24, -3, 12, 10)], side=(1, 0, 0)), blend_mm=7)
    talus.add(tube([(-3, 13, 12, 10, 8), (-8, 18, 28, 10, 9), (-10, 20, 36, 8, 8)]), blend_mm=8)
    heel = bone("calcaneus", 0.2, 0.35).add(
        tube(
            [
                (10, 30, 26, 6, 5),
                (8, 34, 12, 9, 8),
                (4, 41, -10, 10, 11),
                (1, 50, -32, 13, 13),
                (-1, 55, -44, 13.5, 14),
            ]
        )
    )
    middle = bone("midfoot").add(
        tube([(-18, 26, 46, 12, 11), (-18, 34, 66, 11, 10)]),
        tube([(6, 34, 40, 11, 10), (8, 40, 66, 10, 9)]),
        blend_mm=4,
    )
    front = bone("metatarsals", 0.1)
    for x0, x1, y0, y1, r in (
        (-24, -34, 40, 62, 7.0),
        (-14, -20, 36, 64, 5.0),
        (-4, -7, 38, 65, 4.6),
        (7, 6, 42, 66, 4.6),
        (17, 20, 48, 66, 5.0),
    ):
        front.add(
            tube([(x0, y0, 68, r + 1.5), (0.6 * x0 + 0.4 * x1, 0.6 * y0 + 0.4 * y1, 92, r),
                  (x1, y1, 128, r - 0.4), (x1, y1 + 1, 138, r + 1.6)]),
            blend_mm=1,
        )  # fmt: skip
    return [talus, heel, middle, front]
