"""The plan document: empty, opened from storage, brought up to date.

A document is plain JSON values (dicts and lists) of the schema in ``schema/plan_v3.json``.
It is treated as a value: nothing here changes one that it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Reason
from planning.plans.references import COLLECTIONS

SCHEMA = 3
"""The version that this program writes."""

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


def _name_version_2(document: dict[str, Any]) -> dict[str, Any]:
    """Open a document from before measurements named their view, their sets and entered values.

    All three may be missing, and nothing is made up for them: a plan that is built again from
    its changes is the same as the one that was kept.
    """
    return {**document, "schema": 2}


def _name_version_3(document: dict[str, Any]) -> dict[str, Any]:
    """Open a document from before cases were asked about and bones were cut along stems.

    Nobody has been asked about the case, so there is no procedure. A piece of bone that was
    drawn then has neither side nor cut: all of its polygon moves, as it did.
    """
    return {**document, "schema": 3, "procedures": []}


UPGRADES: dict[int, Upgrade] = {1: _name_version_2, 2: _name_version_3}
"""For each older version n, the pure step from n to n + 1."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored document, ready to show.

    Attributes
    ----------
    document : dict
        Of the current version, or untouched where it is newer.
    read_only : Reason or None
        ``newer_schema`` where a newer program wrote it: it may be shown as far as it is
        understood, and is never written, since what is not understood would be lost.
    """

    document: dict[str, Any]
    read_only: Reason | None = None


def empty() -> dict[str, Any]:
    """Give a new document of the current version with nothing in it."""
    return {"schema": SCHEMA, **{name: [] for name in COLLECTIONS}}


def open_document(stored: object) -> Opened | Reason:
    """Open a stored document of any version.

    Parameters
    ----------
    stored : object
        What the storage gave, already parsed from JSON.

    Returns
    -------
    Opened, or Reason ``not_a_plan_document``
    """
    version = schema_of(stored)
    if version is None:
        return Reason("not_a_plan_document")
    assert isinstance(stored, dict)
    if version > SCHEMA:
        return Opened(stored, newer_schema(version))
    return Opened(upgrade(stored))


def upgrade(
    document: dict[str, Any],
    *,
    steps: Mapping[int, Upgrade] = UPGRADES,
    target: int = SCHEMA,
) -> dict[str, Any]:
    """Bring an older document up to date, one version at a time.

    Parameters
    ----------
    document : dict
        Of version ``target`` or older.
    steps : mapping of int to callable
        The pure step from n to n + 1 for every n below ``target``.
    target : int

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If the document has no version or a newer one, or a step is missing.
    """
    version = schema_of(document)
    if version is None or version > target:
        raise ValueError("only a document of this version or an older one can be upgraded")
    while version < target:
        if version not in steps:
            raise ValueError(f"there is no step from plan schema {version} to {version + 1}")
        document = steps[version](document)
        version += 1
        if document.get("schema") != version:
            raise ValueError(f"the step to plan schema {version} did not arrive there")
    return document


def schema_of(stored: object) -> int | None:
    """Read the version of a document; None where it is not one."""
    if not isinstance(stored, dict):
        return None
    version = stored.get("schema")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        return None
    return version


def newer_schema(version: int) -> Reason:
    """Say that a newer program wrote a document."""
    return Reason("newer_schema", {"found": version, "understood": SCHEMA})
