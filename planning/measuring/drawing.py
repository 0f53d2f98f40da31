"""What a definition draws: the form of its ``drawing``, checked at load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.primitives import Kind

STYLES = ("measure", "axis", "help")

# Inputs of each thing that can be drawn, by key.
SHAPES: dict[str, dict[str, Kind]] = {
    "segment": {"from": Kind.POINT, "to": Kind.POINT},
    "line": {"line": Kind.LINE, "past": Kind.POINTS},
    "drop": {"from": Kind.POINT, "to": Kind.LINE},
    "circle": {"circle": Kind.CIRCLE},
    "polyline": {"points": Kind.POINTS},
    "arc": {"at": Kind.POINT, "from": Kind.VECTOR, "to": Kind.VECTOR},
    "label": {"at": Kind.POINT},
}
_ALSO = {Kind.POINT: {Kind.CIRCLE}, Kind.VECTOR: {Kind.LINE}}


def check_drawing(drawing: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]) -> None:
    """Refuse a drawing that names what is not there.

    Raises
    ------
    DefinitionError
        Naming the shape and its field.
    """
    for item in drawing:
        shape = item.get("draw")
        if shape not in SHAPES:
            raise DefinitionError(f"no shape is called {shape!r}; there are {', '.join(SHAPES)}")
        if item.get("style", "measure") not in STYLES:
            raise DefinitionError(f"{shape}: a style is one of {', '.join(STYLES)}")
        keys = set(item) - {"draw", "style"}
        if keys != set(SHAPES[shape]):
            raise DefinitionError(f"{shape!r} is drawn from {', '.join(SHAPES[shape])}")
        for key, wanted in SHAPES[shape].items():
            _check_input(f"drawing, {shape!r}, {key!r}", item[key], wanted, kinds)
    if drawing and sum(item["draw"] == "label" for item in drawing) != 1:
        raise DefinitionError("a drawing has one label")


def _check_input(where: str, given: Any, wanted: Kind, kinds: Mapping[str, Kind]) -> None:
    if wanted == Kind.POINTS and isinstance(given, list):
        for item in given:
            _check_input(where, item, Kind.POINT, kinds)
        return
    kind = kinds.get(given) if isinstance(given, str) else None
    if kind is None:
        raise DefinitionError(f"{where}: nothing is called {given!r}")
    if kind != wanted and kind not in _ALSO.get(wanted, ()):
        raise DefinitionError(f"{where}: {given!r} is a {kind}, but a {wanted} belongs here")
