"""PURE. Another size, option or family of an implant, as changes of the plan document.

Only what it is changes: its origin is its anchor, so anchor and direction stay where they are,
exactly, and a step back brings everything back. Where the working variant has implants of its
own, the others are left as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from planning.geometry.reasons import Reason
from planning.plans.changes import Change
from planning.plans.implant_bench import Bench, Changes, Json, as_worked_on
from planning.plans.implants import default_options, size_of, variant_of
from planning.plans.joining import choice_of


def resize_implant(bench: Bench, implant_id: str, size: str) -> Changes | Reason:
    """Take another size; the anchor and the direction stay.

    Returns
    -------
    list of Change, or Reason
        ``unknown_size``, or ``not_in_this_size`` where it does not come with these options.
    """
    return _exchange(bench, implant_id, {"size": size})


def step_implant_size(bench: Bench, implant_id: str, steps: int) -> Changes | Reason:
    """Take a size some steps up or down the ladder.

    Returns
    -------
    list of Change, or Reason
        ``no_larger_size``, ``no_smaller_size``, or as :func:`resize_implant`.
    """
    placed = as_worked_on(bench, implant_id)
    if isinstance(placed, Reason):
        return placed
    sizes = [one["size"] for one in placed.family["sizes"]]
    wanted = sizes.index(placed.implant["size"]) + steps
    if not 0 <= wanted < len(sizes):
        code = "no_larger_size" if steps > 0 else "no_smaller_size"
        return Reason(code, {"family": placed.family["name"]})
    return resize_implant(bench, implant_id, sizes[wanted])


def set_implant_option(bench: Bench, implant_id: str, option: str, value: str) -> Changes | Reason:
    """Choose another liner, offset, neck angle or neck length; the anchor and direction stay.

    Returns
    -------
    list of Change, or Reason
        ``unknown_option``, or ``not_in_this_size``.
    """
    placed = as_worked_on(bench, implant_id)
    options = {} if isinstance(placed, Reason) else placed.implant["options"]
    return _exchange(bench, implant_id, {"options": {**options, option: value}})


def exchange_family(bench: Bench, implant_id: str, family: Json, size: str) -> Changes | Reason:
    """Take an implant of another family in its usual options; its anchor lies where it lay.

    Parameters
    ----------
    bench : Bench
    implant_id : str
    family : mapping
        Its geometry, of the same kind.
    size : str

    Returns
    -------
    list of Change, or Reason
        ``family_not_current``, ``not_the_same_kind``, ``unknown_size``.
    """
    placed = as_worked_on(bench, implant_id)
    if isinstance(placed, Reason):
        return placed
    if family["status"] != "current":
        named = {"family": family["name"], "status": family["status"]}
        return Reason("family_not_current", named)
    if family["kind"] != placed.kind:
        return Reason("not_the_same_kind", {"family": family["name"]})
    found = size_of(family, size)
    if isinstance(found, Reason):
        return found
    item = {
        **placed.implant,
        "family": family["key"],
        "family_version": family["version"],
        "size": found["size"],
        "options": default_options(family, found),
    }
    return [_kept(bench, item)]


def _exchange(bench: Bench, implant_id: str, over: Mapping[str, object]) -> Changes | Reason:
    placed = as_worked_on(bench, implant_id)
    if isinstance(placed, Reason):
        return placed
    item = {**placed.implant, **over}
    size = size_of(placed.family, item["size"])
    if isinstance(size, Reason):
        return size
    variant = variant_of(placed.family, size, item["options"])
    if isinstance(variant, Reason):
        return variant
    return [_kept(bench, item)]


def _kept(bench: Bench, item: Json) -> Change:
    """Return the change that keeps what an implant is: in the working variant, or for all."""
    chosen, variant = bench.own_choices, bench.working_variant
    if chosen is None or variant is None:
        return Change("upsert", "implants", item["id"], dict(item))
    own = {**variant, "implants": {**chosen, item["id"]: choice_of(item)}}
    return Change("upsert", "variants", variant["id"], own)
