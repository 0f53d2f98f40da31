"""PURE. A package from templates and groups that Plumbline wrote, as it was."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from planning.geometry.points import Point, scaled
from planning.library.exchange.dicom.drawings import axis_on_view, on_view, paths_of
from planning.library.exchange.dicom.extra import read_family_extra, read_variant_extra
from planning.library.exchange.dicom.objects import (
    Drawing,
    FeaturePlace,
    ImplantGroup,
    ImplantTemplate,
    Landmark,
)
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import (
    ImplantPackage,
    Mating,
    PackageFamily,
    PackageSize,
    PackageVariant,
    PackageView,
)


def package_of_own(
    templates: Sequence[ImplantTemplate], groups: Sequence[ImplantGroup]
) -> ImplantPackage:
    """Return the package; every coordinate is read from the standard's elements.

    Raises
    ------
    ExchangeRefused
        ``implant_extra`` or ``group_member_missing``.
    """
    by_uid = {template.uid: template for template in templates}
    families = []
    package = None
    for group in groups:
        order, package, family = read_family_extra(group.extra)
        members = []
        for member in group.members:
            if member.template_uid not in by_uid:
                raise ExchangeRefused("group_member_missing", where=member.template_uid)
            members.append(by_uid[member.template_uid])
        families.append((order, replace(family, sizes=_sizes(family, members))))
    if package is None:
        raise ExchangeRefused("implant_extra", where="group")
    families.sort(key=lambda pair: pair[0])
    return replace(package, families=tuple(family for _, family in families))


def _sizes(family: PackageFamily, members: Sequence[ImplantTemplate]) -> tuple[PackageSize, ...]:
    sizes: dict[str, PackageSize] = {}
    for template in members:
        named, size, variant = read_variant_extra(template.extra)
        if (named.key, named.version) != (family.key, family.version):
            raise ExchangeRefused("implant_extra", where=f"family {named.key}")
        views = _views(family, variant, template)
        before = sizes.get(size.size, replace(size, variants=()))
        complete = replace(variant, views=views)
        sizes[size.size] = replace(before, variants=(*before.variants, complete))
    return tuple(sizes.values())


def _views(
    family: PackageFamily, variant: PackageVariant, template: ImplantTemplate
) -> tuple[PackageView, ...]:
    if len(template.drawings) != len(variant.views):
        raise ExchangeRefused("implant_extra", where="views")
    return tuple(
        _view(family, variant, bare, template, drawing)
        for bare, drawing in zip(variant.views, template.drawings, strict=True)
    )


def _view(
    family: PackageFamily,
    variant: PackageVariant,
    bare: PackageView,
    template: ImplantTemplate,
    drawing: Drawing,
) -> PackageView:
    marks = {
        name: on_view(drawing, mark.places[drawing.number])
        for name, mark in zip(family.points, _points(template, family), strict=True)
    }
    axis = next(mark for mark in template.landmarks if mark.kind == "line")
    x1, y1, x2, y2 = axis.places[drawing.number]
    return replace(
        bare,
        paths=paths_of(drawing, {pen: label for pen, (label, _) in drawing.pens.items()}),
        axis=(on_view(drawing, (x1, y1)), on_view(drawing, (x2, y2))),
        points=marks,
        mating=_mating(bare, variant, template, drawing),
    )


def _points(template: ImplantTemplate, family: PackageFamily) -> list[Landmark]:
    points = [mark for mark in template.landmarks if mark.kind == "point"]
    lines = [mark for mark in template.landmarks if mark.kind == "line"]
    if len(points) != len(family.points) or not lines:
        raise ExchangeRefused("implant_extra", where="landmarks")
    return points


def _mating(
    bare: PackageView, variant: PackageVariant, template: ImplantTemplate, drawing: Drawing
) -> tuple[Mating, ...]:
    """Give every feature the place that the standard's elements say, found by name and place."""
    names = list(dict.fromkeys(one.name for view in variant.views for one in view.mating))
    places: dict[str, list[FeaturePlace]] = {}
    for name, one in zip(names, template.sets, strict=False):
        places[name] = [
            place
            for feature in one.features
            for place in feature.places
            if place.drawing == drawing.number
        ]
    found = []
    for mating in bare.mating:
        candidates = places.get(mating.name)
        if not candidates:
            raise ExchangeRefused("implant_extra", where=f"mating {mating.name}")
        place = min(candidates, key=lambda one: _apart(on_view(drawing, one.point), mating.point))
        point = on_view(drawing, place.point)
        slant = math.hypot(*mating.axis)
        axis = scaled(axis_on_view(place.axes), slant)
        found.append(replace(mating, point=point, axis=axis))
    return tuple(found)


def _apart(a: Point, b: Point) -> float:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2
