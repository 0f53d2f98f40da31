"""Patients for the AP pelvis: what differs between them, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planning.phantom.femur import FemurShape

HEALTHY_SPACE_MM = 3.8


@dataclass(frozen=True, slots=True)
class HipSide:
    """One hip of a patient, mm and degrees.

    Attributes
    ----------
    femur : FemurShape
    adduction_deg : float
        Of the shaft towards the midline.
    joint_space_mm : float
        At the roof; the head has moved up and out by what is missing from `HEALTHY_SPACE_MM`.
    centre_edge_deg : float
        Of the bony rim about the socket's centre.
    """

    femur: FemurShape
    adduction_deg: float
    joint_space_mm: float
    centre_edge_deg: float

    @property
    def wear(self) -> float:
        """0 for a healthy joint, 1 for bone on bone."""
        return min(max(1 - self.joint_space_mm / HEALTHY_SPACE_MM, 0.0), 1.0)

    @property
    def migration_mm(self) -> tuple[float, float]:
        """Head centre relative to the socket's, lateral and caudal."""
        way = max(HEALTHY_SPACE_MM - self.joint_space_mm, 0.0)
        return 0.30 * way, -0.954 * way


@dataclass(frozen=True, slots=True)
class PelvisPatient:
    """Everything that makes one AP pelvis differ from another.

    Attributes
    ----------
    sid_mm, hip_height_mm : float
        Source to detector, and hip centres above the detector.
    centre_x : float
        Half the distance between the hip centres.
    tilt_deg, obliquity_deg, rotation_deg : float
        Pelvis about the transverse, sagittal-in-film and long axes.
    girth, fat_mm : float
    density : float
        Trabecular bone, 1 for a healthy adult.
    ball_offset_mm : float or None
        Height of the ball above the hip plane; None for no ball.
    visit : int
        Tells the films of one patient apart: bowel gas, markers, collimation.
    """

    seed: int
    right: HipSide
    left: HipSide
    sid_mm: float = 1150.0
    hip_height_mm: float = 170.0
    centre_x: float = 90.0
    teardrop_in: float = 33.0
    teardrop_down: float = 16.0
    tilt_deg: float = 0.0
    obliquity_deg: float = 0.0
    rotation_deg: float = 0.0
    girth: float = 1.0
    fat_mm: float = 18.0
    density: float = 1.0
    ball_offset_mm: float | None = 0.0
    ball_diameter_mm: float = 25.4
    bits: int = 12
    visit: int = 1


def draw_patient(seed: int, sex: str = "M") -> PelvisPatient:
    """A patient from a seed; every figure lies within the published adult range.

    Parameters
    ----------
    seed : int
    sex : str
        ``F`` or another letter: size of the bones, distance of the hips.
    """
    rng = np.random.default_rng([seed, 1])
    man = sex != "F"
    radius = rng.normal(25.0 if man else 22.6, 0.8)
    femur = FemurShape(
        head_radius=round(float(radius), 2),
        offset=round(float(rng.normal(44 if man else 40, 2.5)), 2),
        neck_shaft_deg=round(float(rng.normal(128, 3)), 2),
        shaft_radius=round(float(rng.normal(14.4 if man else 13.2, 0.6)), 2),
        cortex=round(float(rng.uniform(4.6, 7.0)), 2),
        trochanter_drop=round(float(rng.normal(27, 1.5)), 2),
        density=round(float(rng.uniform(0.75, 1.1)), 2),
    )
    other = replace(
        femur,
        head_radius=round(femur.head_radius + float(rng.normal(0, 0.2)), 2),
        offset=round(femur.offset + float(rng.normal(0, 1.5)), 2),
        neck_shaft_deg=round(femur.neck_shaft_deg + float(rng.normal(0, 1.0)), 2),
        trochanter_drop=round(femur.trochanter_drop + float(rng.normal(0, 2.0)), 2),
    )
    worn = rng.random() < 0.5
    spaces = (round(float(rng.uniform(0.6, 1.8)), 2) if worn else 3.8, 3.8)
    edge = float(rng.normal(33, 3))
    sides = [
        HipSide(f, round(float(rng.normal(4, 1.5)), 2), space, round(edge, 2))
        for f, space in zip((femur, other), spaces, strict=True)
    ]
    if rng.random() < 0.5:
        sides.reverse()
    return PelvisPatient(
        seed=seed,
        right=sides[0],
        left=sides[1],
        hip_height_mm=round(float(rng.uniform(155, 185)), 1),
        centre_x=round(float(rng.normal(91 if man else 88, 1.5)), 2),
        teardrop_in=round(float(rng.normal(33, 1.2)), 2),
        teardrop_down=round(float(rng.normal(16, 1.5)), 2),
        tilt_deg=round(float(rng.normal(0, 3)), 2),
        obliquity_deg=round(float(rng.normal(0, 1.2)), 2),
        girth=round(float(rng.uniform(0.96, 1.1)), 3),
        fat_mm=round(float(rng.uniform(12, 30)), 1),
        density=femur.density,
        ball_offset_mm=0.0 if rng.random() < 0.5 else round(float(rng.uniform(-30, 30)), 1),
    )


def earlier(patient: PelvisPatient) -> PelvisPatient:
    """The same patient some years ago: joint spaces intact, placed a little differently."""
    rng = np.random.default_rng([patient.seed, 5])
    sides = {
        name: replace(
            getattr(patient, name),
            joint_space_mm=HEALTHY_SPACE_MM,
            adduction_deg=round(float(rng.normal(4, 1.5)), 2),
        )
        for name in ("right", "left")
    }
    return replace(
        patient,
        **sides,
        hip_height_mm=round(float(rng.uniform(155, 185)), 1),
        obliquity_deg=round(float(rng.normal(0, 1.2)), 2),
        girth=round(patient.girth * 0.97, 3),
        visit=patient.visit + 1,
    )
