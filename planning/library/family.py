"""PURE. An implant family as its file describes it, and what is wrong with a file."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from planning.library.generators import GENERATORS
from planning.library.generators.parameters import schema_of

SCHEMA_FILE = Path(__file__).parent / "schema" / "family_v1.json"


class FamilyRefused(ValueError):
    """A family's file is not complete or not sound; the message names file and place."""


@dataclass(frozen=True, slots=True)
class Family:
    """One version of one family.

    Attributes
    ----------
    key, version : str, int
        Together its name for ever: what they draw never changes.
    kind : str
        ``cup``, ``head`` or ``stem``.
    data : Mapping
        The whole file.
    sizes : tuple of Size
        From small to large.
    """

    key: str
    version: int
    kind: str
    data: Mapping[str, Any]
    sizes: tuple[Size, ...]

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """Options by key: name, default and values in the order that they are offered."""
        return self.data["options"]


@dataclass(frozen=True, slots=True)
class Size:
    """One rung of the ladder."""

    size: str
    dimensions: Mapping[str, float]


def read_family(text: str, *, name: str) -> Family:
    """Read a family's file.

    Parameters
    ----------
    text : str
        JSON of ``schema/family_v1.json``.
    name : str
        The file's name without suffix: ``<key>_v<version>``.

    Raises
    ------
    FamilyRefused
        If it is not JSON, lacks something, has a field that nobody reads, names a default or
        an anchor that is not there, or is kept under another name.
    """
    data = _parsed(text, name)
    _refuse_unless(_validator(), data, name)
    if data["generator"] not in GENERATORS:
        raise FamilyRefused(f"{name}: generator: there is no generator {data['generator']}")
    _refuse_unless(_validator_of(data["generator"]), data, name)
    sizes = _sizes(data["ladder"], name)
    _check_names(data, sizes, name)
    return Family(data["key"], data["version"], data["kind"], data, sizes)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise FamilyRefused(f"{name}: not JSON, line {error.lineno}") from error
    if not isinstance(data, dict):
        raise FamilyRefused(f"{name}: a family is a JSON object")
    return data


@functools.cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@functools.cache
def _validator_of(generator: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(GENERATORS[generator].asked))


def _refuse_unless(validator: Draft202012Validator, data: Any, name: str) -> None:
    worst = next(iter(validator.iter_errors(data)), None)
    if worst is not None:
        where = "/".join(str(part) for part in worst.absolute_path) or "the whole file"
        raise FamilyRefused(f"{name}: {where}: {worst.message[:300]}")


def _sizes(ladder: Mapping[str, Any], name: str) -> tuple[Size, ...]:
    count, named_by = ladder["count"], ladder["named_by"]
    columns = {key: _steps(law, count) for key, law in ladder["dimensions"].items()}
    if named_by not in columns:
        raise FamilyRefused(f"{name}: sizes are named by {named_by}, which is no dimension")
    if any(len(column) != count for column in columns.values()):
        raise FamilyRefused(f"{name}: every dimension needs {count} sizes")
    sizes = tuple(
        Size(f"{columns[named_by][n]:g}", {key: column[n] for key, column in columns.items()})
        for n in range(count)
    )
    if len({one.size for one in sizes}) != count:
        raise FamilyRefused(f"{name}: two sizes have the same name")
    return sizes


def _steps(law: Mapping[str, Any], count: int) -> list[float]:
    if "sizes" in law:
        return list(law["sizes"])
    return [round(law["first"] + n * law["step"], 6) for n in range(count)]


def _check_names(data: Mapping[str, Any], sizes: tuple[Size, ...], name: str) -> None:
    if name != f"{data['key']}_v{data['version']}":
        raise FamilyRefused(f"{name}: the file of this family is {data['key']}_v{data['version']}")
    for key, option in data["options"].items():
        if option["default"] not in option["values"]:
            raise FamilyRefused(f"{name}: option {key} has no value {option['default']}")
    if data["placement"]["size"] not in {one.size for one in sizes}:
        raise FamilyRefused(f"{name}: there is no size {data['placement']['size']} to begin with")
    if data["placement"]["anchor"] not in data["points"]:
        raise FamilyRefused(f"{name}: the anchor {data['placement']['anchor']} is not a point")
