"""Soft tissue of the pelvis and thighs: skin, fat, bowel gas."""

from __future__ import annotations

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.primitives import Ellipsoid
from planning.phantom.tubes import tube


def trunk(frame: Frame, girth: float = 1.0, fat_mm: float = 18.0) -> Body:
    """Skin envelope; its `cortex` is the thickness of the fat under the skin."""
    g = girth
    body = Body("trunk", frame, cortex=fat_mm)
    body.add(
        tube(
            [
                (0, -280, 14, 150 * g, 108 * g),
                (0, -160, 14, 152 * g, 110 * g),
                (0, -70, 12, 165 * g, 112 * g),
                (0, 10, 8, 172 * g, 108 * g),
                (0, 40, 6, 150 * g, 95 * g),
            ],
            pieces=2,
        ),
        blend_mm=1,
    )
    for sign in (-1, 1):
        body.add(
            tube(
                [
                    (sign * 80 * g, 10, 6, 95 * g, 102 * g),
                    (sign * 92 * g, 70, 4, 88 * g, 96 * g),
                    (sign * 100 * g, 160, 2, 80 * g, 88 * g),
                    (sign * 106 * g, 320, 0, 70 * g, 76 * g),
                ],
                pieces=2,
            ),
            blend_mm=20,
        )
    return body


def bowel_gas(frame: Frame, rng: np.random.Generator) -> list[Body]:
    """Gas in rectum, sigmoid and caecum."""
    bodies = []
    places = [
        (-6, -28, -30, 22, 12),
        (20, -50, -5, 20, 13),
        (44, -84, 20, 15, 14),
        (-70, -104, 30, 22, 18),
        (-40, -120, 35, 15, 12),
        (80, -118, 20, 13, 19),
    ]
    for x, y, z, width, height in places:
        body = Body("gas", frame)
        for _ in range(int(rng.integers(3, 6))):
            dx, dy = rng.normal(0, (width * 0.55, height * 0.5))
            size = rng.uniform(0.3, 0.75)
            body.add(
                Ellipsoid(
                    (x + dx, y + dy, z + rng.normal(0, 5)),
                    (width * size, height * size, 10 * size + 3),
                    float(rng.uniform(-40, 40)),
                ),
                blend_mm=5,
            )
        bodies.append(body)
    return bodies
