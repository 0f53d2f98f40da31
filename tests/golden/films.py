"""Films for golden measurements: points in millimetres, put into the pixels of a film."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

D = Decimal
Point = tuple[Decimal, Decimal]


def _scale(row: str, column: str, templating: str, sigma: str | None, method: str) -> dict:
    return {
        "unit": "mm", "row_mm": D(row), "column_mm": D(column), "aspect": D(row) / D(column),
        "method": method, "label": method, "confidence": "high", "templating": templating,
        "relative_sigma": None if sigma is None else D(sigma), "magnification": None,
        "calibrated": templating != "no", "reason": None,
    }  # fmt: skip


BALL = _scale("0.125", "0.125", "yes", "0.0125", "ball")
OBLONG = _scale("0.25", "0.125", "yes", "0.0125", "ball")
DETECTOR = _scale("0.125", "0.125", "no", "0.0125", "header_detector")
DOUBTFUL = _scale("0.125", "0.125", "yes", None, "header_fiducial")
NONE = {
    "unit": "px", "row_mm": None, "column_mm": None, "aspect": D(1), "method": None,
    "label": "px", "confidence": "none", "templating": "no", "relative_sigma": None,
    "magnification": None, "calibrated": False, "reason": "no_spacing",
}  # fmt: skip


def upright(p: Point) -> Point:
    """Leave a film as it was drawn."""
    return p


def mirrored(p: Point) -> Point:
    """Turn a film over, left to right."""
    return (D(400) - p[0], p[1])


def upside_down(p: Point) -> Point:
    """Turn a film by half."""
    return (D(400) - p[0], D(600) - p[1])


def quarter(p: Point) -> Point:
    """Turn a film by a quarter."""
    return (D(600) - p[1], p[0])


class Film:
    """One case: a definition, points of its roles, and what must come out."""

    def __init__(
        self,
        title: str,
        definition: str,
        points: dict[str, list[Point]],
        *,
        scale: dict = BALL,
        side: str | None = None,
        params: dict | None = None,
        sigma: dict | None = None,
        moved: Callable[[Point], Point] = upright,
    ):
        row, column = scale["row_mm"] or D(1), scale["column_mm"] or D(1)
        put = {
            role: [[x / column, y / row] for x, y in map(moved, given)]
            for role, given in points.items()
        }
        self.case = {
            "title": title, "definition": definition, "side": side, "params": params or {},
            "scale": scale, "points": put,
        }  # fmt: skip
        if sigma:
            self.case["landmark_sigma_mm"] = {role: D(value) for role, value in sigma.items()}

    def gives(
        self,
        value: object,
        unit: str,
        text: str,
        half_width: Decimal | None = None,
        *,
        reason: str | None = None,
        short: str | None = None,
        tolerance: float | None = None,
    ) -> Film:
        """Expect a value, its words, and its error bar or why it has none."""
        self.case["expected"] = {"value": D(value), "unit": unit, "text": text}
        if half_width is not None:
            self.case["expected"]["plus_minus_95"] = half_width
        if reason is not None:
            self.case["expected"]["plus_minus_reason"] = reason
        if short is not None:
            self.case["expected"]["short"] = short
        if tolerance is not None:
            self.case["expected"]["error_bar_tolerance"] = tolerance
        return self

    def refuses(self, code: str) -> Film:
        """Expect a reason."""
        self.case["expected"] = {"reason": code}
        return self
