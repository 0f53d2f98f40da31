"""Sets of measurements that are taken in one go, as data beside the definitions.

A set names its measurements, and the landmarks in the order in which they are asked for: each
once, and for both sides where the set is of both. A set that could not be completed is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.definition import Definition, SideRule
from planning.measuring.definition_form import REGIONS, check_fields


class Sides(StrEnum):
    """For which sides a set is taken."""

    BOTH = "both"
    ONE = "one"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MeasurementSet:
    """A set, checked against the definitions that it names.

    Attributes
    ----------
    key : str
    sides : Sides
    measurements : tuple of str
        Keys of definitions in the order in which they are shown.
    landmarks : tuple of str
        Keys in the order in which they are asked for, the right side before the left.
    data : mapping
        The whole of it as plain JSON values.
    """

    key: str
    sides: Sides
    measurements: tuple[str, ...]
    landmarks: tuple[str, ...]
    data: Mapping[str, Any]


def _text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == value and value != ""


def _keys(value: Any) -> bool:
    return (
        isinstance(value, list)
        and value != []
        and all(map(_text, value))
        and len(set(value)) == len(value)
    )


FIELDS = {
    "key": _text,
    "name": _text,
    "region": lambda value: value in REGIONS,
    "views": _keys,
    "sides": lambda value: value in [*Sides],
    "definition": _text,
    "landmarks": _keys,
    "measurements": _keys,
}


def set_from_data(data: Any, definitions: Mapping[str, Definition]) -> MeasurementSet:
    """Check a set and make it ready.

    Parameters
    ----------
    data : mapping
        Parsed JSON.
    definitions : mapping
        By key.

    Raises
    ------
    DefinitionError
        Naming the set and what to change.
    """
    key = data.get("key", "(no key)") if isinstance(data, Mapping) else "(not an object)"
    where = f"set {key!r}"
    check_fields(data, FIELDS, {}, where)
    unknown = [name for name in data["measurements"] if name not in definitions]
    if unknown:
        raise DefinitionError(f"{where}: no measurement is called {unknown[0]!r}")
    members = [definitions[name] for name in data["measurements"]]
    _check_sides(where, Sides(data["sides"]), members)
    _check_landmarks(where, data["landmarks"], members)
    return MeasurementSet(
        key=data["key"],
        sides=Sides(data["sides"]),
        measurements=tuple(data["measurements"]),
        landmarks=tuple(data["landmarks"]),
        data=data,
    )


def _check_sides(where: str, sides: Sides, members: Sequence[Definition]) -> None:
    paired = any(each.side is not SideRule.NONE for each in members)
    if paired == (sides is Sides.NONE):
        raise DefinitionError(f"{where}: 'sides' is none where nothing in it is paired, only there")


def _check_landmarks(where: str, landmarks: Sequence[str], members: Sequence[Definition]) -> None:
    wanted = {role.key for each in members for role in each.roles if not role.optional}
    known = {role.key for each in members for role in each.roles}
    if missing := sorted(wanted - set(landmarks)):
        raise DefinitionError(f"{where}: the landmark {missing[0]!r} is not asked for")
    if idle := sorted(set(landmarks) - known):
        raise DefinitionError(f"{where}: nothing needs the landmark {idle[0]!r}")
