"""The supine AP pelvis as a scene."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from planning.geometry.points import Point
from planning.phantom.bodies import Body
from planning.phantom.exposure import Technique
from planning.phantom.extremes import extreme, facing
from planning.phantom.femur import FemurShape, upper_femur
from planning.phantom.frames import Frame, rotation
from planning.phantom.hip_patient import HEALTHY_SPACE_MM, PelvisPatient
from planning.phantom.pelvis import TEARDROP_Z, SocketShape, hemipelvis, opening, wall_lines
from planning.phantom.projection import View
from planning.phantom.sacrum import sacrum, vertebra
from planning.phantom.scene import Ball, Letter, Scene
from planning.phantom.soft_pelvis import ball_holder, bladder, bowel_gas, fat_planes, trunk

PIXEL_MM = 0.1
MATRIX = (3520, 4280)
SIDES = ("R", "L")
TABLE_Z = 48.0
HIPS_BELOW_CENTRE_MM = 6.0


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
    rng = np.random.default_rng([patient.seed, 2, patient.visit])
    technique = Technique(bits=patient.bits, flatten=float(rng.uniform(0.48, 0.62)))
    scene = Scene(view, technique, parameters=asdict(patient))
    turn = (
        rotation("z", patient.obliquity_deg)
        @ rotation("y", patient.rotation_deg)
        @ rotation("x", patient.tilt_deg)
    )
    frame = Frame(np.array([0.0, HIPS_BELOW_CENTRE_MM, patient.hip_height_mm]), turn)
    scene.planes["hip"] = patient.hip_height_mm
    for side in SIDES:
        _add_hip(scene, patient, side, frame if side == "L" else frame.mirrored())
    _add_spine(scene, patient, frame)
    body = Frame(frame.origin)
    scene.skin.append(trunk(body, patient.girth, patient.fat_mm))
    scene.strokes += [(stroke, frame) for stroke in fat_planes(rng)]
    scene.organs.append(bladder(frame, rng))
    scene.gas += bowel_gas(frame, rng)
    _add_markers(scene, patient, rng)
    return scene


def _add_hip(scene: Scene, patient: PelvisPatient, side: str, frame: Frame) -> None:
    hip = patient.left if side == "L" else patient.right
    socket = SocketShape(
        centre_x=patient.centre_x,
        radius=hip.femur.head_radius + HEALTHY_SPACE_MM,
        centre_edge_deg=hip.centre_edge_deg,
        teardrop_in=patient.teardrop_in,
        teardrop_down=patient.teardrop_down,
        wear=hip.wear,
    )
    bone = hemipelvis(socket, frame, patient.density, patient.seed)
    out, down = hip.migration_mm
    outward = out if side == "L" else -out
    centre = frame.to_world((socket.centre_x, 0.0, 0.0)) + np.array([outward, down, 0.0])
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
    marks[f"socket_centre_{side}"] = frame.to_world((socket.centre_x, 0.0, 0.0))
    point, _ = opening(socket)
    marks[f"acetabular_edge_{side}"] = frame.to_world(point)
    low = frame.to_world((47, 74, -10))
    downward = facing(low, frame.direction((0, 1, 0)), scene.view.sid_mm)
    marks[f"ischium_low_{side}"] = extreme(bone, low, downward, reach_mm=20)


def _femur_landmarks(scene: Scene, side: str, shape: FemurShape, femur: Body, home: Frame) -> None:
    marks, sid = scene.landmarks, scene.view.sid_mm
    y, x = shape.crossing_y, shape.offset

    def tip(local: tuple, direction: tuple) -> np.ndarray:
        start = home.to_world(local)
        return extreme(femur, start, facing(start, home.direction(direction), sid))

    lesser = shape.lesser_centre
    marks[f"head_centre_{side}"] = home.to_world((0, 0, 0))
    marks[f"neck_mid_{side}"] = home.to_world(shape.on_neck(0.62))
    marks[f"shaft_prox_{side}"] = home.to_world((x, y + 34, 0))
    marks[f"shaft_dist_{side}"] = home.to_world((x, y + 86, 0))
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


def _add_markers(scene: Scene, patient: PelvisPatient, rng: np.random.Generator) -> None:
    z = patient.hip_height_mm
    if patient.ball_offset_mm is not None:
        place = (rng.normal(3, 5), rng.uniform(95, 101), z + patient.ball_offset_mm)
        scene.ball = Ball(np.array(place), patient.ball_diameter_mm, patient.ball_offset_mm)
        scene.plastic.append(ball_holder(scene.ball.centre, TABLE_Z))
    half = np.array([scene.view.columns, scene.view.rows]) * scene.view.pixel_mm / 2
    text, across = ("L", 0.82) if rng.random() < 0.65 else ("R", -0.89)
    corner = (half[0] * across, half[1] * rng.uniform(0.5, 0.72), TABLE_Z)
    scene.letters.append(Letter(text, np.array(corner), turn_deg=float(rng.normal(0, 6))))
    left, right = rng.uniform(4, 12, 2)
    top, bottom = rng.uniform(2.5, 5, 2)
    scene.open_mm = (-half[0] + left, -half[1] + top, half[0] - right, half[1] - bottom)
