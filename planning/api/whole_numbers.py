"""PURE. Counting numbers that come as text in an address."""

from __future__ import annotations

# Longer text is no number of anything here, and Python refuses to read thousands of digits.
_LONGEST = 9


def counting_number(text: str, most: int) -> int | None:
    """Read a number from 1 on.

    Parameters
    ----------
    text : str
        As it came; only the digits 0 to 9 count, not what else Unicode calls a digit.
    most : int
        The largest that there can be.

    Returns
    -------
    int or None
        None for anything else.
    """
    if len(text) > _LONGEST or not (text.isascii() and text.isdecimal()):
        return None
    number = int(text)
    return number if 1 <= number <= most else None
