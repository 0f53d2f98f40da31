"""Whether a plan document or a change set is what its schema says, in readable terms."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from planning.geometry.reasons import Reason
from planning.plans.document import SCHEMA, newer_schema, schema_of
from planning.plans.references import COLLECTIONS, dangling_references

SCHEMA_FOLDER = Path(__file__).parent / "schema"
MOST_PROBLEMS = 20
DEEPEST = 20
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_CODES = {
    "required": "missing_property",
    "additionalProperties": "unknown_property",
    "type": "wrong_type",
    "pattern": "wrong_format",
    "const": "not_allowed",
    "enum": "not_allowed",
    "minItems": "wrong_length",
    "maxItems": "wrong_length",
    "minLength": "wrong_length",
    "maxLength": "wrong_length",
    "maxProperties": "wrong_length",
    "uniqueItems": "wrong_length",
    "minimum": "out_of_range",
    "maximum": "out_of_range",
}


def validate(document: object) -> list[Reason]:
    """Check a plan document of the current version.

    Parameters
    ----------
    document : object
        Parsed JSON.

    Returns
    -------
    list of Reason
        Empty where it is valid. Problems of form carry ``path`` (``landmarks[3].point_px``)
        and ``detail``, at most twenty; only where the form is right, problems of sense:
        ``duplicate_id``, ``dangling_reference``, ``second_film_body``,
        ``not_an_implant_body``, ``implant_body_shared``, ``implant_body_without_implant``,
        ``not_a_piece_of_bone``, ``second_fragment``, ``second_procedure``.
    """
    version = schema_of(document)
    if version is not None and version > SCHEMA:
        return [newer_schema(version)]
    problems = _problems_of_form(document, f"plan_v{SCHEMA}.json")
    if problems:
        return problems
    assert isinstance(document, dict)
    duplicates = list(_duplicate_ids(document))
    return duplicates or [
        *dangling_references(document),
        *_problems_of_bodies(document),
        *_problems_of_bones(document),
    ]


def validate_change_set(payload: object) -> list[Reason]:
    """Check the form of a change set as the browser sends it; items are checked in the result."""
    return _problems_of_form(payload, "change_set_v1.json")


def _problems_of_form(value: object, schema_name: str) -> list[Reason]:
    problems = []
    for error in _validator(schema_name).iter_errors(value):
        problems.append(_readable(error))
        if len(problems) == MOST_PROBLEMS:
            return problems
    return problems or list(_unusable(value, "", 0))


@functools.cache
def _validator(schema_name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMA_FOLDER / schema_name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _readable(error: ValidationError) -> Reason:
    path = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
    keyword = str(error.validator)
    # The schema's demand, never the offending value: it could be anything, of any length.
    demand = {
        "required": lambda: ", ".join(n for n in error.validator_value if n not in error.instance),
        "additionalProperties": lambda: "only " + ", ".join(error.schema.get("properties", {})),
    }.get(keyword, lambda: json.dumps(error.validator_value))()
    return Reason(
        _CODES.get(keyword, "invalid"),
        {"path": path.lstrip(".")[:200], "detail": f"{keyword}: {demand}"[:300]},
    )


def _unusable(value: object, path: str, depth: int) -> Iterator[Reason]:
    # Python's JSON reader lets NaN and Infinity pass, and NaN passes every comparison.
    if isinstance(value, float) and not math.isfinite(value):
        yield Reason("not_finite", {"path": path.lstrip("."), "detail": "a finite number"})
        return
    # Half a surrogate pair cannot be written as UTF-8, and PostgreSQL keeps no NUL.
    if isinstance(value, str) and _UNSTORABLE.search(value):
        yield Reason("unusable_text", {"path": path.lstrip(".")[:200], "detail": "plain text"})
        return
    if not isinstance(value, dict | list):
        return
    if depth > DEEPEST:
        yield Reason("too_deep", {"path": path.lstrip(".")[:200], "detail": f"{DEEPEST} levels"})
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in inner:
        step = f".{name}" if isinstance(value, dict) else f"[{name}]"
        yield from _unusable(part, path + step, depth + 1)


def _duplicate_ids(document: dict[str, Any]) -> Iterator[Reason]:
    for collection in COLLECTIONS:
        seen = set()
        for item in document[collection]:
            if item["id"] in seen:
                yield Reason("duplicate_id", {"collection": collection, "id": item["id"]})
            seen.add(item["id"])


def _problems_of_bodies(document: dict[str, Any]) -> Iterator[Reason]:
    kinds = {body["id"]: body["kind"] for body in document["bodies"]}
    films = set()
    for body in document["bodies"]:
        if body["kind"] == "film" and body["view_id"] in films:
            yield Reason("second_film_body", {"id": body["id"], "view_id": body["view_id"]})
        elif body["kind"] == "film":
            films.add(body["view_id"])
    taken = set()
    for implant in document["implants"]:
        body_id = implant["body_id"]
        if kinds.get(body_id, "implant") != "implant":
            yield Reason("not_an_implant_body", {"id": implant["id"], "body_id": body_id})
        if body_id in taken:
            yield Reason("implant_body_shared", {"id": implant["id"], "body_id": body_id})
        taken.add(body_id)
    for body_id, kind in kinds.items():
        if kind == "implant" and body_id not in taken:
            yield Reason("implant_body_without_implant", {"id": body_id})


def _problems_of_bones(document: dict[str, Any]) -> Iterator[Reason]:
    """Find what is held or reduced and is no piece of bone; what may be there once only."""
    kinds = {body["id"]: body["kind"] for body in document["bodies"]}
    named = [
        *((item["id"], item["bone_id"]) for item in document["implants"] if "bone_id" in item),
        *((item["id"], one) for item in document["variants"] for one in item.get("reduced", ())),
    ]
    for item_id, body_id in named:
        if kinds.get(body_id, "fragment") != "fragment":
            yield Reason("not_a_piece_of_bone", {"id": item_id, "body_id": body_id})
    cut = set()
    for body in document["bodies"]:
        if body["kind"] == "fragment" and body.get("side"):
            femur = {"view_id": body["view_id"], "side": body["side"]}
            if tuple(femur.values()) in cut:
                yield Reason("second_fragment", {"id": body["id"], **femur})
            cut.add(tuple(femur.values()))
    for later in document["procedures"][1:]:
        yield Reason("second_procedure", {"id": later["id"]})
