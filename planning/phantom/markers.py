"""What the radiographer adds: the steel ball and the lead side letter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.phantom.exposure import Patch
from planning.phantom.materials import ATTENUATION_PER_CM, ENERGIES_KEV
from planning.phantom.projection import View

SUBPIXELS = 4


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse on the film, continuous pixels; `angle_deg` is that of the major axis."""

    centre_px: tuple[float, float]
    semi_major_px: float
    semi_minor_px: float
    angle_deg: float


def sphere_shadow(view: View, centre: NDArray[np.float64], radius_mm: float) -> Ellipse:
    """The exact outline of a sphere's shadow.

    The rays that graze a sphere form a circular cone; the detector cuts it in an ellipse
    whose long axis points to the central ray.

    Parameters
    ----------
    view : View
    centre : ndarray, shape (3,)
        World mm.
    radius_mm : float
    """
    x, y, z = (float(v) for v in centre)
    height, aside = view.sid_mm - z, float(np.hypot(x, y))
    tilt = np.arctan2(aside, height)
    half = np.arcsin(radius_mm / np.hypot(height, aside))
    far, near = view.sid_mm * np.tan(tilt + half), view.sid_mm * np.tan(tilt - half)
    minor = view.sid_mm * radius_mm / np.sqrt(height**2 - radius_mm**2)
    way = np.array([x, y]) / aside if aside > 1e-9 else np.array([1.0, 0.0])
    middle = way * (far + near) / 2 / view.pixel_mm + np.array(view.centre_px)
    return Ellipse(
        (float(middle[0]), float(middle[1])),
        float((far - near) / 2 / view.pixel_mm),
        float(minor / view.pixel_mm),
        float(np.degrees(np.arctan2(way[1], way[0]))),
    )


def _window(view: View, low: NDArray, high: NDArray) -> tuple[slice, slice]:
    c0, r0 = (max(int(np.floor(v)), 0) for v in low)
    c1 = min(int(np.ceil(high[0])), view.columns)
    r1 = min(int(np.ceil(high[1])), view.rows)
    return slice(r0, max(r1, r0)), slice(c0, max(c1, c0))


def _subpixels(view: View, rows: slice, columns: slice) -> tuple[NDArray, NDArray]:
    inner = (np.arange(SUBPIXELS) + 0.5) / SUBPIXELS
    x = (np.arange(columns.start, columns.stop)[:, None] + inner).ravel()
    y = (np.arange(rows.start, rows.stop)[:, None] + inner).ravel()
    u, v = (x - view.centre_px.x) * view.pixel_mm, (y - view.centre_px.y) * view.pixel_mm
    return u[None, :], v[:, None]


def _patch(rows: slice, columns: slice, path_mm: NDArray, material: str) -> Patch:
    """Mean transmission of each pixel; paths are averaged after the exponential, not before."""
    shape = (rows.stop - rows.start, SUBPIXELS, columns.stop - columns.start, SUBPIXELS)
    mu = ATTENUATION_PER_CM[material] / 10
    layers = [np.exp(-m * path_mm).reshape(shape).mean(axis=(1, 3)) for m in mu]
    return Patch(rows, columns, np.stack(layers).astype(np.float32)[: len(ENERGIES_KEV)])


def ball_patch(view: View, centre: NDArray[np.float64], radius_mm: float) -> Patch:
    """Transmission of a steel ball."""
    shadow = sphere_shadow(view, centre, radius_mm)
    reach = shadow.semi_major_px + 2
    middle = np.array(shadow.centre_px)
    rows, columns = _window(view, middle - reach, middle + reach)
    u, v = _subpixels(view, rows, columns)
    source = np.array([0.0, 0.0, view.sid_mm])
    to_centre = np.asarray(centre, dtype=float) - source
    length = np.sqrt(u * u + v * v + view.sid_mm**2)
    along = (u * to_centre[0] + v * to_centre[1] - view.sid_mm * to_centre[2]) / length
    gap2 = to_centre @ to_centre - along**2
    chord = 2 * np.sqrt(np.maximum(radius_mm**2 - gap2, 0))
    return _patch(rows, columns, chord, "steel")


LETTERS = {
    "L": [[(0.0, 0.0), (0.0, 1.0)], [(0.0, 1.0), (0.55, 1.0)]],
    "R": [[(0.0, 0.0), (0.0, 1.0)], [(0.0, 0.0), (0.34, 0.0)], [(0.34, 0.0), (0.52, 0.1)],
          [(0.52, 0.1), (0.57, 0.25)], [(0.57, 0.25), (0.52, 0.4)], [(0.52, 0.4), (0.34, 0.5)],
          [(0.34, 0.5), (0.0, 0.5)], [(0.3, 0.5), (0.6, 1.0)]],
}  # fmt: skip


def letter_patch(
    view: View, letter: str, corner: NDArray[np.float64], height_mm: float, turn_deg: float
) -> Patch:
    """Transmission of a lead letter lying on the table.

    Parameters
    ----------
    view : View
    letter : {"L", "R"}
    corner : ndarray, shape (3,)
        World position of its top left corner.
    height_mm, turn_deg : float
    """
    scale = view.magnification(float(corner[2]))
    turn = np.deg2rad(turn_deg)
    across = np.array([np.cos(turn), np.sin(turn), 0.0]) * height_mm
    down = np.array([-np.sin(turn), np.cos(turn), 0.0]) * height_mm
    frame = [(-0.15, -0.15), (0.8, -0.15), (-0.15, 1.15), (0.8, 1.15)]
    outer = view.project_px(np.array([corner + a * across + d * down for a, d in frame]))
    rows, columns = _window(view, outer.min(axis=0), outer.max(axis=0))
    u, v = _subpixels(view, rows, columns)
    x, y = u / scale - corner[0], v / scale - corner[1]
    c, s = np.cos(turn), np.sin(turn)
    x, y = (x * c + y * s) / height_mm, (y * c - x * s) / height_mm
    nearest = np.full(x.shape, np.inf)
    for (ax, ay), (bx, by) in LETTERS[letter]:
        ex, ey = bx - ax, by - ay
        h = np.clip(((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey), 0, 1)
        nearest = np.minimum(nearest, np.hypot(x - ax - h * ex, y - ay - h * ey))
    return _patch(rows, columns, np.where(nearest < 0.085, 1.6, 0.0), "lead")
