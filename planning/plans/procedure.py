"""PURE. What is known of the case, what is aimed at and how far the guide has come.

One procedure at most; every function takes the document and gives changes. The twin is
``static/js/plan/procedure.js``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planning.geometry.reasons import Reason
from planning.plans.changes import Change
from planning.plans.implant_bench import Changes, Json

MODES = (
    "primary",
    "bilateral_simultaneous",
    "bilateral_staged",
    "dysplasia",
    "protrusio",
    "revision",
    "fracture",
)
HIPS = ("untouched", "implant", "earlier_surgery")
OTHER = {"R": "L", "L": "R"}
_BOTH_ARE_ILL = frozenset({"bilateral_simultaneous"})
_STAGED = "bilateral_staged"
_BROKEN = "fracture"


def procedure_of(document: Json) -> Json | None:
    """Return the procedure; None where nobody has been asked yet."""
    return next(iter(document["procedures"]), None)


def begin_procedure(
    document: Json,
    *,
    new_id: str,
    view_id: str | None,
    mode: str,
    sides: Sequence[str],
    hips: Mapping[str, str],
) -> Changes | Reason:
    """Keep what was asked of the case.

    Returns
    -------
    list of Change, or Reason ``second_procedure``
    """
    if procedure_of(document) is not None:
        return Reason("second_procedure", {"id": new_id})
    item = {
        "id": new_id,
        "procedure": "hip_replacement",
        "view_id": view_id,
        "mode": mode,
        "sides": list(sides),
        "hips": dict(hips),
        "targets": {},
        "steps": {},
        "variant_id": None,
    }
    return [Change("upsert", "procedures", new_id, item)]


def change_procedure(document: Json, fields: Mapping[str, Any]) -> Changes | Reason:
    """Change what is known of the case; ``no_procedure`` where nothing is yet."""
    procedure = procedure_of(document)
    if procedure is None:
        return Reason("no_procedure")
    item = {**procedure, **fields}
    return [Change("upsert", "procedures", procedure["id"], item)]


def set_target(document: Json, side: str, key: str, value: float | str | None) -> Changes | Reason:
    """Keep what a person aims at for a side; None takes it back."""
    procedure = procedure_of(document)
    if procedure is None:
        return Reason("no_procedure")
    own = {name: one for name, one in procedure["targets"].get(side, {}).items() if name != key}
    if value is not None:
        own[key] = value
    return change_procedure(document, {"targets": {**procedure["targets"], side: own}})


def mark_step(document: Json, key: str, state: str | None) -> Changes | Reason:
    """Keep that a step is ``done``, or left for ``later``; None takes it back."""
    procedure = procedure_of(document)
    if procedure is None:
        return Reason("no_procedure")
    steps = {name: one for name, one in procedure["steps"].items() if name != key}
    if state is not None:
        steps[key] = state
    return change_procedure(document, {"steps": steps})


def targets_of(document: Json, side: str) -> Json:
    """Return what a person typed for a side; empty where nothing is."""
    procedure = procedure_of(document)
    return {} if procedure is None else procedure["targets"].get(side, {})


def other_side_trusted(document: Json, side: str) -> bool:
    """Say whether the other hip may stand for what this one was.

    It may where it is untouched, or where nobody has said otherwise, and where it was replaced in
    the first of two operations; not where both are ill or this plan operates on both.
    """
    procedure = procedure_of(document)
    if procedure is None:
        return True
    if procedure["mode"] in _BOTH_ARE_ILL or OTHER[side] in procedure["sides"]:
        return False
    known = procedure["hips"].get(OTHER[side], "untouched")
    return known == "untouched" or (known == "implant" and procedure["mode"] == _STAGED)


def own_side_trusted(document: Json) -> bool:
    """Say whether what a hip was on the film may be aimed at and compared with: not if broken."""
    procedure = procedure_of(document)
    return procedure is None or procedure["mode"] != _BROKEN
