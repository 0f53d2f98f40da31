"""Runs the cases of tests/golden/geometry_*.json against planning.geometry."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

from planning.geometry.circles import Circle
from planning.geometry.ellipses import Ellipse
from planning.geometry.lines import line_through
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.geometry.transforms import Rigid

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
AGREEMENT = 1e-9


def load_cases() -> list[dict]:
    """Return every case of every geometry file, with the file's name in its title."""
    cases = []
    for path in sorted(GOLDEN.glob("geometry_*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            cases.append({**case, "title": f"{path.stem}: {case['title']}"})
    return cases


def run(case: dict) -> object:
    """Call the function that a case names."""
    module_name, function_name = case["function"].split(".")
    module = importlib.import_module(f"planning.geometry.{module_name}")
    return getattr(module, function_name)(*(_argument(value) for value in case["args"]))


def assert_agrees(actual: object, expected: object, tolerance: float | None, where: str) -> None:
    """Compare a result with what the file expects, number by number."""
    if isinstance(expected, bool) or expected is None:
        assert actual is expected, where
    elif isinstance(expected, int | float):
        assert not isinstance(actual, Reason), f"{where}: {actual}"
        allowed = AGREEMENT * max(1.0, abs(expected)) if tolerance is None else tolerance
        assert abs(actual - expected) <= allowed, f"{where}: {actual!r} is not {expected!r}"
    elif isinstance(expected, list):
        assert not isinstance(actual, Reason), f"{where}: {actual}"
        assert len(actual) == len(expected), where
        for index, item in enumerate(expected):
            assert_agrees(actual[index], item, tolerance, f"{where}[{index}]")
    elif "reason" in expected:
        assert isinstance(actual, Reason), f"{where}: {actual!r}"
        assert actual.code == expected["reason"], where
        assert expected.get("params", dict(actual.params)) == dict(actual.params), where
    else:
        for key, item in expected.items():
            assert_agrees(getattr(actual, key), item, tolerance, f"{where}.{key}")


def _argument(value: object) -> object:
    if isinstance(value, dict):
        return _named(value)
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], list):
        return Point(*value)
    if isinstance(value, list):
        return [_argument(item) for item in value]
    return value


def _named(value: dict) -> object:
    ((kind, parts),) = value.items()
    if kind == "line":
        return line_through(Point(*parts[0]), Point(*parts[1]))
    if kind == "circle":
        return Circle(Point(*parts[0]), parts[1])
    if kind == "ellipse":
        return Ellipse(Point(*parts[0]), *parts[1:])
    assert kind == "rigid"
    return Rigid(parts[0], parts[1], Point(*parts[2]))
