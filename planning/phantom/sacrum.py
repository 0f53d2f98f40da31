"""Sacrum, coccyx and the two lowest lumbar vertebrae.

Frame of the pelvis (see `pelvis`), unmirrored: x to the patient's left.
"""

from __future__ import annotations

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.plates import plate
from planning.phantom.primitives import Array, Ellipsoid, Limb, RoundBox, capsule
from planning.phantom.tubes import tube

HALF_OUTLINE = [
    (0, -111), (14, -112), (26, -113), (36, -118), (50, -119), (57, -108), (55, -94), (49, -80),
    (43, -66), (36, -54), (29, -42), (22, -28), (15, -17), (8, -10), (0, -8),
]  # fmt: skip
HALF_SURFACE = [
    (0, -112, -22, 46), (0, -90, -44, 34), (0, -65, -64, 24), (0, -40, -74, 18), (0, -12, -74, 11),
    (30, -112, -34, 40), (52, -112, -44, 26), (48, -90, -56, 30), (38, -66, -68, 22),
    (26, -40, -76, 14), (12, -18, -76, 9),
]  # fmt: skip
FORAMINA = [(23, -88, 5.6), (20.5, -66, 5.0), (17.5, -47, 4.3), (14.5, -30, 3.5)]


def sacrum(frame: Frame, density: float = 1.0) -> Body:
    """The sacrum with its foramina, median crest and coccyx."""
    outline = HALF_OUTLINE + [(-x, y) for x, y in HALF_OUTLINE[-2:0:-1]]
    surface = HALF_SURFACE + [(-x, y, z, t) for x, y, z, t in HALF_SURFACE if x]
    body = Body("sacrum", frame, cortex=1.0, spongiosa=0.10 * density, grain=_upright)
    body.add(plate(outline, surface, round_mm=4.0))
    for x, y, r in FORAMINA:
        for sign in (-1, 1):
            body.cut(
                Limb((sign * x, y, 0), (sign * (x + 6), y + 3, -130), (r + 1, r), (r, r)),
                blend_mm=3,
            )
    body.cut(Ellipsoid((0, -100, -64), (9, 20, 5)), blend_mm=4)
    for y, z in ((-96, -74), (-74, -86), (-54, -90), (-36, -88)):
        body.add(Limb((0, y - 5, z), (0, y + 6, z - 3), (2.6, 5), (3.2, 5)), blend_mm=4)
    body.add(
        tube([(0, -6, -74, 8, 5), (0, 4, -70, 6, 4), (0, 14, -62, 4, 3), (1, 21, -55, 3, 3)]),
        blend_mm=2,
    )
    return body


def vertebra(frame: Frame, density: float = 1.0, size: float = 1.0) -> Body:
    """A lower lumbar vertebra; local origin in the middle of its body."""
    body = Body("vertebra", frame, cortex=_endplates, spongiosa=0.09 * density, grain=_upright)
    s = size
    body.add(RoundBox((0, 0, 0), (25 * s, 14 * s, 17.5 * s), 6.0))
    body.cut(
        *(Ellipsoid((sign * 31 * s, 0, 2), (7 * s, 11 * s, 26 * s)) for sign in (-1, 1)), blend_mm=6
    )
    for sign in (-1, 1):
        body.add(
            Limb((sign * 17 * s, -4, -12), (sign * 18 * s, -4, -34), (5, 8), (5, 8), (1, 0, 0)),
            tube(
                [
                    (sign * 18 * s, -4, -30, 5, 4),
                    (sign * 30 * s, -7, -33, 4.5, 3),
                    (sign * 43 * s, -11, -32, 4, 2.5),
                ],
                side=(0, 1, 0),
            ),
            capsule((sign * 19 * s, -16, -38), (sign * 20 * s, 18, -42), 5.5, 5.0),
            Limb((sign * 16 * s, 2, -42), (0, 6, -50), (7, 3), (8, 3), (0, 1, 0)),
            blend_mm=3,
        )
    body.add(Limb((0, 4, -48), (0, 14, -72), (3.0, 8), (4.0, 9), (1, 0, 0)), blend_mm=4)
    return body


def _endplates(x: Array, y: Array, z: Array) -> Array:
    return 0.8 + 0.9 * np.exp(-(((np.abs(y) - 14) / 3) ** 2))


def _upright(x: Array, y: Array) -> tuple[Array, Array, Array]:
    return -np.ones_like(x + y), np.zeros_like(x + y), np.full_like(x + y, 0.25)
