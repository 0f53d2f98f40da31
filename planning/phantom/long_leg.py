"""The standing long leg film: both legs from pelvis to sole."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np

from planning.geometry.points import Point
from planning.phantom.ap_pelvis import SIDES
from planning.phantom.exposure import Technique
from planning.phantom.extremes import extreme, facing
from planning.phantom.foot import foot
from planning.phantom.frames import Frame, rotation
from planning.phantom.hip_patient import draw_patient
from planning.phantom.knee import condyle_tangents, patella, whole_femur
from planning.phantom.leg_axes import JOINT_GAP_MM, NOTCH_TO_CONDYLES_MM, LegShape, direction
from planning.phantom.pelvis import TEARDROP_Z, SocketShape, hemipelvis, wall_lines
from planning.phantom.projection import View
from planning.phantom.sacrum import sacrum, vertebra
from planning.phantom.scene import Ball, Letter, Scene
from planning.phantom.soft_leg import add_leg_skin, leg_fat, leg_planes
from planning.phantom.soft_pelvis import bowel_gas, fat_planes, torso
from planning.phantom.tibia import fibula, plafond_ends, plateau_ends, tibia

PIXEL_MM = 0.143
MATRIX = (9000, 3000)
LUMBAR = ((-129, -14, 22), (-166, -4, 8), (-204, 0, -2), (-242, -2, -8))


@dataclass(frozen=True, slots=True)
class LegPatient:
    """Everything that makes one long leg film differ from another.

    Attributes
    ----------
    hip_z, knee_z, ankle_z : float
        Heights of the joints above the detector, mm.
    ball_offset_mm : float or None
        Height of the ball above the knee plane; None for no ball.
    """

    seed: int
    right: LegShape
    left: LegShape
    sid_mm: float = 2600.0
    hip_z: float = 120.0
    knee_z: float = 95.0
    ankle_z: float = 85.0
    centre_x: float = 90.0
    teardrop_in: float = 33.0
    teardrop_down: float = 16.0
    centre_edge_deg: float = 33.0
    girth: float = 1.0
    fat_mm: float = 12.0
    density: float = 1.0
    ball_offset_mm: float | None = 0.0
    ball_diameter_mm: float = 25.4
    bits: int = 12


def draw_leg_patient(seed: int, sex: str = "M") -> LegPatient:
    """A patient from a seed, with the hips of `draw_patient`; worn knees lean to varus."""
    base = draw_patient(seed, sex)
    rng = np.random.default_rng([seed, 4])
    femur_mm = float(rng.normal(425 if sex == "F" else 450, 12))
    tibia_mm = float(rng.normal(350 if sex == "F" else 372, 10))
    shapes = []
    for hip in (base.right, base.left):
        worn = rng.random() < 0.6
        varus = float(rng.normal(3.0, 1.5)) if worn else 0.0
        shapes.append(
            LegShape(
                femur=hip.femur,
                femur_mm=round(femur_mm + float(rng.normal(0, 2)), 2),
                tibia_mm=round(tibia_mm + float(rng.normal(0, 2)), 2),
                mldfa_deg=round(float(rng.normal(87.6, 1.2)) + 0.25 * varus, 2),
                mpta_deg=round(float(rng.normal(87.2, 1.2)) - 0.6 * varus, 2),
                jlca_deg=round(float(abs(rng.normal(0.5, 0.4))) + (0.4 * varus if worn else 0), 2),
                ldta_deg=round(float(rng.normal(89, 1.0)), 2),
                lean_deg=round(float(rng.normal(-1.4, 0.5)), 2),
            )
        )
    return LegPatient(
        seed=seed,
        right=shapes[0],
        left=shapes[1],
        knee_z=round(float(rng.uniform(80, 105)), 1),
        ankle_z=round(float(rng.uniform(75, 95)), 1),
        centre_x=base.centre_x,
        teardrop_in=base.teardrop_in,
        teardrop_down=base.teardrop_down,
        centre_edge_deg=base.left.centre_edge_deg,
        girth=round(float(rng.uniform(0.92, 1.06)), 3),
        fat_mm=round(float(rng.uniform(9, 16)), 1),
        density=base.density,
        ball_offset_mm=0.0,
    )


def long_leg(
    patient: LegPatient, *, pixel_mm: float | None = None, matrix: tuple[int, int] | None = None
) -> Scene:
    """The scene of one patient; arguments as for `ap_pelvis`, field 429 x 1287 mm."""
    pixel_mm = pixel_mm or PIXEL_MM
    if matrix is None:
        matrix = tuple(round(n * PIXEL_MM / pixel_mm) for n in MATRIX)
    rows, columns = matrix
    view = View(patient.sid_mm, pixel_mm, columns, rows, Point(columns / 2, rows / 2))
    technique = Technique(
        bits=patient.bits,
        flatten=0.72,
        scatter_to_primary=0.3,
        photons_per_mm2=6e6,
        focal_spot_mm=1.0,
    )
    scene = Scene(view, technique, parameters=asdict(patient))
    scene.planes |= {"knee": patient.knee_z, "hip": patient.hip_z, "ankle": patient.ankle_z}
    total = max(s.femur_mm + s.tibia_mm for s in (patient.right, patient.left))
    pelvis = Frame(np.array([0.0, -(total - 70) / 2, patient.hip_z]))
    rng = np.random.default_rng([patient.seed, 2])
    scene.skin.append(torso(pelvis, patient.girth, leg_fat(patient.fat_mm, total), patient.fat_mm))
    for side in SIDES:
        _add_leg(scene, patient, side, pelvis, rng)
    _add_trunk(scene, patient, pelvis, rng)
    _add_markers(scene, patient)
    return scene


def _add_leg(
    scene: Scene, patient: LegPatient, side: str, pelvis: Frame, rng: np.random.Generator
) -> None:
    shape = patient.left if side == "L" else patient.right
    outward = 1.0 if side == "L" else -1.0
    side_frame = pelvis if side == "L" else pelvis.mirrored()
    mirror = np.diag([outward, 1.0, 1.0])
    hip = side_frame.to_world((patient.centre_x, 0, 0))
    sink = np.degrees(np.arcsin((patient.knee_z - patient.hip_z) / shape.femur_mm))
    turn = shape.shaft_angle_deg - shape.femur_axis_deg
    thigh = Frame(hip, mirror @ rotation("x", sink) @ rotation("z", turn))
    notch = thigh.to_world(shape.knee_local)
    down = thigh.direction(direction(shape.shaft_angle_deg))
    top = notch + (NOTCH_TO_CONDYLES_MM + JOINT_GAP_MM) * down
    sink = np.degrees(np.arcsin((patient.ankle_z - top[2]) / shape.tibia_mm))
    shank = Frame(top, mirror @ rotation("x", sink) @ rotation("z", -shape.tibia_axis_deg))
    _add_hip_bone(scene, patient, side, side_frame, shape)
    femur = whole_femur(shape, thigh)
    scene.bones += [femur, patella(shape, thigh), tibia(shape, shank), fibula(shape, shank)]
    scene.bones += foot(shape, shank, patient.seed)
    scene.spheres[f"femoral_head_{side}"] = (hip, shape.femur.head_radius)
    _leg_landmarks(scene, side, shape, thigh, shank)
    _greater_trochanter(scene, side, shape, femur, thigh)
    ankle = shank.to_world((0, shape.tibia_mm, 0))
    add_leg_skin(scene.skin[0], hip, top, ankle, outward, patient.girth)
    world = Frame(np.zeros(3))
    scene.strokes += [(s, world) for s in leg_planes(hip, top, ankle, outward, rng)]


def _add_hip_bone(
    scene: Scene, patient: LegPatient, side: str, frame: Frame, shape: LegShape
) -> None:
    socket = SocketShape(
        patient.centre_x,
        shape.femur.head_radius + 3.6,
        patient.centre_edge_deg,
        patient.teardrop_in,
        patient.teardrop_down,
    )
    scene.bones.append(hemipelvis(socket, frame, patient.density, patient.seed))
    scene.bones.append(wall_lines(socket, frame, patient.sid_mm))
    tip = (socket.centre_x - socket.teardrop_in, socket.teardrop_down, TEARDROP_Z)
    scene.landmarks[f"teardrop_{side}"] = frame.to_world(tip)


def _leg_landmarks(scene: Scene, side: str, shape: LegShape, thigh: Frame, shank: Frame) -> None:
    marks = scene.landmarks
    y = shape.knee_local[1]
    marks[f"hip_centre_{side}"] = thigh.to_world((0, 0, 0))
    marks[f"femur_knee_centre_{side}"] = thigh.to_world(shape.knee_local)
    marks[f"fem_shaft_prox_{side}"] = thigh.to_world((shape.femur.offset, 0.28 * y, 0))
    marks[f"fem_shaft_dist_{side}"] = thigh.to_world((shape.femur.offset, 0.62 * y, 0))
    for end, point in condyle_tangents(shape).items():
        marks[f"fem_cond_{end}_{side}"] = thigh.to_world(point)
    marks[f"tibia_knee_centre_{side}"] = shank.to_world((0, 0, 0))
    for end, point in plateau_ends(shape).items():
        marks[f"plateau_{end}_{side}"] = shank.to_world(point)
    for end, point in plafond_ends(shape).items():
        marks[f"plafond_{end}_{side}"] = shank.to_world(point)
    marks[f"ankle_centre_{side}"] = shank.to_world((0, shape.tibia_mm, 0))


def _greater_trochanter(scene: Scene, side: str, shape: LegShape, femur, thigh: Frame) -> None:
    start = thigh.to_world((shape.femur.offset + 12, -2, -8))
    up = facing(start, thigh.direction((0, -1, 0)), scene.view.sid_mm)
    scene.landmarks[f"greater_troch_{side}"] = extreme(femur, start, up)


def _add_trunk(scene: Scene, patient: LegPatient, frame: Frame, rng: np.random.Generator) -> None:
    scene.bones.append(sacrum(frame, patient.density, patient.seed))
    for n, (y, z, tilt) in enumerate(LUMBAR):
        home = frame.child((0, y, z), rotation("x", tilt))
        scene.bones.append(vertebra(home, patient.density, 1 - 0.02 * n, patient.seed + n))
    scene.strokes += [(replace(s, depth_mm=0.6 * s.depth_mm), frame) for s in fat_planes(rng)]
    scene.gas += bowel_gas(frame, rng)


def _add_markers(scene: Scene, patient: LegPatient) -> None:
    knees = [scene.landmarks[f"tibia_knee_centre_{side}"] for side in SIDES]
    if patient.ball_offset_mm is not None:
        centre = np.array([0.0, float(np.mean([k[1] for k in knees])) + 6.0,
                           patient.knee_z + patient.ball_offset_mm])  # fmt: skip
        scene.ball = Ball(centre, patient.ball_diameter_mm, patient.ball_offset_mm)
    half = np.array([scene.view.columns, scene.view.rows]) * scene.view.pixel_mm / 2
    for text, sign in (("R", -1), ("L", 1)):
        x = sign * half[0] * 0.86 - (8 if sign > 0 else 0)
        scene.letters.append(Letter(text, np.array([x, -half[1] * 0.28, 20.0]), 22.0))
    scene.open_mm = (-half[0] + 6, -half[1] + 6, half[0] - 7, half[1] - 8)
