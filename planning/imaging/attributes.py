"""PURE. Reading header attributes that may be missing, empty or nonsense.

A data set from outside can hold anything in any element; each helper returns usable
values or nothing, never raises, and never a NaN or an infinity.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydicom.dataset import Dataset

# What pydicom raises for an element that it cannot convert.
_UNREADABLE = (ValueError, TypeError, OverflowError, AttributeError, NotImplementedError, KeyError)


def raw(dataset: Dataset, keyword: str) -> object | None:
    """Return the value of an element as pydicom gives it, or None."""
    try:
        return dataset.get(keyword)
    except _UNREADABLE:
        return None


def numbers(dataset: Dataset, keyword: str) -> list[float]:
    """Return the finite numbers of a multi-valued element; [] when any is unusable."""
    value = raw(dataset, keyword)
    if value is None or value == "":
        return []
    many = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else [value]
    try:
        found = [float(each) for each in many]
    except _UNREADABLE:
        return []
    return found if all(math.isfinite(each) for each in found) else []


def number(dataset: Dataset, keyword: str) -> float | None:
    """Return the first finite number of an element, or None."""
    found = numbers(dataset, keyword)
    return found[0] if found else None


def integer(dataset: Dataset, keyword: str) -> int | None:
    """Return an element as a whole number, or None."""
    found = number(dataset, keyword)
    return int(found) if found is not None and found == int(found) else None


def text(dataset: Dataset, keyword: str) -> str:
    """Return an element as stripped text; the first of several; '' when missing."""
    found = texts(dataset, keyword)
    return found[0] if found else ""


def texts(dataset: Dataset, keyword: str) -> list[str]:
    """Return the stripped texts of a multi-valued element."""
    value = raw(dataset, keyword)
    if value is None:
        return []
    many = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else [value]
    return [str(each).strip(" \x00") for each in many]


def items(dataset: Dataset, keyword: str) -> list[Dataset]:
    """Return the items of a sequence; [] when missing or not a sequence."""
    value = raw(dataset, keyword)
    if value is None or isinstance(value, str | bytes):
        return []
    try:
        return [each for each in value if isinstance(each, Dataset)]
    except TypeError:
        return []


def frame_items(dataset: Dataset, frame: int, keyword: str) -> list[Dataset]:
    """Return the items of a functional group for one frame, or of the data set itself.

    Parameters
    ----------
    dataset : pydicom.Dataset
        The header of a plain or an enhanced multi-frame object.
    frame : int
        1-based.
    keyword : str
        The sequence looked for; the frame's own group wins over the shared one
        (PS3.3 C.7.6.16).

    Returns
    -------
    list of pydicom.Dataset
        Possibly empty.
    """
    per_frame = items(dataset, "PerFrameFunctionalGroupsSequence")
    groups = per_frame[frame - 1 : frame] + items(dataset, "SharedFunctionalGroupsSequence")[:1]
    for group in groups:
        found = items(group, keyword)
        if found:
            return found
    return items(dataset, keyword)
