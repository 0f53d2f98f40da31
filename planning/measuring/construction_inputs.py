"""Inputs of a construction's steps: a name, a number or a list, looked up and checked once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Reason
from planning.measuring.primitives import Kind

Getter = Callable[[Mapping[str, Any]], Any]


class DefinitionError(ValueError):
    """A definition that cannot be used, with what to change."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What is known so far: the kind of each name, and which roles it depends on."""

    kinds: dict[str, Kind]
    depends_on: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Input:
    """How a step gets one input, of which kinds it is and which roles it depends on."""

    get: Getter
    kinds: tuple[Kind, ...]
    depends_on: frozenset[str]


# A circle stands for its centre and a line for its direction, where those are wanted.
_STANDS_FOR: dict[tuple[Kind, Kind], str] = {
    (Kind.CIRCLE, Kind.POINT): "centre",
    (Kind.LINE, Kind.VECTOR): "direction",
}
_LISTS = {Kind.POINTS: Kind.POINT, Kind.NUMBERS: Kind.NUMBER}


def getter_for(given: Any, wanted: Kind, slots: Slots, where: str) -> Input:
    """Return how to get an input.

    Raises
    ------
    DefinitionError
        Where the name is unknown, or the kind is not the wanted one.
    """
    if wanted == Kind.AXIS:
        if given not in ("x", "y"):
            raise DefinitionError(f"{where}: an axis is x or y, not {given!r}")
        return Input(lambda _: given, (), frozenset())
    if wanted == Kind.LIMITS:
        return Input(_constant(_limits(given, where)), (), frozenset())
    if wanted in _LISTS and isinstance(given, list):
        return _list_of(given, _LISTS[wanted], slots, where)
    if isinstance(given, str):
        return _named(given, wanted, slots, where)
    if wanted == Kind.NUMBER and _is_number(given):
        return Input(_constant(float(given)), (Kind.NUMBER,), frozenset())
    raise DefinitionError(f"{where}: a {wanted} belongs here, not {given!r}")


def _list_of(given: list[Any], wanted: Kind, slots: Slots, where: str) -> Input:
    if not given:
        raise DefinitionError(f"{where}: the list is empty")
    parts = [getter_for(item, wanted, slots, where) for item in given]
    getters = tuple(part.get for part in parts)

    def get(values: Mapping[str, Any]) -> Any:
        found = [getter(values) for getter in getters]
        return next((value for value in found if isinstance(value, Reason)), found)

    kinds = tuple(kind for part in parts for kind in part.kinds)
    return Input(get, kinds, frozenset().union(*(part.depends_on for part in parts)))


def _named(name: str, wanted: Kind, slots: Slots, where: str) -> Input:
    kind = slots.kinds.get(name)
    if kind is None:
        raise DefinitionError(f"{where}: nothing before this step is called {name!r}")
    needs = slots.depends_on[name]
    if kind == wanted or wanted == Kind.SAME:
        return Input(lambda values: values[name], (kind,), needs)
    attribute = _STANDS_FOR.get((kind, wanted))
    if attribute is None:
        raise DefinitionError(f"{where}: {name!r} is a {kind}, but a {wanted} belongs here")

    def get(values: Mapping[str, Any]) -> Any:
        value = values[name]
        return value if isinstance(value, Reason) else getattr(value, attribute)

    return Input(get, (wanted,), needs)


def _constant(value: Any) -> Getter:
    return lambda _: value


def _limits(given: Any, where: str) -> tuple[float, float]:
    if not (isinstance(given, list) and len(given) == 2 and all(map(_is_number, given))):
        raise DefinitionError(f"{where}: two limits belong here, not {given!r}")
    low, high = float(given[0]), float(given[1])
    if low > high:
        raise DefinitionError(f"{where}: the lower limit comes first")
    return low, high


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
