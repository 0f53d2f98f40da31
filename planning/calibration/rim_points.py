"""Which of the clicked rim points agree with each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planning.geometry.circle_fit import CircleFit, fit_circle, residual_sigma
from planning.geometry.points import Point, distance
from planning.geometry.reasons import Reason

MIN_ARC_DEG = 90.0
MIN_POINTS_TO_JUDGE = 6
MAX_DROPPED = 0.3
# Looser than the elliptic shape of any shadow, so that only slips of the hand are dropped.
LEAST_DISTANCE_PX = 2.0
LEAST_DISTANCE_OF_RADIUS = 0.03
SIGMAS = 5.0
# With nothing left to drop, points further off than this on average are no circle.
MAX_RMS_OF_RADIUS = 0.03
MAX_RMS_PX = 2.0


def agreeing_points(points_sq: Sequence[Point]) -> list[Point] | Reason:
    """Drop the points that all others contradict, one by one.

    A point is judged against the circle through the others, since a circle through all
    leans towards the one that is wrong.

    Parameters
    ----------
    points_sq : sequence of Point
        Square film pixels.

    Returns
    -------
    list of Point, or Reason
        ``points_disagree`` with ``used`` and ``given``, or why no circle fits.
    """
    kept = list(points_sq)
    most = int(MAX_DROPPED * len(points_sq))
    while len(kept) >= MIN_POINTS_TO_JUDGE:
        worst = _worst_outlier(kept)
        if worst is None:
            break
        del kept[worst]
        if len(points_sq) - len(kept) > most:
            return Reason("points_disagree", {"used": len(kept), "given": len(points_sq)})
    fit = fit_circle(kept, MIN_ARC_DEG)
    if isinstance(fit, Reason):
        return fit
    if fit.residual_rms > max(MAX_RMS_PX, MAX_RMS_OF_RADIUS * fit.circle.radius):
        return Reason("points_disagree", {"used": len(kept), "given": len(points_sq)})
    return kept


def _worst_outlier(points_sq: list[Point]) -> int | None:
    worst, worst_excess = None, 1.0
    for index, point in enumerate(points_sq):
        others = fit_circle(points_sq[:index] + points_sq[index + 1 :], MIN_ARC_DEG)
        if isinstance(others, Reason):
            continue
        excess = _excess(point, others)
        if excess > worst_excess:
            worst, worst_excess = index, excess
    return worst


def _excess(point: Point, others: CircleFit) -> float:
    """How far a point lies off the circle of the others, over the distance allowed."""
    scatter_px = residual_sigma(others.residual_rms, others.count, 3)
    allowed_px = max(
        LEAST_DISTANCE_PX,
        LEAST_DISTANCE_OF_RADIUS * others.circle.radius,
        0.0 if isinstance(scatter_px, Reason) else SIGMAS * scatter_px,
    )
    off_px = math.fabs(distance(point, others.circle.centre) - others.circle.radius)
    return off_px / allowed_px
