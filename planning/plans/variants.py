"""PURE. Ways of operating side by side: copied, named, taken away, one of them chosen.

The twin is ``static/js/plan/variants.js``.
"""

from __future__ import annotations

import copy

from planning.geometry.reasons import Reason
from planning.plans.changes import Change
from planning.plans.implant_bench import Changes, Json
from planning.plans.joining import choice_of, implants_in, variant_named

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def working_variant(document: Json) -> str | None:
    """Return the variant that is planned: the chosen one, else the first; None without any."""
    chosen = [one["variant_id"] for one in document.get("procedures", ()) if one["variant_id"]]
    return next(iter([*chosen, *(one["id"] for one in document["variants"])]), None)


def next_variant_name(document: Json) -> str:
    """Return the first letter that no variant has, or ``Plan`` with a number beyond Z."""
    taken = {one["name"] for one in document["variants"]}
    free = next((letter for letter in LETTERS if letter not in taken), None)
    return free or f"Plan {len(document['variants']) + 1}"


def copy_variant(document: Json, from_id: str, *, new_id: str, name: str) -> Changes | Reason:
    """Begin a way of operating with all that another one has.

    From then on each has implants of its own: what is changed in one is not changed in the other.

    Returns
    -------
    list of Change, or Reason ``unknown_variant``
    """
    source = variant_named(document, from_id)
    if source is None:
        return Reason("unknown_variant", {"id": from_id})
    own = {
        variant["id"]: {one["id"]: choice_of(one) for one in implants_in(document, variant)}
        for variant in document["variants"]
    }
    made = {**copy.deepcopy(dict(source)), "id": new_id, "name": name, "implants": own[from_id]}
    return [
        *(
            Change("upsert", "variants", one["id"], {**one, "implants": own[one["id"]]})
            for one in document["variants"]
            if "implants" not in one
        ),
        Change("upsert", "variants", new_id, made),
    ]


def rename_variant(document: Json, variant_id: str, name: str) -> Changes | Reason:
    """Give a way of operating another name; ``unknown_variant`` where there is none."""
    variant = variant_named(document, variant_id)
    if variant is None:
        return Reason("unknown_variant", {"id": variant_id})
    return [Change("upsert", "variants", variant_id, {**variant, "name": name})]


def remove_variant(document: Json, variant_id: str) -> Changes | Reason:
    """Take a way of operating away, and the implants that no other one uses.

    Returns
    -------
    list of Change, or Reason
        ``unknown_variant``, or ``last_variant`` where it is the only one.
    """
    variant = variant_named(document, variant_id)
    if variant is None:
        return Reason("unknown_variant", {"id": variant_id})
    others = [one for one in document["variants"] if one["id"] != variant_id]
    if not others:
        return Reason("last_variant", {"name": variant["name"]})
    kept = {one["id"] for other in others for one in implants_in(document, other)}
    gone = [one for one in document["implants"] if one["id"] not in kept]
    bodies = {one["body_id"] for one in gone}
    return [
        *(
            Change("upsert", "procedures", one["id"], {**one, "variant_id": None})
            for one in document["procedures"]
            if one["variant_id"] == variant_id
        ),
        Change("delete", "variants", variant_id),
        *(
            Change("upsert", "variants", one["id"], _without(one, bodies))
            for one in others
            if bodies & one["poses"].keys()
        ),
        *(Change("delete", "implants", one["id"]) for one in gone),
        *(Change("delete", "bodies", one["body_id"]) for one in gone),
    ]


def choose_variant(document: Json, variant_id: str) -> Changes | Reason:
    """Say which way of operating is the plan.

    Returns
    -------
    list of Change, or Reason
        ``unknown_variant``, ``no_procedure`` where nobody has been asked about the case yet.
    """
    if variant_named(document, variant_id) is None:
        return Reason("unknown_variant", {"id": variant_id})
    if not document["procedures"]:
        return Reason("no_procedure")
    [procedure] = document["procedures"]
    chosen = {**procedure, "variant_id": variant_id}
    return [Change("upsert", "procedures", procedure["id"], chosen)]


def _without(variant: Json, bodies: set[str]) -> dict:
    poses = {key: pose for key, pose in variant["poses"].items() if key not in bodies}
    return {**variant, "poses": poses}
