"""Measurements with clicks that miss by a known amount, on the exact geometry of phantoms."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planning.geometry.points import Point
from planning.measuring.definition import Definition, Role
from planning.measuring.definition_files import catalogue
from planning.measuring.evaluate import evaluate
from planning.measuring.quantity import Quantity
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.phantom.film import SCENES
from planning.phantom.orders import plain_order
from planning.phantom.truth import truth

RIM_POINTS = 8
# Several hands on each film: a share of eighty readings would scatter by some per cent.
HANDS = 5
PELVIS = (
    "femoral_head_diameter", "femoral_offset", "global_offset", "LLD_lesser_trochanter",
    "LLD_head_centre", "neck_shaft_angle",
)  # fmt: skip
LEG = ("HKA_medial_angle", "mLDFA", "MPTA", "JLCA", "MAD", "leg_length_hip_ankle")
MEASURED = {"ap_pelvis": PELVIS, "long_leg": LEG}


@dataclass(frozen=True, slots=True)
class Read:
    """One measurement on one film.

    Attributes
    ----------
    key, unit : str
    error : float
        Read minus true.
    holds : bool
        The truth lies within the error bar.
    """

    key: str
    unit: str
    error: float
    holds: bool


def reads(task: tuple[str, int, tuple[float, ...]]) -> list[list[Read]]:
    """Measure one phantom with clicks of some standard deviations in mm of the patient.

    The scale is exact: what is left is what the hand does. The truth is what exact points on
    the same film read.

    Parameters
    ----------
    task : tuple
        Kind of film, seed, and the standard deviations.

    Returns
    -------
    list of list of Read
        For each standard deviation.
    """
    kind, seed, clicks_mm = task
    scene = SCENES[kind](plain_order(kind, seed), 0.2, None)
    known = truth(scene, kind=kind, seed=seed, mirrored=False)
    found = []
    for click_mm in clicks_mm:
        rng = np.random.default_rng([seed, round(1000 * click_mm)])
        measured = [
            _measured(catalogue().get(key), known, click_mm, rng)
            for _ in range(HANDS)
            for key in MEASURED[kind]
        ]
        found.append([read for part in measured for read in part])
    return found


def _measured(
    definition: Definition, known: dict, click_mm: float, rng: np.random.Generator
) -> list[Read]:
    scale = _scale(known)
    found = []
    for side in ("R", "L") if _has_side(definition) else ("R",):
        placed = {role.name: _points(role, side, known) for role in definition.roles}
        # What only an operated hip has is left out; the definition does without.
        exact = {name: points for name, points in placed.items() if points}
        clicked = {
            name: [_moved(point, click_mm / scale.column_mm, rng) for point in points]
            for name, points in exact.items()
        }
        sigma = dict.fromkeys(exact, max(click_mm, 1e-6))
        given = {"side": side, "params": {"hanging": "AP"}, "landmark_sigma_mm": sigma}
        read, true = (evaluate(definition, points, scale, **given) for points in (clicked, exact))
        assert isinstance(read, Quantity), (definition.key, read)
        assert isinstance(true, Quantity), (definition.key, true)
        error = read.value - true.value
        bar = read.plus_minus_95
        found.append(
            Read(definition.key, str(read.unit), error, bar is not None and abs(error) <= bar)
        )
    return found


def _scale(known: dict) -> Scale:
    plane = known["readings"]["plane"]
    mm = known["view"]["pixel_mm"] / known["planes"][plane]["magnification"]
    return Scale(
        mm, mm, ScaleMethod.BALL, "exact", Confidence.HIGH, Templating.YES, relative_sigma=0.0
    )


def _has_side(definition: Definition) -> bool:
    return any(role.side == "same" for role in definition.roles)


def _points(role: Role, side: str, known: dict) -> list[Point]:
    """Where a role truly lies: a landmark, points on the outline of a head, or nowhere."""
    suffix = {"same": side, "other": "L" if side == "R" else "R"}.get(role.side, role.side)
    if role.key == "head_rim":
        return _rim(known["spheres"][f"femoral_head_{suffix}"]["outline"])
    base = role.key.removesuffix(f"_{suffix}")
    for name in (base, f"{base}_centre", role.name.removesuffix(f"_{suffix}")):
        if f"{name}_{suffix}" in known["landmarks"]:
            return [Point(*known["landmarks"][f"{name}_{suffix}"]["image_px"])]
    return []


def _rim(outline: dict) -> list[Point]:
    (x, y), turn = outline["centre_px"], math.radians(outline["angle_deg"])
    points = []
    for k in range(RIM_POINTS):
        at = 2 * math.pi * k / RIM_POINTS
        u, v = outline["semi_major_px"] * math.cos(at), outline["semi_minor_px"] * math.sin(at)
        points.append(
            Point(
                x + u * math.cos(turn) - v * math.sin(turn),
                y + u * math.sin(turn) + v * math.cos(turn),
            )
        )
    return points


def _moved(point: Point, sigma_px: float, rng: np.random.Generator) -> Point:
    across, down = rng.normal(0, sigma_px, 2)
    return Point(point.x + across, point.y + down)
