"""PURE. Another size or option of an implant, as changes of the plan document.

Only the item changes: its origin is its anchor, so anchor and direction stay where they are,
exactly, and a step back brings everything back.
"""

from __future__ import annotations

from collections.abc import Mapping

from planning.geometry.reasons import Reason
from planning.plans.changes import Change
from planning.plans.implant_bench import Bench, Changes, as_worked_on, item_of
from planning.plans.implants import size_of, variant_of


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
    implant = item_of(bench.document, "implants", implant_id)
    options = {} if implant is None else {**implant["options"], option: value}
    return _exchange(bench, implant_id, {"options": options})


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
    return [Change("upsert", "implants", implant_id, item)]
