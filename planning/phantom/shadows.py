"""Fat planes, folds and mottle: the faint shadows between and over the muscles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planning.phantom.curves import smooth_curve
from planning.phantom.filters import Picture, blur, resize
from planning.phantom.frames import Frame
from planning.phantom.projection import View


@dataclass(frozen=True, slots=True)
class Stroke:
    """A plane seen edge on, or a fold.

    Attributes
    ----------
    points : tuple of tuple
        x, y, z control points in the frame it is painted in.
    depth_mm : float
        Muscle that gives way to fat along the plane; negative for a fold of skin, which
        adds tissue.
    width_mm : float
        Sigma across the plane.
    fade_mm : float
        Sigma on the outer side, where it differs: folds end sharply on one side only.
    """

    points: tuple[tuple[float, float, float], ...]
    depth_mm: float
    width_mm: float = 1.4
    fade_mm: float | None = None


def paint(stroke: Stroke, frame: Frame, view: View, picture: Picture) -> None:
    """Add a stroke's depth to a picture of paths, in place."""
    world = frame.to_world(smooth_curve(stroke.points, closed=False, pieces=4))
    line = view.project_px(world)
    reach = 3.5 * max(stroke.width_mm, stroke.fade_mm or 0) / view.pixel_mm
    rows, columns = picture.shape
    c0, r0 = np.maximum(np.floor(line.min(axis=0) - reach), 0).astype(int)
    c1, r1 = np.minimum(np.ceil(line.max(axis=0) + reach), (columns, rows)).astype(int)
    if c0 >= c1 or r0 >= r1:
        return
    x, y = np.meshgrid(np.arange(c0, c1) + 0.5, np.arange(r0, r1) + 0.5)
    gap, part = _signed_gap(x, y, line)
    gap *= view.pixel_mm
    sigma = np.where(gap > 0, stroke.fade_mm or stroke.width_mm, stroke.width_mm)
    ends = np.clip(np.minimum(part, 1 - part) / 0.22, 0, 1)
    picture[r0:r1, c0:c1] += (stroke.depth_mm * np.exp(-0.5 * (gap / sigma) ** 2) * ends).astype(
        np.float32
    )


def _signed_gap(x: NDArray, y: NDArray, line: NDArray) -> tuple[NDArray, NDArray]:
    """Signed distance to a polyline and the share of its length at the nearest point."""
    nearest = np.full(x.shape, np.inf)
    signed, part = np.zeros(x.shape), np.zeros(x.shape)
    lengths = np.linalg.norm(np.diff(line, axis=0), axis=1)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    for n, ((ax, ay), (bx, by)) in enumerate(pairwise(line)):
        ex, ey = bx - ax, by - ay
        wx, wy = x - ax, y - ay
        h = np.clip((wx * ex + wy * ey) / max(ex * ex + ey * ey, 1e-9), 0, 1)
        gap = np.hypot(wx - h * ex, wy - h * ey)
        closer = gap < nearest
        nearest[closer] = gap[closer]
        signed[closer] = (np.sign(ex * wy - ey * wx) * gap)[closer]
        part[closer] = ((starts[n] + h * lengths[n]) / starts[-1])[closer]
    return signed, part


def mottle(shape: tuple[int, int], pixel_mm: float, rng: np.random.Generator) -> Picture:
    """Uneven tissue: noise of several sizes, standard deviation 1."""
    total = np.zeros(shape, np.float32)
    for size_mm, weight in ((3.0, 0.35), (8.0, 0.6), (24.0, 1.0)):
        step = max(size_mm / pixel_mm, 1.0)
        coarse = [int(n / step) + 4 for n in shape]
        noise = rng.standard_normal(coarse).astype(np.float32)
        total += weight * resize(blur(noise, 0.8), *shape)
    return total / total.std()
