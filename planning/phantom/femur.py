"""The upper femur: head, neck, trochanters, shaft.

Local frame: origin in the head centre, x lateral, y distal along the shaft axis,
z anterior. The neck lies in the frontal plane, as with the legs turned in by 15°.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.primitives import Array, Ellipsoid, Sphere, Triple
from planning.phantom.tubes import Tube, tube


@dataclass(frozen=True, slots=True)
class FemurShape:
    """What differs between femora, in mm and degrees.

    Attributes
    ----------
    head_radius : float
    offset : float
        Distance from head centre to shaft axis.
    neck_shaft_deg : float
    shaft_radius : float
        Outer radius at the isthmus.
    cortex : float
        Cortical thickness at the isthmus.
    trochanter_drop : float
        How far the lesser trochanter's centre lies below the crossing of the axes.
    length : float
        Length of modelled shaft below the head centre.
    knee_y : float or None
        Height of the knee's centre, where the bone is modelled down to the condyles.
    density : float
        Factor on the trabecular bone, 1 for a healthy adult.
    """

    head_radius: float = 24.0
    offset: float = 43.0
    neck_shaft_deg: float = 128.0
    shaft_radius: float = 14.2
    cortex: float = 6.2
    trochanter_drop: float = 27.0
    length: float = 260.0
    knee_y: float | None = None
    density: float = 1.0

    @property
    def crossing_y(self) -> float:
        """Height at which the neck axis meets the shaft axis."""
        return self.offset / np.tan(np.deg2rad(180 - self.neck_shaft_deg))

    @property
    def lesser_centre(self) -> Triple:
        """Centre of the lesser trochanter's bulge."""
        return (self.offset - 13.5, self.crossing_y + self.trochanter_drop, -7.0)

    def on_neck(self, part: float) -> Triple:
        """A point on the neck axis, 0 at the head centre and 1 at the shaft axis."""
        return (self.offset * part, self.crossing_y * part, 0.0)


def upper_femur(shape: FemurShape, frame: Frame, lower: Sequence[tuple[float, ...]] = ()) -> Body:
    """The proximal femur as a body, down to `shape.length` below the head.

    Parameters
    ----------
    shape : FemurShape
    frame : Frame
    lower : sequence of tuple
        Sections (x, y, z and half widths) that continue the shaft below the isthmus.
    """
    r = shape.head_radius
    body = Body(
        "femur",
        frame,
        cortex=_cortex(shape),
        spongiosa=_spongiosa(shape),
        grain=_grain(shape),
    )
    body.add(_shaft(shape, lower))
    body.add(_neck(shape), blend_mm=7)
    body.add(*_trochanters(shape), blend_mm=9)
    body.add(Sphere((0, 0, 0), r), blend_mm=2.5)
    body.cut(Ellipsoid((-r - 1.4, 4.0, -2), (3.0, 5.5, 5.0)), blend_mm=2)
    return body


def _shaft(shape: FemurShape, lower: Sequence[tuple[float, ...]]) -> Tube:
    x, y, r = shape.offset, shape.crossing_y, shape.shaft_radius
    end = [(x, max(shape.length, y + 200), 0, r + 0.6, r + 0.6)]
    return tube(
        [
            (x + 2, y - 2, -1, 20, 16),
            (x + 1, y + 12, -1, 19.3, 16.5),
            (x, y + 30, 0, r + 4.0, r + 2.4),
            (x, y + 44, 0, r + 2.4, r + 1.6),
            (x, y + 70, 0, r + 1.0, r + 0.8),
            (x, y + 110, 0, r + 0.2, r + 0.2),
            (x, y + 160, 0, r, r),
            *(lower or end),
        ]
    )


def _neck(shape: FemurShape) -> Tube:
    r = shape.head_radius
    across = (-shape.crossing_y, shape.offset, 0.0)
    widths = ((0.22, 0.74, 0.60), (0.42, 0.67, 0.55), (0.62, 0.655, 0.53), (0.82, 0.72, 0.58),
              (1.0, 0.86, 0.66))  # fmt: skip
    return tube([(*shape.on_neck(t), a * r, b * r) for t, a, b in widths], side=across)


