"""The closed list of what a construction may do, with the kinds of its inputs and its result.

The same names and inputs are in ``static/js/measuring/primitives.js``; a test compares them.
A step of a definition names a primitive in ``do`` and its inputs by the keys listed here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from planning.measuring import primitive_numbers as numbers
from planning.measuring import primitive_points as points
from planning.measuring import primitive_sums as sums


class Kind(StrEnum):
    """What flows between steps. A vector is a direction with a length, without a place."""

    POINT = "point"
    POINTS = "points"
    VECTOR = "vector"
    LINE = "line"
    CIRCLE = "circle"
    NUMBER = "number"
    NUMBERS = "numbers"
    LIMITS = "limits"
    AXIS = "axis"
    SAME = "same"
    SAMES = "sames"


@dataclass(frozen=True, slots=True)
class Primitive:
    """One way to get a value from others.

    Attributes
    ----------
    gives : Kind
        ``SAME`` gives what its inputs are.
    takes : dict
        Kind of each input by its key; in this order ``run`` gets them.
    run : callable or None
        None for the choices between inputs, which the construction itself makes.
    optional : frozenset of str
        Keys that may be left out; where one has no value, ``run`` gets the Reason.
    side : bool
        ``run`` gets the measured side as its last argument.
    """

    gives: Kind
    takes: dict[str, Kind]
    run: Callable | None
    optional: frozenset[str] = field(default_factory=frozenset)
    side: bool = False


_P, _PS, _V, _L, _C = Kind.POINT, Kind.POINTS, Kind.VECTOR, Kind.LINE, Kind.CIRCLE
_N, _NS = Kind.NUMBER, Kind.NUMBERS

BY_SIDE = "by_side"
FIRST_OF = "first_of"

PRIMITIVES: dict[str, Primitive] = {
    # Points
    "mean": Primitive(_P, {"of": _PS}, points.mean),
    "between": Primitive(_P, {"from": _P, "to": _P, "at": _N}, points.between),
    "offset": Primitive(_P, {"from": _P, "along": _V, "by": _N}, points.offset),
    "foot": Primitive(_P, {"of": _P, "on": _L}, points.foot),
    "crossing": Primitive(_P, {"of": _L, "with": _L}, points.crossing),
    "leaving_circle": Primitive(_P, {"of": _L, "circle": _C}, points.leaving_circle),
    # Directions
    "vector": Primitive(_V, {"from": _P, "to": _P}, points.vector),
    "normal": Primitive(_V, {"of": _V, "towards": _V}, points.normal),
    "turned": Primitive(_V, {"of": _V, "by": _N, "towards": _V}, points.turned),
    "down": Primitive(_V, {}, points.down),
    "sideways": Primitive(_V, {"sign": _N}, points.sideways),
    "lateral": Primitive(_V, {"right": _N}, points.lateral, side=True),
    # Lines and circles
    "line": Primitive(_L, {"from": _P, "to": _P}, points.line),
    "ray": Primitive(_L, {"from": _P, "along": _V}, points.ray),
    "circle": Primitive(_C, {"centre": _P, "radius": _N}, points.circle),
    # Choices
    BY_SIDE: Primitive(Kind.SAME, {"R": Kind.SAME, "L": Kind.SAME}, None),
    FIRST_OF: Primitive(Kind.SAME, {"of": Kind.SAMES}, None),
    # Lengths, angles, shares
    "distance": Primitive(_N, {"from": _P, "to": _P}, numbers.distance),
    "distance_to_line": Primitive(_N, {"of": _P, "to": _L}, numbers.distance_to_line),
    "component": Primitive(_N, {"of": _V, "along": _V}, numbers.component),
    "outside_circle": Primitive(_N, {"of": _P, "circle": _C}, numbers.outside_circle),
    "nearest": Primitive(_N, {"of": _P, "to": _PS}, numbers.nearest),
    "nearest_on_polyline": Primitive(_N, {"of": _P, "to": _PS}, numbers.nearest_on_polyline),
    "radius": Primitive(
        _N, {"of": _C, "otherwise": _N}, numbers.radius, optional=frozenset({"otherwise"})
    ),
    "coordinate": Primitive(_N, {"of": _P, "axis": Kind.AXIS}, numbers.coordinate),
    "angle": Primitive(_N, {"from": _V, "to": _V}, numbers.angle),
    "line_angle": Primitive(_N, {"from": _V, "to": _V}, numbers.line_angle),
    "signed_angle": Primitive(_N, {"from": _V, "to": _V, "towards": _V}, numbers.signed_angle),
    "elevation": Primitive(_N, {"of": _V, "towards": _V}, numbers.elevation),
    "position": Primitive(_N, {"of": _P, "from": _P, "to": _P}, numbers.position),
    # Arithmetic
    "add": Primitive(_N, {"of": _NS}, sums.add),
    "subtract": Primitive(_N, {"of": _N, "minus": _N}, sums.subtract),
    "multiply": Primitive(_N, {"of": _NS}, sums.multiply),
    "divide": Primitive(_N, {"of": _N, "by": _N}, sums.divide),
    "absolute": Primitive(_N, {"of": _N}, sums.absolute),
    "root": Primitive(_N, {"of": _N}, sums.root),
    "sine": Primitive(_N, {"of": _N}, sums.sine),
    "cosine": Primitive(_N, {"of": _N}, sums.cosine),
    "tangent": Primitive(_N, {"of": _N}, sums.tangent),
    "arcsine": Primitive(_N, {"of": _N}, sums.arcsine),
    "arctangent": Primitive(_N, {"of": _N}, sums.arctangent),
    # Classes
    "cell": Primitive(
        _N,
        {"row": _N, "row_limits": Kind.LIMITS, "column": _N, "column_limits": Kind.LIMITS},
        numbers.cell,
    ),
}
