"""PURE. Reading measurement definitions off two hips, with points that have moved.

Every value after the operation is a definition read from moved landmarks, with its error bar;
nothing is added to a value from before. The twin is ``static/js/plan/hip/readings.js``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, Role
from planning.measuring.evaluate import evaluate
from planning.measuring.quantity import Quantity
from planning.plans.fragments import FEMORAL_KEYS
from planning.plans.hip.facts import OTHER, HipFacts
from planning.plans.poses import Pose, apply


@dataclass(frozen=True, slots=True)
class Played:
    """A point that an implant plays, or a landmark that followed one.

    Attributes
    ----------
    px : Point
    fixed_mm : Point
        The part of its place that is as long as the implants are made, whatever the scale.
    of_landmark : bool
        Whether a hand placed the landmark that moved; then it is as uncertain as that.
    """

    px: Point
    fixed_mm: Point
    of_landmark: bool = False


@dataclass(frozen=True, slots=True)
class HipReader:
    """Two hips as filmed, with each femur put straight by its own pose.

    Attributes
    ----------
    facts : HipFacts
    definitions : mapping of str to Definition
    hanging : str or None
        ``AP`` or ``PA``.
    straight : mapping of str to Pose
        By side, of femora that were turned.
    """

    facts: HipFacts
    definitions: Mapping[str, Definition]
    hanging: str | None
    straight: Mapping[str, Pose] = field(default_factory=dict)

    def read(
        self, key: str, side: str, moved: Mapping[str, Played] | None = None
    ) -> Quantity | Reason:
        """Evaluate a definition.

        Parameters
        ----------
        key : str
        side : str
            Of the hip that is operated on.
        moved : mapping of str to Played, optional
            Points by role that take the place of what was filmed.
        """
        definition = self.definitions[key]
        points: dict[str, list[Point]] = {}
        sigma_mm: dict[str, float] = {}
        fixed_mm: dict[str, Point] = {}
        for role in definition.roles:
            of = _side_of(role, side)
            placed = (moved or {}).get(role.name)
            sigma = self.facts.sigma_mm(role.key, of)
            if placed is not None:
                points[role.name], fixed_mm[role.name] = [placed.px], placed.fixed_mm
                sigma_mm[role.name] = (sigma or 0.0) if placed.of_landmark else 0.0
            elif sigma is not None:
                points[role.name], sigma_mm[role.name] = self.px(role.key, of), sigma
        return evaluate(
            definition,
            points,
            self.facts.scale,
            side=side,
            params={"hanging": self.hanging},
            landmark_sigma_mm=sigma_mm,
            fixed_mm=fixed_mm,
        )

    def px(self, key: str, side: str | None) -> list[Point]:
        """Return where landmarks lie with the femora put straight, image pixels."""
        found = self.facts.px(key, side)
        pose = self.straight.get(side or "") if key in FEMORAL_KEYS else None
        if pose is None:
            return found
        return [apply(pose, p, self.facts.scale.aspect) for p in found]


def _side_of(role: Role, side: str) -> str | None:
    if role.side in ("R", "L"):
        return role.side
    return {"same": side, "other": OTHER[side]}.get(role.side)
