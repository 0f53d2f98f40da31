"""Half a pelvis: ilium, socket, pubis, ischium.

Local frame of the pelvis: origin midway between the hip centres, x lateral (towards the
modelled side), y caudal, z anterior, with the anterior spines and the symphysis in one
frontal plane. Control points are an average adult's, in mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.phantom.bodies import Body
from planning.phantom.frames import Frame
from planning.phantom.plates import plate
from planning.phantom.primitives import Array, Ellipsoid, HalfSpace, Limb, Sphere, capsule
from planning.phantom.tubes import tube

WING_OUTLINE = [
    (104, -20), (107, -32), (108, -44), (111, -56), (119, -68), (124, -77), (130, -90),
    (135, -104), (136, -119), (130, -134), (117, -145), (100, -150), (83, -147), (68, -138),
    (57, -124), (49, -108), (43, -92), (42, -78), (47, -66), (56, -60), (62, -52), (64, -40),
    (64, -26), (66, -12), (80, -8), (94, -10),
]  # fmt: skip
WING_SURFACE = [
    (122, -76, 44, 12), (130, -92, 36, 8), (136, -115, 18, 9), (118, -145, -4, 9),
    (98, -150, -22, 9), (70, -140, -45, 11), (54, -120, -60, 16), (43, -92, -74, 20),
    (44, -76, -72, 20), (58, -60, -48, 18), (64, -42, -28, 20), (66, -20, -12, 20),
    (84, -12, 0, 24), (104, -26, 14, 20), (110, -46, 32, 14), (100, -95, 2, 2.6),
    (108, -112, 4, 2.6), (88, -112, -20, 2.8), (84, -80, -14, 7.5), (98, -66, 12, 9),
    (72, -100, -42, 8), (76, -60, -20, 13), (92, -45, 8, 16), (118, -120, 6, 5),
]  # fmt: skip
CREST = [
    (120, -73, 45, 5), (130, -91, 36, 5.5), (135, -110, 21, 5), (130, -131, 8, 5.5),
    (116, -144, -4, 5), (98, -148, -21, 5), (79, -144, -40, 5.5), (63, -131, -54, 6),
]  # fmt: skip
BRIM = [
    (50, -68, -50, 5), (60, -52, -32, 4.5), (63.5, -34, -14, 4.5), (62.5, -15, 4, 4.5),
    (54, 0, 20, 4.5), (39, 9, 33, 4.5), (23, 14, 42, 5),
]  # fmt: skip

UPPER_RAMUS = [
    (68, -2, 22, 12, 9), (54, 6, 30, 9, 8), (38, 13, 38, 7.5, 7), (24, 18, 42, 8.5, 7),
    (13, 24, 43, 9, 7.5),
]  # fmt: skip
PUBIC_BODY = [(12.5, 22, 43, 10, 7.5), (11, 33, 42, 8.7, 7.5), (10.5, 45, 38, 8, 7)]
LOWER_RAMUS = [
    (11, 43, 39, 8, 6), (19, 54, 28, 6.8, 4.5), (30, 63, 14, 6.2, 4.5), (44, 68, -4, 8, 6),
    (56, 62, -16, 11, 10), (63, 48, -22, 13, 12),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SocketShape:
    """Socket and teardrop of one side, pelvis frame, mm and degrees.

    Attributes
    ----------
    centre_x : float
        Half the distance between the hip centres.
    radius : float
        Of the bony socket: head radius and the joint space.
    centre_edge_deg : float
        Lateral centre edge angle of the bony rim.
    teardrop_in, teardrop_down : float
        From the hip centre to the teardrop's lower tip, medially and caudally.
    """

    centre_x: float = 90.0
    radius: float = 27.8
    centre_edge_deg: float = 33.0
    teardrop_in: float = 33.0
    teardrop_down: float = 16.0


def hemipelvis(socket: SocketShape, frame: Frame, density: float = 1.0) -> Body:
    """One innominate bone, the right one if the frame is mirrored."""
    body = Body(
        "hemipelvis",
        frame,
        cortex=_cortex(socket),
        spongiosa=_spongiosa(socket, density),
        grain=_grain(socket),
    )
    s = socket.centre_x / 90.0
    body.add(plate(np.array(WING_OUTLINE) * s, np.array(WING_SURFACE) * s, round_mm=2.5))
    body.add(tube(np.array(CREST) * s), blend_mm=5)
    _columns(body, socket)
    _pubis(body, s)
    body.add(tube(np.array(BRIM) * s), blend_mm=5)
    _socket(body, socket)
    return body


def _columns(body: Body, socket: SocketShape) -> None:
    h = socket.centre_x
    body.add(
        Ellipsoid((h - 4, -30, 2), (24, 15, 27)),
        Limb((h - 16, -34, -20), (h - 19, 4, -26), (12, 15), (12, 13)),
        Limb((h - 19, 4, -26), (h - 24, 38, -26), (12, 13), (12, 11)),
        Limb((h - 24, 38, -26), (h - 30, 55, -20), (14, 11), (11.5, 10)),
        capsule((h - 8, -28, 22), (h - 29, 2, 27), 12, 10),
        Ellipsoid((h - 24, 4, -2), (9, 19, 24)),
        capsule((h - 30, 4, -33), (h - 42, 7, -40), 6, 3),
        blend_mm=9,
    )


def _pubis(body: Body, s: float) -> None:
    body.add(
        tube(np.array(UPPER_RAMUS) * s, side=(0.0, 1.0, 0.0)),
        tube(np.array(LOWER_RAMUS) * s, side=(1.0, -0.6, 0.0)),
        tube(np.array(PUBIC_BODY) * s),
        blend_mm=7,
    )


def opening(socket: SocketShape) -> tuple[np.ndarray, np.ndarray]:
    """A point on the socket's mouth and its outward normal, pelvis frame."""
    inclination, version = np.deg2rad(42.0), np.deg2rad(16.0)
    normal = np.array(
        [
            np.sin(inclination) * np.cos(version),
            np.cos(inclination) * np.cos(version),
            np.sin(version),
        ]
    )
    edge = np.deg2rad(socket.centre_edge_deg)
    point = np.array(
        [socket.centre_x + socket.radius * np.sin(edge), -socket.radius * np.cos(edge), 0.0]
    )
    return point, normal


