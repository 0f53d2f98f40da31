"""PURE. Whether an implant object holds what the standard's tables demand of it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydicom import config
from pydicom.datadict import dictionary_VM, dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.valuerep import VR as Vr
from pydicom.valuerep import validate_value

from planning.library.exchange.dicom.rules import RULES
from planning.library.exchange.dicom.table import FILES, Module, Row, table

_LANDMARKS = (
    "PlanningLandmarkPointSequence",
    "PlanningLandmarkLineSequence",
    "PlanningLandmarkPlaneSequence",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with an element.

    Attributes
    ----------
    where : str
        Keywords from the top level on, items counted from 1:
        ``HPGLDocumentSequence[1].HPGLDocument``.
    problem : str
        ``missing``, ``empty``, ``not_allowed``, ``vr``, ``vm``, ``value``, ``items``, ``number``,
        ``reference`` or ``class``.
    detail : str
        What was found, or what was expected.
    """

    where: str
    problem: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """An item and what stands above it."""

    item: Dataset
    path: str
    above: tuple[Dataset, ...]
    numbers: dict[tuple[str, str], set[Any]]

    @property
    def root(self) -> Dataset:
        return self.above[0] if self.above else self.item

    def named(self, keyword: str) -> str:
        return f"{self.path}.{keyword}" if self.path else keyword


def check(dataset: Dataset) -> list[Finding]:
    """Check an object against the table of its SOP class.

    Parameters
    ----------
    dataset : Dataset
        Without file meta information; read or about to be written.

    Returns
    -------
    list of Finding
        Empty where nothing is wrong.
    """
    sop_class = str(dataset.get("SOPClassUID", ""))
    if sop_class not in FILES:
        return [Finding("SOPClassUID", "class", sop_class)]
    place = _Place(dataset, "", (), {})
    found: list[Finding] = []
    for module in table(sop_class).modules:
        if _is_there(module, dataset):
            found.extend(_check_rows(module.rows, place))
    found.extend(_check_landmark_numbers(dataset))
    return found


def _is_there(module: Module, dataset: Dataset) -> bool:
    return not module.present_with or any(keyword in dataset for keyword in module.present_with)


def _check_rows(rows: Sequence[Row], place: _Place) -> Iterator[Finding]:
    for row in rows:
        yield from _check_row(row, place)


def _check_row(row: Row, place: _Place) -> Iterator[Finding]:
    where = place.named(row.keyword)
    element = place.item.get(tag_for_keyword(row.keyword))
    required = _required(row, place)
    if element is None:
        if required or row.type == "2":
            yield Finding(where, "missing", f"type {row.type}")
        return
    if required is False and row.otherwise == "absent" and row.type in ("1C", "2C"):
        yield Finding(where, "not_allowed", f"type {row.type}")
    wanted = dictionary_VR(tag_for_keyword(row.keyword))
    if wanted != element.VR:
        yield Finding(where, "vr", f"{element.VR}, not {wanted}")
        return
    if element.is_empty:
        if row.type in ("1", "1C"):
            yield Finding(where, "empty", f"type {row.type}")
        return
    if wanted == Vr.SQ:
        yield from _check_items(row, element, place, where)
    else:
        yield from _check_values(row, element, place, where)


def _required(row: Row, place: _Place) -> bool | None:
    """Say whether it must be there, with a value; None where only its maker knows."""
    if row.type == "1":
        return True
    if row.type not in ("1C", "2C") or row.when in (None, "unknown"):
        return None
    return _holds(row.when, place)


def _holds(condition: Any, place: _Place) -> bool:
    [(verb, said)] = condition.items()
    if verb == "not":
        return not _holds(said, place)
    if verb in ("all", "any"):
        return (all if verb == "all" else any)(_holds(one, place) for one in said)
    if verb == "is":
        return str(place.item.get(said[0], "")) == said[1]
    return _has(said, place)


def _has(keyword: str, place: _Place) -> bool:
    item = place.item
    if keyword.startswith("/"):
        item, keyword = place.root, keyword[1:]
    elif keyword.startswith("../"):
        item, keyword = place.above[-1], keyword[3:]
    return keyword in item and not item[keyword].is_empty


def _check_items(row: Row, element: DataElement, place: _Place, where: str) -> Iterator[Finding]:
    items = element.value
    if row.items is not None:
        least, most = row.items
        if len(items) < least or (most is not None and len(items) > most):
            yield Finding(where, "items", str(len(items)))
    yield from _check_numbers(row, items, where)
    for count, item in enumerate(items, start=1):
        below = _Place(item, f"{where}[{count}]", (*place.above, place.item), place.numbers)
        yield from _check_rows(row.rows, below)


def _check_numbers(row: Row, items: Sequence[Dataset], where: str) -> Iterator[Finding]:
    keyword = row.counted or row.unique
    if not keyword:
        return
    numbers = [item.get(keyword) for item in items]
    if row.counted and numbers != list(range(1, len(items) + 1)):
        yield Finding(where, "number", f"{keyword} must count from 1")
    elif len(set(numbers)) != len(numbers):
        yield Finding(where, "number", f"{keyword} is there twice")


def _check_values(row: Row, element: DataElement, place: _Place, where: str) -> Iterator[Finding]:
    multiplicity = dictionary_VM(element.tag)
    if multiplicity.isdigit() and int(multiplicity) != element.VM:
        yield Finding(where, "vm", f"{element.VM}, not {multiplicity}")
        return
    values = list(element.value) if element.VM > 1 else [element.value]
    if any(not _well_formed(element.VR, value) for value in values):
        yield Finding(where, "value", f"not a {element.VR}")
        return
    if row.values and str(element.value) not in row.values:
        yield Finding(where, "value", f"must be {' or '.join(row.values)}")
    if row.rule and not RULES[row.rule](values):
        yield Finding(where, "value", f"must be: {row.rule}")
    if row.refers and element.value not in _numbers_at(place, *row.refers):
        yield Finding(where, "reference", f"there is no {row.refers[1]} {element.value}")


def _well_formed(vr: str, value: Any) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            validate_value(vr, value, config.RAISE)
        except (ValueError, TypeError):
            return False
    return True


def _numbers_at(place: _Place, path: str, keyword: str) -> set[Any]:
    """Return the numbers that may be referred to, gathered once for an object."""
    if (path, keyword) not in place.numbers:
        items = [place.root]
        for name in path.split("/"):
            items = [below for item in items for below in item.get(name) or ()]
        place.numbers[path, keyword] = {item.get(keyword) for item in items}
    return place.numbers[path, keyword]


def _check_landmark_numbers(dataset: Dataset) -> Iterator[Finding]:
    """PS3.3 C.29.1.5: one count over points, lines and planes, nothing twice."""
    numbers = [
        item.get("PlanningLandmarkID") for name in _LANDMARKS for item in dataset.get(name) or ()
    ]
    if len(set(numbers)) != len(numbers):
        yield Finding("PlanningLandmarkID", "number", "PlanningLandmarkID is there twice")
