"""Do to an implant what a vector or a drawn sequence says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.plans.implant_adding import NewIds, NewImplant, add_implant, remove_implant
from planning.plans.implant_bench import Bench
from planning.plans.implant_choices import (
    resize_implant,
    set_implant_option,
    step_implant_size,
)
from planning.plans.implant_moves import (
    bring_implant,
    mirror_implant,
    move_implant,
    nudge_implant,
    rotate_implant,
)

TESTS = Path(__file__).resolve().parent.parent
GOLDEN = json.loads((TESTS / "golden" / "implants.json").read_text(encoding="utf-8"))

DO = {
    "move": lambda bench, item, x, y: move_implant(bench, item, Point(x, y)),
    "bring": lambda bench, item, point, x, y: bring_implant(bench, item, point, Point(x, y)),
    "nudge": nudge_implant,
    "rotate": rotate_implant,
    "mirror": mirror_implant,
    "step": step_implant_size,
    "resize": resize_implant,
    "option": set_implant_option,
    "remove": remove_implant,
}


def family(key: str) -> dict[str, Any]:
    """Return a family of the vectors."""
    return next(one for one in GOLDEN["families"] if one["key"] == key)


def added(bench: Bench, *, kind: dict, view_id: str, at_px: Point, ids: dict, **more):
    """Add an implant with the ids of a mapping."""
    new = NewImplant(kind, view_id, at_px, NewIds(**ids), **more)
    return add_implant(bench, new)


def as_json(changes: list | Reason) -> list[dict] | str:
    """Return changes as they are sent, or the code of a refusal."""
    if isinstance(changes, Reason):
        return changes.code
    return [change.to_json() for change in changes]


def numbers(value: Any, path: str = "") -> dict[str, Any]:
    """Return every leaf of a JSON value by its path, so that numbers compare with tolerance."""
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list | tuple):
        pairs = enumerate(value)
    else:
        return {path: value}
    leaves = {}
    for name, inner in pairs:
        leaves |= numbers(inner, f"{path}/{name}")
    return leaves


def assert_close(ours: Any, theirs: Any, tolerance: float = 1e-9) -> None:
    """Compare two JSON values, numbers within a tolerance."""
    mine, other = numbers(ours), numbers(theirs)
    assert mine.keys() == other.keys()
    for path, value in mine.items():
        wanted = other[path]
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert abs(value - wanted) <= tolerance * max(1, abs(wanted)), (path, value, wanted)
        else:
            assert value == wanted, path
