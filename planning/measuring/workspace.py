"""The plane in which a definition is computed: millimetres or square film pixels.

Here points of the film become the values of a definition's roles, and its parameters numbers.
The twin is ``static/js/measuring/workspace.js``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.circle_fit import fit_circle
from planning.geometry.circles import Circle
from planning.geometry.points import Point, all_finite
from planning.geometry.reasons import Degenerate, Reason
from planning.geometry.spaces import image_to_mm, image_to_square, mm_to_image, square_to_image
from planning.measuring.construction import MISSING_LANDMARK
from planning.measuring.definition import Definition, Needs, Param, Role
from planning.measuring.film_points import NO_SCALE, no_scale_reason
from planning.measuring.primitives import Kind
from planning.measuring.scale import NoScale, Scale

TOO_MANY_POINTS = "too_many_points"
CALIBRATED_FILM = "calibrated_film"
BAD_PARAM = "bad_param"
LARGEST_PARAM = 1e9

Points = Mapping[str, Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Workspace:
    """How to get into the plane of a computation and out again."""

    scale: Scale | NoScale
    in_mm: bool

    def enter(self, p_px: Point) -> Point:
        """Return a point of the image in this plane."""
        if self.in_mm:
            return image_to_mm(p_px, self.scale.row_mm, self.scale.column_mm)
        return image_to_square(p_px, self.scale.aspect)

    def leave(self, p: Point) -> Point:
        """Return a point of this plane in image pixels."""
        if self.in_mm:
            return mm_to_image(p, self.scale.row_mm, self.scale.column_mm)
        return square_to_image(p, self.scale.aspect)

    def radii_px(self, radius: float) -> Point:
        """Return a circle's radii along the image's rows and columns."""
        return self.leave(Point(radius, radius))


def workspace_for(definition: Definition, scale: Scale | NoScale) -> Workspace | Reason:
    """Return where a definition is computed, or why it cannot be on this film."""
    if definition.needs is Needs.NOTHING:
        return Workspace(scale, in_mm=False)
    if isinstance(scale, NoScale):
        return no_scale_reason(scale)
    if definition.needs is Needs.DETECTOR_MM and scale.calibrated:
        return Reason(CALIBRATED_FILM)
    return Workspace(scale, in_mm=True)


def placed_points(role: Role, points: Points, workspace: Workspace) -> list[Point] | Reason:
    """Return a role's points in the plane, or what is wrong with them.

    Returns
    -------
    list of Point, or Reason ``missing_landmark``, ``too_few_points``, ``too_many_points`` or
    ``not_finite``, each naming the role
    """
    given = points.get(role.name) or ()
    if not given:
        return Reason(
            MISSING_LANDMARK,
            {"role": role.name, "landmark": role.key, "name": role.title, "side": role.side},
        )
    if not (role.alone and len(given) == 1):
        if len(given) < role.least:
            params = {"needed": role.least, "given": len(given), "role": role.name}
            return Reason(Degenerate.TOO_FEW_POINTS, params)
        if len(given) > role.most:
            params = {"allowed": role.most, "given": len(given), "role": role.name}
            return Reason(TOO_MANY_POINTS, params)
    if not all_finite(given):
        return Reason(Degenerate.NOT_FINITE, {"role": role.name})
    return [workspace.enter(point) for point in given]


def role_value(role: Role, placed: Sequence[Point]) -> Any:
    """Return what a role's points stand for: a point, the points, or their circle."""
    if role.kind is Kind.POINT:
        return placed[0]
    if role.kind is Kind.POINTS:
        return list(placed)
    if len(placed) == 1:
        # Only the centre was placed; who wants the radius asks for another source.
        return Circle(placed[0], float("nan"))
    fitted = fit_circle(placed, role.min_arc_deg)
    return fitted if isinstance(fitted, Reason) else fitted.circle


def param_value(
    param: Param, params: Mapping[str, Any], definition: Definition, workspace: Workspace
) -> float | Reason:
    """Return a parameter's number, or the reason that it is not known here."""
    if param.unit == "mm" and definition.needs is not Needs.NOTHING and not workspace.in_mm:
        return Reason(NO_SCALE, {"param": param.name})
    given = params.get(param.name)
    if given is None:
        given = param.default
    if param.choices is not None:
        given = param.choices.get(given) if isinstance(given, str) else None
    if given is None:
        return Reason(param.missing, {"param": param.name, "name": param.title})
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not (is_number and abs(given) <= LARGEST_PARAM):
        return Reason(BAD_PARAM, {"param": param.name, "name": param.title})
    return float(given)
