"""What to draw for a measurement: its ``drawing`` carried out on the film.

The same marks serve the screen (``static/js/measuring/marks.js`` is the twin), the picture and
the PDF. They are in image pixels; what cannot be computed yet is left out, so that a drawing
grows while its landmarks are placed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from planning.geometry.angles import DEG_TO_RAD, signed_angle_deg
from planning.geometry.circles import Circle
from planning.geometry.lines import Line, foot_of_perpendicular, point_at, position_along
from planning.geometry.points import Point, add, distance, rotate, scaled, unit
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition
from planning.measuring.evaluate import Evaluated, compute
from planning.measuring.scale import NoScale, Scale
from planning.measuring.workspace import Points, Workspace, workspace_for

Mark = dict[str, Any]

# A line reaches a little beyond what it is drawn past.
LINE_MARGIN = 0.1
# An arc's radius as a share of the extent of the landmarks.
ARC_SHARE = 0.12
ARC_STEPS = 16


def marks(
    definition: Definition,
    points: Points,
    scale: Scale | NoScale,
    *,
    side: str | None = None,
    params: Mapping[str, Any] | None = None,
) -> list[Mark]:
    """Return what a definition draws for some landmarks.

    Returns
    -------
    list of dict
        In image pixels, in the order of the definition's drawing: ``line`` and ``arc`` with
        ``points_px``, ``circle`` with ``centre_px`` and ``radii_px`` (along rows and columns,
        which differ where pixels are oblong), ``label`` with ``at_px``; all but the label with
        the ``role`` ``measure``, ``axis`` or ``help``.
    """
    workspace = workspace_for(definition, scale)
    if isinstance(workspace, Reason):
        workspace = Workspace(scale, in_mm=False)
    evaluated = compute(definition, points, workspace, side, params or {})
    made = (_mark(item, evaluated) for item in definition.data["drawing"])
    return [mark for mark in made if mark is not None]


def _mark(item: Mapping[str, Any], evaluated: Evaluated) -> Mark | None:
    values = {
        key: _lookup(name, evaluated.values)
        for key, name in item.items()
        if key not in ("draw", "style")
    }
    if any(value is None for value in values.values()):
        return None
    mark = _SHAPES[item["draw"]](values, evaluated)
    if mark is None or item["draw"] == "label":
        return mark
    return mark | {"role": item.get("style", "measure")}


def _lookup(name: str | list[str], values: Mapping[str, Any]) -> Any:
    if isinstance(name, list):
        found = [_lookup(one, values) for one in name]
        return None if any(one is None for one in found) else [_point(one) for one in found]
    value = values[name]
    return None if isinstance(value, Reason) else value


def _point(value: Any) -> Point:
    return value.centre if isinstance(value, Circle) else value


def _direction(value: Any) -> Point:
    return value.direction if isinstance(value, Line) else value


def _segment(values: Mapping[str, Any], evaluated: Evaluated) -> Mark:
    return _path("line", [_point(values["from"]), _point(values["to"])], evaluated)


def _line(values: Mapping[str, Any], evaluated: Evaluated) -> Mark | None:
    line = values["line"]
    along = [position_along(point, line) for point in values["past"]]
    low, high = min(along), max(along)
    margin = LINE_MARGIN * (high - low)
    if margin == 0:
        return None
    ends = [point_at(line, low - margin), point_at(line, high + margin)]
    return _path("line", ends, evaluated)


def _drop(values: Mapping[str, Any], evaluated: Evaluated) -> Mark:
    start = _point(values["from"])
    return _path("line", [start, foot_of_perpendicular(start, values["to"])], evaluated)


def _circle(values: Mapping[str, Any], evaluated: Evaluated) -> Mark | None:
    circle = values["circle"]
    if math.isnan(circle.radius):
        return None
    return {
        "kind": "circle",
        "centre_px": list(evaluated.workspace.leave(circle.centre)),
        "radii_px": list(evaluated.workspace.radii_px(circle.radius)),
    }


def _polyline(values: Mapping[str, Any], evaluated: Evaluated) -> Mark:
    return _path("line", values["points"], evaluated)


def _arc(values: Mapping[str, Any], evaluated: Evaluated) -> Mark | None:
    at = _point(values["at"])
    start = unit(_direction(values["from"]))
    turn_deg = signed_angle_deg(_direction(values["from"]), _direction(values["to"]))
    radius = ARC_SHARE * _extent(evaluated.placed)
    if isinstance(start, Reason) or isinstance(turn_deg, Reason) or radius == 0:
        return None
    step_rad = turn_deg * DEG_TO_RAD / ARC_STEPS
    path = [
        add(at, scaled(rotate(start, step_rad * index), radius)) for index in range(ARC_STEPS + 1)
    ]
    return _path("arc", path, evaluated)


def _label(values: Mapping[str, Any], evaluated: Evaluated) -> Mark:
    return {"kind": "label", "at_px": list(evaluated.workspace.leave(_point(values["at"])))}


def _path(kind: str, path: Sequence[Point], evaluated: Evaluated) -> Mark:
    return {"kind": kind, "points_px": [list(evaluated.workspace.leave(point)) for point in path]}


def _extent(placed: Mapping[str, Sequence[Point]]) -> float:
    every = [point for points in placed.values() for point in points]
    if not every:
        return 0.0
    low = Point(min(point.x for point in every), min(point.y for point in every))
    high = Point(max(point.x for point in every), max(point.y for point in every))
    return distance(low, high)


_SHAPES = {
    "segment": _segment,
    "line": _line,
    "drop": _drop,
    "circle": _circle,
    "polyline": _polyline,
    "arc": _arc,
    "label": _label,
}
