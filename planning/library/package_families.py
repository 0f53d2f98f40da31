"""PURE. The built-in families as a package, and what the planner draws of a packaged family.

Both ways give the same geometry: what is exported and read again lies on the film as before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from planning.geometry.points import Point, scaled, subtract
from planning.library.calcar import CALCAR, MEANING, calcar_of, lacks_calcar
from planning.library.drawing import number, path_json, point_json, points_json
from planning.library.family import Family, Size
from planning.library.generators.drawn import Drawn
from planning.library.generators.stem_frame import increment_name
from planning.library.geometry import drawn_variants
from planning.library.package import (
    Compatibility,
    Component,
    Fixation,
    Freedom,
    ImplantPackage,
    Kind,
    Mating,
    Option,
    OptionValue,
    PackageFamily,
    PackageSize,
    PackageVariant,
    PackageView,
    Provenance,
    Source,
    Status,
    View,
)

MANUFACTURER = "Plumbline"
PACKAGE_NAME = "Plumbline generic implants"


def package_of(families: Iterable[Family]) -> ImplantPackage:
    """Return built-in families as one package.

    Parameters
    ----------
    families : iterable of Family
        At least one, all under the same licence.
    """
    chosen = list(families)
    facts = [family.data["provenance"] for family in chosen]
    sources = {(one["what"], one["from"]): None for fact in facts for one in fact["sources"]}
    return ImplantPackage(
        manufacturer=MANUFACTURER,
        name=PACKAGE_NAME,
        version=".".join(str(family.version) for family in chosen),
        licence=facts[0]["licence"],
        provenance=Provenance(facts[0]["made_by"], tuple(Source(*one) for one in sources)),
        families=tuple(_family(family) for family in chosen),
    )


def _family(family: Family) -> PackageFamily:
    data = family.data
    sizes = tuple(_size(family, size) for size in family.sizes)
    return PackageFamily(
        key=family.key,
        version=family.version,
        kind=Kind(family.kind),
        component=Component(data["component"]),
        fixation=Fixation(data["fixation"]),
        name=data["name"],
        generic=data["generic"],
        notice=data["notice"],
        options=tuple(_option(key, option) for key, option in data["options"].items()),
        points=dict(data["points"]),
        anchor=data["placement"]["anchor"],
        default_size=data["placement"]["size"],
        rotation_deg=float(data["placement"]["rotation_deg"]),
        freedom=tuple(_freedom(one) for one in data["freedom"]),
        sizes=sizes,
        compatibility=tuple(_compatibility(data["ladder"]["named_by"], sizes)),
        status=Status(data["status"]),
    )


def _option(key: str, option: dict[str, Any]) -> Option:
    values = tuple(OptionValue(value, said["name"]) for value, said in option["values"].items())
    return Option(key, option["name"], option["default"], values)


def _freedom(one: dict[str, Any]) -> Freedom:
    low_high = one.get("range")
    return Freedom(
        kind=one["kind"],
        about=one.get("about", ""),
        along=one.get("along", ""),
        range=None if low_high is None else (float(low_high[0]), float(low_high[1])),
        unit=one.get("unit", ""),
        note=one.get("note", ""),
    )


def _compatibility(dimension: str, sizes: tuple[PackageSize, ...]) -> Iterable[Compatibility]:
    """Say for each choice that the smallest size does not have from which one on it exists."""
    first: dict[tuple[str, str], float] = {}
    for size in sizes:
        for chosen in (item for variant in size.variants for item in variant.options.items()):
            first.setdefault(chosen, size.dimensions[dimension])
    smallest = sizes[0].dimensions[dimension]
    for (option, value), at_least in first.items():
        if at_least > smallest:
            yield Compatibility({option: value}, dimension, at_least)


def _size(family: Family, size: Size) -> PackageSize:
    views = [View(name) for name in family.data["views"]]
    drawn = {view: list(drawn_variants(family, size, view)) for view in views}
    variants = tuple(
        _variant(family, chosen, {view: drawn[view][n][1] for view in views})
        for n, (chosen, _) in enumerate(drawn[View.AP])
    )
    default = {key: option["default"] for key, option in family.options.items()}
    named = next((one for one in variants if one.options == default), variants[0])
    dimensions = {name: float(value) for name, value in size.dimensions.items()}
    return PackageSize(size.size, named.name, dimensions, variants)


def _variant(family: Family, chosen: dict[str, str], drawn: dict[View, Drawn]) -> PackageVariant:
    front = drawn[View.AP]
    return PackageVariant(
        options=chosen,
        name=front.name,
        views=tuple(_view(family, view, one) for view, one in drawn.items()),
        dimensions={name: float(value) for name, value in front.dimensions.items()},
        flags=front.flags,
    )


def _view(family: Family, view: View, drawn: Drawn) -> PackageView:
    mating = (
        feature
        for name, place in drawn.mating.items()
        for feature in _features(family, name, place, drawn)
    )
    points = {name: _published(p) for name, p in drawn.points.items()}
    start, end = drawn.axis
    axis = (_published(start), _published(end))
    return PackageView(view, drawn.paths, axis, points, tuple(mating))


def _features(family: Family, name: str, place: Any, drawn: Drawn) -> Iterable[Mating]:
    """Return a mating place, of a stem's taper one for each neck length."""
    fits = {
        key: value if isinstance(value, str) else float(value)
        for key, value in place.items()
        if key not in ("point", "axis")
    }
    axis = _published(place["axis"])
    if (family.kind, name) != ("stem", "taper"):
        yield Mating(name, _published(place["point"]), axis, "", fits)
        return
    for increment_mm in family.data["shape"]["head_increments_mm"]:
        centre = _published(drawn.points[increment_name(increment_mm)])
        step = f"{increment_mm:+g}" if increment_mm else "0"
        yield Mating(name, centre, axis, step, {**fits, "increment_mm": float(increment_mm)})


