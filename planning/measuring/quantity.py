"""A measured value that knows its unit, its error bar and where its millimetres come from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planning.geometry.reasons import Reason
from planning.measuring.json_values import json_number, nullable_json_number
from planning.measuring.scale import ScaleMethod


class Unit(StrEnum):
    """Units of results; JSON and exports use these spellings."""

    MM = "mm"
    PX = "px"
    DEG = "deg"
    RATIO = "ratio"
    PERCENT = "percent"
    CLASS = "class"
    """The value is the number of a class of the definition, from 1."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A finite value with its provenance.

    Attributes
    ----------
    value : float
        Unrounded, with its sign.
    unit : Unit
    plus_minus_95 : float or None
        Half-width of the 95 % interval of measurement error, in the same unit.
    plus_minus_reason : str or None
        Code that says why there is no error bar. Exactly one of the two is given.
    label : str
        Words of the scale, printed beside a length; empty for what needs no scale.
    method : ScaleMethod or None
        How the scale was found; None without a scale.
    calibrated : bool
        True where millimetres are millimetres of the patient.

    Raises
    ------
    ValueError
        If the value is not finite, the error bar is negative, or an error bar and the reason
        for its absence are both given or both missing.
    """

    value: float
    unit: Unit
    plus_minus_95: float | None
    plus_minus_reason: str | None
    label: str = ""
    method: ScaleMethod | None = None
    calibrated: bool = False

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"a quantity is finite, not {self.value!r}")
        if (self.plus_minus_95 is None) == (self.plus_minus_reason is None):
            raise ValueError("a quantity has an error bar or a reason why not, one of the two")
        if self.plus_minus_95 is not None and not 0 <= self.plus_minus_95 < math.inf:
            raise ValueError(f"an error bar is not negative: {self.plus_minus_95!r}")

    def to_json(self) -> dict[str, object]:
        """Return ``{"kind": "quantity", ...}`` with unrounded numbers."""
        return {
            "kind": "quantity",
            "value": self.value,
            "unit": str(self.unit),
            "plus_minus_95": self.plus_minus_95,
            "plus_minus_reason": self.plus_minus_reason,
            "label": self.label,
            "method": None if self.method is None else str(self.method),
            "calibrated": self.calibrated,
        }


Result = Quantity | Reason


def result_from_json(data: Mapping[str, object]) -> Result:
    """Rebuild what ``to_json`` of a Quantity or a Reason returned.

    Raises
    ------
    ValueError
        If the kind is unknown or the values break a promise of the class.
    KeyError
        If a key is missing.
    """
    if data["kind"] == "reason":
        return Reason(data["code"], dict(data["params"]))
    if data["kind"] != "quantity":
        raise ValueError(f"a result is a quantity or a reason, not {data['kind']!r}")
    method = data["method"]
    return Quantity(
        value=json_number(data["value"]),
        unit=Unit(data["unit"]),
        plus_minus_95=nullable_json_number(data["plus_minus_95"]),
        plus_minus_reason=data["plus_minus_reason"],
        label=data["label"],
        method=None if method is None else ScaleMethod(method),
        calibrated=data["calibrated"],
    )
