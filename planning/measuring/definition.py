"""A measurement, defined as data: what to place, how to compute, how to say and draw it.

:func:`definition_from_data` refuses what it does not know, so that a definition which loads is
complete. Files and their order are in ``definition_files``; how one is written is in
``docs/measurements.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planning.measuring import definition_form as form
from planning.measuring.construction import Construction, compile_construction
from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.drawing import check_drawing
from planning.measuring.primitives import Kind
from planning.measuring.quantity import Unit
from planning.measuring.words import check_words


class Needs(StrEnum):
    """What the construction works in."""

    MM = "mm"
    """Millimetres: the film needs a scale."""
    DETECTOR_MM = "detector_mm"
    """Millimetres on the detector: a film that is calibrated to the patient has none."""
    NOTHING = "nothing"
    """Square film pixels: angles and shares, or lengths that carry their own scale."""


class SideRule(StrEnum):
    """How the measured side matters."""

    ONE = "one"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Role:
    """One landmark, or set of landmarks, that a definition asks for.

    Attributes
    ----------
    name : str
    key : str
        Key of the landmark items that may play it; one item serves many definitions.
    title : str
        What the landmark is called.
    side : str
        ``same`` as the measured side, ``R``, ``L`` or ``none``.
    kind : Kind
        ``point``, ``points`` for a set, ``circle`` for a set whose fitted circle is meant.
    least, most : int
        How many points.
    alone : bool
        Whether one point will do for a circle whose centre is meant.
    min_arc_deg : float
        Arc that the points of a circle must cover.
    optional : bool
    numbered : str
        How the points of a set are named one by one in files of examples, before a number.
    """

    name: str
    key: str
    title: str
    side: str
    kind: Kind
    least: int
    most: int
    alone: bool
    min_arc_deg: float
    optional: bool
    numbered: str


@dataclass(frozen=True, slots=True)
class Param:
    """A value that is entered or known from the film, not placed.

    Attributes
    ----------
    name : str
    title : str
        What it is called.
    unit : str or None
    default : float or str or None
    choices : dict or None
        Numbers that stand for words, as -1 for the left of the film.
    least, most : float or None
        What a person may enter; a computation takes any number.
    missing : str
        Code of the reason that stands where it is not known.
    """

    name: str
    title: str
    unit: str | None
    default: float | str | None
    choices: Mapping[str, float] | None
    least: float | None
    most: float | None
    missing: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A measurement's definition, checked and ready to evaluate.

    ``data`` is the whole of it as plain JSON values, with each role's prompt filled in.
    """

    key: str
    version: int
    name: str
    side: SideRule
    needs: Needs
    unit: Unit
    result: str
    roles: tuple[Role, ...]
    params: tuple[Param, ...]
    construction: Construction
    data: Mapping[str, Any]


def definition_from_data(data: Mapping[str, Any]) -> Definition:
    """Check a definition and make it ready.

    Parameters
    ----------
    data : mapping
        Parsed JSON; each role complete, with its landmark's prompt.

    Raises
    ------
    DefinitionError
        Naming the definition and what to change.
    """
    key = data.get("key", "(no key)") if isinstance(data, Mapping) else "(not an object)"
    try:
        form.check_form(data)
        roles = tuple(_role(role) for role in data["roles"])
        params = tuple(_param(param) for param in data["params"])
        kinds = _kinds(roles, params)
        construction = compile_construction(data["construction"], kinds)
        _check_result(data, construction)
        check_words(data["result"])
        check_drawing(data["drawing"], construction.kinds)
    except DefinitionError as error:
        raise DefinitionError(f"definition {key!r}: {error}") from None
    return Definition(
        key=data["key"],
        version=data["version"],
        name=data["name"],
        side=SideRule(data["side"]),
        needs=Needs(data["needs"]),
        unit=Unit(data["result"]["unit"]),
        result=data["result"]["value"],
        roles=roles,
        params=params,
        construction=construction,
        data=data,
    )


def _role(data: Mapping[str, Any]) -> Role:
    several = data.get("set")
    if several is None:
        kind, least, most = Kind.POINT, 1, 1
    else:
        kind = Kind.CIRCLE if several["as"] == "circle" else Kind.POINTS
        least, most = several["min"], several["max"]
    several = several or {}
    return Role(
        name=data["role"],
        key=data["key"],
        title=data["name"],
        side=data["side"],
        kind=kind,
        least=least,
        most=most,
        alone=several.get("alone", False),
        min_arc_deg=float(several.get("min_arc_deg", 30)),
        optional=data.get("optional", False),
        numbered=several.get("numbered", data["role"]),
    )


def _param(data: Mapping[str, Any]) -> Param:
    return Param(
        name=data["param"],
        title=data["name"],
        unit=data.get("unit"),
        default=data.get("default"),
        choices=data.get("choices"),
        least=data.get("min"),
        most=data.get("max"),
        missing=data.get("missing", "missing_param"),
    )


def _kinds(roles: tuple[Role, ...], params: tuple[Param, ...]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for name, kind in [
        *((role.name, role.kind) for role in roles),
        *((param.name, Kind.NUMBER) for param in params),
    ]:
        if name in kinds:
            raise DefinitionError(f"two things are called {name!r}")
        kinds[name] = kind
    return kinds


def _check_result(data: Mapping[str, Any], construction: Construction) -> None:
    value, unit = data["result"]["value"], data["result"]["unit"]
    if construction.kinds.get(value) != Kind.NUMBER:
        raise DefinitionError(f"the result {value!r} is not a number of the construction")
    in_mm = unit == Unit.MM or any(param.get("unit") == "mm" for param in data["params"])
    if in_mm and data["needs"] == Needs.NOTHING and not data.get("own_scale", False):
        raise DefinitionError(
            "millimetres need a scale: write needs mm, or own_scale where a known length "
            "on the film, or entered values alone, give them"
        )
