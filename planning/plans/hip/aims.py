"""PURE. What a hip replacement aims at: offset and leg length, and where each aim is from.

The twin is ``static/js/plan/hip/aims.js``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Reason
from planning.measuring.quantity import Quantity

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim.

    Attributes
    ----------
    value_mm : float or None
        None where there is none: a person types it.
    source : str
        ``other_side``, ``typed``, ``current`` (the offset as it is: often wrong in a worn hip,
        so it comes with a warning), ``equal_lengths`` or ``none``.
    of : str
        ``global_offset``; ``length_difference`` against the other side, or ``length_change``.
    warning : bool
    """

    value_mm: float | None
    source: str
    of: str
    warning: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "value_mm": self.value_mm,
            "source": self.source,
            "of": self.of,
            "warning": self.warning,
        }


def offset_aim(
    targets: Json,
    *,
    trusted: bool,
    other: Quantity | Reason,
    current: Quantity | Reason,
) -> Aim:
    """Return the global offset to aim at: typed, else of the healthy other side, else as it is.

    Parameters
    ----------
    targets : mapping
        What a person typed for this side.
    trusted : bool
        Whether the other hip may stand for what this one was.
    other, current : Quantity or Reason
        Global offset of the other side, and of this one as it is.
    """
    if "global_offset_mm" in targets:
        return Aim(targets["global_offset_mm"], "typed", "global_offset")
    if trusted and isinstance(other, Quantity):
        return Aim(other.value, "other_side", "global_offset")
    if isinstance(current, Quantity):
        return Aim(current.value, "current", "global_offset", warning=True)
    return Aim(None, "none", "global_offset", warning=True)


def length_aim(targets: Json, *, trusted: bool) -> Aim:
    """Return the leg length to aim at: equal legs, or what a person typed."""
    if trusted:
        if "length_difference_mm" in targets:
            return Aim(targets["length_difference_mm"], "typed", "length_difference")
        return Aim(0.0, "equal_lengths", "length_difference")
    if "length_change_mm" in targets:
        return Aim(targets["length_change_mm"], "typed", "length_change")
    return Aim(None, "none", "length_change", warning=True)
