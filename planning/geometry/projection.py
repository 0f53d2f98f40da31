"""Central projection of a radiograph: magnification, and the shadow of a ball.

The focal spot is a point, the detector a plane perpendicular to the central ray. SID is the
distance from source to detector, SOD from source to the plane of the object, OID from object
to detector; all in millimetres.
"""

from __future__ import annotations

import math

from planning.geometry.angles import wrap_90_deg
from planning.geometry.ellipses import Ellipse
from planning.geometry.points import Point, length, scaled
from planning.geometry.reasons import Degenerate, Reason


def magnification(sid_mm: float, sod_mm: float) -> float | Reason:
    """Return SID / SOD, or ``impossible_projection`` unless 0 < SOD <= SID."""
    if not 0 < sod_mm <= sid_mm:
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    return sid_mm / sod_mm


def ball_magnification(shadow_diameter_mm: float, true_diameter_mm: float) -> float | Reason:
    """Return the magnification that a ball shows: its shadow over its true diameter.

    Parameters
    ----------
    shadow_diameter_mm : float
        Short diameter of the shadow at the detector plane (pixels times detector spacing).
    true_diameter_mm : float
        Diameter of the ball itself.
    """
    if not (shadow_diameter_mm > 0 and true_diameter_mm > 0):
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    return shadow_diameter_mm / true_diameter_mm


def sphere_shadow(
    radius_mm: float, offset_mm: Point, sod_mm: float, sid_mm: float
) -> Ellipse | Reason:
    """Return the outline that a ball throws on the detector, about the central ray.

    The rays that touch a ball form a cone; the detector cuts it in an ellipse whose short
    semi-axis SID R / sqrt(SOD^2 - R^2) does not depend on the offset, while the long one grows
    by sqrt(1 + offset^2 / (SOD^2 - R^2)). The long axis points to the central ray.

    Parameters
    ----------
    radius_mm : float
        Radius of the ball.
    offset_mm : Point
        Its centre from the central ray, in its own plane.
    sod_mm, sid_mm : float
        Distances from the source to the ball's centre and to the detector.

    Returns
    -------
    Ellipse, or Reason ``impossible_projection`` where the ball does not fit in between
    """
    if not 0 < radius_mm < sod_mm <= sid_mm:
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    depth_squared = sod_mm * sod_mm - radius_mm * radius_mm
    offset = length(offset_mm)
    semi_minor = sid_mm * radius_mm / math.sqrt(depth_squared)
    semi_major = semi_minor * math.sqrt(1 + offset * offset / depth_squared)
    angle_deg = wrap_90_deg(math.degrees(math.atan2(offset_mm.y, offset_mm.x)))
    centre = scaled(offset_mm, sid_mm * sod_mm / depth_squared)
    return Ellipse(centre, semi_major, semi_minor, math.radians(angle_deg))


def sphere_sod_mm(radius_mm: float, semi_minor_mm: float, sid_mm: float) -> float | Reason:
    """Return how far from the source a ball lies: the inverse of :func:`sphere_shadow`.

    Parameters
    ----------
    radius_mm : float
        Radius of the ball.
    semi_minor_mm : float
        Half of the short diameter of its shadow at the detector.
    sid_mm : float

    Returns
    -------
    float, or Reason ``impossible_projection`` where the shadow is not larger than the ball
    """
    if not 0 < radius_mm < semi_minor_mm:
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    reach = sid_mm * radius_mm / semi_minor_mm
    sod_mm = math.sqrt(reach * reach + radius_mm * radius_mm)
    if not sod_mm <= sid_mm:
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    return sod_mm


def shadow_semi_minor_mm(
    mean_radius_mm: float, offset_at_detector_mm: float, sid_mm: float
) -> float | Reason:
    """Return the short semi-axis of a shadow from the circle fitted to it.

    Eight clicked rim points do not hold the two axes of an ellipse apart: noise alone makes the
    short one shorter. Where the central ray is known, a circle and this correction are twice as
    repeatable. Neglects (R / SOD)^2, that is 3e-6 of the radius.

    Parameters
    ----------
    mean_radius_mm : float
        Radius of the fitted circle, taken as (a + b) / 2.
    offset_at_detector_mm : float
        Distance of its centre from the central ray, at the detector.
    sid_mm : float
    """
    if not (mean_radius_mm > 0 and sid_mm > 0):
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    tangent = offset_at_detector_mm / sid_mm
    return 2 * mean_radius_mm / (1 + math.sqrt(1 + tangent * tangent))


def off_plane_size_error(
    sid_mm: float, oid_anatomy_mm: float, marker_towards_tube_mm: float
) -> float | Reason:
    """Return the relative error of a size calibrated by a marker in another plane.

    Exact: -d / (SID - OID) with d positive where the marker lies nearer the tube than the
    anatomy. -0.02 means that sizes read 2 % too small.
    """
    sod_mm = sid_mm - oid_anatomy_mm
    if not (sod_mm > 0 and sod_mm > marker_towards_tube_mm):
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    return (0.0 - marker_towards_tube_mm) / sod_mm


def magnification_between(
    posterior: float, anterior: float, depth_fraction: float
) -> float | Reason:
    """Return the magnification between two marker planes; 1/M is linear in depth.

    Parameters
    ----------
    posterior, anterior : float
        Magnifications of the two markers.
    depth_fraction : float
        Depth of the anatomy from the posterior (0) to the anterior marker (1).
    """
    if not (posterior > 0 and anterior > 0 and 0 <= depth_fraction <= 1):
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    return 1 / ((1 - depth_fraction) / posterior + depth_fraction / anterior)


def sid_from_two_depths_mm(lower: float, higher: float, gap_mm: float) -> float | Reason:
    """Return the SID at which two planes a known gap apart show these magnifications.

    Parameters
    ----------
    lower, higher : float
        Magnification of the plane nearer the detector, and of the one nearer the tube.
    gap_mm : float
        Distance between the planes.
    """
    if not (0 < lower < higher and gap_mm > 0):
        return Reason(Degenerate.IMPOSSIBLE_PROJECTION)
    return gap_mm / (1 / lower - 1 / higher)
