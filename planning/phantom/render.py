"""From a scene to stored pixel values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planning.phantom.exposure import Paths, expose, process, transmission
from planning.phantom.filters import blur
from planning.phantom.markers import ball_patch, letter_patch
from planning.phantom.projection import View
from planning.phantom.scene import Scene
from planning.phantom.shadows import mottle, paint
from planning.phantom.texture import Grain
from planning.phantom.thickness import Bone, add_bone, path_through, shell_paths

SOFT_PIXEL_MM = 0.8


def render(scene: Scene, seed: int, *, exposure: int = 1) -> NDArray[np.uint16]:
    """Pixel values of a scene, bone bright, before any mirroring.

    Parameters
    ----------
    scene : Scene
    seed : int
        For texture and noise.
    exposure : int
        Number of the exposure: the same anatomy with other noise.

    Returns
    -------
    ndarray of uint16, shape (rows, columns)
    """
    view = scene.view
    rng = np.random.default_rng([seed, 3, exposure])
    grain = Grain(seed, view.pixel_mm)
    bone = Bone.empty(view)
    step = float(np.clip(5 * view.pixel_mm, 1.35, 4.0))
    for body in scene.bones:
        add_bone(bone, body, view, grain, step=step)
    soft_view = view.coarser(max(round(SOFT_PIXEL_MM / view.pixel_mm), 1))
    soft, fat = _soft_tissue(scene, soft_view, rng)
    paths = Paths(soft, fat, bone.compact, bone.marrow)
    for letter in scene.letters:
        paths.patches.append(
            letter_patch(view, letter.text, letter.corner, letter.height_mm, letter.turn_deg)
        )
    if scene.ball:
        paths.patches.append(ball_patch(view, scene.ball.centre, scene.ball.diameter_mm / 2))
    primary = transmission(paths)
    del bone, paths
    magnification = view.magnification(next(iter(scene.planes.values())))
    signal = expose(primary, soft + fat, view, scene.technique, magnification, rng)
    del primary
    values = process(signal, view, scene.technique)
    return _collimated(values, view, scene)


def _soft_tissue(
    scene: Scene, view: View, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    soft = np.zeros((view.rows, view.columns), np.float32)
    fat = np.zeros_like(soft)
    for body in scene.skin:
        whole, core = shell_paths(body, view, step=6.0, step_z=8.0)
        soft += core
        fat += whole - core
    planes = np.zeros_like(soft)
    for stroke, frame in scene.strokes:
        paint(stroke, frame, view, planes)
    planes += 2.2 * mottle(planes.shape, view.pixel_mm, rng) * np.clip(soft / 60, 0, 1)
    for body in scene.organs:
        whole, core = shell_paths(body, view, step=3.0, step_z=5.0)
        planes += 1.5 * (whole - core) - 0.35 * core
    inside = np.clip(soft / 20, 0, 1)
    soft -= np.maximum(planes, -40) * inside
    fat += np.maximum(planes, 0) * inside
    for body in scene.gas:
        soft -= path_through(body, view, step=2.0, step_z=3.0)
    for body in scene.plastic:
        fat += path_through(body, view, step=1.5, step_z=2.0)
    return blur(np.maximum(soft, 0), 0.5 / view.pixel_mm), blur(fat, 0.5 / view.pixel_mm)


def _collimated(values: NDArray[np.uint16], view: View, scene: Scene) -> NDArray[np.uint16]:
    """Black shutter outside the collimated field, with the penumbra of the blades."""
    left, top, right, bottom = scene.open_mm
    u = (np.arange(view.columns) + 0.5 - view.centre_px.x) * view.pixel_mm
    v = (np.arange(view.rows) + 0.5 - view.centre_px.y) * view.pixel_mm
    across = np.clip(np.minimum(u - left, right - u) / 1.2 + 0.5, 0, 1)
    down = np.clip(np.minimum(v - top, bottom - v) / 1.2 + 0.5, 0, 1)
    for start in range(0, view.rows, 256):
        part = slice(start, start + 256)
        mask = (down[part, None] * across[None, :]).astype(np.float32)
        values[part] = (values[part] * mask).astype(np.uint16)
    return values
