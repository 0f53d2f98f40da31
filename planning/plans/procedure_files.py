"""PURE. Guided operations, read from ``procedures/*.json`` once: steps, questions, kinds of case.

A procedure says in which order a surgeon is led, which landmarks and measurements each step is
about, and what is not offered for which kind of case. What a step needs to be done follows from
its kind; how it is said is the page's. A file that could not be carried out is refused.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.definition_form import NAME, check_fields

FOLDER = Path(__file__).parent / "procedures"


class StepKind(StrEnum):
    """What a step is about, which decides when it is done."""

    FILM = "film"
    SCALE = "scale"
    LANDMARKS = "landmarks"
    IMPLANT = "implant"
    REDUCTION = "reduction"
    COMPARE = "compare"
    SIGN = "sign"


class Offer(StrEnum):
    """What a kind of case may do without.

    ``other_side``: the other hip as a target; ``own_side``: this hip's own geometry as it was;
    ``size_proposal``: proposed sizes; ``neck_cut``: the cut must not be there to go on.
    """

    OTHER_SIDE = "other_side"
    OWN_SIDE = "own_side"
    SIZE_PROPOSAL = "size_proposal"
    NECK_CUT = "neck_cut"


@dataclass(frozen=True, slots=True)
class Procedure:
    """A guided operation.

    Attributes
    ----------
    key : str
    version : int
    operations : tuple of str
        Names of operations for which it is offered.
    steps : tuple of str
        Keys in order.
    data : mapping
        The whole of it as plain JSON values.
    """

    key: str
    version: int
    operations: tuple[str, ...]
    steps: tuple[str, ...]
    data: Mapping[str, Any]

    @property
    def landmarks(self) -> set[str]:
        """Keys of all landmarks that its steps ask for."""
        return {each["key"] for step in self.data["steps"] for each in step["landmarks"]}

    @property
    def measurements(self) -> set[str]:
        """Keys of all definitions that its steps begin."""
        return {each["key"] for step in self.data["steps"] for each in step["measurements"]}


def _text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == value and value != ""


def _name(value: Any) -> bool:
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _distinct(value: Any, check: Any, *, least: int = 0) -> bool:
    fits = isinstance(value, list) and len(value) >= least and all(map(check, value))
    return fits and len(set(value)) == len(value)


def _objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _some_objects(value: Any) -> bool:
    return _objects(value) and value != []


FIELDS = {
    "key": _name,
    "version": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "name": _text,
    "operations": lambda value: _distinct(value, _text, least=1),
    "views": lambda value: _distinct(value, _text, least=1),
    "hip_states": _some_objects,
    "modes": _some_objects,
    "steps": _some_objects,
}
STATE = {"key": _name, "name": _text, "is_target": _flag}
MODE = {
    "key": _name,
    "name": _text,
    "says": _text,
    "operations": lambda value: _distinct(value, _text, least=1),
    "states": lambda value: _distinct(value, _name, least=1),
    "without": lambda value: _distinct(value, lambda one: one in [*Offer]),
}
STEP = {
    "key": _name,
    "name": _text,
    "kind": lambda value: value in [*StepKind],
    "required": _flag,
    "landmarks": _objects,
    "measurements": _objects,
}
OPTIONAL_STEP = {"implant": lambda value: value in ("cup", "stem", "head")}
ASKED = {"key": _name, "sides": lambda value: value in ("both", "operated", "other", "none")}
# The film's own points are asked for only when somebody wants to look closer.
_ASK = (StepKind.LANDMARKS, StepKind.FILM)


@functools.cache
def procedures() -> Mapping[str, Procedure]:
    """Return the procedures of this installation by key.

    Raises
    ------
    DefinitionError
        Naming the file and what to change in it.
    """
    return read_folder(FOLDER)


def procedure_for(operation: str) -> Procedure | None:
    """Return the procedure that is offered for an operation; None where there is none."""
    return next((one for one in procedures().values() if operation in one.operations), None)


def read_folder(folder: Path) -> dict[str, Procedure]:
    """Read every ``*.json`` of a folder.

    Raises
    ------
    DefinitionError
        If one is not JSON, not of the form, or two procedures have one key.
    """
    found: dict[str, Procedure] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            for data in _listed(path):
                one = procedure_from_data(data)
                if one.key in found:
                    raise DefinitionError(f"{one.key!r} is there twice")
                found[one.key] = one
        except (OSError, ValueError) as error:
            raise DefinitionError(f"{path.name}: {error}") from None
    return found


def procedure_from_data(data: Any) -> Procedure:
    """Check a procedure and make it ready.

    Raises
    ------
    DefinitionError
        Naming the part and what to change.
    """
    key = data.get("key", "(no key)") if isinstance(data, Mapping) else "(not an object)"
    where = f"procedure {key!r}"
    check_fields(data, FIELDS, {}, where)
    states = _keys(data["hip_states"], STATE, f"{where}, hip state")
    _keys(data["modes"], MODE, f"{where}, mode")
    for mode in data["modes"]:
        _check_known(mode["states"], states, f"{where}, mode {mode['key']!r}: state")
        _check_known(
            mode["operations"], data["operations"], f"{where}, mode {mode['key']!r}: operation"
        )
    steps = _keys(data["steps"], STEP, f"{where}, step", OPTIONAL_STEP)
    for step in data["steps"]:
        _check_step(step, f"{where}, step {step['key']!r}")
    return Procedure(
        key=data["key"],
        version=data["version"],
        operations=tuple(data["operations"]),
        steps=tuple(steps),
        data=data,
    )


def _check_step(step: Mapping[str, Any], where: str) -> None:
    for name in ("landmarks", "measurements"):
        for asked in step[name]:
            check_fields(asked, ASKED, {}, f"{where}, {name}")
    if bool(step["landmarks"]) != (step["kind"] in _ASK):
        raise DefinitionError(f"{where}: landmarks belong to steps of the kind 'landmarks'")
    if ("implant" in step) != (step["kind"] == StepKind.IMPLANT):
        raise DefinitionError(f"{where}: 'implant' belongs to steps of the kind 'implant'")


def _keys(items: list, fields: Mapping, where: str, optional: Mapping | None = None) -> list[str]:
    keys: list[str] = []
    for item in items:
        check_fields(item, fields, optional or {}, f"{where} {item.get('key')!r}")
        if item["key"] in keys:
            raise DefinitionError(f"{where} {item['key']!r} is there twice")
        keys.append(item["key"])
    return keys


def _check_known(named: Collection[str], known: Collection[str], where: str) -> None:
    if unknown := sorted(set(named) - set(known)):
        raise DefinitionError(f"{where} {unknown[0]!r} is not known")


def _listed(path: Path) -> list[Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    form = isinstance(found, dict) and set(found) == {"schema", "procedures"}
    if not form or found["schema"] != 1 or not isinstance(found["procedures"], list):
        raise DefinitionError('a file is {"schema": 1, "procedures": [...]}')
    return found["procedures"]
