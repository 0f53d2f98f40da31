"""PURE. Operations to choose from when a case is made; people may type others."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "operations.json"


@dataclass(frozen=True, slots=True)
class Operation:
    """A common operation, and the body parts of the films that it is planned on.

    Attributes
    ----------
    name : str
    body_parts : frozenset of str
        Values of Body Part Examined (0018,0015), PS3.16 annex L.
    """

    name: str
    body_parts: frozenset[str]


@cache
def operations() -> tuple[Operation, ...]:
    """Return the operations in the order of the file."""
    entries = json.loads(SOURCE.read_text(encoding="utf-8"))["operations"]
    return tuple(Operation(entry["name"], frozenset(entry["body_parts"])) for entry in entries)


def suggestions(body_parts: Collection[str]) -> list[str]:
    """Return the names of all operations, those on these body parts first."""
    shown = {part.strip().upper() for part in body_parts}
    ranked = sorted(operations(), key=lambda operation: not operation.body_parts & shown)
    return [operation.name for operation in ranked]
