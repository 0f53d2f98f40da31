"""Which item of a plan document names which other, as data.

Validation and change sets both ask this one table, so that nothing can point to an item
that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from planning.geometry.reasons import Reason

Item = Mapping[str, Any]
Document = Mapping[str, Any]

COLLECTIONS = (
    "views",
    "bodies",
    "landmarks",
    "measurements",
    "implants",
    "variants",
    "procedures",
)


class Reference(NamedTuple):
    """One item naming another: by which field, in which collection, which id."""

    field: str
    collection: str
    id: str


def _of_body(item: Item) -> Iterator[Reference]:
    yield Reference("view_id", "views", item.get("view_id"))


def _of_part_of_body(item: Item) -> Iterator[Reference]:
    yield Reference("body_id", "bodies", item.get("body_id"))


def _of_measurement(item: Item) -> Iterator[Reference]:
    if "view_id" in item:
        yield Reference("view_id", "views", item["view_id"])
    for role, landmark_ids in item.get("landmarks", {}).items():
        for landmark_id in landmark_ids:
            yield Reference(f"landmarks.{role}", "landmarks", landmark_id)


def _of_implant(item: Item) -> Iterator[Reference]:
    yield from _of_part_of_body(item)
    if "bone_id" in item:
        yield Reference("bone_id", "bodies", item["bone_id"])


def _of_variant(item: Item) -> Iterator[Reference]:
    for body_id in item.get("poses", {}):
        yield Reference("poses", "bodies", body_id)
    for implant_id in item.get("implants", {}):
        yield Reference("implants", "implants", implant_id)
    for body_id in item.get("reduced", ()):
        yield Reference("reduced", "bodies", body_id)


def _of_procedure(item: Item) -> Iterator[Reference]:
    for field, collection in (("view_id", "views"), ("variant_id", "variants")):
        if item.get(field) is not None:
            yield Reference(field, collection, item[field])


REFERENCES: dict[str, Callable[[Item], Iterator[Reference]]] = {
    "bodies": _of_body,
    "landmarks": _of_part_of_body,
    "measurements": _of_measurement,
    "implants": _of_implant,
    "variants": _of_variant,
    "procedures": _of_procedure,
}


def dangling_references(document: Document) -> Iterator[Reason]:
    """Find every reference to an item that is not in the document.

    Parameters
    ----------
    document : mapping
        Every collection a list of items with an ``id``.

    Yields
    ------
    Reason
        ``dangling_reference`` with ``collection``, ``id``, ``field``, ``target_collection``
        and ``target_id``, in the order of the collections and their items.
    """
    ids = {name: {item["id"] for item in document[name]} for name in COLLECTIONS}
    for collection in COLLECTIONS:
        references_of = REFERENCES.get(collection)
        if references_of is None:
            continue
        for item in document[collection]:
            for reference in references_of(item):
                if reference.id not in ids[reference.collection]:
                    yield Reason("dangling_reference", _params(collection, item, reference))


def _params(collection: str, item: Item, reference: Reference) -> dict[str, str | float]:
    return {
        "collection": collection,
        "id": item["id"],
        "field": reference.field,
        "target_collection": reference.collection,
        "target_id": reference.id,
    }