def _trochanters(shape: FemurShape) -> list[Tube | Ellipsoid]:
    x, y = shape.offset, shape.crossing_y
    lx, ly, lz = shape.lesser_centre
    k = shape.head_radius / 24.0
    greater = [
        Ellipsoid((x + 4 * k, y - 2 * k, -2), (16.5 * k, 21 * k, 15 * k)),
        Ellipsoid((x + 8 * k, 18.5 * k, -5), (13 * k, 20.5 * k, 13 * k), -14),
    ]
    crest = tube([(x + 8, 8, -15, 4), (x + 1, y - 6, -18, 3.6), (x - 8, y + 16, -15, 4)])
    lesser = [
        Ellipsoid((lx + 6 * k, ly - 6 * k, lz + 2), (10.5 * k, 15 * k, 10 * k)),
        Ellipsoid((lx, ly, lz), (7 * k, 9 * k, 8.5 * k)),
    ]
    return [*greater, crest, *lesser]


def _smooth(t: Array) -> Array:
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def flare(shape: FemurShape, y: Array) -> Array:
    """0 in the shaft, 1 in the condyles."""
    if shape.knee_y is None:
        return np.zeros_like(y)
    return _smooth((y - shape.knee_y + 170) / 140)


def _cortex(shape: FemurShape):
    x0, y0 = shape.offset, shape.crossing_y

    def thickness(x: Array, y: Array, z: Array) -> Array:
        shaft = _smooth((y - y0 - 5) / 135)
        calcar = 3.2 * np.exp(-(((x - x0 + 17) / 9) ** 2) - ((y - y0 - 4) / 15) ** 2)
        neck = 1.6 * np.exp(-(((x - x0 * 0.62) / 10) ** 2) - ((y - y0 * 0.62 - 14) / 7) ** 2)
        thin = 1.0 + 0.3 * np.tanh((x - x0) / 20) * (1 - shaft)
        return thin + (shape.cortex - 1.0) * shaft * (1 - flare(shape, y)) + calcar + neck

    return thickness


def _spongiosa(shape: FemurShape):
    x0, y0 = shape.offset, shape.crossing_y
    r = shape.head_radius

    def fraction(x: Array, y: Array, z: Array) -> Array:
        head = 0.14 * np.exp(-((x + 1) ** 2 + (y + 4) ** 2) / (2 * (0.75 * r) ** 2))
        lean = (x - 0.30 * x0) * 0.92 - (y - 0.2 * y0) * -0.38
        strut = 0.08 * np.exp(-((lean / 9) ** 2)) * _smooth((y0 + 25 - y) / 20)
        ward = -0.05 * np.exp(-(((x - x0 * 0.68) / 8) ** 2) - ((y - y0 * 0.62) / 8) ** 2)
        shaft = _smooth((y - y0 - 20) / 60) * (1 - flare(shape, y))
        return shape.density * ((0.16 + head + strut + ward) * (1 - shaft) + 0.04 * shaft)

    return fraction


def _grain(shape: FemurShape):
    x0, y0 = shape.offset, shape.crossing_y

    def direction(x: Array, y: Array) -> tuple[Array, Array, Array]:
        fan = np.arctan2(y - y0 - 75, x - x0 + 8)
        arc = np.arctan2(x - x0 + 24, -(y - y0 - 34))
        lateral = _smooth((x - 0.42 * x0 + (y - 0.42 * y0) * 0.5 + 4) / 16)
        shaft = _smooth((y - y0 - 15) / 35)
        weights = ((1 - lateral) * (1 - shaft), lateral * (1 - shaft), shaft)
        angles = (fan, arc, np.float32(np.pi / 2))
        c = sum(w * np.cos(2 * a) for w, a in zip(weights, angles, strict=True))
        s = sum(w * np.sin(2 * a) for w, a in zip(weights, angles, strict=True))
        size = np.sqrt(c * c + s * s) + 1e-3
        return c / size, s / size, 0.1 * np.ones_like(c) * (1 + 0.8 * shaft)

    return direction
