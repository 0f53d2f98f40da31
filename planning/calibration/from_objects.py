"""Further ways to find a scale: an implant head, two markers, distances, another film; PURE.

Geometry: facts on orthopaedics, section 1.1. A shadow is magnified by SID/SOD, so that the
inverse of the magnification is linear in depth (King, J Bone Joint Surg Br 2009), and a pixel
at a depth between two markers is as many millimetres as its share of the way says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planning.calibration import labels
from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.film_view import SUPINE_AP_PELVIS, PlausibleRange
from planning.calibration.from_marker import (
    from_known_length,
    out_of_range,
    root_sum_squares,
    round_shadow,
)
from planning.calibration.marker_calibration import MarkerCalibration, calibration
from planning.calibration.uncertainty import (
    BALL_TOLERANCE_SIGMA,
    DEPTH_SHARE_SIGMA,
    HEAD_DEPTH_95,
    HEAD_TOLERANCE_SIGMA,
    MEASURED_DISTANCE_SIGMA_MM,
    TWO_MARKERS_95,
    sigma_from_95,
)
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.scale import Confidence, ScaleMethod

HEAD_LIMITS_MM = (20.0, 66.0)
SHARE_LIMITS = (0.0, 1.0)
SID_LIMITS_MM = (500.0, 5000.0)
OBJECT_LIMITS_MM = (0.0, 600.0)
MAX_OBJECT_SHARE = 0.5
MAX_MARKER_RATIO = 1.6
DEFAULT_SHARE = 0.45
"""Of the way from the marker behind to the one in front at which a hip lies (King 2009)."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A ball that was marked: points on its rim in image pixels, and its true diameter."""

    rim_points_px: Sequence[Point]
    diameter_mm: float


def from_implant_head(
    rim_points_px: Sequence[Point],
    head_diameter_mm: float,
    film: FilmGeometry,
    *,
    expected: PlausibleRange = SUPINE_AP_PELVIS,
    reason: str = "",
) -> MarkerCalibration | Reason:
    """Calibrate by an implant head of known size: it lies where the joint is.

    Parameters
    ----------
    rim_points_px : sequence of Point
        Three or more points on its rim, image pixels.
    head_diameter_mm : float
    film : FilmGeometry
    expected : PlausibleRange
    reason : str
        Typed by the person.

    Returns
    -------
    MarkerCalibration, or Reason
        ``head_diameter_out_of_range``, or as for a ball.
    """
    refused = out_of_range("head_diameter_out_of_range", head_diameter_mm, HEAD_LIMITS_MM)
    rim = refused or round_shadow(rim_points_px, head_diameter_mm, film)
    if isinstance(rim, Reason):
        return rim
    return calibration(
        column_mm=head_diameter_mm / rim.diameter_px,
        film=film,
        method=ScaleMethod.IMPLANT_HEAD,
        label=labels.implant_head(head_diameter_mm),
        confidence=Confidence.HIGH,
        relative_sigma=root_sum_squares(
            rim.relative_sigma, HEAD_TOLERANCE_SIGMA, sigma_from_95(HEAD_DEPTH_95)
        ),
        expected=expected,
        reason=reason,
        residual_px=rim.residual_px,
        rim=rim,
        inputs={
            "rim_points_px": [list(p) for p in rim_points_px],
            "head_diameter_mm": head_diameter_mm,
        },
    )


def from_two_markers(
    behind: Marker,
    front: Marker,
    film: FilmGeometry,
    *,
    share: float = DEFAULT_SHARE,
    expected: PlausibleRange = SUPINE_AP_PELVIS,
    reason: str = "",
) -> MarkerCalibration | Reason:
    """Calibrate by two markers at known depths, one behind and one in front of the patient.

    A pixel is as many mm at the joint as (1 - r) times behind plus r times in front, since
    1/M is linear in depth. Works without a detector spacing.

    Parameters
    ----------
    behind, front : Marker
        Nearer to the detector, and nearer to the tube.
    film : FilmGeometry
    share : float
        r: share of the way from the marker behind to the one in front where the joint lies.
    expected : PlausibleRange
    reason : str

    Returns
    -------
    MarkerCalibration, or Reason
        ``depth_share_out_of_range``, ``markers_in_wrong_order`` where the one in front is
        not magnified more, ``markers_disagree`` where the two differ beyond what can be, or
        as for a ball.
    """
    refused = out_of_range("depth_share_out_of_range", share, SHARE_LIMITS)
    rim_behind = refused or round_shadow(behind.rim_points_px, behind.diameter_mm, film)
    if isinstance(rim_behind, Reason):
        return rim_behind
    rim_front = round_shadow(front.rim_points_px, front.diameter_mm, film)
    if isinstance(rim_front, Reason):
        return rim_front
    far_mm = behind.diameter_mm / rim_behind.diameter_px
    near_mm = front.diameter_mm / rim_front.diameter_px
    if near_mm >= far_mm:
        return Reason("markers_in_wrong_order")
    if far_mm / near_mm > MAX_MARKER_RATIO:
        return Reason("markers_disagree", {"ratio": far_mm / near_mm})
    column_mm = (1 - share) * far_mm + share * near_mm
    depth_sigma = DEPTH_SHARE_SIGMA * (far_mm - near_mm) / column_mm
    fits = root_sum_squares(
        (1 - share) * far_mm / column_mm
        * root_sum_squares(rim_behind.relative_sigma, BALL_TOLERANCE_SIGMA),
        share * near_mm / column_mm
        * root_sum_squares(rim_front.relative_sigma, BALL_TOLERANCE_SIGMA),
    )  # fmt: skip
    used = rim_behind.used + rim_front.used
    residual_px = math.sqrt(
        (rim_behind.used * rim_behind.residual_px**2 + rim_front.used * rim_front.residual_px**2)
        / used
    )
    return calibration(
        column_mm=column_mm,
        film=film,
        method=ScaleMethod.TWO_MARKERS,
        label=labels.two_markers(share),
        confidence=Confidence.HIGH,
        relative_sigma=root_sum_squares(fits, max(depth_sigma, sigma_from_95(TWO_MARKERS_95))),
        expected=expected,
        reason=reason,
        residual_px=residual_px,
        inputs={
            "rim_points_px": [list(p) for p in behind.rim_points_px],
            "ball_diameter_mm": behind.diameter_mm,
            "front_rim_points_px": [list(p) for p in front.rim_points_px],
            "front_ball_diameter_mm": front.diameter_mm,
            "depth_share": share,
        },
    )


