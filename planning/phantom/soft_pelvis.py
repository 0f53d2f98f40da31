"""Soft tissue of the pelvis and thighs: skin, fat planes, folds, bowel gas."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from planning.phantom.bodies import Body, Field
from planning.phantom.frames import Frame
from planning.phantom.primitives import Array, Ellipsoid, RoundBox
from planning.phantom.shadows import Stroke
from planning.phantom.tubes import tube

PLANES = (
    Stroke(((137, 2, 0), (131, -24, 5), (122, -52, 5), (112, -80, 0)), 9, 1.6),
    Stroke(((94, -38, 10), (112, -30, 8), (128, -14, 5), (140, 4, 0)), 5, 1.2),
    Stroke(((56, -110, 20), (70, -60, 30), (88, -10, 35), (98, 50, 10)), 6, 1.8),
    Stroke(((52, -48, -10), (54, -20, 0), (46, 2, 10), (30, 12, 20)), 5, 1.2),
    Stroke(((78, 66, 0), (88, 96, 0), (92, 130, 0), (94, 180, 0)), 8, 2.2),
    Stroke(((52, 84, 10), (62, 108, 10), (70, 140, 10), (76, 190, 10)), 7, 1.8),
    Stroke(((152, 10, 0), (156, 50, 0), (152, 100, 0), (146, 170, 0)), 8, 2.0),
    Stroke(((118, 100, 0), (116, 130, 0), (112, 160, 0), (110, 200, 0)), 6, 2.5),
)
FOLDS = (
    Stroke(((150, -42, 90), (112, 2, 95), (72, 52, 90), (40, 92, 70)), -6, 2.6, 14),
    Stroke(((140, 92, -80), (104, 112, -90), (66, 108, -90), (34, 88, -80)), -9, 16, 2.2),
    Stroke(((100, -20, 95), (60, 2, 100), (20, 8, 100), (-20, 8, 100)), -3, 2.5, 16),
)


def trunk(frame: Frame, girth: float = 1.0, fat_mm: float = 18.0) -> Body:
    """Skin envelope; its `cortex` is the thickness of the fat under the skin."""
    g = girth

    def fat(x: Array, y: Array, z: Array) -> Array:
        belly = np.exp(-(((y + 150) / 90) ** 2)) * (0.3 + 0.7 * (z > 0))
        buttock = np.exp(-(((y - 40) / 90) ** 2)) * (z < 0)
        inner = np.exp(-((x / 60) ** 2)) * (y > 60)
        return fat_mm * (0.75 + 0.6 * belly + 0.7 * buttock + 0.2 * inner)

    body = _barrel(frame, g, fat, 1.1 * fat_mm)
    for sign in (-1, 1):
        body.add(
            tube(
                [
                    (sign * 76 * g, -10, 8, 92 * g, 100 * g),
                    (sign * 84 * g, 30, 6, 95 * g, 100 * g),
                    (sign * 91 * g, 75, 4, 90 * g, 97 * g),
                    (sign * 97 * g, 165, 2, 85 * g, 90 * g),
                    (sign * 108 * g, 320, 0, 70 * g, 76 * g),
                ],
                pieces=3,
            ),
            blend_mm=28,
        )
    return body


def torso(frame: Frame, girth: float, fat: Field, fat_mm: float) -> Body:
    """Skin of the trunk alone; legs are joined to it elsewhere.

    Parameters
    ----------
    frame : Frame
        Of the pelvis, unturned.
    girth : float
        Factor on the muscle.
    fat : callable
        Thickness of the fat.
    fat_mm : float
        What the fat adds to the half width over the iliac wings.
    """
    return _barrel(frame, girth, fat, fat_mm)


def _barrel(frame: Frame, g: float, fat: Field, fat_mm: float) -> Body:
    body = Body("trunk", frame, cortex=fat)
    core = (
        (-280, 14, 140, 84),
        (-160, 14, 150, 86),
        (-80, 12, 153, 88),
        (-25, 9, 150, 88),
        (20, 6, 132, 80),
        (50, 4, 104, 66),
    )
    skin = [(0, y, z, rx * g + fat_mm, rz * g + fat_mm) for y, z, rx, rz in core]
    body.add(tube(skin), blend_mm=1)
    body.add(Ellipsoid((0, 66, -18), (74, 66, 80)), blend_mm=16)
    return body


def fat_planes(rng: np.random.Generator) -> list[Stroke]:
    """Fat planes and folds of both sides, each a little different."""
    strokes = []
    for stroke in (*PLANES, *FOLDS):
        for sign in (-1.0, 1.0):
            if stroke in FOLDS and sign < 0 and stroke.points[0][0] == 100:
                continue
            shift = rng.normal(0, 3, 3)
            points = tuple((sign * (x + shift[0]), y + shift[1], z) for x, y, z in stroke.points)
            depth = stroke.depth_mm * float(rng.uniform(0.6, 1.2))
            if sign < 0 and stroke.fade_mm is not None:
                points = points[::-1]
            strokes.append(replace(stroke, points=points, depth_mm=depth))
    return strokes


def ball_holder(centre: np.ndarray, table_mm: float) -> Body:
    """The plastic disc and stand that hold the marker ball between the thighs."""
    x, y, z = (float(v) for v in centre)
    body = Body("holder", Frame(np.zeros(3)))
    body.add(RoundBox((x, y, z), (17.5, 17.5, 4.0), 3.5), blend_mm=1)
    body.add(
        tube(
            [(x, y + 14, z, 5, 4), (x + 1, y + 60, z - 8, 5, 4), (x + 2, y + 160, table_mm, 6, 4)]
        ),
        blend_mm=3,
    )
    return body


def bladder(frame: Frame, rng: np.random.Generator) -> Body:
    """A filled bladder behind the symphysis."""
    size = rng.uniform(0.75, 1.1)
    body = Body("bladder", frame, cortex=3.5)
    return body.add(Ellipsoid((rng.normal(0, 3), -8, 10), (44 * size, 30 * size, 30 * size)))


def bowel_gas(frame: Frame, rng: np.random.Generator) -> list[Body]:
    """Gas in rectum and sigmoid, haustra of the colon, stool in the caecum."""
    bodies = [_sacculated(frame, rng, path) for path in _bowel_paths(rng)]
    stool = Body("stool", frame)
    centres = (np.array([-92.0, -108, 25]), np.array([20.0, -30, -40]))
    for n in range(44):
        x, y, z = centres[n % 4 == 0] + rng.normal(0, (13, 17, 8))
        stool.add(Ellipsoid((x, y, z), tuple(rng.uniform(1.5, 5.5, 3))), blend_mm=1.5)
    return [*bodies, stool]


def _bowel_paths(rng: np.random.Generator) -> list[list[tuple[float, ...]]]:
    paths = [
        [(-14, -46, -42, 9), (4, -34, -44, 13), (22, -40, -38, 10), (34, -54, -25, 8)],
        [(52, -66, 0, 7), (66, -82, 12, 11), (62, -104, 22, 9)],
        [(88, -104, 15, 8), (96, -122, 15, 12), (92, -142, 20, 13), (88, -164, 25, 12)],
        [(-60, -132, 30, 9), (-38, -140, 38, 12), (-16, -130, 40, 8)],
        [(-98, -84, 20, 8), (-88, -98, 25, 13), (-92, -124, 25, 15), (-90, -150, 25, 14)],
    ]
    chosen = [path for path in paths if rng.random() < 0.8]
    return [
        [tuple(np.array(p) + np.append(rng.normal(0, 7, 3), rng.normal(-1.5, 2))) for p in path]
        for path in chosen
    ]


def _sacculated(frame: Frame, rng: np.random.Generator, path: list[tuple[float, ...]]) -> Body:
    """A loop of gas whose wall bulges between folds."""
    body = Body("gas", frame)
    for (x0, y0, z0, r0), (x1, y1, z1, r1) in pairwise(path):
        for t in (0.0, 0.34, 0.67):
            radius = max((r0 + (r1 - r0) * t) * rng.uniform(0.8, 1.25), 3.0)
            x, y = x0 + (x1 - x0) * t + rng.normal(0, 2), y0 + (y1 - y0) * t
            shape = (radius * rng.uniform(0.85, 1.2), radius * rng.uniform(0.7, 1.0), 0.9 * radius)
            centre = (x, y, z0 + (z1 - z0) * t)
            body.add(Ellipsoid(centre, shape, rng.uniform(-40, 40)), blend_mm=5)
    return body
