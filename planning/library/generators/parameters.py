"""PURE. What a generator asks of a family's file, as JSON Schema: complete, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

SIZE_MM: Json = {"type": "number", "exclusiveMinimum": 0, "maximum": 1000}
LENGTH_MM: Json = {"type": "number", "minimum": 0, "maximum": 1000}
SHIFT_MM: Json = {"type": "number", "minimum": -100, "maximum": 100}
SHARE: Json = {"type": "number", "minimum": 0, "maximum": 3}
ANGLE_DEG: Json = {"type": "number", "minimum": -180, "maximum": 180}
CCD_DEG: Json = {"type": "number", "minimum": 100, "maximum": 160}
LEAN_DEG: Json = {"type": "number", "minimum": -30, "maximum": 60}
SHIFTS_MM: Json = {"type": "array", "minItems": 1, "items": SHIFT_MM}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file must say for a generator, no more and no less.

    Attributes
    ----------
    kind : str
        ``cup``, ``head`` or ``stem``.
    shape : dict
        JSON Schema of ``shape``, made by :func:`fields`.
    dimensions : tuple of str
        Of the ladder.
    options : mapping of str to dict
        For each option the JSON Schemas of what a value carries beside its name.
    """

    kind: str
    shape: Json
    dimensions: tuple[str, ...]
    options: Mapping[str, Mapping[str, Json]]


def fields(**schemas: Json) -> Json:
    """Return the schema of an object that has exactly these fields."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(schemas),
        "properties": dict(schemas),
    }


TAPER = fields(
    type={"type": "string", "pattern": "^[a-z0-9_]{1,40}$"},
    face_mm=SIZE_MM,
    base_mm=SIZE_MM,
    length_mm=SIZE_MM,
    beyond_head_mm=LENGTH_MM,
)
"""``beyond_head_mm``: how far the face lies beyond the centre of a head of increment 0."""


def schema_of(asked: Asked) -> Json:
    """Return the JSON Schema of the parts of a family's file that belong to its generator."""
    options = {name: _option(values) for name, values in asked.options.items()}
    return {
        "properties": {
            "kind": {"const": asked.kind},
            "shape": asked.shape,
            "ladder": {
                "properties": {"dimensions": fields(**{name: {} for name in asked.dimensions})}
            },
            "options": fields(**options),
        }
    }


def _option(values: Mapping[str, Json]) -> Json:
    each = fields(name={}, **values)
    return {"properties": {"values": {"additionalProperties": each}}}
