"""The decision table: which spacing a header gives, and what may be done with it.

Read it beside the table of the calibration chapter (facts on DICOM, section 1.4), whose
row numbers these are. The first row that applies wins. Rows 1 and 15 (a person's
calibration, a presentation state) are stored calibrations, not headers; row 12
(Secondary Capture) reports the row that its elements match.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planning.calibration import labels
from planning.calibration.header_evidence import Evidence, Spacing, equal
from planning.calibration.uncertainty import (
    BALL_DEPTH_95,
    CROSS_SECTIONAL_SIGMA,
    FIXED_FACTOR_SIGMA,
    sigma_from_95,
)
from planning.measuring.scale import Confidence, ScaleMethod, Templating


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes
    ----------
    number : int
    applies : callable
        Whether the header has what the row asks for.
    spacing : callable
        Which spacing is used; None for pixels only.
    method : ScaleMethod or None
    label : callable
        The words beside every length.
    confidence, templating
    reason : str
        Code.
    relative_sigma : float or None
        None where the header gives no ground for an error bar.
    corrected : bool
        The spacing already contains M = detector spacing over Pixel Spacing.
    acceptable : bool
        A person's word is enough to use it; otherwise a marker or a factor is needed.
    offers : callable
        A magnification that the header suggests and a person may accept.
    """

    number: int
    applies: Callable[[Evidence], bool]
    spacing: Callable[[Evidence], Spacing | None]
    method: ScaleMethod | None
    label: Callable[[Evidence], str]
    confidence: Confidence
    templating: Templating
    reason: str
    relative_sigma: float | None = None
    corrected: bool = False
    acceptable: bool = True
    offers: Callable[[Evidence], float | None] = lambda e: None


def pixel(e: Evidence) -> Spacing | None:
    """Pixel Spacing."""
    return e.pixel


def imager(e: Evidence) -> Spacing | None:
    """Imager Pixel Spacing."""
    return e.imager


def scanned(e: Evidence) -> Spacing | None:
    """Nominal Scanned Pixel Spacing."""
    return e.scanned


def no_spacing(e: Evidence) -> None:
    """Pixels only."""


def correction(e: Evidence) -> float | None:
    """M that Pixel Spacing contains; None where it equals its reference or has none."""
    return None if equal(e.pixel, e.reference) else e.magnification


def suggested_by_factor(e: Evidence) -> float | None:
    """ERMF, where it says anything: 1 or less is ignored."""
    return e.ermf if e.ermf is not None and e.ermf > 1 else None


def _says(label: str) -> Callable[[Evidence], str]:
    return lambda e: label


def _fiducial_label(e: Evidence) -> str:
    return labels.fiducial(e.description)


def _suggests(offered: Callable[[Evidence], float | None]) -> Callable[[Evidence], str]:
    return lambda e: labels.suggested(offered(e))


# fmt: off
ROWS: tuple[Row, ...] = (
    Row(0, lambda e: e.cross_sectional and e.pixel is not None,
        pixel, ScaleMethod.CROSS_SECTIONAL, _says("mm (cross-sectional)"),
        Confidence.HIGH, Templating.YES, "cross_sectional", CROSS_SECTIONAL_SIGMA),
    Row(2, lambda e: (e.pixel is not None and e.calibration_type == "FIDUCIAL"
                      and not equal(e.pixel, e.imager)),
        pixel, ScaleMethod.HEADER_FIDUCIAL, _fiducial_label,
        Confidence.HIGH, Templating.CONFIRM, "fiducial",
        sigma_from_95(BALL_DEPTH_95), corrected=True),
    Row(3, lambda e: equal(e.pixel, e.imager) and e.calibration_type == "FIDUCIAL",
        pixel, ScaleMethod.HEADER_FIDUCIAL, _says("fiducial claimed, equals detector spacing"),
        Confidence.CONTRADICTORY, Templating.NO, "fiducial_equals_detector"),
    Row(4, lambda e: (e.pixel is not None and e.calibration_type == "GEOMETRY"
                      and not equal(e.pixel, e.imager)),
        pixel, ScaleMethod.HEADER_GEOMETRY,
        lambda e: labels.assumed(correction(e)),
        Confidence.MEDIUM, Templating.ACKNOWLEDGE, "assumed_magnification",
        FIXED_FACTOR_SIGMA, corrected=True),
    Row(5, lambda e: equal(e.pixel, e.imager) and e.calibration_type == "GEOMETRY",
        pixel, ScaleMethod.HEADER_DETECTOR, _says("mm at detector plane"),
        Confidence.LOW, Templating.NO, "geometry_equals_detector", acceptable=False),
    Row(6, lambda e: (e.pixel is not None and e.reference is not None
                      and not equal(e.pixel, e.reference)),
        pixel, ScaleMethod.HEADER_CORRECTED,
        lambda e: labels.corrected(correction(e)),
        Confidence.MEDIUM_LOW, Templating.ACKNOWLEDGE, "corrected_method_unknown",
        corrected=True),
    Row(7, lambda e: e.imager is not None and suggested_by_factor(e) is not None,
        imager, ScaleMethod.HEADER_DETECTOR, _suggests(suggested_by_factor),
        Confidence.LOW, Templating.NO, "detector_plane_factor_suggested",
        offers=suggested_by_factor),
    Row(8, lambda e: e.imager is not None and e.distance_magnification is not None,
        imager, ScaleMethod.HEADER_DETECTOR, _suggests(lambda e: e.distance_magnification),
        Confidence.LOW, Templating.NO, "detector_plane_distances_suggest",
        offers=lambda e: e.distance_magnification),
    Row(9, lambda e: e.imager is not None,
        imager, ScaleMethod.HEADER_DETECTOR, _says("mm at detector plane (not calibrated)"),
        Confidence.LOW, Templating.NO, "detector_plane", acceptable=False),
    Row(10, lambda e: e.pixel is not None and e.scanned is None,
        pixel, ScaleMethod.HEADER_UNKNOWN, _says("mm, calibration unknown"),
        Confidence.UNKNOWN, Templating.NO, "calibration_unknown"),
    Row(11, lambda e: e.scanned is not None,
        scanned, ScaleMethod.HEADER_FILM, _says("mm on film"),
        Confidence.LOW, Templating.NO, "film_plane", acceptable=False),
    Row(13, lambda e: e.aspect is not None,
        no_spacing, None, _says("px"),
        Confidence.NONE, Templating.NO, "aspect_only", acceptable=False),
    Row(14, lambda e: True,
        no_spacing, None, _says("px"),
        Confidence.NONE, Templating.NO, "no_spacing", acceptable=False),
)
# fmt: on
