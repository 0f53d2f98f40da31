"""What the landmarks amount to, by the clinical definitions, in mm and degrees.

Points are frontal (x, y) in mm with y down and the patient facing the reader: right is
x < 0. These formulas stand on their own so that the evaluator of measurements can be
tested against them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Points = Mapping[str, NDArray[np.float64]]


def _angle_deg(a: NDArray, b: NDArray) -> float:
    cross = a[0] * b[1] - a[1] * b[0]
    return math.degrees(math.atan2(abs(cross), float(a @ b)))


def _signed_deg(a: NDArray, b: NDArray) -> float:
    return math.degrees(math.atan2(a[0] * b[1] - a[1] * b[0], float(a @ b)))


def _from_line(point: NDArray, a: NDArray, b: NDArray) -> float:
    """Distance of a point from the line a-b, positive on the right hand of the way a to b."""
    way = (b - a) / np.linalg.norm(b - a)
    return float(way[0] * (point - a)[1] - way[1] * (point - a)[0])


def pelvis_values(p: Points) -> dict[str, dict[str, object]]:
    """Values of an AP pelvis.

    Parameters
    ----------
    p : mapping of str to ndarray, shape (2,)
        Landmarks in frontal mm.

    Returns
    -------
    dict
        Key (with _R or _L where there are two) to value and unit.
    """
    line = p["teardrop_L"] - p["teardrop_R"]
    below = {
        key: _from_line(p[key], p["teardrop_R"], p["teardrop_L"])
        for name in ("lesser_troch", "head_centre")
        for key in (f"{name}_R", f"{name}_L")
    }
    values = {
        "pelvic_obliquity": (math.degrees(math.atan2(line[1], line[0])), "deg"),
        "LLD_lesser_trochanter": (below["lesser_troch_R"] - below["lesser_troch_L"], "mm"),
        "LLD_head_centre": (below["head_centre_R"] - below["head_centre_L"], "mm"),
    }
    for side in ("R", "L"):
        for key, value in _hip_values(p, side, line).items():
            values[f"{key}_{side}"] = value
        values[f"cor_height_{side}"] = (-below[f"head_centre_{side}"], "mm")
    return {key: {"value": round(v, 6), "unit": unit} for key, (v, unit) in values.items()}


def _hip_values(p: Points, side: str, line: NDArray) -> dict[str, tuple[float, str]]:
    head, neck = p[f"head_centre_{side}"], p[f"neck_mid_{side}"]
    top, low = p[f"shaft_prox_{side}"], p[f"shaft_dist_{side}"]
    tear, edge = p[f"teardrop_{side}"], p[f"acetabular_edge_{side}"]
    across = line / np.linalg.norm(line)
    outward = across if side == "L" else -across
    upward = np.array([across[1], -across[0]])
    offset = abs(_from_line(head, top, low))
    medial = abs(float((head - tear) @ across))
    rim = edge - head
    return {
        "femoral_offset": (offset, "mm"),
        "acetabular_offset": (medial, "mm"),
        "global_offset": (offset + medial, "mm"),
        "neck_shaft_angle": (_angle_deg(head - neck, low - top), "deg"),
        "lateral_centre_edge_angle": (
            math.degrees(math.atan2(float(rim @ outward), float(rim @ upward))),
            "deg",
        ),
        "sharp_angle": (_angle_deg(edge - tear, outward), "deg"),
    }


def leg_values(p: Points) -> dict[str, dict[str, object]]:
    """Values of a standing long leg film; landmarks of both sides as in `pelvis_values`."""
    values: dict[str, tuple[float, str]] = {}
    for side in ("R", "L"):
        if f"ankle_centre_{side}" in p:
            for key, value in _leg_side(p, side).items():
                values[f"{key}_{side}"] = value
    return {key: {"value": round(v, 6), "unit": unit} for key, (v, unit) in values.items()}


def _leg_side(p: Points, side: str) -> dict[str, tuple[float, str]]:
    sign = 1 if side == "R" else -1
    hip, ankle = p[f"hip_centre_{side}"], p[f"ankle_centre_{side}"]
    femur_knee, tibia_knee = p[f"femur_knee_centre_{side}"], p[f"tibia_knee_centre_{side}"]
    thigh = p[f"fem_cond_lat_{side}"] - p[f"fem_cond_med_{side}"]
    medial, lateral = p[f"plateau_med_{side}"], p[f"plateau_lat_{side}"]
    foot = p[f"plafond_lat_{side}"] - p[f"plafond_med_{side}"]
    shaft = p[f"fem_shaft_prox_{side}"] - p[f"fem_shaft_dist_{side}"]
    plateau = lateral - medial
    mechanical = _angle_deg(hip - femur_knee, thigh)
    tibial = _angle_deg(ankle - tibia_knee, -plateau)
    mtfa = sign * _signed_deg(femur_knee - hip, ankle - tibia_knee)
    axis = ankle - hip
    crossing = (axis[0] * (medial - hip)[1] - axis[1] * (medial - hip)[0]) / (
        axis[1] * plateau[0] - axis[0] * plateau[1]
    )
    knee = (femur_knee + tibia_knee) / 2
    return {
        "mTFA_HKA_deviation": (mtfa, "deg"),
        "HKA_medial_angle": (180 + mtfa, "deg"),
        "mLDFA": (mechanical, "deg"),
        "MPTA": (tibial, "deg"),
        "JLCA": (tibial - mechanical - mtfa, "deg"),
        "LDTA": (_angle_deg(tibia_knee - ankle, foot), "deg"),
        "aLDFA": (_angle_deg(shaft, thigh), "deg"),
        "AMA_valgus_cut_angle": (_angle_deg(hip - femur_knee, shaft), "deg"),
        "mLPFA": (_angle_deg(femur_knee - hip, p[f"greater_troch_{side}"] - hip), "deg"),
        "MAD": (sign * _from_line(knee, hip, ankle), "mm"),
        "WBL_ratio": (100 * float(crossing), "%"),
        "leg_length_hip_ankle": (float(np.linalg.norm(axis)), "mm"),
    }
