"""The distance between two points of a film: the first measurement that is read live."""

from __future__ import annotations

from planning.geometry.points import MIN_LENGTH, Point, all_finite
from planning.geometry.reasons import Degenerate, Reason
from planning.measuring.film_points import NO_SCALE, length_mm, length_square_px
from planning.measuring.quantity import Quantity, Unit
from planning.measuring.scale import NoScale, Scale
from planning.measuring.uncertainty import CLICK_SIGMA_MM, length_plus_minus_95_mm

NOT_CALIBRATED = "not_calibrated"
SCALE_ERROR_UNKNOWN = "scale_error_unknown"


def evaluate_length(
    a_px: Point,
    b_px: Point,
    scale: Scale | NoScale,
    landmark_sigma_mm: float = CLICK_SIGMA_MM,
) -> Quantity | Reason:
    """Measure the distance between two image points.

    Parameters
    ----------
    a_px, b_px : Point
        Image pixels.
    scale : Scale or NoScale
        A film without a scale is measured in square film pixels, never in millimetres.
    landmark_sigma_mm : float
        Standard deviation of each landmark's coordinates.

    Returns
    -------
    Quantity or Reason
        Always with the scale's label. Without an error bar where the scale is not that of the
        patient (``not_calibrated``), where its own error is not known
        (``scale_error_unknown``), or where there is none (``no_scale``). Two points in one
        place are ``coincident_points``, not a length of zero.
    """
    if not all_finite([a_px, b_px]):
        return Reason(Degenerate.NOT_FINITE)
    measured_px = length_square_px(a_px, b_px, scale)
    if measured_px < MIN_LENGTH:
        return Reason(Degenerate.COINCIDENT_POINTS)
    measured_mm = length_mm(a_px, b_px, scale)
    if isinstance(scale, NoScale) or isinstance(measured_mm, Reason):
        return Quantity(measured_px, Unit.PX, None, NO_SCALE, scale.label)
    missing = _why_no_error_bar(scale)
    plus_minus = (
        length_plus_minus_95_mm(measured_mm, scale.relative_sigma, landmark_sigma_mm)
        if missing is None
        else None
    )
    return Quantity(
        measured_mm, Unit.MM, plus_minus, missing, scale.label, scale.method, scale.calibrated
    )


def _why_no_error_bar(scale: Scale) -> str | None:
    if not scale.calibrated:
        return NOT_CALIBRATED
    return SCALE_ERROR_UNKNOWN if scale.relative_sigma is None else None
