"""A definition's construction, made ready to run: every input looked up and its kind checked.

The twin is ``static/js/measuring/construction.js``, which trusts what the server has checked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Degenerate, Reason
from planning.measuring.construction_inputs import DefinitionError, Getter, Slots, getter_for
from planning.measuring.primitives import BY_SIDE, FIRST_OF, PRIMITIVES, Kind, Primitive

MISSING_LANDMARK = "missing_landmark"
SIDE_UNKNOWN = "side_unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """One named value and how it comes from earlier ones.

    ``may_lack`` says for each input whether the primitive itself judges a Reason in its place.
    """

    name: str
    do: str
    getters: tuple[Getter, ...]
    may_lack: tuple[bool, ...]
    run: Callable[..., Any] | None
    needs_side: bool
    depends_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Construction:
    """The steps of a definition in order.

    Attributes
    ----------
    steps : tuple of Step
    kinds : dict
        Kind of every name: roles, parameters and steps.
    """

    steps: tuple[Step, ...]
    kinds: dict[str, Kind]

    def run(self, values: dict[str, Any], side: str | None) -> None:
        """Add the value of every step, a Reason where it has none."""
        for step in self.steps:
            values[step.name] = run_step(step, values, side)

    def run_after(self, role: str, values: dict[str, Any], side: str | None) -> None:
        """Compute again only what depends on a role."""
        for step in self.steps:
            if role in step.depends_on:
                values[step.name] = run_step(step, values, side)


def run_step(step: Step, values: Mapping[str, Any], side: str | None) -> Any:
    """Return the value of a step, or the Reason that stops it."""
    if step.do == BY_SIDE:
        if side not in ("R", "L"):
            return Reason(SIDE_UNKNOWN)
        return step.getters[0 if side == "R" else 1](values)
    if step.do == FIRST_OF:
        return _first_present(step.getters, values)
    inputs = []
    for getter, may_lack in zip(step.getters, step.may_lack, strict=True):
        value = getter(values)
        if isinstance(value, Reason) and not may_lack:
            return value
        inputs.append(value)
    if step.needs_side:
        inputs.append(side)
    value = step.run(*inputs)
    if isinstance(value, float) and not math.isfinite(value):
        return Reason(Degenerate.NOT_FINITE)
    return value


def _first_present(getters: Sequence[Getter], values: Mapping[str, Any]) -> Any:
    """Return the first value that waits for no landmark; only those may be passed over."""
    value = None
    for getter in getters:
        value = getter(values)
        if not (isinstance(value, Reason) and value.code == MISSING_LANDMARK):
            return value
    return value


def compile_construction(
    steps: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]
) -> Construction:
    """Check and prepare a construction.

    Parameters
    ----------
    steps : sequence of mappings
        As the definition writes them: ``name``, ``do`` and the primitive's inputs.
    kinds : mapping
        Kinds of roles and parameters by name.

    Raises
    ------
    DefinitionError
        Naming the step and what is wrong with it.
    """
    slots = Slots(dict(kinds), {name: frozenset({name}) for name in kinds})
    return Construction(tuple(_compile_step(step, slots) for step in steps), slots.kinds)


def _compile_step(step: Mapping[str, Any], slots: Slots) -> Step:
    name, do = step.get("name"), step.get("do")
    if not isinstance(name, str) or not isinstance(do, str):
        raise DefinitionError(f"a step needs a name and a primitive to do, not {dict(step)!r}")
    if name in slots.kinds:
        raise DefinitionError(f"two things are called {name!r}")
    primitive = PRIMITIVES.get(do)
    if primitive is None:
        raise DefinitionError(
            f"step {name!r}: no primitive is called {do!r}; there are {', '.join(PRIMITIVES)}"
        )
    _check_keys(name, do, step, primitive)
    getters, may_lack, kinds, needs = [], [], [], frozenset()
    for key, wanted in primitive.takes.items():
        if key not in step:
            continue
        for given in _choices(step[key], name) if wanted == Kind.SAMES else [step[key]]:
            each = Kind.SAME if wanted == Kind.SAMES else wanted
            found = getter_for(given, each, slots, f"step {name!r}, {key!r}")
            getters.append(found.get)
            may_lack.append(key in primitive.optional)
            kinds.extend(found.kinds)
            needs |= found.depends_on
    slots.kinds[name] = primitive.gives if primitive.gives != Kind.SAME else _one(kinds, name)
    slots.depends_on[name] = needs
    return Step(name, do, tuple(getters), tuple(may_lack), primitive.run, primitive.side, needs)


def _check_keys(name: str, do: str, step: Mapping[str, Any], primitive: Primitive) -> None:
    given = set(step) - {"name", "do"}
    if unknown := sorted(given - set(primitive.takes)):
        raise DefinitionError(f"step {name!r}: {do!r} knows no {unknown[0]!r}")
    if missing := sorted(set(primitive.takes) - given - primitive.optional):
        raise DefinitionError(f"step {name!r}: {do!r} needs {missing[0]!r}")


def _choices(given: Any, name: str) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise DefinitionError(f"step {name!r}: a list of choices belongs here, not {given!r}")
    return given


def _one(kinds: Sequence[Kind], name: str) -> Kind:
    if len(set(kinds)) != 1:
        raise DefinitionError(f"step {name!r}: the choices are of different kinds")
    return kinds[0]
