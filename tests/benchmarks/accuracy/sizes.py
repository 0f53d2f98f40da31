"""Sizes that are proposed on rendered hips, against the size that truly fits the bone.

What fits is worked out from the solid bones: the cup from the sphere that the socket was cut
with, the stem from where the inner wall of the femur lies at the levels that count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from planning.calibration.hip_points import read_points
from planning.calibration.snap import SnapLevel, SnappedCircle, snap_head
from planning.geometry.reasons import Reason
from planning.library.family import read_family
from planning.library.geometry import family_json
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.phantom.ap_pelvis import ap_pelvis
from planning.phantom.bodies import Body
from planning.phantom.hip_patient import HEALTHY_SPACE_MM, draw_patient
from planning.phantom.render import render
from planning.phantom.scene import Scene
from planning.phantom.truth import truth
from planning.plans.hip.cup import cup_proposal
from planning.plans.hip.facts import HipFacts
from planning.plans.hip.stem import stem_proposal

PIXEL_MM = 0.4
CLICK_MM = 0.5
LEVELS_MM = (-10.0, 0.0, 30.0, 60.0)
CUT_ABOVE_MM = 20.0
FAMILIES = Path(__file__).parents[3] / "planning" / "library" / "families"
USUAL = {"offset": "standard", "ccd": "131"}


@dataclass(frozen=True, slots=True)
class Sized:
    """How many sizes a proposal is off; None where nothing was proposed."""

    cup: int | None
    stem: int | None


@cache
def family(key: str) -> dict:
    """Return the geometry of a built-in family."""
    path = FAMILIES / f"{key}_v1.json"
    return family_json(read_family(path.read_text(encoding="utf-8"), name=path.stem))


def two_hips(seed: int) -> list[Sized]:
    """Render a pelvis with clicks that miss by half a millimetre, and propose for both hips."""
    scene = scene_of(seed)
    pixels = render(scene, seed, exposure=1)
    known = truth(scene, kind="ap_pelvis", seed=seed, mirrored=False)
    return [sized(pixels, known, scene, side, seed) for side in ("R", "L")]


def scene_of(seed: int, pixel_mm: float = PIXEL_MM) -> Scene:
    """Return a patient whose canals are of a width that the ladder of stems can fill."""
    patient = draw_patient(seed, "MF"[seed % 2])
    rng = np.random.default_rng([seed, 9])
    shaft = {
        "shaft_radius": float(rng.uniform(10.4, 12.6)),
        "cortex": float(rng.uniform(6.4, 9.4)),
    }
    sides = {
        name: replace(hip, femur=replace(hip.femur, **shaft))
        for name, hip in (("right", patient.right), ("left", patient.left))
    }
    return ap_pelvis(replace(patient, **sides), pixel_mm=pixel_mm)


def sized(pixels: np.ndarray, known: dict, scene: Scene, side: str, seed: int) -> Sized:
    """Propose for one hip, and compare with what truly fits."""
    cup, stem = proposals(pixels, known, side, np.random.default_rng([seed, ord(side)]))
    cups = [one["size"] for one in family("press_fit_cup")["sizes"]]
    stems = [one["size"] for one in family("tapered_wedge_stem")["sizes"]]
    fits = best_cup(known, side), best_stem(known, scene, side)
    return Sized(
        None if isinstance(cup, Reason) else cups.index(cup.size) - fits[0],
        None if isinstance(stem, Reason) else stems.index(stem.size) - fits[1],
    )


def proposals(pixels: np.ndarray, known: dict, side: str, rng: np.random.Generator):
    """Click, read and propose."""
    mm = known["view"]["pixel_mm"] / known["planes"]["hip"]["magnification"]
    clicked = {
        f"{name}_{one}": clicked_px(known, f"{name}_{one}", mm, rng)
        for one in ("R", "L")
        for name in ("teardrop", "lesser_troch", "acetabular_edge", "head_centre")
    }
    head = snap_head(SnapLevel(pixels, mm), tuple(clicked[f"head_centre_{side}"]))
    rim = []
    if isinstance(head, SnappedCircle):
        turns = np.arange(8) * np.pi / 4
        rim = [[head.x + head.radius * np.cos(a), head.y + head.radius * np.sin(a)] for a in turns]
    points = {
        "teardrop_R": [clicked["teardrop_R"]],
        "teardrop_L": [clicked["teardrop_L"]],
        "lesser_troch_apex": [clicked[f"lesser_troch_{side}"]],
        "head_rim": rim,
    }
    reading = read_points(pixels, False, mm, side, points)
    scale = Scale(mm, mm, ScaleMethod.BALL, "exact", Confidence.HIGH, Templating.YES, 0.0)
    facts = HipFacts(scale, _marks(clicked, side, rim))
    bed = reading["bed"] if "radius_px" in reading["bed"] else None
    cup = cup_proposal(facts, side, family=family("press_fit_cup"), hanging="AP", bed=bed)
    if "levels" not in reading["canal"]:
        return cup, Reason("no_canal")
    stem = stem_proposal(
        facts, side, family=family("tapered_wedge_stem"), reading=reading["canal"], hanging="AP"
    )
    return cup, stem


def clicked_px(known: dict, name: str, mm: float, rng: np.random.Generator) -> list[float]:
    """Return a landmark, missed a little."""
    exact = np.array(known["landmarks"][name]["image_px"])
    return [float(v) for v in exact + rng.normal(0, CLICK_MM / mm, 2)]


def best_cup(known: dict, side: str) -> int:
    """Return the largest shell that the socket's sphere holds, by its place on the ladder."""
    hip = known["parameters"]["left" if side == "L" else "right"]
    socket_mm = 2 * (hip["femur"]["head_radius"] + HEALTHY_SPACE_MM)
    ladder = [one["dimensions"]["diameter_mm"] for one in family("press_fit_cup")["sizes"]]
    return sum(diameter <= socket_mm for diameter in ladder) - 1


