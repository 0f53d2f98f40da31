"""Finding outlines in pixels: bilinear profiles across an ellipse, steepest point, fits."""

from __future__ import annotations

import numpy as np


def sample(image: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Bilinear values at continuous corner based points, shape (..., 2)."""
    x, y = points[..., 0] - 0.5, points[..., 1] - 0.5
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - i, y - j
    top = image[j, i] * (1 - fx) + image[j, i + 1] * fx
    low = image[j + 1, i] * (1 - fx) + image[j + 1, i + 1] * fx
    return top * (1 - fy) + low * fy


def rays(outline: dict, angles_rad: np.ndarray, reach_px: np.ndarray) -> np.ndarray:
    """Points along outward normals of an ellipse, shape (rays, steps, 2)."""
    turn = np.deg2rad(outline["angle_deg"])
    major = np.array([np.cos(turn), np.sin(turn)])
    minor = np.array([-np.sin(turn), np.cos(turn)])
    a, b = outline["semi_major_px"], outline["semi_minor_px"]
    c, s = np.cos(angles_rad)[:, None], np.sin(angles_rad)[:, None]
    rim = np.array(outline["centre_px"]) + a * c * major + b * s * minor
    normal = c / a * major + s / b * minor
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return rim[:, None, :] + reach_px[None, :, None] * normal[:, None, :]


def edge_offset_px(image: np.ndarray, outline: dict, angles_rad: np.ndarray) -> float:
    """How far outside the stated ellipse the mean profile is steepest, in pixels."""
    reach = np.arange(-5, 5, 0.05)
    profile = sample(image.astype(float), rays(outline, angles_rad, reach)).mean(axis=0)
    slope = np.abs(np.gradient(profile, reach))
    strong = np.where(slope > 0.5 * slope.max(), slope, 0)
    return float((strong * reach).sum() / strong.sum())


def rim_points(image: np.ndarray, outline: dict, count: int, rng) -> np.ndarray:
    """Rim points as a reader would set them: steepest spot of single rays, then a shaky hand."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + rng.uniform(0, 0.3)
    reach = np.arange(-4, 4, 0.1)
    lines = rays(outline, angles, reach)
    found = []
    for line in lines:
        profile = np.convolve(sample(image.astype(float), line), np.ones(9) / 9, "same")
        slope = np.abs(np.gradient(profile))[9:-9]
        found.append(line[9 + int(np.argmax(slope))])
    return np.array(found) + rng.normal(0, 0.5, (count, 2))


def circle_radius(points: np.ndarray) -> float:
    """Radius of the algebraic least squares circle (Kåsa)."""
    system = np.column_stack([2 * points, np.ones(len(points))])
    x, y, rest = np.linalg.lstsq(system, (points**2).sum(axis=1), rcond=None)[0]
    return float(np.sqrt(rest + x * x + y * y))
