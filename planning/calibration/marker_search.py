"""Look for the ball on a film that is here; one search at a time in a process."""

from __future__ import annotations

import threading

from planning.calibration.detect import Detected, detect_ball
from planning.calibration.film_levels import level_of_film
from planning.calibration.from_marker import BALL_LIMITS_MM, out_of_range
from planning.calibration.header_evidence import read
from planning.calibration.spacing_header import SpacingHeader
from planning.imaging.refusal import CannotShow
from planning.refused import Refused
from planning.studies.models import Instance

WAIT_S = 20.0

# A search takes a second of one core and a film's memory; more at once would slow the pages.
_one_at_a_time = threading.BoundedSemaphore(1)


class SearchRefused(Refused):
    """The film cannot be searched; a code says why and what to do."""


def find_ball(*, film: Instance, frame: int, diameter_mm: float) -> Detected:
    """Look for a ball of known size on a frame of a film.

    Parameters
    ----------
    film : Instance
        With its display selected along, preferably.
    frame : int
        From 1.
    diameter_mm : float

    Returns
    -------
    Detected
        A proposal; nothing is calibrated by it.

    Raises
    ------
    SearchRefused
        ``ball_diameter_out_of_range``, ``film_not_ready``, ``colour_has_no_density``,
        ``too_large``, ``detection_busy``, or why the film cannot be shown.
    """
    refused = out_of_range("ball_diameter_out_of_range", diameter_mm, BALL_LIMITS_MM)
    if refused:
        raise SearchRefused(str(refused.code), **refused.params)
    if not _one_at_a_time.acquire(timeout=WAIT_S):
        raise SearchRefused("detection_busy")
    try:
        level = level_of_film(film, frame)
        evidence = read(SpacingHeader.from_tags(film.header))
        return detect_ball(
            level.values,
            diameter_mm=diameter_mm,
            spacing_mm=evidence.reference or evidence.pixel,
            dense_is_low=level.dense_is_low,
        )
    except CannotShow as reason:
        raise SearchRefused(reason.code, **dict(reason.params)) from reason
    finally:
        _one_at_a_time.release()
