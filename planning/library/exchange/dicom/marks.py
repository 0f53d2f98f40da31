"""PURE. What a stranger's template marks on one of its drawings, in the frame of that drawing.

The standard leaves labels to the maker. What a set of mating features is for is read from the
parts that it is joined to in an assembly, from its label, or from being the only one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from planning.geometry.points import Point, scaled, subtract
from planning.library.curves import Path
from planning.library.exchange.chains import silhouette_first
from planning.library.exchange.dicom.drawings import axis_on_view, on_view, paths_of
from planning.library.exchange.dicom.objects import (
    Code,
    Drawing,
    Feature,
    FeatureSet,
    ImplantTemplate,
    Landmark,
)
from planning.library.exchange.refusal import ExchangeRefused

_TAPER_TYPE = re.compile(r"(?<!\d)(\d{1,2})\s*[/_]\s*(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Marks:
    """One drawing of a template.

    Attributes
    ----------
    template : ImplantTemplate
    drawing : Drawing
    """

    template: ImplantTemplate
    drawing: Drawing

    def refuse(self, code: str) -> ExchangeRefused:
        """Return a refusal that names the template and the drawing."""
        where = f"{self.template.part_number}, HPGLDocumentSequence[{self.drawing.number}]"
        return ExchangeRefused(code, where=where)

    def paths(self) -> list[Path]:
        """Return what is drawn, the silhouette first."""
        contour = self.drawing.contour_pen
        roles = {pen: "outline" if pen == contour else "detail" for pen in self.drawing.pens}
        found = silhouette_first(paths_of(self.drawing, roles))
        if found is None:
            raise self.refuse("template_open")
        return found

    def feature(self, feature: Feature) -> tuple[Point, tuple[Point, Point]] | None:
        """Return where a feature lies, and its x and y axis; None where it is not drawn."""
        for place in feature.places:
            if place.drawing == self.drawing.number:
                axes = axis_on_view(place.axes[:2]), axis_on_view(place.axes[2:])
                return on_view(self.drawing, place.point), axes
        return None

    def landmark(self, kind: str, code: Code | None = None) -> tuple[Point, ...] | None:
        """Return the points of the first landmark of a kind, with a code where one is asked for."""
        for mark in self.template.landmarks:
            values = mark.places.get(self.drawing.number)
            if mark.kind == kind and values is not None and _is(mark, code):
                pairs = zip(values[::2], values[1::2], strict=True)
                return tuple(on_view(self.drawing, pair) for pair in pairs)
        return None


def _is(mark: Landmark, code: Code | None) -> bool:
    return code is None or any(code.is_same(one) for one in mark.codes)


def chosen_set(
    template: ImplantTemplate, label: re.Pattern[str], joined: Iterable[int]
) -> FeatureSet | None:
    """Return the set that meets a kind of partner.

    Parameters
    ----------
    template : ImplantTemplate
    label : pattern
        What its label may say.
    joined : iterable of int
        Numbers of the sets that assemblies join to such partners.
    """
    numbers = set(joined)
    by_assembly = [one for one in template.sets if one.number in numbers]
    by_label = [one for one in template.sets if label.search(one.label)]
    alone = template.sets if len(template.sets) == 1 else ()
    return next(iter([*by_assembly, *by_label, *alone]), None)


def taper_type(feature_set: FeatureSet) -> str:
    """Return the type that a label names (``12/14``); tapers that name none fit each other."""
    match = _TAPER_TYPE.search(feature_set.label)
    return f"{match[1]}/{match[2]}" if match else "not stated"


def towards(axes: tuple[Point, Point], direction: Point) -> Point:
    """Return which of a feature's axes, either way, runs most in a direction."""
    candidates = [scaled(axis, sign) for axis in axes for sign in (1.0, -1.0)]
    return max(candidates, key=lambda axis: axis.x * direction.x + axis.y * direction.y)


def crossing(a: tuple[Point, Point], b: tuple[Point, Point]) -> Point | None:
    """Return where two straight lines cross; None where they run side by side."""
    d, e = subtract(a[1], a[0]), subtract(b[1], b[0])
    turn = d.x * e.y - d.y * e.x
    if abs(turn) < 1e-6 * math.hypot(*d) * math.hypot(*e):
        return None
    off = subtract(b[0], a[0])
    share = (off.x * e.y - off.y * e.x) / turn
    return Point(a[0].x + share * d.x, a[0].y + share * d.y)
