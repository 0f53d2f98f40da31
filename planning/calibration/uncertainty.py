"""How far each way of finding a scale can be trusted, as one standard deviation.

Sources: facts on orthopaedic templating, section 1.1 (error bar on every length) and the
published spread of external balls (King, J Bone Joint Surg Br 2009; BJJ 2010).
"""

from __future__ import annotations

NORMAL_95 = 1.959963984540054
"""Half width of the 95 % interval of a normal distribution in standard deviations."""

BALL_DEPTH_95 = 0.025
"""±2.5 % at 95 %: nobody knows that the ball lay at the depth of the joint."""

BALL_TOLERANCE_SIGMA = 0.003
"""The ball's own diameter."""

FIXED_FACTOR_SIGMA = 0.02
"""A magnification that was assumed, by the machine or by a person."""

CROSS_SECTIONAL_SIGMA = 0.0
"""A reconstructed slice has no magnification; clicks dominate every length on it."""

CLICK_SIGMA_MM = 0.5
"""One landmark placed with loupe or snap."""

RIM_CLICK_SIGMA_PX = 0.5
"""Least believable scatter of points clicked on a sharp metal rim at 1:1."""


def sigma_from_95(half_width: float) -> float:
    """Turn the half width of a 95 % interval into a standard deviation."""
    return half_width / NORMAL_95