def from_distances(
    sid_mm: float,
    object_mm: float,
    film: FilmGeometry,
    *,
    expected: PlausibleRange = SUPINE_AP_PELVIS,
    reason: str = "",
) -> MarkerCalibration | Reason:
    """Calibrate by the distances on the radiographer's form: M = SID / (SID - OID).

    Parameters
    ----------
    sid_mm : float
        Source to detector.
    object_mm : float
        Bone to detector: from the table top up to the bone and from the table top down to
        the detector. The header's own distance ends at the table and is not it.
    film : FilmGeometry
        With a detector spacing.
    expected : PlausibleRange
    reason : str

    Returns
    -------
    MarkerCalibration, or Reason
        ``sid_out_of_range``, ``object_distance_out_of_range``, ``no_detector_spacing``,
        ``invalid_film_geometry``.
    """
    refused = (
        out_of_range("sid_out_of_range", sid_mm, SID_LIMITS_MM)
        or out_of_range(
            "object_distance_out_of_range",
            object_mm,
            (OBJECT_LIMITS_MM[0], min(OBJECT_LIMITS_MM[1], MAX_OBJECT_SHARE * sid_mm)),
        )
        or film.problem()
    )
    if refused:
        return refused
    if film.detector_mm is None:
        return Reason("no_detector_spacing")
    source_object_mm = sid_mm - object_mm
    relative_sigma = root_sum_squares(
        MEASURED_DISTANCE_SIGMA_MM / source_object_mm,
        MEASURED_DISTANCE_SIGMA_MM * object_mm / (sid_mm * source_object_mm),
    )
    return calibration(
        column_mm=film.detector_mm.column_mm * source_object_mm / sid_mm,
        film=film,
        method=ScaleMethod.DISTANCES,
        label=labels.distances(sid_mm, object_mm),
        confidence=Confidence.MEDIUM,
        relative_sigma=relative_sigma,
        expected=expected,
        reason=reason,
        inputs={"sid_mm": sid_mm, "object_distance_mm": object_mm},
    )


def from_other_film(
    a_px: Point,
    b_px: Point,
    length_mm: float,
    film: FilmGeometry,
    *,
    other_sigma: float | None,
    expected: PlausibleRange = SUPINE_AP_PELVIS,
    reason: str = "",
) -> MarkerCalibration | Reason:
    """Calibrate by an object that is on another, calibrated film too, measured there.

    A magnification never passes from film to film, only the size of something that is on
    both; the other film's own doubt comes with it.

    Parameters
    ----------
    a_px, b_px : Point
        The object's ends on this film, image pixels.
    length_mm : float
        Its length as measured on the other film.
    film : FilmGeometry
    other_sigma : float or None
        Relative standard deviation of the other film's scale; None is refused.
    expected : PlausibleRange
    reason : str

    Returns
    -------
    MarkerCalibration, or Reason
        ``other_film_not_calibrated``, or as for a known length.
    """
    if other_sigma is None:
        return Reason("other_film_not_calibrated")
    found = from_known_length(a_px, b_px, length_mm, film, expected=expected, reason=reason)
    if isinstance(found, Reason):
        return found
    scale = replace(
        found.scale,
        method=ScaleMethod.OTHER_FILM,
        label=labels.other_film(length_mm),
        relative_sigma=root_sum_squares(found.scale.relative_sigma or 0.0, other_sigma),
    )
    return replace(found, scale=scale)
