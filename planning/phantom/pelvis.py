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
from planning.phantom.primitives import Array, Ellipsoid, HalfBall, Prism, Sphere, capsule
from planning.phantom.relief import waves
from planning.phantom.tubes import tube

WING_OUTLINE = [
    (104, -20), (107, -32), (108, -44), (111, -56), (119, -68), (124, -77), (130, -90),
    (135, -104), (136, -119), (130, -134), (117, -145), (100, -150), (83, -147), (68, -138),
    (57, -124), (49, -108), (43, -92), (42, -78), (47, -66), (56, -60), (62, -52), (64, -40),
    (64, -26), (66, -12), (80, -8), (94, -10),
]  # fmt: skip
WING_SURFACE = [
    (122, -76, 44, 12), (130, -92, 36, 8), (136, -115, 18, 9), (118, -145, -4, 9),
    (98, -150, -22, 9), (70, -140, -45, 11), (54, -120, -60, 12), (43, -92, -74, 12),
    (44, -76, -72, 12), (58, -60, -48, 16), (64, -42, -28, 20), (66, -20, -12, 20),
    (84, -12, 0, 24), (104, -26, 14, 20), (110, -46, 32, 14), (100, -95, 2, 2.4),
    (108, -112, 4, 2.4), (88, -112, -20, 2.4), (84, -80, -14, 7.5), (98, -66, 12, 9),
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
    (68, -2, 22, 12, 9), (54, 6, 30, 9, 8), (38, 13, 38, 7.2, 7), (25, 17, 42, 7.6, 7),
    (15, 22, 43, 8, 7),
]  # fmt: skip
LOWER_RAMUS = [
    (14, 20, 43, 9.5, 7), (12.4, 30, 42.5, 8.8, 7.2), (12, 40, 40, 8.2, 6.8), (14, 49, 35, 7.6, 6),
    (21, 57, 26, 6.6, 5), (31, 64, 13, 6.2, 4.8), (43, 67, -3, 8, 6.5), (54, 62, -14, 11, 9.5),
    (62, 50, -21, 13, 11.5), (67, 34, -25, 12, 12),
]  # fmt: skip
SPINES = [(119, -73, 46, 6), (113, -60, 42, 5), (108, -46, 38, 6.5), (104, -36, 30, 7)]
TEARDROP_Z = 4.0


@dataclass(frozen=True, slots=True)
class SocketShape:
    """Socket and teardrop of one side, pelvis frame, mm and degrees.

    Attributes
    ----------
    centre_x : float
        Half the distance between the sockets' centres.
    radius : float
        Of the bony socket: head radius and the joint space.
    centre_edge_deg : float
        Lateral centre edge angle of the bony rim.
    teardrop_in, teardrop_down : float
        From the socket's centre to the teardrop's lower tip, medially and caudally.
    wear : float
        0 for a healthy joint, 1 for bone on bone: sclerosis of the roof, a spur at the rim.
    """

    centre_x: float = 90.0
    radius: float = 27.8
    centre_edge_deg: float = 33.0
    teardrop_in: float = 33.0
    teardrop_down: float = 16.0
    wear: float = 0.0


def hemipelvis(socket: SocketShape, frame: Frame, density: float = 1.0, seed: int = 0) -> Body:
    """One innominate bone, the right one if the frame is mirrored.

    Parameters
    ----------
    socket : SocketShape
    frame : Frame
        Of the pelvis.
    density : float
        Trabecular bone, 1 for a healthy adult.
    seed : int
        For the unevenness of the surface.
    """
    body = Body(
        "hemipelvis",
        frame,
        cortex=_cortex(socket, seed),
        spongiosa=_spongiosa(socket, density),
        grain=_grain(socket),
        relief=_relief(socket, seed),
    )
    s = socket.centre_x / 90.0
    body.add(plate(np.array(WING_OUTLINE) * s, np.array(WING_SURFACE) * s, round_mm=3.0))
    body.add(tube(np.array(CREST) * s, pieces=2), blend_mm=6)
    body.add(tube(np.array(SPINES) * s), blend_mm=6)
    _columns(body, socket)
    body.add(
        tube(np.array(UPPER_RAMUS) * s, side=(0.0, 1.0, 0.0)),
        tube(np.array(LOWER_RAMUS) * s, side=(1.0, -0.6, 0.0), pieces=6),
        blend_mm=8,
    )
    body.add(tube(np.array(BRIM) * s, pieces=2), blend_mm=5)
    _socket(body, socket)
    return body


def wall_lines(socket: SocketShape, frame: Frame, sid_mm: float) -> Body:
    """The thin walls that run along the rays: teardrop and ilioischial line.

    They are sampled more finely than the bone they belong to, being thinner than its
    lattice.
    """
    body = Body("walls", frame, cortex=0.0, spongiosa=0.34, fineness=0.45)
    body.add(ilioischial_line(socket, frame, sid_mm), blend_mm=0.1)
    return body.add(teardrop(socket, frame, sid_mm), blend_mm=0.1)