def _published(p: Point) -> Point:
    return Point(number(p.x), number(p.y))


def geometry_of(package: ImplantPackage, family: PackageFamily, view: str) -> dict[str, Any]:
    """Return what places and draws a packaged family, as
    :func:`planning.library.geometry.family_json` does for a built-in one.

    Parameters
    ----------
    package : ImplantPackage
    family : PackageFamily
    view : str
        ``AP``, or ``LAT``: only what has been drawn so.
    """
    return {
        "key": family.key,
        "version": family.version,
        "name": family.name,
        "kind": str(family.kind),
        "component": str(family.component),
        "fixation": str(family.fixation),
        "generic": family.generic,
        "notice": family.notice,
        "status": str(family.status),
        "side": "R",
        "options": {option.key: _option_json(option) for option in family.options},
        "points": dict(family.points) | ({CALCAR: MEANING} if lacks_calcar(family) else {}),
        "placement": {
            "anchor": family.anchor,
            "size": family.default_size,
            "rotation_deg": family.rotation_deg,
        },
        "freedom": [_freedom_json(one) for one in family.freedom],
        "provenance": {
            "made_by": package.provenance.made_by,
            "licence": package.licence,
            "sources": [
                {"what": one.what, "from": one.origin} for one in package.provenance.sources
            ],
        },
        "view": view,
        "sizes": [_size_json(family, size, view) for size in family.sizes],
    }


def _option_json(option: Option) -> dict[str, Any]:
    values = {value.key: {"name": value.name} for value in option.values}
    return {"name": option.name, "default": option.default, "values": values}


def _freedom_json(one: Freedom) -> dict[str, Any]:
    said = {"kind": one.kind, "about": one.about, "along": one.along, "unit": one.unit}
    low_high = {"range": list(one.range)} if one.range is not None else {}
    kept = {key: value for key, value in {**said, "note": one.note}.items() if value}
    return {**kept, **low_high}


def _size_json(family: PackageFamily, size: PackageSize, view: str) -> dict[str, Any]:
    return {
        "size": size.size,
        "name": size.name,
        "dimensions": {name: number(value) for name, value in size.dimensions.items()},
        "variants": [
            _variant_json(family, variant, seen)
            for variant in size.variants
            for seen in variant.views
            if seen.view == view
        ],
    }


def _variant_json(
    family: PackageFamily, variant: PackageVariant, seen: PackageView
) -> dict[str, Any]:
    return {
        "options": dict(variant.options),
        "name": variant.name,
        "dimensions": {name: number(value) for name, value in variant.dimensions.items()},
        "outline": [path_json(path) for path in seen.paths],
        "axis": [point_json(p) for p in seen.axis],
        "points": points_json(seen.points) | _calcar_json(family, variant, seen.view),
        "mating": _mating_json(family.kind, seen.mating),
        "flags": list(variant.flags),
    }


def _calcar_json(family: PackageFamily, variant: PackageVariant, view: View) -> dict[str, Any]:
    if not lacks_calcar(family):
        return {}
    calcar = calcar_of(variant)
    return {CALCAR: point_json(calcar if view is View.AP else Point(0.0, calcar.y))}


def _mating_json(kind: Kind, features: tuple[Mating, ...]) -> dict[str, Any]:
    """Return each mating place once; of a stem's taper that of neck length 0."""
    places: dict[str, Any] = {}
    for one in sorted(features, key=lambda each: abs(_increment_mm(each))):
        if one.name in places:
            continue
        fits, point = dict(one.fits), one.point
        if (kind, one.name) == (Kind.STEM, "taper"):
            point = subtract(point, scaled(one.axis, _increment_mm(one)))
            fits.pop("increment_mm", None)
        places[one.name] = {"point": point_json(point), "axis": point_json(one.axis), **fits}
    return places


def _increment_mm(one: Mating) -> float:
    value = one.fits.get("increment_mm", 0.0)
    return value if isinstance(value, float) else 0.0
