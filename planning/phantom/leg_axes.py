"""The frontal plan of a leg: where joint centres and joint lines go for given angles.

Side coordinates: x lateral, y distal, angles of axes from the vertical, lateral positive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.phantom.femur import FemurShape

NOTCH_TO_CONDYLES_MM = 16.0
JOINT_GAP_MM = 3.6


@dataclass(frozen=True, slots=True)
class LegShape:
    """One leg, mm and degrees.

    Attributes
    ----------
    femur : FemurShape
    femur_mm, tibia_mm : float
        Hip centre to notch, and plateau to plafond.
    mldfa_deg, mpta_deg, jlca_deg, ldta_deg : float
        Mechanical lateral distal femoral, medial proximal tibial, joint line convergence
        (lateral opening positive) and lateral distal tibial angle.
    lean_deg : float
        Of the line from hip to ankle, medial negative.
    """

    femur: FemurShape
    femur_mm: float = 440.0
    tibia_mm: float = 365.0
    mldfa_deg: float = 87.5
    mpta_deg: float = 87.0
    jlca_deg: float = 0.5
    ldta_deg: float = 89.0
    lean_deg: float = -1.5

    @property
    def mtfa_deg(self) -> float:
        """Mechanical tibiofemoral angle, varus negative."""
        return self.mpta_deg - self.mldfa_deg - self.jlca_deg

    @property
    def femur_axis_deg(self) -> float:
        """Direction of the femur's mechanical axis."""
        share = self.tibia_mm / (self.femur_mm + self.tibia_mm)
        return self.lean_deg - self.mtfa_deg * share

    @property
    def tibia_axis_deg(self) -> float:
        """Direction of the tibia's mechanical axis."""
        return self.femur_axis_deg + self.mtfa_deg

    @property
    def knee_local(self) -> np.ndarray:
        """Notch in the femur's frame (y along the shaft)."""
        x = self.femur.offset - 2.0
        return np.array([x, np.sqrt(self.femur_mm**2 - x**2), 0.0])

    @property
    def shaft_angle_deg(self) -> float:
        """Angle between the femur's mechanical axis and its shaft."""
        x, y, _ = self.knee_local
        return float(np.degrees(np.arctan2(x, y)))


def direction(angle_deg: float) -> np.ndarray:
    """Unit vector in side coordinates, angle from distal, lateral positive."""
    angle = np.deg2rad(angle_deg)
    return np.array([np.sin(angle), np.cos(angle), 0.0])


def femoral_line_deg(shape: LegShape) -> float:
    """Direction of the femoral joint line, medial to lateral, in the femur's frame."""
    proximal = shape.shaft_angle_deg + 180.0
    return proximal - shape.mldfa_deg


def tibial_line_deg(shape: LegShape) -> float:
    """Direction of the plateau, medial to lateral, in the tibia's frame."""
    return 180.0 - shape.mpta_deg


def plafond_line_deg(shape: LegShape) -> float:
    """Direction of the plafond, medial to lateral, in the tibia's frame."""
    return 180.0 - shape.ldta_deg
