"""How numbers are written, in the same digits as ``static/js/measuring/formatting.js``.

One rule: round half away from zero on the shortest decimal that stands for the number. 0.285
is written 0.29, although its binary neighbour is a little below; people round what they read.
The decimal sign is always a point, thousands are not grouped, a negative number carries the
true minus sign (U+2212, which screen readers speak) and nothing is ever "-0". These strings are
for eyes; exports and ``data-value`` carry the unrounded number.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

from planning.measuring.quantity import Quantity, Unit

MINUS = "−"
PLUS_MINUS = "±"
MAX_DECIMALS = 12

# Whole millimetres and degrees are what a surgeon reads; callers ask for more where it helps.
DEFAULT_DECIMALS = {
    Unit.MM: 0, Unit.PX: 0, Unit.DEG: 0, Unit.RATIO: 2, Unit.PERCENT: 1, Unit.CLASS: 0,
}  # fmt: skip

# A degree sign follows its number at once, other units after a space (SI brochure 5.4.3).
_SUFFIXES = {
    Unit.MM: " mm", Unit.PX: " px", Unit.DEG: "°", Unit.RATIO: "", Unit.PERCENT: " %",
    Unit.CLASS: "",
}  # fmt: skip

# Enough digits to hold the largest float with decimals, so that nothing is rounded twice.
_EXACT = Context(prec=400)


def format_number(value: float, decimals: int) -> str:
    """Write a number with a fixed count of decimals.

    Parameters
    ----------
    value : float
    decimals : int
        0 to 12.

    Raises
    ------
    ValueError
        If the value is not finite or the decimals are out of range.
    """
    if not math.isfinite(value):
        raise ValueError(f"only a finite number can be written, not {value!r}")
    if not 0 <= decimals <= MAX_DECIMALS:
        raise ValueError(f"decimals run from 0 to {MAX_DECIMALS}, not {decimals!r}")
    shortest = Decimal(repr(float(value)))
    rounded = shortest.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, context=_EXACT)
    # Not abs(): arithmetic on a Decimal would round it again, to the default 28 digits.
    digits = f"{rounded.copy_abs():f}"
    return MINUS + digits if rounded < 0 else digits


def parse_number(text: str) -> float:
    """Read what :func:`format_number` wrote.

    Raises
    ------
    ValueError
        If the text is not a plain decimal number.
    """
    plain = text.replace(MINUS, "-")
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain) is None:
        raise ValueError(f"not a number as this program writes it: {text!r}")
    return float(plain)


def format_plus_minus(half_width: float, decimals: int) -> str:
    """Write an error bar: ``± 4``.

    An error bar that would read 0 gets as many decimals as its first digit needs: nothing is
    measured without error.
    """
    shown = decimals
    while half_width > 0 and shown < MAX_DECIMALS and _reads_zero(half_width, shown):
        shown += 1
    return f"{PLUS_MINUS} {format_number(half_width, shown)}"


def format_value(value: float, unit: Unit, decimals: int) -> str:
    """Write a number with its unit: ``52 mm``, ``42°``, ``2.5 %``, ``0.98``."""
    return format_number(value, decimals) + _SUFFIXES[unit]


def format_quantity(quantity: Quantity, decimals: int | None = None) -> str:
    """Write a quantity with its error bar, where it has one: ``52 ± 1 mm``.

    Parameters
    ----------
    quantity : Quantity
    decimals : int, optional
        Without it, those of ``DEFAULT_DECIMALS`` for the unit.
    """
    return _number_and_error_bar(quantity, decimals) + _SUFFIXES[quantity.unit]


def format_labelled(quantity: Quantity, decimals: int | None = None) -> str:
    """Write a quantity with the words of its scale, which every length carries.

    A label that begins with the unit continues the number (``52 mm at detector plane (not
    calibrated)``); another follows after a dot (``52 ± 1 mm · calibrated (user: 25.4 mm ball)``).
    """
    written = format_quantity(quantity, decimals)
    label, unit = quantity.label, str(quantity.unit)
    if label in ("", unit):
        return written
    if label.startswith((unit + " ", unit + ",")):
        return written + label.removeprefix(unit)
    return f"{written} · {label}"


def _number_and_error_bar(quantity: Quantity, decimals: int | None) -> str:
    shown = DEFAULT_DECIMALS[quantity.unit] if decimals is None else decimals
    number = format_number(quantity.value, shown)
    if quantity.plus_minus_95 is None:
        return number
    return f"{number} {format_plus_minus(quantity.plus_minus_95, shown)}"


def _reads_zero(value: float, decimals: int) -> bool:
    return parse_number(format_number(value, decimals)) == 0
