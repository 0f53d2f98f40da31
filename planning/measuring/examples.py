"""Files of worked examples, evaluated one by one.

A file is ``{"examples": [...]}``; an example has ``id``, ``measurement``, ``side`` (``R``, ``L``
or anything else for none), ``landmarks`` (``[x, y]`` in millimetres by name, points of a set one
by one as ``p1``, ``p2`` ...), ``params``, ``expected`` (``value`` and ``unit``) and ``tolerance``.
Frontal films hang with the patient's right on the film's left unless ``params.hanging`` is ``PA``.
The twin for the browser's evaluator is ``tests/js/measuring/examples.js``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, Role
from planning.measuring.definition_files import Catalogue
from planning.measuring.evaluate import evaluate
from planning.measuring.json_values import json_number
from planning.measuring.quantity import Quantity, Unit
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.measuring.words import class_key

# Examples are in millimetres: a pixel of theirs is one.
MILLIMETRES = Scale(
    1.0, 1.0, ScaleMethod.HEADER_DETECTOR, "mm", Confidence.UNKNOWN, Templating.NO
)  # fmt: skip
USUAL_HANGING = "AP"
ROUNDING = 1e-12
_UNITS = {"%": Unit.PERCENT}
_KEYS = ("id", "measurement", "landmarks", "params", "expected", "tolerance")


class BadExamples(ValueError):
    """The file is not one of examples; the message says what is wrong with it."""


def read_examples(data: Any) -> list[Mapping[str, Any]]:
    """Return the examples of a parsed file.

    Raises
    ------
    BadExamples
        If it has none, or one lacks what it needs.
    """
    examples = data.get("examples") if isinstance(data, Mapping) else None
    if not isinstance(examples, list):
        raise BadExamples('there is no list "examples" in it')
    for number, example in enumerate(examples, start=1):
        if not isinstance(example, Mapping):
            raise BadExamples(f"example {number} is not an object")
        if lacking := [key for key in _KEYS if key not in example]:
            raise BadExamples(f"example {number} has no {lacking[0]!r}")
        _check(example, f"example {number} ({example['id']})")
    return examples


def failures(examples: list[Mapping[str, Any]], catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for every example that is not within its tolerance."""
    for example in examples:
        definition = catalogue.get(example["measurement"])
        if definition is None:
            yield f"{example['id']}: no measurement is called {example['measurement']!r}"
            continue
        problem = _compare(definition, _result(definition, example), example)
        if problem:
            yield f"{example['id']}: {problem}"


def _check(example: Mapping[str, Any], where: str) -> None:
    try:
        if not isinstance(example["measurement"], str):
            raise ValueError("the measurement is not a text")
        for name, point in example["landmarks"].items():
            if not (isinstance(point, list) and len(point) == 2):
                raise ValueError(f"landmark {name!r} is not [x, y]")
            json_number(point[0])
            json_number(point[1])
        if not isinstance(example["params"], Mapping):
            raise ValueError("params is not an object")
        if json_number(example["tolerance"]) < 0:
            raise ValueError("the tolerance is negative")
        expected = example["expected"]
        if not isinstance(expected["value"], str):
            json_number(expected["value"])
        if not isinstance(expected.get("unit", ""), str):
            raise ValueError("the unit is not a text")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadExamples(f"{where}: {error}") from None


def _result(definition: Definition, example: Mapping[str, Any]) -> Quantity | Reason:
    side = example.get("side")
    return evaluate(
        definition,
        {role.name: _points(role, example["landmarks"]) for role in definition.roles},
        MILLIMETRES,
        side=side if side in ("R", "L") else None,
        params={"hanging": USUAL_HANGING} | dict(example["params"]),
    )


def _points(role: Role, landmarks: Mapping[str, list[float]]) -> list[Point]:
    if role.name in landmarks:
        return [Point(*map(float, landmarks[role.name]))]
    if role.most == 1:
        return []
    numbered = re.compile(re.escape(role.numbered) + r"([0-9]+)")
    found = {
        int(match[1]): landmarks[name]
        for name in landmarks
        if (match := numbered.fullmatch(name)) is not None
    }
    return [Point(*map(float, found[number])) for number in sorted(found)]


def _compare(
    definition: Definition, result: Quantity | Reason, example: Mapping[str, Any]
) -> str | None:
    if isinstance(result, Reason):
        return f"no result ({result.code}{_named(result)})"
    expected = example["expected"]
    wanted_unit = expected.get("unit")
    if wanted_unit is not None and _UNITS.get(wanted_unit, wanted_unit) != result.unit:
        return f"the unit is {result.unit}, not {wanted_unit}"
    if result.unit is Unit.CLASS:
        found = class_key(definition, result)
        return None if found == expected["value"] else f"{found} instead of {expected['value']}"
    if isinstance(expected["value"], str):
        return f"{result.value!r} instead of {expected['value']}"
    off = abs(result.value - expected["value"])
    # What is written with a few decimals may lie on the tolerance itself.
    if off <= example["tolerance"] + ROUNDING:
        return None
    return f"{result.value:.6g} instead of {expected['value']} ± {example['tolerance']}"


def _named(reason: Reason) -> str:
    named = reason.params.get("role", reason.params.get("param"))
    return f": {named}" if named else ""
