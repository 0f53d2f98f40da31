"""Bodies: primitives joined and cut smoothly, with a cortex and a spongiosa.

This is the whole scene language: a :class:`Body` is a list of steps, each of which adds,
cuts away or keeps a primitive with a blending radius.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planning.phantom.frames import Frame
from planning.phantom.primitives import Array, Primitive

REACH_MM = 9.0
FAR_MM = np.float32(1e3)
Field = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a body."""

    kind: str
    primitive: Primitive
    blend_mm: float

    @property
    def margin_mm(self) -> float:
        """How far around its primitive the step can change the body."""
        return max(REACH_MM, self.blend_mm) + 1


@dataclass(slots=True)
class Body:
    """A solid in its own frame.

    Attributes
    ----------
    name : str
    frame : Frame
    steps : list of Step
    cortex : callable or float
        Cortical thickness in mm, or a function of local coordinates.
    spongiosa : callable or float
        Bone volume fraction inside the cortex, or a function of local coordinates.
    grain : callable or None
        Function of local x, y giving (cos 2a, sin 2a, strength) of the trabecular
        direction; None for no pattern.
    relief : callable or None
        Unevenness in mm that is added to the distance, a function of local coordinates.
    fineness : float
        Factor on the step of the lattice it is sampled on.
    """

    name: str
    frame: Frame
    steps: list[Step] = field(default_factory=list)
    cortex: Field | float = 1.2
    spongiosa: Field | float = 0.15
    grain: Callable[[Array, Array], tuple[Array, Array, Array]] | None = None
    relief: Field | None = None
    fineness: float = 1.0

    def add(self, *primitives: Primitive, blend_mm: float = 4.0) -> Body:
        """Join primitives to what is there."""
        self.steps += [Step("add", p, blend_mm) for p in primitives]
        return self

    def cut(self, *primitives: Primitive, blend_mm: float = 2.0) -> Body:
        """Remove primitives from what is there."""
        self.steps += [Step("cut", p, blend_mm) for p in primitives]
        return self

    def world_corners(self) -> NDArray[np.float64]:
        """Corners of a world box that holds everything added, shape (8, 3)."""
        boxes = [step.primitive.box for step in self.steps if step.kind == "add"]
        lower = np.min([box[0] for box in boxes], axis=0) - 3
        upper = np.max([box[1] for box in boxes], axis=0) + 3
        return self.frame.to_world(corners(lower, upper))

    @property
    def reach_mm(self) -> np.float32:
        """Distance at which the finished field is cut off."""
        return np.float32(max([REACH_MM, *(step.blend_mm for step in self.steps)]))

    def near(self, world: NDArray[np.float64], reach_mm: float) -> Body:
        """The same body without the parts that cannot matter within reach of a point."""
        at = self.frame.to_local(world)
        steps = []
        for step in self.steps:
            pieces = getattr(step.primitive, "limbs", None)
            reach = reach_mm + step.blend_mm
            if pieces is not None:
                close = tuple(p for p in pieces if _within(p, at, reach))
                if close:
                    steps.append(Step(step.kind, type(step.primitive)(close), step.blend_mm))
            elif _within(step.primitive, at, reach):
                steps.append(step)
        return Body(self.name, self.frame, steps, relief=self.relief)

    def distance(self, world: NDArray[np.float64]) -> NDArray[np.float64]:
        """Signed distance at single world points, shape (..., 3)."""
        local = self.frame.to_local(world)
        x, y, z = (np.ascontiguousarray(local[..., i]) for i in range(3))
        total = np.full(x.shape, FAR_MM, dtype=float)
        for step in self.steps:
            total = combine(total, step, step.primitive(x, y, z))
        total = np.minimum(total, self.reach_mm)
        return total if self.relief is None else total + self.relief(x, y, z)


def _within(primitive: Primitive, point: NDArray, reach_mm: float) -> bool:
    lower, upper = primitive.box
    return bool(np.all(point > lower - reach_mm) and np.all(point < upper + reach_mm))


def corners(lower: NDArray, upper: NDArray) -> NDArray[np.float64]:
    """The eight corners of a box, shape (8, 3)."""
    return np.array(
        [[(lower, upper)[(n >> i) & 1][i] for i in range(3)] for n in range(8)], dtype=float
    )


def combine(total: Array, step: Step, distance: Array) -> Array:
    """Apply one step; polynomial smooth minimum (Quilez, quadratic)."""
    k = np.float32(max(step.blend_mm, 1e-3))
    sign = np.float32(1 if step.kind == "add" else -1)
    a, b = total * sign, distance
    overlap = np.maximum(k - np.abs(a - b), 0)
    return sign * (np.minimum(a, b) - overlap * overlap / (4 * k))
