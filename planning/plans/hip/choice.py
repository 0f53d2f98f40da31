"""PURE. Which head and offset to propose, and why.

In this order: the seating of the stem and the height of the cut, then standard or high offset,
then head 0, then an increment. A leg too long weighs one and a half times one too short; what is
equally good goes to the increment nearer 0. The twin is ``static/js/plan/hip/choice.js``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planning.geometry.reasons import Reason

OVER_LENGTH_WEIGHS = 1.5
OFFSET_WEIGHS = 0.5
EQUAL_MM = 0.1
SEATING_FROM_MM = 4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One head on one stem.

    Attributes
    ----------
    offset : str or None
        Key of the stem's option; None where it has none.
    increment : str
        Key of the head's option.
    increment_mm : float
    length_error_mm : float or None
        Against the aim, too long positive; None where there is no aim.
    offset_error_mm : float or None
        Global offset against the aim, too much positive.
    skirted : bool
    """

    offset: str | None
    increment: str
    increment_mm: float
    length_error_mm: float | None
    offset_error_mm: float | None
    skirted: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed.

    Attributes
    ----------
    index : int
        Of the candidate.
    why : Reason
        ``head_zero``, ``longer_head`` or ``shorter_head``, with ``offset``, ``increment``,
        ``length_error_mm``, ``offset_error_mm`` and ``skirted``.
    offset_why : Reason or None
        ``offset_nearer`` with both errors at head 0, where the stem comes in several offsets.
    seating : Reason or None
        ``seat_deeper`` or ``seat_higher`` with ``mm``: with head 0 the leg would be this much too
        long or short, so the cut and the seating come before any other head.
    """

    index: int
    why: Reason
    offset_why: Reason | None
    seating: Reason | None

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "index": self.index,
            "why": self.why.to_json(),
            "offset_why": self.offset_why and self.offset_why.to_json(),
            "seating": self.seating and self.seating.to_json(),
        }


def propose(candidates: Sequence[Candidate]) -> Proposal | Reason:
    """Choose a head.

    Parameters
    ----------
    candidates : sequence of Candidate
        Those that fit, in the order of the library.

    Returns
    -------
    Proposal, or Reason
        ``no_length_aim`` where nobody said how long the leg is to be, ``no_candidates``.
    """
    if not candidates:
        return Reason("no_candidates")
    if any(one.length_error_mm is None for one in candidates):
        return Reason("no_length_aim")
    zeros = _nearest_zero(candidates)
    best_zero = _best([candidates[at] for at in zeros], zeros)
    offset = candidates[best_zero].offset
    same = [at for at, one in enumerate(candidates) if one.offset == offset]
    index = _best([candidates[at] for at in same], same)
    chosen, zero = candidates[index], candidates[best_zero]
    return Proposal(index, _why(chosen), _offset_why(candidates, zeros, zero), _seating(zero))


def cost_mm(one: Candidate) -> float:
    """Return how far a candidate is from both aims, weighed."""
    length = one.length_error_mm or 0.0
    weighed = OVER_LENGTH_WEIGHS * length if length > 0 else -length
    return weighed + OFFSET_WEIGHS * abs(one.offset_error_mm or 0.0)


def _nearest_zero(candidates: Sequence[Candidate]) -> list[int]:
    """Return for each offset, in their order, the head whose increment is nearest 0."""
    found: dict[str | None, int] = {}
    for at, one in enumerate(candidates):
        before = found.get(one.offset)
        if before is None or abs(one.increment_mm) < abs(candidates[before].increment_mm):
            found[one.offset] = at
    return list(found.values())


def _best(candidates: Sequence[Candidate], places: Sequence[int]) -> int:
    least = min(cost_mm(one) for one in candidates)
    equal = [
        (abs(one.increment_mm), at)
        for one, at in zip(candidates, places, strict=True)
        if cost_mm(one) <= least + EQUAL_MM
    ]
    return min(equal)[1]


def _why(one: Candidate) -> Reason:
    code = "head_zero"
    if one.increment_mm != 0:
        code = "longer_head" if one.increment_mm > 0 else "shorter_head"
    params: dict[str, str | float] = {"increment": one.increment, "skirted": float(one.skirted)}
    if one.offset is not None:
        params["offset"] = one.offset
    if one.length_error_mm is not None:
        params["length_error_mm"] = one.length_error_mm
    if one.offset_error_mm is not None:
        params["offset_error_mm"] = one.offset_error_mm
    return Reason(code, params)


def _offset_why(
    candidates: Sequence[Candidate], zeros: Sequence[int], chosen: Candidate
) -> Reason | None:
    others = [candidates[at] for at in zeros if candidates[at].offset != chosen.offset]
    if not others or chosen.offset is None or chosen.offset_error_mm is None:
        return None
    second = min(others, key=cost_mm)
    return Reason(
        "offset_nearer",
        {
            "offset": chosen.offset,
            "offset_error_mm": chosen.offset_error_mm,
            "instead": second.offset or "",
            "instead_error_mm": second.offset_error_mm or 0.0,
        },
    )


def _seating(zero: Candidate) -> Reason | None:
    length = zero.length_error_mm
    if length is None or abs(length) <= SEATING_FROM_MM:
        return None
    return Reason("seat_deeper" if length > 0 else "seat_higher", {"mm": abs(length)})
