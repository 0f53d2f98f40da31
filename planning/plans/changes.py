"""Change sets: what the browser sends instead of a whole document, and how to undo it.

A change puts one item in (``upsert``) or takes one out (``delete``). Applying a list of them
is a pure function of the document; so is the list that takes them back. References between
items are looked at once, after the last change, so their order within a set does not matter.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from planning.geometry.reasons import Reason
from planning.plans.document import SCHEMA, newer_schema, schema_of
from planning.plans.references import COLLECTIONS, Document, dangling_references
from planning.plans.validation import validate_change_set


@dataclass(frozen=True, slots=True)
class Change:
    """One item put in or taken out.

    Attributes
    ----------
    op : str
        ``upsert`` or ``delete``.
    collection : str
    id : str
    item : dict or None
        The whole item, for ``upsert``.
    index : int or None
        Where a new item goes; at the end without it or beyond the end. An item that is
        there already keeps its place.
    """

    op: Literal["upsert", "delete"]
    collection: str
    id: str
    item: dict[str, Any] | None = None
    index: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the change as the browser sends it."""
        start = {"op": self.op, "collection": self.collection}
        if self.op == "delete":
            return {**start, "id": self.id}
        place = {} if self.index is None else {"index": self.index}
        return {**start, "item": copy.deepcopy(self.item), **place}


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes and the version of the document that they start from."""

    base_version: int
    changes: tuple[Change, ...]


def parse_change_set(payload: object) -> ChangeSet | list[Reason]:
    """Read a change set.

    Parameters
    ----------
    payload : object
        Parsed JSON of ``schema/change_set_v1.json``.

    Returns
    -------
    ChangeSet, or the problems of form as :func:`planning.plans.validation.validate` gives them
    """
    problems = validate_change_set(payload)
    if problems:
        return problems
    assert isinstance(payload, dict)
    return ChangeSet(payload["base_version"], tuple(_change(raw) for raw in payload["changes"]))


def apply(document: Document, changes: Sequence[Change]) -> dict[str, Any] | Reason:
    """Apply changes in order.

    Parameters
    ----------
    document : mapping
        A valid document of the current version; it is not changed.
    changes : sequence of Change

    Returns
    -------
    dict, or Reason
        ``newer_schema``, ``unknown_collection``, ``unknown_item`` (a delete of what is not
        there) or ``dangling_reference``. The items' own form is for
        :func:`planning.plans.validation.validate`.
    """
    result = _working_copy(document)
    if isinstance(result, Reason):
        return result
    for change in changes:
        refused = _apply_one(result, change)
        if refused is not None:
            return refused
    return next(dangling_references(result), None) or result


def invert(document: Document, changes: Sequence[Change]) -> list[Change] | Reason:
    """Give the changes that take ``changes`` back.

    Parameters
    ----------
    document : mapping
        The document before ``changes``.
    changes : sequence of Change

    Returns
    -------
    list of Change, or Reason
        Applied to ``apply(document, changes)`` they give ``document`` again, order included.
    """
    result = _working_copy(document)
    if isinstance(result, Reason):
        return result
    inverse: list[Change] = []
    for change in changes:
        undo = _undo_of(result, change)
        refused = _apply_one(result, change)
        if refused is not None:
            return refused
        inverse.insert(0, undo)
    return inverse


def _change(raw: dict[str, Any]) -> Change:
    if raw["op"] == "delete":
        return Change("delete", raw["collection"], raw["id"])
    return Change("upsert", raw["collection"], raw["item"]["id"], raw["item"], raw.get("index"))


def _working_copy(document: Document) -> dict[str, Any] | Reason:
    version = schema_of(document)
    if version is None:
        return Reason("not_a_plan_document")
    if version != SCHEMA:
        return newer_schema(version)
    return {**document, **{name: list(document[name]) for name in COLLECTIONS}}


def _apply_one(document: dict[str, Any], change: Change) -> Reason | None:
    if change.collection not in COLLECTIONS:
        return Reason("unknown_collection", {"collection": change.collection})
    items = document[change.collection]
    at = _position(items, change.id)
    if change.op == "delete":
        if at is None:
            return Reason("unknown_item", {"collection": change.collection, "id": change.id})
        del items[at]
    elif at is None:
        place = len(items) if change.index is None else min(change.index, len(items))
        items.insert(place, copy.deepcopy(change.item))
    else:
        items[at] = copy.deepcopy(change.item)
    return None


def _undo_of(document: dict[str, Any], change: Change) -> Change:
    items = document.get(change.collection, [])
    at = _position(items, change.id)
    if at is None:
        return Change("delete", change.collection, change.id)
    return Change("upsert", change.collection, change.id, items[at], at)


def _position(items: Sequence[dict[str, Any]], item_id: str) -> int | None:
    return next((at for at, item in enumerate(items) if item["id"] == item_id), None)
