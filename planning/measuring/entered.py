"""Values that a person enters for a measurement: which, and what they may be.

The twin is ``static/js/measuring/entered.js``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planning.geometry.reasons import Reason
from planning.measuring.definition import Definition, Param
from planning.measuring.formatting import MINUS

UNKNOWN_PARAM = "unknown_param"
PARAM_NOT_A_CHOICE = "param_not_a_choice"
PARAM_OUT_OF_RANGE = "param_out_of_range"

_UNITS = {"mm": " mm", "deg": "°", "percent": " %", "ratio": "", None: ""}

OF_THE_FILM = frozenset({"hanging"})
"""Parameters that are known of the film, confirmed there, and not entered."""


def entered_params(definition: Definition) -> tuple[Param, ...]:
    """Return the parameters that a person enters."""
    return tuple(param for param in definition.params if param.name not in OF_THE_FILM)


def told_values(definition: Definition, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a measurement was computed with, as people read it.

    Parameters
    ----------
    definition : Definition
    params : mapping
        What was entered.

    Returns
    -------
    list of dict
        ``param``, ``name``, ``text`` (``62.5 %``), and ``usual``: True where nobody entered
        anything and the definition's own value counts.
    """
    told = []
    for param in entered_params(definition):
        entered = params.get(param.name)
        value = param.default if entered is None else entered
        if value is not None:
            text = value if isinstance(value, str) else _number(value) + _UNITS[param.unit]
            told.append(
                {"param": param.name, "name": param.title, "text": text, "usual": entered is None}
            )
    return told


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0").replace("-", MINUS)


def entered_problem(definition: Definition, name: str, value: object) -> Reason | None:
    """Say why a value may not be entered; None where it may.

    Returns
    -------
    Reason or None
        ``unknown_param``, ``param_not_a_choice``, or ``param_out_of_range`` with the limits.
    """
    param = next((one for one in entered_params(definition) if one.name == name), None)
    if param is None:
        return Reason(UNKNOWN_PARAM, {"definition": definition.key, "param": name})
    if param.choices is not None:
        fits = isinstance(value, str) and value in param.choices
        return None if fits else Reason(PARAM_NOT_A_CHOICE, {"name": param.title})
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    low = float("-inf") if param.least is None else param.least
    high = float("inf") if param.most is None else param.most
    if is_number and low <= value <= high:
        return None
    limits = {} if param.least is None or param.most is None else {"low": low, "high": high}
    return Reason(PARAM_OUT_OF_RANGE, {"name": param.title, **limits})
