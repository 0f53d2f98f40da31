"""The upper femur: head, neck, trochanters, shaft.

Local frame: origin in the head centre, x lateral, y distal along the shaft axis,
z anterior. The neck lies in the frontal plane, as with the legs turned in by 15°.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.primitives import Array, Ellipsoid, Limb, Sphere, Triple, capsule


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


def upper_femur(shape: FemurShape, frame: Frame) -> Body:
    """The proximal femur as a body, down to `shape.length` below the head."""
    r, x, y = shape.head_radius, shape.offset, shape.crossing_y
    body = Body(
        "femur", frame, cortex=_cortex(shape), spongiosa=_spongiosa(shape), grain=_grain(shape)
    )
    levels = [
        (y + 4, 20.5, 17.5),
        (y + 26, 18.6, 17.0),
        (y + 48, 16.4, 15.8),
        (y + 85, shape.shaft_radius + 0.9, shape.shaft_radius + 0.6),
        (y + 150, shape.shaft_radius, shape.shaft_radius),
        (shape.length, shape.shaft_radius + 0.4, shape.shaft_radius + 0.4),
    ]
    for (y0, *radii0), (y1, *radii1) in itertools.pairwise(levels):
        body.add(Limb((x, y0, 0), (x, y1, 0), tuple(radii0), tuple(radii1)), blend_mm=5)
    body.add(_neck(shape, 0.25, 0.62, (0.70 * r, 0.56 * r), (0.655 * r, 0.53 * r)), blend_mm=3)
    body.add(_neck(shape, 0.60, 1.0, (0.66 * r, 0.53 * r), (0.90 * r, 0.68 * r)), blend_mm=6)
    body.add(capsule((x + 6, y + 2, -2), (x + 12, 7.0, -5), 13.0, 9.5), blend_mm=8)
    body.add(Ellipsoid((x + 9.5, 10.0, -7), (9.0, 12.0, 11.0), -18), blend_mm=6)
    body.add(Limb((x + 10, 12, -10), (x - 9, y + 20, -13), (7, 5), (7, 5)), blend_mm=7)
    lesser = shape.lesser_centre
    body.add(capsule((x - 6, lesser[1] - 3, -5), lesser, 12.0, 8.0), blend_mm=9)
    body.add(Sphere((0, 0, 0), r), blend_mm=2.5)
    body.cut(Ellipsoid((-r - 1.2, 3.5, -2), (3.2, 5.0, 5.0)), blend_mm=2)
    return body


def _neck(shape: FemurShape, start: float, end: float, first: tuple, last: tuple) -> Limb:
    axis = np.array(shape.on_neck(1.0))
    across = (-axis[1], axis[0], 0.0)
    return Limb(shape.on_neck(start), shape.on_neck(end), first, last, across)


def _smooth(t: Array) -> Array:
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def _cortex(shape: FemurShape):
    x0, y0 = shape.offset, shape.crossing_y

    def thickness(x: Array, y: Array, z: Array) -> Array:
        shaft = _smooth((y - y0 - 5) / 135)
        calcar = 3.4 * np.exp(-(((x - x0 + 17) / 9) ** 2) - ((y - y0 - 14) / 22) ** 2)
        neck = 1.6 * np.exp(-(((x - x0 * 0.62) / 10) ** 2) - ((y - y0 * 0.62 - 14) / 7) ** 2)
        thin = 1.0 + 0.3 * np.tanh((x - x0) / 20)
        return thin + (shape.cortex - 1.0) * shaft + calcar + neck

    return thickness


def _spongiosa(shape: FemurShape):
    x0, y0 = shape.offset, shape.crossing_y
    r = shape.head_radius

    def fraction(x: Array, y: Array, z: Array) -> Array:
        head = 0.17 * np.exp(-((x + 1) ** 2 + (y + 4) ** 2) / (2 * (0.75 * r) ** 2))
        lean = (x - 0.30 * x0) * 0.92 - (y - 0.2 * y0) * -0.38
        strut = 0.09 * np.exp(-((lean / 9) ** 2)) * _smooth((y0 + 25 - y) / 20)
        ward = -0.05 * np.exp(-(((x - x0 * 0.68) / 8) ** 2) - ((y - y0 * 0.62) / 8) ** 2)
        shaft = _smooth((y - y0 - 20) / 60)
        return shape.density * ((0.13 + head + strut + ward) * (1 - shaft) + 0.025 * shaft)

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
        return c / size, s / size, 0.28 * np.ones_like(c) * (1 + 0.8 * shaft)

    return direction
