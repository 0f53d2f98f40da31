"""PURE. The standard's tables of the implant objects, as data.

``standard/*.json`` holds a row for every element: keyword, type (PS3.5 7.4) and what else the
table says of it: how many items, which values, when a conditional element is required. VR and
VM are those of PS3.6, which pydicom's dictionary holds.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "standard"

GENERIC_TEMPLATE = "1.2.840.10008.5.1.4.43.1"
ASSEMBLY_TEMPLATE = "1.2.840.10008.5.1.4.44.1"
TEMPLATE_GROUP = "1.2.840.10008.5.1.4.45.1"

FILES = {
    GENERIC_TEMPLATE: "implant_template.json",
    ASSEMBLY_TEMPLATE: "implant_assembly.json",
    TEMPLATE_GROUP: "implant_group.json",
}
"""Every SOP class that is written and read here."""


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a table.

    Attributes
    ----------
    keyword : str
    type : str
        ``1``, ``1C``, ``2``, ``2C`` or ``3``.
    when : mapping, ``"unknown"`` or None
        When a conditional element is required; ``unknown`` where only its maker can know.
    otherwise : str
        ``may`` or ``absent``: whether it is allowed where it is not required.
    items : pair of (int, int or None), or None
        Least and greatest number of items of a sequence.
    rows : tuple of Row
        Of the items.
    values : tuple of str
        Enumerated values.
    rule : str
        What its numbers must be: ``positive``, ``axes2``, ``axes3``, ``direction``, ``range``.
    counted, unique : str
        Keyword of an item's number that begins at 1 and rises by 1, or is there once.
    refers : pair of str, or None
        Path of the sequence at the top level and keyword of the number that it names.
    """

    keyword: str
    type: str
    when: Mapping[str, Any] | str | None
    otherwise: str
    items: tuple[int, int | None] | None
    rows: tuple[Row, ...]
    values: tuple[str, ...]
    rule: str
    counted: str
    unique: str
    refers: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Module:
    """A module of an object: mandatory, or there as soon as one of some elements is."""

    name: str
    present_with: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What an object must hold."""

    name: str
    sop_class: str
    modules: tuple[Module, ...]


@functools.cache
def table(sop_class: str) -> Table:
    """Return the table of an implant object.

    Raises
    ------
    KeyError
        For another SOP class.
    """
    data = json.loads((FOLDER / FILES[sop_class]).read_text(encoding="utf-8"))
    return Table(data["name"], data["sop_class"], tuple(map(_module, data["modules"])))


@functools.cache
def _macros() -> dict[str, Any]:
    return json.loads((FOLDER / "macros.json").read_text(encoding="utf-8"))


def _module(data: Mapping[str, Any]) -> Module:
    return Module(data["name"], tuple(data.get("present_with", ())), _rows(data, "elements"))


def _rows(data: Mapping[str, Any], name: str) -> tuple[Row, ...]:
    listed = _macros()[data["macro"]] if "macro" in data else data.get(name, ())
    return tuple(_row(*one) for one in listed)


def _row(keyword: str, kind: str, more: Mapping[str, Any] | None = None) -> Row:
    said = more or {}
    return Row(
        keyword=keyword,
        type=kind,
        when=said.get("when"),
        otherwise=said.get("else", "may"),
        items=tuple(said["items"]) if "items" in said else None,
        rows=_rows(said, "of"),
        values=tuple(said.get("values", ())),
        rule=said.get("rule", ""),
        counted=said.get("counted", ""),
        unique=said.get("unique", ""),
        refers=tuple(said["refers"]) if "refers" in said else None,
    )
