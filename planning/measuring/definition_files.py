"""The catalogue of definitions, read from ``definitions/*.json`` once.

``landmarks.json`` says for each landmark what it is called and what the surgeon is asked; a
role takes both from there unless it says otherwise, so that what is handed out is complete.
Sets of them are in the folder ``sets``.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.definition import Definition, definition_from_data
from planning.measuring.sets import MeasurementSet, set_from_data

FOLDER = Path(__file__).parent / "definitions"
LANDMARKS = "landmarks.json"
SETS = "sets"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Definitions by key, in the order of their files.

    Attributes
    ----------
    by_key : dict
    sets : dict
        Sets by key.
    digest : str
        SHA-256 of what :meth:`to_json` returns: the same definitions, the same digest.
    """

    by_key: Mapping[str, Definition]
    sets: Mapping[str, MeasurementSet]
    digest: str

    def get(self, key: str) -> Definition | None:
        """Return a definition, or None where the key is unknown."""
        return self.by_key.get(key)

    def to_json(self) -> dict[str, Any]:
        """Return ``{"digest", "definitions", "sets"}``."""
        return {"digest": self.digest, **_data(self.by_key, self.sets)}


@functools.cache
def catalogue() -> Catalogue:
    """Return the definitions of this installation.

    Raises
    ------
    DefinitionError
        Naming the file and what to change in it.
    """
    return read_folder(FOLDER)


def read_folder(folder: Path) -> Catalogue:
    """Read every ``*.json`` of a folder.

    Raises
    ------
    DefinitionError
        If one is not JSON, not of the form, or two definitions have one key.
    """
    landmarks = _read(folder / LANDMARKS).get("landmarks", {})
    by_key: dict[str, Definition] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name == LANDMARKS:
            continue
        for data in _listed(path, "definitions"):
            try:
                definition = definition_from_data(complete(data, landmarks))
            except DefinitionError as error:
                raise DefinitionError(f"{path.name}: {error}") from None
            if definition.key in by_key:
                raise DefinitionError(f"{path.name}: {definition.key!r} is defined twice")
            by_key[definition.key] = definition
    sets = _read_sets(folder / SETS, by_key)
    canonical = json.dumps(_data(by_key, sets), sort_keys=True, separators=(",", ":"))
    return Catalogue(by_key, sets, hashlib.sha256(canonical.encode()).hexdigest())


def _read_sets(folder: Path, definitions: Mapping[str, Definition]) -> dict[str, MeasurementSet]:
    sets: dict[str, MeasurementSet] = {}
    for path in sorted(folder.glob("*.json")):
        for data in _listed(path, "sets"):
            try:
                one = set_from_data(data, definitions)
            except DefinitionError as error:
                raise DefinitionError(f"{path.name}: {error}") from None
            if one.key in sets:
                raise DefinitionError(f"{path.name}: {one.key!r} is defined twice")
            sets[one.key] = one
    return sets


def complete(data: Any, landmarks: Mapping[str, Any]) -> Any:
    """Return a definition whose roles carry what is said of their landmarks.

    Raises
    ------
    DefinitionError
        If a role asks for a landmark that is not listed.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("roles"), list):
        return data
    return {**data, "roles": [_complete_role(role, landmarks) for role in data["roles"]]}


def _complete_role(role: Any, landmarks: Mapping[str, Any]) -> Any:
    if not isinstance(role, Mapping):
        return role
    known = landmarks.get(role.get("key"))
    if known is None:
        raise DefinitionError(f"role {role.get('role')!r}: no landmark {role.get('key')!r}")
    return {**known, **role}


def _listed(path: Path, name: str) -> list[Any]:
    found = _read(path)
    if set(found) != {"schema", name} or found["schema"] != 1:
        raise DefinitionError(f'{path.name}: a file is {{"schema": 1, "{name}": [...]}}')
    return found[name]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DefinitionError(f"{path.name}: {error}") from None
    if not isinstance(found, dict):
        raise DefinitionError(f"{path.name}: an object belongs here")
    return found


def _data(
    by_key: Mapping[str, Definition], sets: Mapping[str, MeasurementSet]
) -> dict[str, list[Mapping[str, Any]]]:
    return {
        "definitions": [definition.data for definition in by_key.values()],
        "sets": [one.data for one in sets.values()],
    }
