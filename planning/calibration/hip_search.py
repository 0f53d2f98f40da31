"""Read a hip's canal and socket off a film about clicked points: a proposal, nothing is kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from planning.calibration import selectors
from planning.calibration.film_levels import level_of_film
from planning.calibration.hip_points import read_points
from planning.imaging.refusal import CannotShow
from planning.measuring.scale import NoScale
from planning.refused import Refused
from planning.studies.models import Instance

SQUARE_WITHIN = 0.005
WAIT_S = 20.0
_one_at_a_time = threading.BoundedSemaphore(1)


class HipSearchRefused(Refused):
    """The film cannot be read; a code says why and what to do."""


def read_hip(
    *, film: Instance, frame: int, side: str, points: Mapping[str, Sequence[Sequence[float]]]
) -> dict[str, Any]:
    """Read what a cup and a stem are proposed from.

    Parameters
    ----------
    film : Instance
    frame : int
        From 1.
    side : str
        ``R`` or ``L``.
    points : mapping
        Image pixels: ``teardrop_R``, ``teardrop_L``, ``lesser_troch_apex`` of this side (one
        point each) and ``head_rim`` of this side (three or more; without it no socket).

    Returns
    -------
    dict
        ``canal``: ``axis_px``, ``levels`` (``key``, ``below_mm``, ``medial_px``,
        ``lateral_px``), ``agree``, ``of``; or a reason (``no_canal``). ``bed``: ``centre_px``,
        ``radius_px``, ``agree``, ``of``; or a reason (``no_socket``, ``missing_landmark``).

    Raises
    ------
    HipSearchRefused
        ``no_scale``, ``pixels_not_square``, ``detection_busy``, or why the film has no level.
    """
    scale = selectors.film_scale(film).scale
    if isinstance(scale, NoScale):
        raise HipSearchRefused("no_scale", why=scale.reason)
    if abs(scale.aspect - 1) > SQUARE_WITHIN:
        raise HipSearchRefused("pixels_not_square")
    if not _one_at_a_time.acquire(timeout=WAIT_S):
        raise HipSearchRefused("detection_busy")
    try:
        grey = level_of_film(film, frame)
        return read_points(grey.values, grey.dense_is_low, scale.column_mm, side, points)
    except CannotShow as reason:
        raise HipSearchRefused(reason.code, **dict(reason.params)) from reason
    finally:
        _one_at_a_time.release()