def _socket(body: Body, socket: SocketShape) -> None:
    h = socket.centre_x
    point, normal = opening(socket)
    body.cut(Ellipsoid((h - 8, 8, 0), (socket.radius - 5, 17, 15)), blend_mm=3)
    body.cut(Sphere((h, 0, 0), socket.radius), blend_mm=1.5)
    body.cut(HalfBall(tuple(point), tuple(normal), (h, 0, 0), socket.radius + 13), blend_mm=1.5)


class HalfBall:
    """The part of a ball in front of a plane."""

    def __init__(self, point, normal, centre, radius) -> None:
        self.ball = Sphere(centre, radius)
        self.plane = HalfSpace(point, tuple(-np.asarray(normal)), radius)

    @property
    def box(self):
        return self.ball.box

    def __call__(self, x: Array, y: Array, z: Array) -> Array:
        return np.maximum(self.ball(x, y, z), self.plane(x, y, z))


def _cortex(socket: SocketShape):
    h = socket.centre_x

    def thickness(x: Array, y: Array, z: Array) -> Array:
        r = np.sqrt((x - h) ** 2 + y**2 + z**2)
        dome = np.exp(-(((r - socket.radius - 1) / 3.5) ** 2)) * np.clip(-y / 20, 0, 1)
        return 1.1 + 1.6 * dome

    return thickness


def _spongiosa(socket: SocketShape, density: float):
    h = socket.centre_x

    def fraction(x: Array, y: Array, z: Array) -> Array:
        roof = np.exp(-(((x - h + 4) / 22) ** 2) - ((y + 34) / 18) ** 2)
        return density * (0.11 + 0.10 * roof)

    return fraction


def _grain(socket: SocketShape):
    h = socket.centre_x

    def direction(x: Array, y: Array) -> tuple[Array, Array, Array]:
        angle = np.arctan2(y, x - h + 1e-3)
        low = 1 / (1 + np.exp(-(y - 15) / 8))
        c = np.cos(2 * angle) * (1 - low) + low * np.cos(2.4)
        s = np.sin(2 * angle) * (1 - low) + low * np.sin(2.4)
        size = np.sqrt(c * c + s * s) + 1e-3
        return c / size, s / size, np.full_like(c, 0.3)

    return direction
