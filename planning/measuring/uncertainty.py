"""Error bars: half-widths of the 95 % interval of measurement error.

They cover the scale and the hand that places the landmarks. They do not cover rotation, tilt
or contracture of the patient, and the page says so once.
"""

from __future__ import annotations

import math

# Standard deviation of a landmark's coordinate: placed freely, and after loupe or snap.
CLICK_SIGMA_MM = 1.0
FINE_CLICK_SIGMA_MM = 0.5
# Normal distribution: 95 % lies within this many standard deviations.
Z_95 = 1.96


def length_sigma_mm(
    measured_mm: float, relative_sigma: float, landmark_sigma_mm: float = CLICK_SIGMA_MM
) -> float:
    """Return the standard deviation of a distance between two landmarks.

    sigma_L^2 = L^2 (sigma_scale / scale)^2 + 2 sigma_landmark^2

    Parameters
    ----------
    measured_mm : float
    relative_sigma : float
        Standard deviation of the scale relative to itself (0.0125 for 1.25 %).
    landmark_sigma_mm : float
        Of each landmark, per coordinate.
    """
    from_scale_mm = measured_mm * relative_sigma
    return math.sqrt(from_scale_mm * from_scale_mm + 2 * landmark_sigma_mm * landmark_sigma_mm)


def length_plus_minus_95_mm(
    measured_mm: float, relative_sigma: float, landmark_sigma_mm: float = CLICK_SIGMA_MM
) -> float:
    """Return the half-width of the 95 % interval of a distance between two landmarks."""
    return Z_95 * length_sigma_mm(measured_mm, relative_sigma, landmark_sigma_mm)
