"""How far each way of finding a scale can be trusted, as one standard deviation.

Sources: facts on orthopaedic templating, section 1.1 (error bar on every length) and the
published spread of external balls (King, J Bone Joint Surg Br 2009; BJJ 2010).
"""

from __future__ import annotations

from planning.measuring.uncertainty import Z_95

BALL_DEPTH_95 = 0.025
"""±2.5 % at 95 %: nobody knows that the ball lay at the depth of the joint."""

BALL_TOLERANCE_SIGMA = 0.003
"""The ball's own diameter."""

STANDING_BALL_95 = 0.12
"""±12 % at 95 %: a single ball on a standing pelvis (PMC10030446, 100 films)."""

HEAD_DEPTH_95 = 0.01
"""±1 % at 95 %: an implant head lies at the joint; what is measured lies 5 mm off it."""

HEAD_TOLERANCE_SIGMA = 0.001
"""The diameter of an implant head."""

TWO_MARKERS_95 = 0.02
"""±2 % at 95 % at least, for two markers; the doubt about the depth of the joint may be more."""

DEPTH_SHARE_SIGMA = 0.05
"""How far the joint may lie from its usual share of the way between two markers."""

MEASURED_DISTANCE_SIGMA_MM = 10.0
"""A distance measured with a tape beside the patient, or read from a form."""

FIXED_FACTOR_SIGMA = 0.02
"""A magnification that was assumed, by the machine or by a person."""

CROSS_SECTIONAL_SIGMA = 0.0
"""A reconstructed slice has no magnification; clicks dominate every length on it."""

RIM_CLICK_SIGMA_PX = 0.3
"""Least believable scatter of rim points: a click at 1:1 hits a whole pixel, ±0.5 px."""


def sigma_from_95(half_width: float) -> float:
    """Turn the half width of a 95 % interval into a standard deviation."""
    return half_width / Z_95
