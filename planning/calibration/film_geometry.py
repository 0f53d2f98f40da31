"""What is known about how a film was taken, before anybody calibrates it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planning.calibration.header_evidence import Spacing, read
from planning.calibration.spacing_header import SpacingHeader
from planning.geometry.points import Point
from planning.geometry.reasons import Reason


@dataclass(frozen=True, slots=True)
class FilmGeometry:
    """Where a marker's pixels come from.

    Attributes
    ----------
    aspect : float
        Pixel height over pixel width.
    detector_mm : Spacing or None
        At the detector, or on the digitised film; without it there is no magnification.
    sid_mm : float or None
        Source to detector.
    central_ray_px : Point or None
        Where the ray perpendicular to the detector meets the image.
    """

    aspect: float = 1.0
    detector_mm: Spacing | None = None
    sid_mm: float | None = None
    central_ray_px: Point | None = None

    def problem(self) -> Reason | None:
        """Say what makes these numbers unusable, if anything does."""
        numbers = [self.aspect, *(self.detector_mm or ())]
        if self.sid_mm is not None:
            numbers.append(self.sid_mm)
        if not all(math.isfinite(value) and value > 0 for value in numbers):
            return Reason("invalid_film_geometry")
        return None


def film_geometry(header: SpacingHeader, *, rows: int, columns: int) -> FilmGeometry:
    """Collect it from a header.

    The central ray is taken to meet the middle of the image, as collimators close
    symmetrically about it. Where that cannot be (a stitched image, a C-arm) it is unknown.
    A fit never relies on it alone: rim points that contradict it overrule it.

    Parameters
    ----------
    header : SpacingHeader
    rows, columns : int
        Size of the image in pixels.

    Returns
    -------
    FilmGeometry
    """
    evidence = read(header)
    known = evidence.reference or evidence.pixel
    return FilmGeometry(
        aspect=known.row_mm / known.column_mm if known else evidence.aspect or 1.0,
        detector_mm=evidence.reference,
        sid_mm=evidence.sid_mm,
        central_ray_px=None if evidence.field_varies else Point(columns / 2, rows / 2),
    )
