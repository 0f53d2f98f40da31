"""Find the calibration ball on a film without being told where; PURE, numpy only.

What is found is a proposal: a person sees the circle on the film with its residual and the
number of edge points that agree, and confirms it or not.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from planning.calibration.detect_candidates import Candidate, candidates
from planning.calibration.detect_edges import DIRECTIONS, Rim, find_rim

# A ball on the table reads 1.04; one on a thick patient 1.4.
MAGNIFICATIONS = (1.0, 1.4)
SEARCH_PIXEL_MM = 0.5
RIM_TOLERANCE_MM = 0.25
MIN_AGREE = 0.75
MAX_RESIDUAL_MM = 0.12
MAX_AXIS_RATIO = 1.06
MAX_ASPECT_OFF = 0.01
MIN_SCORE = 0.25
# Metal is among the densest on a film that holds any.
MIN_DENSITY_RANK = 0.9
PROPOSED_POINTS = 24


@dataclass(frozen=True, slots=True)
class Detected:
    """A ball that was found, or why none was.

    Attributes
    ----------
    found : bool
    reason : str
        ``found``, ``no_ball``, ``no_pixel_size``, ``pixels_not_square``, ``too_small``.
    center_px : tuple of float or None
        x and y, corner based image pixels.
    axes_px : tuple of float or None
        Long and short diameter of the shadow.
    angle_deg : float or None
        Of the long diameter, from x towards y.
    diameter_px : float or None
        The short diameter: the one that calibrates.
    mm_per_px : float or None
        At the depth of the ball.
    residual_px : float or None
        Root mean square distance of the agreeing edge points from the ellipse.
    agree, of : int
        Edge points that agree, and directions that were looked in.
    score : float
        0 to 1: share of the rim that agrees, times evenness and density of the inside.
    rim_points_px : tuple of tuple of float
        Edge points spread around the rim, to calibrate from and to adjust.
    """

    found: bool
    reason: str
    center_px: tuple[float, float] | None = None
    axes_px: tuple[float, float] | None = None
    angle_deg: float | None = None
    diameter_px: float | None = None
    mm_per_px: float | None = None
    residual_px: float | None = None
    agree: int = 0
    of: int = DIRECTIONS
    score: float = 0.0
    rim_points_px: tuple[tuple[float, float], ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        """Give it as JSON values; what is not known is null."""
        return asdict(self)


def detect_ball(
    values: NDArray[np.uint16],
    *,
    diameter_mm: float,
    spacing_mm: tuple[float, float] | None,
    dense_is_low: bool = False,
) -> Detected:
    """Look for a ball of known size.

    Parameters
    ----------
    values : ndarray of uint16, shape (rows, columns)
        The film's grey level.
    diameter_mm : float
        True diameter of the ball.
    spacing_mm : tuple of float or None
        [row, column] at the detector; tells which radii a ball can have.
    dense_is_low : bool
        True where low values are shown white (MONOCHROME1).

    Returns
    -------
    Detected
    """
    if spacing_mm is None or not all(np.isfinite(v) and v > 0 for v in spacing_mm):
        return Detected(False, "no_pixel_size")
    row_mm, column_mm = spacing_mm
    if abs(row_mm / column_mm - 1) > MAX_ASPECT_OFF:
        return Detected(False, "pixels_not_square")
    factor = max(1, round(SEARCH_PIXEL_MM / column_mm))
    if diameter_mm / column_mm / factor < 10:
        return Detected(False, "too_small")
    small, low, high = _normalized(_reduced(values, factor), dense_is_low)
    radii = tuple(m * diameter_mm / 2 / column_mm / factor for m in MAGNIFICATIONS)
    best = Detected(False, "no_ball")
    for one in candidates(small, radii):
        found = _refined(values, one, factor, column_mm, (low, high), dense_is_low)
        if found is None:
            continue
        rim, score = found
        if score > best.score and _is_ball(rim, small, one, column_mm, radii[0] * factor):
            best = _told(rim, score, diameter_mm)
    return best if best.score >= MIN_SCORE else Detected(False, "no_ball")


def _reduced(values: NDArray[np.uint16], factor: int) -> NDArray[np.float32]:
    """Means of whole blocks; what is left over at the right and lower border is dropped."""
    rows, columns = (n // factor * factor for n in values.shape)
    lines = values[0:rows:factor].astype(np.uint32)
    for start in range(1, factor):
        lines += values[start:rows:factor]
    total = lines[:, 0:columns:factor].astype(np.float32)
    for start in range(1, factor):
        total += lines[:, start:columns:factor]
    return total / np.float32(factor * factor)


def _normalized(
    small: NDArray[np.float32], dense_is_low: bool
) -> tuple[NDArray[np.float32], float, float]:
    low, high = (float(v) for v in np.quantile(small[::2, ::2], [0.002, 0.998]))
    high = max(high, low + 1)
    dense = np.clip((small - low) / (high - low), 0, 1).astype(np.float32)
    return (1 - dense if dense_is_low else dense), low, high


def _refined(
    values: NDArray[np.uint16],
    one: Candidate,
    factor: int,
    column_mm: float,
    ends: tuple[float, float],
    dense_is_low: bool,
) -> tuple[Rim, float] | None:
    """Fit the rim on the full film: once roughly, once from the fitted centre."""
    x, y, radius = ((v + 0.5) * factor for v in (one.x, one.y, one.radius - 0.5))
    reach = int(1.7 * radius) + 4
    left, top = max(int(x) - reach, 0), max(int(y) - reach, 0)
    part = values[top : int(y) + reach, left : int(x) + reach].astype(np.float32)
    part = (part - np.float32(ends[0])) / np.float32(ends[1] - ends[0])
    if dense_is_low:
        part = 1 - part
    tolerance_px = max(RIM_TOLERANCE_MM / column_mm, 0.5)
    rim = find_rim(part, (x - left, y - top), radius, tolerance_px=tolerance_px)
    if rim is None or rim.semi_minor <= 4:
        return None
    rim = find_rim(
        part, (rim.x, rim.y), (rim.semi_major + rim.semi_minor) / 2,
        tolerance_px=tolerance_px, reach=(0.9, 1.1),
    )  # fmt: skip
    if rim is None:
        return None
    shifted = Rim(
        rim.x + left, rim.y + top, rim.semi_major, rim.semi_minor, rim.angle_rad,
        rim.residual_px, rim.agree, rim.points + np.array([left, top]),
    )  # fmt: skip
    return shifted, float(rim.agree.mean()) * one.evenness * min(1.0, 3 * one.contrast)


def _is_ball(
    rim: Rim, small: NDArray[np.float32], one: Candidate, column_mm: float, least_px: float
) -> bool:
    reach = int(0.5 * one.radius)
    x, y = int(one.x), int(one.y)
    inside = float(np.median(small[max(y - reach, 0) : y + reach, max(x - reach, 0) : x + reach]))
    rank = float((small[::3, ::3] < inside).mean())
    return (
        rim.agree.mean() >= MIN_AGREE
        and rim.residual_px <= max(MAX_RESIDUAL_MM / column_mm, 0.3)
        and rim.semi_major <= MAX_AXIS_RATIO * rim.semi_minor
        and rim.semi_minor >= 0.98 * least_px
        and rim.semi_minor <= 1.02 * least_px * MAGNIFICATIONS[1] / MAGNIFICATIONS[0]
        and rank >= MIN_DENSITY_RANK
    )


def _told(rim: Rim, score: float, diameter_mm: float) -> Detected:
    agreeing = np.flatnonzero(rim.agree)
    even = np.linspace(0, agreeing.size - 1, min(PROPOSED_POINTS, agreeing.size))
    chosen = agreeing[np.unique(np.rint(even).astype(int))]
    diameter_px = 2 * rim.semi_minor
    return Detected(
        found=True,
        reason="found",
        center_px=(rim.x, rim.y),
        axes_px=(2 * rim.semi_major, diameter_px),
        angle_deg=float(np.degrees(rim.angle_rad)),
        diameter_px=diameter_px,
        mm_per_px=diameter_mm / diameter_px,
        residual_px=rim.residual_px,
        agree=int(rim.agree.sum()),
        score=score,
        rim_points_px=tuple((float(px), float(py)) for px, py in rim.points[chosen]),
    )
