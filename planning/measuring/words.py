"""What a result reads like: words instead of signs.

The twin is ``static/js/measuring/words.js``; both write the same string.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.formatting import format_number, format_value, parse_number
from planning.measuring.quantity import Quantity, Unit

if TYPE_CHECKING:
    from planning.measuring.definition import Definition

NEVER_NEGATIVE = "never negative"
_SIGNS = ("positive", "negative", "zero")
_SIDES = ("R", "L", "none")


def displayed(
    definition: Definition, quantity: Quantity, side: str | None = None, *, short: bool = False
) -> str:
    """Write a result for people: ``right 8 mm short``, ``2.5° varus``.

    Parameters
    ----------
    definition : Definition
    quantity : Quantity
    side : str or None
        Whose view to take, ``R`` or ``L``: a right leg 8 mm short is a left one 8 mm long.
    short : bool
        The form for narrow places, where the definition has one.
    """
    result = definition.data["result"]
    if quantity.unit is Unit.CLASS:
        chosen = result["classes"][round(quantity.value) - 1]
        return chosen["key"] if short else chosen["name"]
    value = max(quantity.value, result.get("floor", quantity.value))
    decimals = result["decimals"]
    templates = result.get("words")
    if short:
        templates = result.get("short_words", templates)
    if templates is None:
        return format_value(value, quantity.unit, decimals)
    shown = format_value(abs(value), quantity.unit, decimals)
    return _template(templates, _sign_of(value, decimals), side).replace("{value}", shown)


def class_key(definition: Definition, quantity: Quantity) -> str:
    """Return the key of the class that a result names."""
    return definition.data["result"]["classes"][round(quantity.value) - 1]["key"]


def band_name(definition: Definition, value: float) -> str | None:
    """Return the name of the band of the normal range that a value lies in, if one does."""
    normal = definition.data["normal"] or {}
    for band in normal.get("bands", ()):
        low, high = band["from"], band["to"]
        if (low is None or value >= low) and (high is None or value < high):
            return band["name"]
    return None


def check_words(result: Mapping[str, Any]) -> None:
    """Refuse a result that could only be told by a sign.

    Raises
    ------
    DefinitionError
        Naming what is missing.
    """
    if (result["unit"] == Unit.CLASS) != ("classes" in result):
        raise DefinitionError("a class has classes, and nothing else has")
    if result["unit"] == Unit.CLASS:
        return
    if result["sign"] != NEVER_NEGATIVE and "words" not in result:
        raise DefinitionError(
            f"the result has a sign, so it needs words; or its sign is {NEVER_NEGATIVE!r}"
        )
    for name in ("words", "short_words"):
        if name in result:
            _check_templates(result[name], name)


def _check_templates(templates: Mapping[str, Any], name: str) -> None:
    if set(templates) != set(_SIGNS):
        raise DefinitionError(f"{name!r} has words for {', '.join(_SIGNS)}")
    for sign in _SIGNS:
        given = templates[sign]
        texts = list(given.values()) if isinstance(given, Mapping) else [given]
        if isinstance(given, Mapping) and set(given) != set(_SIDES):
            raise DefinitionError(f"{name!r}, {sign!r}: by side means {', '.join(_SIDES)}")
        for text in texts:
            if not isinstance(text, str) or (sign != "zero" and "{value}" not in text):
                raise DefinitionError(f"{name!r}, {sign!r}: a text with {{value}} belongs here")


def _sign_of(value: float, decimals: int) -> str:
    """Return which words to use; what reads as zero is neither one side nor the other."""
    read = parse_number(format_number(value, decimals))
    return "zero" if read == 0 else "positive" if read > 0 else "negative"


def _template(templates: Mapping[str, Any], sign: str, side: str | None) -> str:
    chosen = templates[sign]
    if isinstance(chosen, str):
        return chosen
    return chosen[side if side in ("R", "L") else "none"]