def best_stem(known: dict, scene: Scene, side: str) -> int:
    """Return the largest stem whose silhouette lies within the canal's walls at every level."""
    walls = true_walls(known, scene, side)
    best = -1
    for number, size in enumerate(family("tapered_wedge_stem")["sizes"]):
        variant = next(one for one in size["variants"] if one["options"] == USUAL)
        outline = np.array(
            next(p for p in variant["outline"] if p["role"] == "outline")["polyline"]
        )
        cut = -CUT_ABOVE_MM - variant["points"]["calcar"][1]
        least, most = -np.inf, np.inf
        for below, (medial, lateral) in zip(LEVELS_MM, walls, strict=True):
            x = _crossings(outline, below - cut)
            if len(x):
                least, most = max(least, -lateral - x.min()), min(most, medial - x.max())
        if least > most:
            break
        best = number
    return best


def true_walls(known: dict, scene: Scene, side: str) -> list[tuple[float, float]]:
    """Return how far the canal reaches medially and laterally of the shaft's axis at each level."""
    body = _femur(scene, side)
    apex, axis = (
        body.frame.to_local(np.array(known["landmarks"][f"{name}_{side}"]["world_mm"]))
        for name in ("lesser_troch", "shaft_prox")
    )
    x, z = np.meshgrid(np.arange(axis[0] - 32, axis[0] + 32, 0.1), np.arange(-18, 18, 1.0))
    middle, walls = x.shape[1] // 2, []
    for below in LEVELS_MM:
        y = np.full_like(x, apex[1] + below)
        depth = -body.distance(body.frame.to_world(np.stack([x, y, z], -1)))
        hollow = (depth > body.cortex(x, y, z)).any(axis=0)
        solid = np.flatnonzero(~hollow)
        first, last = solid[solid < middle].max() + 1, solid[solid > middle].min() - 1
        walls.append((axis[0] - x[0, first], x[0, last] - axis[0]))
    return walls


def _femur(scene: Scene, side: str) -> Body:
    femora = [body for body in scene.bones if body.name == "femur"]
    return next(body for body in femora if (body.frame.origin[0] < 0) == (side == "R"))


def _crossings(outline: np.ndarray, y: float) -> np.ndarray:
    start, end = outline, np.roll(outline, -1, axis=0)
    on = (start[:, 1] <= y) != (end[:, 1] <= y)
    share = (y - start[on, 1]) / (end[on, 1] - start[on, 1])
    return start[on, 0] + share * (end[on, 0] - start[on, 0])


def _marks(clicked: dict, side: str, rim: list) -> dict:
    names = {"teardrop": "teardrop", "lesser_troch": "lesser_troch_apex",
             "acetabular_edge": "acetabular_edge"}  # fmt: skip
    marks = {
        (key, one): [{"point_px": clicked[f"{name}_{one}"], "placed": "loupe"}]
        for name, key in names.items()
        for one in ("R", "L")
    }
    if rim:
        marks["head_rim", side] = [{"point_px": p, "placed": "snap"} for p in rim]
    return marks


def shares(offs: list[int | None]) -> str:
    """Return how many proposals are exact, within one size, and missing."""
    given = [off for off in offs if off is not None]
    exact, near = (sum(abs(off) <= most for off in given) for most in (0, 1))
    words = f"exact {exact}, within one size {near} of {len(offs)}"
    missing = len(offs) - len(given)
    return f"{words}, {missing} not proposed" if missing else words
