"""PURE. The sheet that hangs in theatre: what to open, where to cut, how long and how wide.

It is read from a signed version like the rest of the report: its numbers and strings are those
that were frozen. Only the neighbours of a size come from the library, whose versions never change.
What nobody can know before the operation is left as a line to write on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Reason
from planning.measuring.formatting import format_number
from planning.measuring.quantity import Quantity, result_from_json
from planning.reports.measured import was_text
from planning.reports.wording import VIEW_SIDES

Json = Mapping[str, Any]
SizesOf = Callable[[str, int], Sequence[str]]

_KINDS = {"cup": "Cup", "stem": "Stem", "head": "Head"}
# What theatre looks for, in this order; what was not measured is left out.
_FIGURES = {
    "LLD_lesser_trochanter": "Leg length",
    "global_offset": "Global offset",
    "femoral_offset": "Femoral offset",
    "cup_inclination": "Cup inclination",
    "stem_varus_angle": "Stem axis",
    "neck_resection_level": "Neck cut",
}
_OF_THE_FILM = ("LLD_lesser_trochanter", "global_offset", "femoral_offset", "neck_resection_level")


@dataclass(frozen=True, slots=True)
class SheetImplant:
    """One implant: its size and the ones to have at hand.

    Attributes
    ----------
    kind, side, size, name : str
        In words; `name` says the dimensions.
    smaller, larger : str
        Neighbouring sizes; empty at an end of the family.
    notice : str
        ``generic shape, not a product`` where it is one.
    """

    kind: str
    side: str
    size: str
    smaller: str
    larger: str
    name: str
    notice: str


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """One number: in words, with its error, and what it was on the film."""

    name: str
    words: str
    error: str
    was: str


@dataclass(frozen=True, slots=True)
class TheatreSheet:
    """Everything on the sheet but the picture, the patient and the signature."""

    implants: tuple[SheetImplant, ...]
    figures: tuple[SheetFigure, ...]


def theatre_sheet(content: Json, *, sizes_of: SizesOf) -> TheatreSheet | None:
    """Read the sheet of a signed hip.

    Parameters
    ----------
    content : mapping
        ``content`` of a signed version.
    sizes_of : callable
        All sizes of a family's version, smallest first; empty where it is not here any more.

    Returns
    -------
    TheatreSheet or None
        None where the plan has neither cup nor stem.
    """
    placed = [one for one in content["implants"] if one.get("kind") in _KINDS]
    if not any(one["kind"] in ("cup", "stem") for one in placed):
        return None
    order = list(_KINDS)
    placed.sort(key=lambda one: (one["side"] or "", order.index(one["kind"])))
    operated = {one["side"] for one in placed}
    return TheatreSheet(
        implants=tuple(_implant(one, sizes_of) for one in placed),
        figures=tuple(_figures(content["results"], operated)),
    )


def _implant(implant: Json, sizes_of: SizesOf) -> SheetImplant:
    sizes = list(sizes_of(implant["family"], implant["family_version"]))
    size = str(implant["size"])
    at = sizes.index(size) if size in sizes else None
    around = ("", *sizes, "")
    return SheetImplant(
        kind=_KINDS[implant["kind"]],
        side=VIEW_SIDES.get(implant["side"] or "", ""),
        size=size,
        smaller="" if at is None else around[at],
        larger="" if at is None else around[at + 2],
        name=implant["name"],
        notice=implant["notice"] if implant["generic"] else "",
    )


def _figures(results: Sequence[Json], operated: set[str | None]):
    for key, name in _FIGURES.items():
        for result in results:
            side = result["side"]
            if result["definition"] != key or (side is not None and side not in operated):
                continue
            planned = result_from_json(result["planned"])
            if isinstance(planned, Reason):
                continue
            yield SheetFigure(
                name=", ".join(filter(None, (name, VIEW_SIDES.get(side or "", "")))),
                words=result["planned_text"],
                error=_error(planned),
                was=_was(result, key),
            )


def _error(planned: Quantity) -> str:
    spread = planned.plus_minus_95
    return "" if spread is None else f"± {format_number(spread, 1)}"


def _was(result: Json, key: str) -> str:
    """Say what it was in the position of the plan, where that means something and differs."""
    before = result_from_json(result.get("standing", result["native"]))
    was = was_text(result)
    if isinstance(before, Reason) or key not in _OF_THE_FILM or was == result["planned_text"]:
        return ""
    return was
