"""The truth beside a film: what is where, in the world and on the film.

Keys of the record:

``view``
    Source distance, pixel pitch, matrix, where the central ray falls, collimated field.
``parameters``
    What was drawn from the seed.
``planes``
    Named depth planes with their magnification; ``hip`` or ``knee`` comes first.
``landmarks``
    Each with ``world_mm`` (x right on an unmirrored film, y down, z from detector to
    source), ``image_px`` on the film as stored, and the magnification of its own depth.
``spheres``
    Femoral heads: centre, diameter and the exact ellipse of their outline.
``ball``
    The marker ball likewise, with its height above the plane of interest; null without.
``lengths``
    Distances between landmarks of one depth: pixels times pitch over magnification.
``values``
    Clinical values from the frontal world coordinates, millimetres of the patient.
``readings``
    The same from exact image points scaled by one plane's magnification: what perfect
    measuring on a perfectly calibrated film gives, parallax included. The film is read
    unmirrored.

Image points are continuous corner based pixels: the centre of the top left pixel is
(0.5, 0.5). The edge of a steel ball in the pixels of an AP pelvis lies some 0.25 % of its
radius inside the stated ellipse, since the logarithm shifts what focal spot and detector
blur; between bare legs on a long film, where air surrounds it, 0.5 %.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from planning.phantom.markers import Ellipse, sphere_shadow
from planning.phantom.scene import Scene
from planning.phantom.values import leg_values, pelvis_values

SCHEMA = 1
SAME_PLANE_MM = 1e-6
VALUES = {"ap_pelvis": pelvis_values, "long_leg": leg_values}


def truth(scene: Scene, *, kind: str, seed: int, mirrored: bool) -> dict[str, object]:
    """Everything known about a film, ready for JSON.

    Parameters
    ----------
    scene : Scene
    kind : str
        ``ap_pelvis`` or ``long_leg``.
    seed : int
    mirrored : bool
        The film hangs mirrored: image points are given on the film as it is stored.

    Returns
    -------
    dict
        The keys named above.
    """
    view = scene.view
    plane = next(iter(scene.planes))
    frontal = {name: point[:2] for name, point in scene.landmarks.items()}
    scale = view.pixel_mm / view.magnification(scene.planes[plane])
    seen = {
        name: (view.project_px(point) - np.array(view.centre_px)) * scale
        for name, point in scene.landmarks.items()
    }
    return {
        "schema": SCHEMA,
        "kind": kind,
        "seed": seed,
        "mirrored": mirrored,
        "view": {
            "sid_mm": view.sid_mm,
            "pixel_mm": view.pixel_mm,
            "columns": view.columns,
            "rows": view.rows,
            "centre_px": _on_film(scene, view.centre_px, mirrored),
            "open_mm": list(scene.open_mm),
        },
        "parameters": scene.parameters,
        "planes": {
            name: {"z_mm": z, "magnification": view.magnification(z)}
            for name, z in scene.planes.items()
        },
        "landmarks": {
            name: {
                "world_mm": [round(float(v), 6) for v in point],
                "image_px": _on_film(scene, view.project_px(point), mirrored),
                "magnification": view.magnification(float(point[2])),
            }
            for name, point in scene.landmarks.items()
        },
        "spheres": {
            name: {
                "centre_mm": [round(float(v), 6) for v in centre],
                "diameter_mm": 2 * radius,
                "outline": _outline(scene, sphere_shadow(view, centre, radius), mirrored),
            }
            for name, (centre, radius) in scene.spheres.items()
        },
        "ball": _ball(scene, mirrored),
        "letters": [
            {
                "text": letter.text,
                "image_px": _on_film(scene, view.project_px(letter.corner), mirrored),
            }
            for letter in scene.letters
        ],
        "lengths": lengths(scene),
        "values": VALUES[kind](frontal) | _diameters(scene),
        "readings": {
            "plane": plane,
            "values": VALUES[kind](seen),
            "note": "what exact image points give when scaled by this plane's magnification",
        },
    }


def lengths(scene: Scene) -> list[dict[str, object]]:
    """Distances between landmarks that lie in one depth plane: true mm, no parallax."""
    found = []
    for (a, p), (b, q) in combinations(scene.landmarks.items(), 2):
        if abs(p[2] - q[2]) < SAME_PLANE_MM:
            found.append(
                {
                    "from": a,
                    "to": b,
                    "mm": round(float(np.linalg.norm(p - q)), 6),
                    "magnification": scene.view.magnification(float(p[2])),
                }
            )
    return found


def _on_film(scene: Scene, point: object, mirrored: bool) -> list[float]:
    x, y = (float(v) for v in point)
    return [round(scene.view.columns - x if mirrored else x, 6), round(y, 6)]


def _outline(scene: Scene, ellipse: Ellipse, mirrored: bool) -> dict[str, object]:
    angle = (-ellipse.angle_deg if mirrored else ellipse.angle_deg) % 180
    return {
        "centre_px": _on_film(scene, ellipse.centre_px, mirrored),
        "semi_major_px": round(ellipse.semi_major_px, 6),
        "semi_minor_px": round(ellipse.semi_minor_px, 6),
        "angle_deg": round(angle, 6),
    }


def _ball(scene: Scene, mirrored: bool) -> dict[str, object] | None:
    ball = scene.ball
    if ball is None:
        return None
    view = scene.view
    return {
        "centre_mm": [round(float(v), 6) for v in ball.centre],
        "centre_px": _on_film(scene, view.project_px(ball.centre), mirrored),
        "diameter_mm": ball.diameter_mm,
        "magnification": view.magnification(float(ball.centre[2])),
        "depth_offset_mm": ball.depth_offset_mm,
        "outline": _outline(
            scene, sphere_shadow(view, ball.centre, ball.diameter_mm / 2), mirrored
        ),
    }


def _diameters(scene: Scene) -> dict[str, dict[str, object]]:
    return {
        f"{name.rsplit('_', 1)[0]}_diameter_{name[-1]}": {"value": 2 * radius, "unit": "mm"}
        for name, (_, radius) in scene.spheres.items()
    }
