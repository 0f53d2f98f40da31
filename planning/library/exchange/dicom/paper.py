"""PURE. In which unit a template writes its points: millimetres of paper, or plotter units.

PS3.3 C.29.1 calls mating points, rotation point and bounding rectangle "HPGL coordinates",
while the worked example of PS3.17 ZZ has millimetres, and landmarks are millimetres by their
own definition. Both are found, and the drawing tells them apart, since one is 40 times the
other: plotter units read as millimetres lie far off it, unless all of them are in the last
fortieth of its lower left corner. So millimetres are believed where they fit the drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planning.library.exchange.dicom.hpgl import UNITS_A_MM, Plot
from planning.library.exchange.refusal import ExchangeRefused

_SLACK_MM = 0.5
_BESIDE = 0.5
"""Points may lie off the drawing by this share of its diagonal: a head's centre on a long neck."""

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Paper:
    """How the values of one drawing are read.

    Attributes
    ----------
    rotation_point_mm : pair of float
    features_in_units : bool
    """

    rotation_point_mm: Pair
    features_in_units: bool

    def feature_mm(self, point: Pair) -> Pair:
        """Return a mating point in mm of paper."""
        return _as_mm(point) if self.features_in_units else point


def paper_of(
    plot: Plot,
    *,
    rectangle: Sequence[float],
    rotation_point: Pair,
    mating_points: Sequence[Pair],
    where: str,
) -> Paper:
    """Find out how a drawing's values are meant.

    Parameters
    ----------
    plot : Plot
        What is drawn.
    rectangle, rotation_point, mating_points
        As they are written.
    where : str
        For the refusal.

    Raises
    ------
    ExchangeRefused
        ``template_points`` where values fit the drawing neither as mm nor as plotter units.
    """
    drawn = tuple(value / UNITS_A_MM for value in plot.bounds)
    features = _in_units(mating_points, drawn, f"{where}: mating points")
    alone = _in_units([rotation_point], drawn, f"{where}.RecommendedRotationPoint")
    # A rotation point near the corner may fit both ways: then it is what all the others are.
    others = features and _is_units_rectangle(rectangle, drawn)
    in_units = alone or (others and _fit([rotation_point], drawn, UNITS_A_MM))
    return Paper(_as_mm(rotation_point) if in_units else rotation_point, features)


def _is_units_rectangle(rectangle: Sequence[float], drawn: Sequence[float]) -> bool:
    xs, ys = sorted(rectangle[::2]), sorted(rectangle[1::2])
    written = (xs[0], ys[0], xs[1], ys[1])
    return all(
        abs(value / UNITS_A_MM - edge) <= _SLACK_MM
        for value, edge in zip(written, drawn, strict=True)
    )


def _in_units(points: Sequence[Pair], drawn: Sequence[float], where: str) -> bool:
    if _fit(points, drawn, 1):
        return False
    if not _fit(points, drawn, UNITS_A_MM):
        raise ExchangeRefused("template_points", where=where)
    return True


def _fit(points: Sequence[Pair], drawn: Sequence[float], in_a_mm: int) -> bool:
    left, bottom, right, top = drawn
    beside = _BESIDE * math.hypot(right - left, top - bottom)
    return all(
        left - beside <= x / in_a_mm <= right + beside
        and bottom - beside <= y / in_a_mm <= top + beside
        for x, y in points
    )


def _as_mm(point: Pair) -> Pair:
    return point[0] / UNITS_A_MM, point[1] / UNITS_A_MM
