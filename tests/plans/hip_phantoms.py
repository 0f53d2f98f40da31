"""Plans on phantoms: landmarks where they truly are, implants where the world has them.

The film is the phantom's projection; what the plan should say is computed here from the world's
millimetres, with plain vectors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from planning.library import selectors
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.phantom.film import SCENES
from planning.phantom.orders import plain_order
from planning.phantom.truth import truth
from planning.plans import document as plan_document

PIXEL_MM = 0.2
VIEW, FILM, FEMUR, VARIANT = (f"00000000-0000-4000-8000-00000000070{n}" for n in range(4))
BODY = {k: f"00000000-0000-4000-8000-00000000071{n}" for n, k in enumerate(("cup", "stem", "head"))}
ITEM = {k: f"00000000-0000-4000-8000-00000000072{n}" for n, k in enumerate(("cup", "stem", "head"))}
FAMILY = {"cup": "press_fit_cup", "stem": "tapered_wedge_stem", "head": "modular_head"}
CHOSEN = {
    "cup": {"size": "52", "options": {"head": "36", "liner": "neutral"}},
    "stem": {"size": "148", "options": {"offset": "standard", "ccd": "131"}},
    "head": {"size": "36", "options": {"increment": "0"}},
}
OTHER = {"R": "L", "L": "R"}
MARKS = {
    "teardrop": "teardrop", "lesser_troch_apex": "lesser_troch", "shaft_prox": "shaft_prox",
    "shaft_dist": "shaft_dist", "acetabular_edge": "acetabular_edge",
}  # fmt: skip


def families() -> list[dict[str, Any]]:
    """Return the geometry of the families that these plans use."""
    return [selectors.geometry(key, 1) for key in FAMILY.values()]


def variant_of(kind: str, **options: str) -> dict[str, Any]:
    """Return what the library draws for a choice."""
    chosen = CHOSEN[kind]
    wanted = {**chosen["options"], **options}
    family = selectors.geometry(FAMILY[kind], 1)
    size = next(one for one in family["sizes"] if one["size"] == chosen["size"])
    return next(one for one in size["variants"] if one["options"] == wanted)


@cache
def scene_of(seed: int):
    """Return the scene of a patient."""
    return SCENES["ap_pelvis"](plain_order("ap_pelvis", seed), PIXEL_MM, None)


@cache
def known_of(seed: int, mirrored: bool) -> dict[str, Any]:
    """Return everything known about a patient's film."""
    return truth(scene_of(seed), kind="ap_pelvis", seed=seed, mirrored=mirrored)


