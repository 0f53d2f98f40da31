"""PURE. How the femur leans under the pelvis, and how it is put straight before measuring.

Angles are positive towards adduction: the knee nearer the middle. The twin is
``static/js/plan/hip/adduction.js``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planning.geometry.angles import DEG_TO_RAD, RAD_TO_DEG
from planning.geometry.points import Point, cross, dot, scaled, subtract
from planning.geometry.reasons import Reason
from planning.plans.hip.facts import OTHER, HipFacts, directions

SUGGESTED_FROM_DEG = 3.0


@dataclass(frozen=True, slots=True)
class Adduction:
    """How to turn a femur.

    Attributes
    ----------
    own_deg, target_deg : float
        Of the shaft's axis against the perpendicular of the pelvic line.
    turn_deg : float
        Target less own, towards adduction.
    turn_rad : float
        The same, clockwise on the screen.
    about_px : Point
        The centre of the femoral head, image pixels.
    suggested : bool
        Whether it is worth doing; never done without being asked for.
    """

    own_deg: float
    target_deg: float
    turn_deg: float
    turn_rad: float
    about_px: Point
    suggested: bool


def adduction(facts: HipFacts, side: str, target: str) -> Adduction | Reason:
    """Say how a femur is put straight.

    Parameters
    ----------
    facts : HipFacts
    side : str
    target : str
        ``other`` femur (only where that is healthy), ``neutral`` or ``as_filmed``.

    Returns
    -------
    Adduction, or Reason ``missing_landmark``
    """
    own_deg, head = leaning_deg(facts, side), facts.head(side)
    if isinstance(own_deg, Reason):
        return own_deg
    if isinstance(head, Reason):
        return head
    aims = {"as_filmed": own_deg, "neutral": 0.0}
    target_deg = leaning_deg(facts, OTHER[side]) if target == "other" else aims[target]
    if isinstance(target_deg, Reason):
        return target_deg
    found = directions(facts, side)
    assert not isinstance(found, Reason)
    turn_deg = target_deg - own_deg
    clockwise = 1.0 if cross(found.distal, scaled(found.lateral, -1.0)) > 0 else -1.0
    return Adduction(
        own_deg,
        target_deg,
        turn_deg,
        clockwise * turn_deg * DEG_TO_RAD,
        facts.to_px(head.centre),
        abs(turn_deg) > SUGGESTED_FROM_DEG,
    )


def leaning_deg(facts: HipFacts, side: str) -> float | Reason:
    """Return how far a shaft leans towards adduction."""
    found = directions(facts, side)
    prox, dist = facts.mm("shaft_prox", side), facts.mm("shaft_dist", side)
    for one in (found, prox, dist):
        if isinstance(one, Reason):
            return one
    way = subtract(dist, prox)
    return math.atan2(-dot(way, found.lateral), dot(way, found.distal)) * RAD_TO_DEG
