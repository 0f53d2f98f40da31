"""A scene: everything between source and detector, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planning.phantom.bodies import Body
from planning.phantom.exposure import Technique
from planning.phantom.frames import Frame
from planning.phantom.projection import View
from planning.phantom.shadows import Stroke

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ball:
    """The steel marker ball.

    Attributes
    ----------
    centre : ndarray, shape (3,)
        World mm.
    diameter_mm : float
    depth_offset_mm : float
        How much nearer to the source than the plane of interest it lies.
    """

    centre: Vector
    diameter_mm: float
    depth_offset_mm: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A lead side letter."""

    text: str
    corner: Vector
    height_mm: float = 17.0
    turn_deg: float = 0.0


@dataclass(slots=True)
class Scene:
    """What stands in the beam.

    Attributes
    ----------
    view : View
    technique : Technique
    bones : list of Body
    skin : list of Body
        Envelopes; the `cortex` of each is the fat under the skin.
    strokes : list of tuple
        Fat planes and folds, each with the frame it is given in.
    organs : list of Body
        Water filled, in place of fat.
    plastic : list of Body
        Holders and supports outside the patient.
    gas : list of Body
    landmarks : dict of str to ndarray
        World points in mm; names end in _R and _L where there are two.
    spheres : dict of str to tuple
        Named spheres (centre, radius) whose outline is visible, such as the heads.
    planes : dict of str to float
        Named depth planes, z in mm.
    parameters : dict
        What was drawn from the seed, for the record.
    ball : Ball or None
    letters : list of Letter
    open_mm : tuple of float
        Collimated field on the detector: left, top, right, bottom from the central ray.
    """

    view: View
    technique: Technique
    bones: list[Body] = field(default_factory=list)
    skin: list[Body] = field(default_factory=list)
    strokes: list[tuple[Stroke, Frame]] = field(default_factory=list)
    organs: list[Body] = field(default_factory=list)
    plastic: list[Body] = field(default_factory=list)
    gas: list[Body] = field(default_factory=list)
    landmarks: dict[str, Vector] = field(default_factory=dict)
    spheres: dict[str, tuple[Vector, float]] = field(default_factory=dict)
    planes: dict[str, float] = field(default_factory=dict)
    parameters: dict[str, object] = field(default_factory=dict)
    ball: Ball | None = None
    letters: list[Letter] = field(default_factory=list)
    open_mm: tuple[float, float, float, float] = (-1e6, -1e6, 1e6, 1e6)
