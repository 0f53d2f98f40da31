"""PURE. What was planned beside what a later film shows: each value, and how far they lie apart.

Only like is compared with like: the same definition in the same version, of the same side, in
millimetres of the patient. Otherwise there is a reason in place of the difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, SideRule
from planning.measuring.quantity import Quantity, Unit, result_from_json

Json = Mapping[str, Any]
SIDES: dict[str, tuple[str, ...]] = {"R": ("R",), "L": ("L",), "B": ("R", "L"), "": ("R", "L")}


@dataclass(frozen=True, slots=True)
class Difference:
    """Achieved less planned.

    Attributes
    ----------
    value : float
        In the definition's unit and sign.
    plus_minus_95 : float or None
        Half-width of the 95 % interval: both errors as independent, the root of the sum of
        their squares.
    plus_minus_reason : str or None
        Why there is none.
    """

    value: float
    plus_minus_95: float | None
    plus_minus_reason: str | None

    @property
    def within_error(self) -> bool:
        """Whether measurement error alone explains it."""
        return self.plus_minus_95 is not None and abs(self.value) <= self.plus_minus_95

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "value": self.value,
            "plus_minus_95": self.plus_minus_95,
            "plus_minus_reason": self.plus_minus_reason,
            "within_error": self.within_error,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One value, planned and achieved.

    Attributes
    ----------
    definition : Definition
        As it is now.
    side : str or None
        None where it compares the sides.
    planned, achieved : mapping or None
        ``text`` and ``result`` as Reading has them; None where nothing of the kind is there.
    outcome : Difference or Reason
    """

    definition: Definition
    side: str | None
    planned: Json | None
    achieved: Json | None
    outcome: Difference | Reason

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows; one of ``difference`` and ``reason`` is None."""
        shape = self.definition.data["result"]
        compared = isinstance(self.outcome, Difference)
        return {
            "key": self.definition.key,
            "name": self.definition.name,
            "side": self.side,
            "compares_sides": self.definition.side is SideRule.BOTH,
            "unit": shape["unit"],
            "decimals": shape["decimals"],
            "planned": self.planned,
            "achieved": self.achieved,
            "difference": self.outcome.to_json() if compared else None,
            "reason": None if compared else self.outcome.to_json(),
        }


def compare(
    members: Iterable[Definition],
    planned: Sequence[Json],
    achieved: Sequence[Json],
    *,
    side: str,
) -> list[Row]:
    """Lay what was planned beside what was measured later.

    Parameters
    ----------
    members : iterable of Definition
        What is compared, in the order in which it is shown.
    planned : sequence of mapping
        Readings of the signed plan as frozen, JSON of :class:`planning.plans.reading.Reading`;
        their planned values count.
    achieved : sequence of mapping
        Readings of the later film; as filmed, whatever is planned on it.
    side : str
        That was operated on: R, L, B, or empty where the plan did not say.

    Returns
    -------
    list of Row
        One for each value that is planned or measured. The reason is ``not_planned``,
        ``unchanged_by_plan`` (the signed plan moves nothing that this is read from),
        ``planned_without_value``, ``not_measured``, ``other_side``, ``other_version``,
        ``planned_not_calibrated``, ``not_calibrated``, or why the film gives no value.
    """
    return [
        row
        for definition in members
        for row in _rows(definition, planned, achieved, SIDES[side])
        if row.planned is not None or row.achieved is not None
    ]


def _rows(
    definition: Definition, planned: Sequence[Json], achieved: Sequence[Json], sides: Iterable[str]
) -> Iterator[Row]:
    paired = definition.side is SideRule.ONE
    for side in sides if paired else (None,):
        before = _chosen(planned, definition.key, side, "planned")
        after = _chosen(achieved, definition.key, side, "native")
        outcome = _outcome(before, after)
        if after is None and before is not None and _measured(achieved, definition.key):
            outcome = Reason("other_side")
        yield Row(
            definition,
            side,
            before and {"text": before["planned_text"], "result": before["planned"]},
            after and {"text": after["text"], "result": after["native"]},
            outcome,
        )


def _chosen(readings: Sequence[Json], key: str, side: str | None, part: str) -> Json | None:
    """Return the last one of a definition and side that has a value, else the last one."""
    of_key = [one for one in readings if one["definition"] == key]
    own = [one for one in of_key if side is None or one["side"] == side]
    own.sort(key=lambda one: one[part]["kind"] == "quantity")
    return own[-1] if own else None


def _measured(readings: Sequence[Json], key: str) -> bool:
    return any(one["definition"] == key for one in readings)


def _outcome(before: Json | None, after: Json | None) -> Difference | Reason:
    if before is None:
        return Reason("not_planned")
    was, native = result_from_json(before["planned"]), result_from_json(before["native"])
    if isinstance(was, Reason):
        return Reason("planned_without_value")
    if isinstance(native, Quantity) and native.value == was.value:
        return Reason("unchanged_by_plan")
    if after is None:
        return Reason("not_measured")
    if before["definition_version"] != after["definition_version"]:
        return Reason("other_version")
    now = result_from_json(after["native"])
    if isinstance(now, Reason):
        return now
    return _difference(was, now)


def _difference(was: Quantity, now: Quantity) -> Difference | Reason:
    if was.unit is Unit.MM and not was.calibrated:
        return Reason("planned_not_calibrated")
    if now.unit is Unit.MM and not now.calibrated:
        return Reason("not_calibrated")
    if was.plus_minus_95 is None or now.plus_minus_95 is None:
        reason = now.plus_minus_reason or was.plus_minus_reason
        return Difference(now.value - was.value, None, reason)
    both = math.hypot(was.plus_minus_95, now.plus_minus_95)
    return Difference(now.value - was.value, both, None)
