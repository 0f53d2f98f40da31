"""Sacrum, coccyx and the two lowest lumbar vertebrae.

Frame of the pelvis (see `pelvis`), unmirrored: x to the patient's left.
"""

from __future__ import annotations

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.plates import plate
from planning.phantom.primitives import Array, Ellipsoid, HalfSpace, Limb
from planning.phantom.relief import waves
from planning.phantom.tubes import tube

HALF_OUTLINE = [
    (0, -100), (12, -102), (24, -108), (34, -115), (46, -117), (54, -112), (57, -103), (55, -92),
    (50, -80), (45, -70), (41, -62), (37, -55), (33, -49), (29, -41), (25, -33), (21, -26),
    (16, -19), (11, -14), (6, -10), (0, -9),
]  # fmt: skip
HALF_SURFACE = [
    (0, -104, -34, 40), (0, -90, -44, 32), (0, -65, -64, 22), (0, -40, -74, 16), (0, -12, -74, 10),
    (30, -112, -38, 34), (54, -110, -48, 24), (48, -88, -58, 26), (38, -62, -70, 20),
    (24, -36, -77, 13), (10, -16, -76, 9),
]  # fmt: skip
FORAMINA = [(22, -87, 5.0), (20, -66, 4.6), (17, -48, 4.0), (14, -32, 3.2)]


def sacrum(frame: Frame, density: float = 1.0, seed: int = 0) -> Body:
    """The sacrum with its foramina, median crest and coccyx."""
    outline = HALF_OUTLINE + [(-x, y) for x, y in HALF_OUTLINE[-2:0:-1]]
    surface = HALF_SURFACE + [(-x, y, z, t) for x, y, z, t in HALF_SURFACE if x]
    body = Body(
        "sacrum",
        frame,
        cortex=_sacral_cortex,
        spongiosa=0.15 * density,
        grain=_upright,
        relief=_sum(waves(seed, 0.8, 30.0), waves(seed + 5, 0.35, 9.0)),
    )
    body.add(plate(outline, surface, round_mm=6.0))
    body.add(
        tube([(0, -112, -24, 25, 18), (0, -96, -38, 23, 15), (0, -84, -47, 20, 13)]), blend_mm=8
    )
    body.cut(HalfSpace((0, -111, -22), (0, 0.84, -0.54), 34), blend_mm=3)
    for x, y, r in FORAMINA:
        z = np.interp(y, (-100, -30), (-52, -76))
        for sign in (-1, 1):
            body.cut(
                Limb(
                    (sign * (x - 2), y, z),
                    (sign * (x + 16), y + 4, z + 34),
                    (r, r),
                    (2.2 * r, 1.6 * r),
                ),
                Limb(
                    (sign * x, y - 1, z + 4),
                    (sign * (x - 5), y + 6, z - 30),
                    (0.7 * r, 0.9 * r),
                    (0.5 * r, 0.7 * r),
                ),
                blend_mm=7,
            )
    for y, z in ((-94, -66), (-74, -80), (-56, -87), (-40, -87)):
        body.add(Limb((0, y - 5, z), (0, y + 7, z - 4), (2.0, 5), (2.6, 5)), blend_mm=9)
    body.add(
        tube([(0, -7, -73, 7, 5), (0, -2, -71, 5.5, 4), (1, 3, -67, 5, 3.5)]),
        tube([(1, 7, -64, 4, 3), (1.5, 12, -60, 2.6, 2.4)]),
        blend_mm=2,
    )
    return body


def vertebra(frame: Frame, density: float = 1.0, size: float = 1.0, seed: int = 0) -> Body:
    """A lower lumbar vertebra; local origin in the middle of its body."""
    body = Body(
        "vertebra",
        frame,
        cortex=_endplates,
        spongiosa=0.13 * density,
        grain=_upright,
        relief=_sum(waves(seed, 0.5, 22.0), waves(seed + 3, 0.25, 8.0)),
    )
    s = size
    rings = ((-24, 25), (-14, 25.5), (-7, 23), (0, 22), (7, 23), (14, 26), (24, 26))
    body.add(tube([(0, y, 0, r * s, 0.68 * r * s) for y, r in rings], pieces=2))
    body.cut(
        HalfSpace((0, -13.5, 0), (0, 1, 0), 40),
        HalfSpace((0, 13.5, 0), (0, -1, 0), 40),
        blend_mm=3.5,
    )
    body.cut(Ellipsoid((0, -17, -1), (19, 5, 12)), Ellipsoid((0, 17, -1), (19, 5, 12)), blend_mm=2)
    for sign in (-1, 1):
        body.add(*_arch(sign, s), blend_mm=4)
    body.add(tube([(0, 2, -44, 3.2, 6), (0.6, 9, -58, 2.4, 9), (0, 14, -72, 3.6, 8)]), blend_mm=6)
    return body


def _arch(sign: int, s: float) -> list:
    return [
        Limb((sign * 16 * s, -4, -10), (sign * 17.5 * s, -4, -34), (4.2, 7), (4.6, 7)),
        tube(
            [
                (sign * 18 * s, -4, -28, 5.5, 4),
                (sign * 30 * s, -6, -31, 4.5, 3),
                (sign * 40 * s, -10, -32, 5.0, 2.6),
            ],
            side=(0, 1, 0),
        ),
        tube(
            [
                (sign * 20 * s, -18, -36, 5.0, 3.5),
                (sign * 16 * s, -4, -42, 4.5, 3.5),
                (sign * 15 * s, 10, -44, 4.8, 3.5),
                (sign * 18 * s, 19, -44, 4.5, 3.0),
            ]
        ),
        tube([(sign * 14 * s, 2, -43, 6, 2.5), (0, 6, -49, 7, 3)], side=(0, 1, 0)),
    ]


def _sum(*fields):
    def total(x: Array, y: Array, z: Array) -> Array:
        return sum(field(x, y, z) for field in fields)

    return total


def _sacral_cortex(x: Array, y: Array, z: Array) -> Array:
    return 0.5 + 0.5 * np.exp(-((x / 24) ** 2) - ((y + 110) / 8) ** 2)


def _endplates(x: Array, y: Array, z: Array) -> Array:
    return 0.65 + 0.9 * np.exp(-(((np.abs(y) - 13) / 3) ** 2)) * (z > -22)


def _upright(x: Array, y: Array) -> tuple[Array, Array, Array]:
    return -np.ones_like(x + y), np.zeros_like(x + y), np.full_like(x + y, 0.12)
