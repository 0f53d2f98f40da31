"""PURE. How the femora of a plan are put straight, from what is aimed at and where landmarks lie.

The turn is never stored: a shaft that is marked anew, a femur that is cut later and another way
of operating all follow the aim. The twin is ``static/js/plan/hip/straight.js``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planning.geometry.reasons import Reason
from planning.geometry.spaces import image_to_square
from planning.measuring.scale import NoScale, Scale
from planning.plans.hip.adduction import adduction
from planning.plans.hip.facts import OTHER, SIDES, hip_facts
from planning.plans.poses import Pose

Json = Mapping[str, Any]
NEUTRAL = "neutral"


def straight_poses(document: Json, view_id: str, scale: Scale | NoScale) -> dict[str, Pose]:
    """Say how femora turn about their heads before anything is measured.

    A femur that is cut free turns as was asked for its side; where it turns to neutral, the other
    one does too, cut or not, so that both legs are compared in one position.

    Parameters
    ----------
    document : mapping
        A plan document of any schema.
    view_id : str
    scale : Scale or NoScale
        Of the view.

    Returns
    -------
    dict of str to Pose
        By side; only of femora that somebody wants to turn and whose landmarks are there.
    """
    aims = _aims(document, view_id)
    facts = hip_facts(document, view_id, scale) if aims else None
    if facts is None or isinstance(facts, Reason):
        return {}
    poses = {}
    for side, aim in aims.items():
        turn = adduction(facts, side, aim)
        if not isinstance(turn, Reason):
            about = image_to_square(turn.about_px, facts.scale.aspect)
            poses[side] = Pose(about, turn.turn_rad)
    return poses


def _aims(document: Json, view_id: str) -> dict[str, str]:
    procedure = next(iter(document.get("procedures", ())), None)
    if procedure is None or procedure["view_id"] not in (None, view_id):
        return {}
    asked = {
        body["side"]: procedure["targets"].get(body["side"], {}).get("adduction")
        for body in document["bodies"]
        if body["kind"] == "fragment" and body["view_id"] == view_id and body.get("side") in SIDES
    }
    found = {}
    for side in SIDES:
        aim = asked.get(side) or (NEUTRAL if asked.get(OTHER[side]) == NEUTRAL else None)
        if aim is not None:
            found[side] = aim
    return found
