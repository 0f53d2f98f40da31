"""Why there is no result: a value that stands where a number would have stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Degenerate(StrEnum):
    """Codes of geometry that has no answer."""

    NOT_FINITE = "not_finite"
    TOO_FEW_POINTS = "too_few_points"
    COINCIDENT_POINTS = "coincident_points"
    COLLINEAR_POINTS = "collinear_points"
    ARC_TOO_SHORT = "arc_too_short"
    PARALLEL_LINES = "parallel_lines"
    NO_INTERSECTION = "no_intersection"
    NOT_AN_ELLIPSE = "not_an_ellipse"
    NO_CONVERGENCE = "no_convergence"
    SINGULAR = "singular"
    IMPOSSIBLE_PROJECTION = "impossible_projection"


@dataclass(frozen=True, slots=True)
class Reason:
    """What prevents a result.

    Attributes
    ----------
    code : str
        Short snake_case code; the sentence for people lives with the words of the page.
    params : Mapping
        Plain values that the sentence needs (``{"needed": 3, "given": 2}``).
    """

    code: str
    params: Mapping[str, str | float] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, object]:
        """Return ``{"kind": "reason", "code": ..., "params": {...}}``."""
        return {"kind": "reason", "code": str(self.code), "params": dict(self.params)}