@dataclass(frozen=True)
class HipCase:
    """One hip on one film.

    Attributes
    ----------
    cup_mm : ndarray
        Where the cup's centre goes, from the head's centre: outwards and down, in the film's
        frontal plane at the height of the hips.
    seated_mm : float
        How far the stem's anchor lies above the crossing of neck and shaft.
    lean_deg : float
        Of the stem in the shaft, towards varus.
    """

    seed: int
    side: str
    mirrored: bool
    cup_mm: tuple[float, float] = (-4.0, 1.5)
    seated_mm: float = 18.0
    lean_deg: float = 0.0

    @property
    def hanging(self) -> str:
        return "PA" if self.mirrored else "AP"

    @property
    def known(self) -> dict[str, Any]:
        return known_of(self.seed, self.mirrored)

    def world(self, name: str) -> np.ndarray:
        """Return a landmark's frontal place in the world, millimetres."""
        return np.array(self.known["landmarks"][name]["world_mm"][:2])

    @property
    def scale(self) -> Scale:
        mm = PIXEL_MM / self.known["planes"]["hip"]["magnification"]
        return Scale(
            mm, mm, ScaleMethod.BALL, "exact", Confidence.HIGH, Templating.YES, relative_sigma=0.01
        )

    def px(self, frontal_mm: np.ndarray) -> list[float]:
        """Return where a point at the height of the hips falls on this film."""
        view, plane = scene_of(self.seed).view, self.known["planes"]["hip"]["z_mm"]
        x, y = view.project_px(np.array([*frontal_mm, plane]))
        return [float(view.columns - x if self.mirrored else x), float(y)]

    # What the world says.

    @property
    def distal(self) -> np.ndarray:
        drop = self.world("teardrop_L") - self.world("teardrop_R")
        normal = np.array([-drop[1], drop[0]]) / np.linalg.norm(drop)
        return normal if normal[1] > 0 else -normal

    @property
    def lateral(self) -> np.ndarray:
        out = self.world(f"teardrop_{self.side}") - self.world(f"teardrop_{OTHER[self.side]}")
        return out / np.linalg.norm(out)

    @property
    def head(self) -> np.ndarray:
        return self.world(f"head_centre_{self.side}")

    @property
    def shaft(self) -> np.ndarray:
        way = self.world(f"shaft_dist_{self.side}") - self.world(f"shaft_prox_{self.side}")
        return way / np.linalg.norm(way)

    @property
    def cup_centre(self) -> np.ndarray:
        out = np.array([-1.0 if self.side == "R" else 1.0, 0.0])
        return self.head + self.cup_mm[0] * out + np.array([0.0, self.cup_mm[1]])

    @property
    def stem_axis(self) -> np.ndarray:
        """Return the stem's direction, distal: the shaft's, leaning towards varus."""
        towards_outside = -1.0 if self.side == "R" else 1.0
        angle = math.radians(self.lean_deg) * (-towards_outside)
        c, s = math.cos(angle), math.sin(angle)
        return np.array([[c, -s], [s, c]]) @ self.shaft

    @property
    def stem_origin(self) -> np.ndarray:
        """Return where the stem's anchor lies: on the shaft's axis, near the neck."""
        prox = self.world(f"shaft_prox_{self.side}")
        return prox - (34.0 + self.seated_mm) * self.shaft

    def of_stem(self, point_mm) -> np.ndarray:
        """Return where a point of the stem lies in the world: x medial, y distal."""
        down = self.stem_axis
        medial = np.array([down[1], -down[0]])
        if (medial[0] > 0) != (self.side == "R"):
            medial = -medial
        return self.stem_origin + point_mm[0] * medial + point_mm[1] * down

    # The plan.

    def pose(self, origin_px: list[float], turn_rad: float, mirrored: bool) -> dict[str, Any]:
        return {
            "type": "rigid2d", "anchor_px": origin_px, "rotation_rad": turn_rad,
            "mirrored": mirrored, "translation_px": [0.0, 0.0],
        }  # fmt: skip

    def document(self) -> dict[str, Any]:
        """Return the plan with all landmarks and the three implants, nothing cut."""
        is_left_drawn = (self.side == "L") != self.mirrored
        axis = self.stem_axis * np.array([-1.0 if self.mirrored else 1.0, 1.0])
        lean = math.atan2(-axis[0], axis[1])
        at = {
            "cup": (self.px(self.cup_centre), math.radians(-40 if is_left_drawn else 40)),
            "stem": (self.px(self.stem_origin), lean),
            "head": (self.px(self.head), 0.0),
        }
        made = plan_document.empty()
        made["views"] = [{
            "id": VIEW, "sop_instance_uid": "1.2.3", "frame": 1, "pixel_sha256": "0" * 64,
            "calibration_id": None, "side": "B",
        }]  # fmt: skip
        made["bodies"] = [{"id": FILM, "kind": "film", "view_id": VIEW}]
        made["bodies"] += [{"id": BODY[k], "kind": "implant", "view_id": VIEW} for k in at]
        made["landmarks"] = list(self._landmarks())
        made["implants"] = [
            {"id": ITEM[k], "body_id": BODY[k], "family": FAMILY[k], "family_version": 1,
             **CHOSEN[k], "origin_px": at[k][0]}
            for k in at
        ]  # fmt: skip
        poses = {
            BODY[k]: self.pose(origin, turn, is_left_drawn) for k, (origin, turn) in at.items()
        }
        made["variants"] = [{"id": VARIANT, "name": "A", "poses": poses}]
        return made

    def _landmarks(self):
        number = 0
        for side in ("R", "L"):
            points = [
                (k, self.known["landmarks"][f"{n}_{side}"]["image_px"]) for k, n in MARKS.items()
            ]
            radius_px = self.known["spheres"][f"femoral_head_{side}"]["diameter_mm"] / 2
            centre = self.world(f"head_centre_{side}")
            rim = [
                self.px(centre + radius_px * np.array([math.cos(a), math.sin(a)]))
                for a in np.arange(8) * math.pi / 4
            ]
            for key, point in [*points, *(("head_rim", p) for p in rim)]:
                number += 1
                yield {
                    "id": f"00000000-0000-4000-8000-0000000008{number:02d}", "body_id": FILM,
                    "key": key, "side": side, "point_px": point, "placed": "loupe",
                }  # fmt: skip


def turned(vector: np.ndarray, angle_rad: float) -> np.ndarray:
    """Return a vector turned clockwise on a screen whose y runs down."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]])
