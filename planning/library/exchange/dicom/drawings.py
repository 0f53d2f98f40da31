"""PURE. Views of an implant as drawings on paper, and drawings as views.

A view has its anchor at the origin and y down; paper has its origin in the lower left corner and
y up. The anchor falls on a plotter unit, so that curves lie within 25 um of where they were.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planning.geometry.points import Point
from planning.library.curves import Line, Path, flatten
from planning.library.exchange.dicom.codes import VIEW
from planning.library.exchange.dicom.hpgl import UNITS_A_MM, Plot, Stroke
from planning.library.exchange.dicom.objects import Drawing, FeaturePlace
from planning.library.package import PackageView

FLATNESS_MM = 0.005
"""With half a plotter unit either way for rounding: 22.7 um from the curve at most."""

_MARGIN_UNITS = 40
_COARSE_MM = 0.1
_END_ON = 1e-9
_BLACK = (0, 0, 0)
_GREYS = ((90, 90, 90), (40, 80, 140), (140, 70, 30), (30, 110, 70))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where on its paper a view lies.

    Attributes
    ----------
    anchor : pair of int
        In plotter units.
    """

    anchor: tuple[int, int]

    def point(self, p: Point) -> tuple[float, float]:
        """Return a point of the view in mm of paper."""
        return p.x + self.anchor[0] / UNITS_A_MM, self.anchor[1] / UNITS_A_MM - p.y

    def units(self, p: Point) -> tuple[int, int]:
        """Return the plotter unit nearest to a point of the view."""
        return round(p.x * UNITS_A_MM) + self.anchor[0], self.anchor[1] - round(p.y * UNITS_A_MM)

    def place(self, drawing: int, p: Point, axis: Point) -> FeaturePlace:
        """Return a mating feature whose x axis runs along `axis`, and its y axis left of it.

        An axis that is seen at a slant is shorter than 1; direction cosines are not. One that is
        seen end on has no direction on paper, and gets that of x.
        """
        size = math.hypot(axis.x, axis.y)
        x, y = (axis.x / size, -axis.y / size) if size > _END_ON else (1.0, 0.0)
        return FeaturePlace(drawing, self.point(p), (x, y, -y, x))


def sheet_of(view: PackageView) -> Sheet:
    """Choose the paper of a view: everything of it lies on the positive side."""
    marks = [*view.points.values(), *view.axis, *(one.point for one in view.mating)]
    # Coarse is enough: the margin is ten times what a curve may stray from its corners.
    corners = [corner for path in view.paths for corner in flatten(path, _COARSE_MM)]
    left = min(p.x for p in (*marks, *corners))
    bottom = max(p.y for p in (*marks, *corners))
    return Sheet(
        (
            _MARGIN_UNITS - math.floor(left * UNITS_A_MM),
            _MARGIN_UNITS + math.ceil(bottom * UNITS_A_MM),
        )
    )


def drawing_of(view: PackageView, sheet: Sheet, number: int, anchor: Point) -> Drawing:
    """Return the drawing of a view: a pen for every role, the silhouette's first."""
    roles = list(dict.fromkeys(path.role for path in view.paths))
    pen_of = {role: number for number, role in enumerate(roles, start=1)}
    strokes = tuple(Stroke(pen_of[path.role], _plotted(path, sheet)) for path in view.paths)
    colours = {1: _BLACK} | {pen: _GREYS[pen % len(_GREYS)] for pen in pen_of.values() if pen > 1}
    plot = Plot(colours, strokes)
    return Drawing(
        number=number,
        label=str(view.view),
        view=VIEW[view.view],
        scaling=1.0,
        plot=plot,
        contour_pen=1,
        pens={pen: (role, "") for role, pen in pen_of.items()},
        rotation_point=sheet.point(anchor),
        bounds=tuple(value / UNITS_A_MM for value in plot.bounds),
    )


def _plotted(path: Path, sheet: Sheet) -> tuple[tuple[int, int], ...]:
    corners = [sheet.units(p) for p in flatten(path, FLATNESS_MM)]
    if path.closed:
        corners.append(corners[0])
    return tuple(_without_repeats(corners))


def _without_repeats(points: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    last = None
    for point in points:
        if point != last:
            yield point
        last = point


def paths_of(drawing: Drawing, roles: Mapping[int, str]) -> tuple[Path, ...]:
    """Return strokes as paths in mm about the rotation point, y down; dots are left out.

    Parameters
    ----------
    drawing : Drawing
    roles : mapping of int to str
        What each pen shows.
    """
    return tuple(
        _path(stroke, drawing, roles[stroke.pen])
        for stroke in drawing.plot.strokes
        if len(stroke.points) > 1
    )


def _path(stroke: Stroke, drawing: Drawing, role: str) -> Path:
    points = [on_view(drawing, (x / UNITS_A_MM, y / UNITS_A_MM)) for x, y in stroke.points]
    closed = len(points) > 3 and stroke.points[0] == stroke.points[-1]
    rest = points[1:-1] if closed else points[1:]
    return Path(role, points[0], tuple(map(Line, rest)), closed)


def on_view(drawing: Drawing, point: tuple[float, float]) -> Point:
    """Return a point of the paper in real mm about the rotation point, y down."""
    x, y = drawing.rotation_point
    return Point((point[0] - x) * drawing.scaling, (y - point[1]) * drawing.scaling)


def axis_on_view(axis: tuple[float, ...]) -> Point:
    """Return the x axis of a mating feature as a vector of the view."""
    return Point(axis[0] + 0.0, -axis[1] + 0.0)