def _columns(body: Body, socket: SocketShape) -> None:
    h = socket.centre_x
    body.add(
        Ellipsoid((h - 5, -30, 2), (23, 16, 17)),
        blend_mm=20,
    )
    body.add(
        tube(
            [
                (h - 20, -48, -30, 9, 11),
                (h - 19, -24, -28, 12, 13),
                (h - 19.5, 4, -27, 12.5, 13),
                (h - 21, 28, -26, 12.5, 12),
            ]
        ),
        tube([(h - 2, -34, 22, 12, 10), (h - 16, -12, 25, 11, 9), (h - 30, 2, 27, 10, 9)]),
        blend_mm=12,
    )
    body.add(
        tube([(h - 29, 0, -36, 6, 5), (h - 37, 5, -40, 3.5, 3), (h - 44, 8, -42, 1.6, 1.6)]),
        blend_mm=6,
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
    body.cut(Ellipsoid((h - 11, 2, 0), (socket.radius - 6.5, 20, 15)), blend_mm=10)
    body.cut(Sphere((h, 0, 0), socket.radius), blend_mm=1.5)
    mouth = HalfBall(tuple(point), tuple(normal), (h, 0.0, 0.0), socket.radius + 13)
    body.cut(mouth, blend_mm=2.5)
    if socket.wear > 0.3:
        spur = point + np.array([0.0, -2.0, 0.0])
        end = spur + np.array([4.5, 3.0, 0.0]) * socket.wear
        body.add(capsule(tuple(spur), tuple(end), 3.0, 1.4), blend_mm=3)


def teardrop(socket: SocketShape, frame: Frame, sid_mm: float) -> Prism:
    """The radiographic U: fossa floor and quadrilateral plate, seen end on.

    Its lowest outer point is `teardrop_in` medial and `teardrop_down` caudal of the hip
    centre.
    """
    x, y = socket.centre_x - socket.teardrop_in, socket.teardrop_down
    wall, half = 0.6, 2.3
    turn = np.linspace(0, np.pi, 9)
    curve = [
        (x + half + 3.4, y - 24, -0.3),
        (x + half + 1.8, y - 15, 0.25),
        (x + half + 0.7, y - 8, 0.5),
    ]
    curve += [(x + half * np.cos(t), y - wall - half + half * np.sin(t), wall) for t in turn]
    curve += [
        (x - half + 0.1, y - 9, 0.5),
        (x - half + 0.8, y - 18, 0.25),
        (x - half + 2, y - 26, -0.3),
    ]
    middle = frame.to_world((x, y, TEARDROP_Z))
    source = frame.to_local(np.array([0.0, 0.0, sid_mm]))
    ray = source - frame.to_local(middle)
    return Prism(tuple(curve), TEARDROP_Z, 5.5, (ray[0] / ray[2], ray[1] / ray[2]))


def ilioischial_line(socket: SocketShape, frame: Frame, sid_mm: float) -> Prism:
    """The quadrilateral plate where it runs along the rays (Köhler's line)."""
    h = socket.centre_x
    curve = ((h - 26.0, -44.0, -0.3), (h - 29.5, -28.0, 0.4), (h - 32.5, -10.0, 0.5),
             (h - 33.2, 6.0, 0.5), (h - 32.4, 20.0, 0.4), (h - 33.0, 34.0, -0.3))  # fmt: skip
    source = frame.to_local(np.array([0.0, 0.0, sid_mm]))
    ray = source - np.array([h - 33.0, 0.0, -24.0])
    return Prism(curve, -24.0, 8.0, (ray[0] / ray[2], ray[1] / ray[2]))


def _relief(socket: SocketShape, seed: int):
    h = socket.centre_x
    long, short = waves(seed, 0.55, 34.0), waves(seed + 1, 0.22, 11.0)

    def height(x: Array, y: Array, z: Array) -> Array:
        r = np.sqrt((x - h) ** 2 + y**2 + z**2)
        away = np.clip((r - socket.radius - 5) / 12, 0, 1)
        return (long(x, y, z) + short(x, y, z)) * away

    return height


def _cortex(socket: SocketShape, seed: int):
    h = socket.centre_x
    uneven = waves(seed + 2, 0.2, 20.0)

    def thickness(x: Array, y: Array, z: Array) -> Array:
        r = np.sqrt((x - h) ** 2 + y**2 + z**2)
        dome = np.exp(-(((r - socket.radius - 1) / 3.0) ** 2)) * np.clip(-y / 22, 0, 1)
        back = 1 / (1 + np.exp(-(62 - x) / 6)) / (1 + np.exp((y + 62) / 8))
        dome = dome * (1.5 + 1.8 * socket.wear)
        return (0.95 + dome - 0.45 * back) * (1 + uneven(x, y, z))

    return thickness


def _spongiosa(socket: SocketShape, density: float):
    h = socket.centre_x

    def fraction(x: Array, y: Array, z: Array) -> Array:
        roof = np.exp(-(((x - h + 3) / 20) ** 2) - ((y + 32) / 14) ** 2)
        wing = np.exp(-(((x - h - 7) / 26) ** 2) - ((y + 106) / 26) ** 2)
        return density * (0.16 + (0.07 + 0.14 * socket.wear) * roof + 0.45 * wing)

    return fraction


def _grain(socket: SocketShape):
    h = socket.centre_x

    def direction(x: Array, y: Array) -> tuple[Array, Array, Array]:
        angle = np.arctan2(y, x - h + 1e-3)
        low = 1 / (1 + np.exp(-(y - 15) / 8))
        c = np.cos(2 * angle) * (1 - low) + low * np.cos(2.4)
        s = np.sin(2 * angle) * (1 - low) + low * np.sin(2.4)
        size = np.sqrt(c * c + s * s) + 1e-3
        return c / size, s / size, np.full_like(c, 0.11)

    return direction
