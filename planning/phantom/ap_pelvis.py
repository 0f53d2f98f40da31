"""The supine AP pelvis: parameters drawn from a seed, and the scene they make."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np

from planning.geometry.points import Point
from planning.phantom.exposure import Technique
from planning.phantom.extremes import extreme, facing
from planning.phantom.femur import FemurShape, upper_femur
from planning.phantom.frames import Frame, rotation
from planning.phantom.pelvis import TEARDROP_Z, SocketShape, hemipelvis, opening, wall_lines
from planning.phantom.projection import View
from planning.phantom.sacrum import sacrum, vertebra
from planning.phantom.scene import Ball, Letter, Scene
from planning.phantom.soft_pelvis import ball_holder, bladder, bowel_gas, fat_planes, trunk

PIXEL_MM = 0.1
MATRIX = (3520, 4280)
SIDES = ("R", "L")


@dataclass(frozen=True, slots=True)
class HipSide:
    """One hip of a patient, mm and degrees.

    Attributes
    ----------
    femur : FemurShape
    adduction_deg : float
        Of the shaft towards the midline.
    joint_space_mm : float
    centre_edge_deg : float
    """

    femur: FemurShape
    adduction_deg: float
    joint_space_mm: float
    centre_edge_deg: float


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
    spaces = (1.2 if worn else 3.8, 3.8)
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
            joint_space_mm=4.0,
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
    )


def make_view(sid_mm: float, pixel_mm: float, matrix: tuple[int, int]) -> View:
    """The exposure, centred above the symphysis: the hips lie a little below the middle."""
    rows, columns = matrix
    return View(sid_mm, pixel_mm, columns, rows, Point(columns / 2, rows * 0.5))


def ap_pelvis(
    patient: PelvisPatient, *, pixel_mm: float | None = None, matrix: tuple[int, int] | None = None
) -> Scene:
    """The scene of one patient.

    Parameters
    ----------
    patient : PelvisPatient
    pixel_mm : float, optional
        Pixel pitch; the field stays 428 x 352 mm unless `matrix` is given as well.
    matrix : tuple of int, optional
        (rows, columns).
    """
    pixel_mm = pixel_mm or PIXEL_MM
    if matrix is None:
        matrix = tuple(round(n * PIXEL_MM / pixel_mm) for n in MATRIX)
    view = make_view(patient.sid_mm, pixel_mm, matrix)
    scene = Scene(view, Technique(bits=patient.bits), parameters=asdict(patient))
    turn = (
        rotation("z", patient.obliquity_deg)
        @ rotation("y", patient.rotation_deg)
        @ rotation("x", patient.tilt_deg)
    )
    frame = Frame(np.array([0.0, 12.0, patient.hip_height_mm]), turn)
    scene.planes["hip"] = patient.hip_height_mm
    for side in SIDES:
        _add_hip(scene, patient, side, frame if side == "L" else frame.mirrored())
    _add_spine(scene, patient, frame)
    rng = np.random.default_rng([patient.seed, 2])
    body = Frame(frame.origin)
    scene.skin.append(trunk(body, patient.girth, patient.fat_mm))
    scene.strokes += [(stroke, frame) for stroke in fat_planes(rng)]
    scene.organs.append(bladder(frame, rng))
    scene.gas += bowel_gas(frame, rng)
    _add_markers(scene, patient)
    return scene


def _add_hip(scene: Scene, patient: PelvisPatient, side: str, frame: Frame) -> None:
    hip = patient.left if side == "L" else patient.right
    socket = SocketShape(
        centre_x=patient.centre_x,
        radius=hip.femur.head_radius + hip.joint_space_mm,
        centre_edge_deg=hip.centre_edge_deg,
        teardrop_in=patient.teardrop_in,
        teardrop_down=patient.teardrop_down,
    )
    bone = hemipelvis(socket, frame, patient.density, patient.seed)
    centre = frame.to_world((socket.centre_x, 0.0, 0.0))
    upright = Frame(centre, rotation("z", hip.adduction_deg))
    if side == "R":
        upright = Frame(centre, np.diag([-1.0, 1, 1]) @ rotation("z", hip.adduction_deg))
    femur = upper_femur(hip.femur, upright)
    scene.bones += [bone, wall_lines(socket, frame, patient.sid_mm), femur]
    scene.spheres[f"femoral_head_{side}"] = (centre, hip.femur.head_radius)
    _femur_landmarks(scene, side, hip.femur, femur, upright)
    marks = scene.landmarks
    marks[f"teardrop_{side}"] = frame.to_world(
        (socket.centre_x - socket.teardrop_in, socket.teardrop_down, TEARDROP_Z)
    )
    point, _ = opening(socket)
    marks[f"acetabular_edge_{side}"] = frame.to_world(point)
    low = frame.to_world((47, 74, -10))
    downward = facing(low, frame.direction((0, 1, 0)), scene.view.sid_mm)
    marks[f"ischium_low_{side}"] = extreme(bone, low, downward, reach_mm=20)


def _femur_landmarks(
    scene: Scene, side: str, shape: FemurShape, femur: object, home: Frame
) -> None:
    marks, sid = scene.landmarks, scene.view.sid_mm
    y, x = shape.crossing_y, shape.offset

    def tip(local: tuple, direction: tuple) -> np.ndarray:
        start = home.to_world(local)
        return extreme(femur, start, facing(start, home.direction(direction), sid))

    lesser = shape.lesser_centre
    marks[f"head_centre_{side}"] = home.to_world((0, 0, 0))
    marks[f"neck_mid_{side}"] = home.to_world(shape.on_neck(0.62))
    marks[f"shaft_prox_{side}"] = home.to_world((x, y + 45, 0))
    marks[f"shaft_dist_{side}"] = home.to_world((x, y + 105, 0))
    marks[f"lesser_troch_centre_{side}"] = home.to_world(lesser)
    marks[f"lesser_troch_{side}"] = tip((lesser[0] - 7, lesser[1], lesser[2]), (-1, 0, 0))
    marks[f"greater_troch_{side}"] = tip((x + 12, -2, -5), (0, -1, 0))


def _add_spine(scene: Scene, patient: PelvisPatient, frame: Frame) -> None:
    scene.bones.append(sacrum(frame, patient.density, patient.seed))
    for x, y, z, tilt, size in ((0, -129, -14, 22, 1.0), (0, -166, -4, 6, 0.97)):
        home = frame.child((x, y, z), rotation("x", tilt))
        scene.bones.append(vertebra(home, patient.density, size, patient.seed + round(-y)))
    marks = scene.landmarks
    marks["s1_mid"] = frame.to_world((0, -111, -22))
    marks["symphysis"] = frame.to_world((0, 34, 42))


def _add_markers(scene: Scene, patient: PelvisPatient) -> None:
    z = patient.hip_height_mm
    if patient.ball_offset_mm is not None:
        height = z + patient.ball_offset_mm
        scene.ball = Ball(
            np.array([3.0, 104.0, height]), patient.ball_diameter_mm, patient.ball_offset_mm
        )
        scene.plastic.append(ball_holder(scene.ball.centre, 50.0))
    half = np.array([scene.view.columns, scene.view.rows]) * scene.view.pixel_mm / 2
    scene.letters.append(Letter("L", np.array([half[0] * 0.86, half[1] * 0.62, 45.0]), turn_deg=4))
    scene.open_mm = (-half[0] + 9, -half[1] + 5, half[0] - 11, half[1] - 6)
