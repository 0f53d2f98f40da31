"""From a definition and points on a film to a quantity with its error bar, or a reason.

The twin is ``static/js/measuring/evaluate.js``; values and error bars agree within 1e-9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, Needs
from planning.measuring.evaluate_error import error_bar
from planning.measuring.quantity import Quantity, Unit
from planning.measuring.scale import NoScale, Scale
from planning.measuring.uncertainty import CLICK_SIGMA_MM, FINE_CLICK_SIGMA_MM
from planning.measuring.workspace import (
    Points,
    Workspace,
    param_value,
    placed_points,
    role_value,
    workspace_for,
)

_FINE = frozenset({"loupe", "snap", "confirmed"})


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Everything that a construction gave.

    Attributes
    ----------
    placed : dict
        Points of each role that has some, in the working plane.
    values : dict
        Value of every role, parameter and step by name; a Reason where it has none.
    """

    workspace: Workspace
    placed: Mapping[str, list[Point]]
    values: dict[str, Any]
    side: str | None


def evaluate(
    definition: Definition,
    points: Points,
    scale: Scale | NoScale,
    *,
    side: str | None = None,
    params: Mapping[str, Any] | None = None,
    landmark_sigma_mm: Mapping[str, float] | None = None,
    fixed_mm: Mapping[str, Point] | None = None,
) -> Quantity | Reason:
    """Measure.

    Parameters
    ----------
    definition : Definition
    points : mapping
        Image points of each role by its name; a role that plays no part may be left out.
    scale : Scale or NoScale
    side : str or None
        ``R`` or ``L``, from the case or the surgeon; never from where something lies.
    params : mapping, optional
        Values of parameters by name; those that the definition does not know are passed over,
        None is the same as not given. ``hanging`` is ``AP`` where the patient's right is on the
        film's left, ``PA`` where it is on its right.
    landmark_sigma_mm : mapping, optional
        Standard deviation of a coordinate of each role's points, see
        :func:`sigma_of_placed_mm`; 1 mm where nothing is said, 0 for what cannot be misplaced.
    fixed_mm : mapping, optional
        For roles that an implant plays: from its origin to the point, in millimetres of the
        film's axes. An implant is as large as it is made, whatever the film's scale.

    Returns
    -------
    Quantity or Reason
        With the scale's label where the unit is a millimetre, and with an error bar or the code
        that says why there is none: ``not_calibrated``, ``no_scale``, ``scale_error_unknown``,
        ``entered_values`` where nothing was placed, ``class_without_error`` for a class,
        ``at_a_limit`` where the least movement of a point leaves no result.
        Reasons: those of ``planning.geometry.reasons``, ``no_scale``, ``missing_landmark``
        (``role``), ``too_many_points``, ``missing_param`` (``param``), ``hanging_unknown``,
        ``side_unknown``, ``out_of_range``, ``calibrated_film``, ``bad_param``.
    """
    workspace = workspace_for(definition, scale)
    if isinstance(workspace, Reason):
        return workspace
    evaluated = compute(definition, points, workspace, side, params or {})
    for role in definition.roles:
        value = evaluated.values[role.name]
        if isinstance(value, Reason) and not role.optional:
            return value
    value = evaluated.values[definition.result]
    if isinstance(value, Reason):
        return value
    plus_minus, missing = error_bar(definition, evaluated, landmark_sigma_mm or {}, fixed_mm or {})
    carries_scale = definition.needs is not Needs.NOTHING and definition.unit is Unit.MM
    return Quantity(
        value,
        definition.unit,
        plus_minus,
        missing,
        scale.label if carries_scale else "",
        scale.method if carries_scale and isinstance(scale, Scale) else None,
        scale.calibrated if carries_scale else False,
    )


def compute(
    definition: Definition,
    points: Points,
    workspace: Workspace,
    side: str | None,
    params: Mapping[str, Any],
) -> Evaluated:
    """Run a definition's construction as far as it goes."""
    placed: dict[str, list[Point]] = {}
    values: dict[str, Any] = {}
    for role in definition.roles:
        found = placed_points(role, points, workspace)
        if isinstance(found, Reason):
            values[role.name] = found
            continue
        placed[role.name] = found
        values[role.name] = role_value(role, found)
    for param in definition.params:
        values[param.name] = param_value(param, params, definition, workspace)
    definition.construction.run(values, side)
    return Evaluated(workspace, placed, values, side)


def sigma_of_placed_mm(placed: str) -> float:
    """Return the standard deviation of a landmark's coordinates by how it was placed.

    Parameters
    ----------
    placed : str
        As the plan document says: ``free``, ``loupe``, ``snap``, ``automatic``, ``confirmed``.
    """
    return FINE_CLICK_SIGMA_MM if placed in _FINE else CLICK_SIGMA_MM
