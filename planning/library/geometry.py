"""PURE. The full geometry of a family: every size with every choice of options, as JSON."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from planning.geometry.points import Point
from planning.library.drawing import number, path_json, point_json, points_json
from planning.library.family import Family, FamilyRefused, Size
from planning.library.generators import GENERATORS
from planning.library.generators.drawn import AP, Drawn

_ORIGIN = Point(0.0, 0.0)


def family_json(family: Family, view: str = AP) -> dict[str, Any]:
    """Return everything that places and draws a family.

    Parameters
    ----------
    family : Family
    view : str
        ``AP``, or ``LAT`` where the family has it.

    Returns
    -------
    dict
        Of the family: ``key``, ``version``, ``name``, ``kind``, ``component``, ``fixation``,
        ``generic``, ``notice``, ``status``, ``side``, ``view``, ``options`` (as the file says
        them), ``points`` (their meanings), ``placement``, ``freedom``, ``provenance``.
        ``sizes``: a list of ``size``, ``name``, ``dimensions`` and ``variants``, each with
        ``options``, ``name``, ``dimensions``, ``outline`` (paths), ``axis``, ``points``,
        ``mating`` and ``flags``.
        Lengths in mm about the anchor, y down; x medially, for a right hip, from the front, and
        anteriorly from the side.

    Raises
    ------
    FamilyRefused
        If the generator and the file do not agree on the named points, a size has no variant,
        or the anchor is not the origin.
    """
    kept = ("key", "version", "name", "kind", "component", "fixation", "generic", "notice",
            "status", "side", "options", "points", "placement", "freedom",
            "provenance")  # fmt: skip
    sizes = [_size_json(family, size, view) for size in family.sizes]
    return {**{name: family.data[name] for name in kept}, "view": view, "sizes": sizes}


def _size_json(family: Family, size: Size, view: str) -> dict[str, Any]:
    variants = [
        _variant_json(chosen, drawn) for chosen, drawn in drawn_variants(family, size, view)
    ]
    if not variants:
        raise FamilyRefused(f"{family.key}: size {size.size} has no variant")
    named = _first_choice(family, variants)
    return {
        "size": size.size,
        "name": named["name"],
        "dimensions": {name: number(value) for name, value in size.dimensions.items()},
        "variants": variants,
    }


def drawn_variants(family: Family, size: Size, view: str) -> Iterator[tuple[dict[str, str], Drawn]]:
    """Draw a size with every choice of options that exists, in the order of the file.

    Raises
    ------
    FamilyRefused
        If the generator and the file do not agree on the named points, or the anchor is not
        the origin.
    """
    generate = GENERATORS[family.data["generator"]].draw
    names = list(family.options)
    for values in itertools.product(*(family.options[name]["values"] for name in names)):
        chosen = dict(zip(names, values, strict=True))
        meant = {name: family.options[name]["values"][value] for name, value in chosen.items()}
        drawn = generate(family.data["shape"], size.dimensions, meant, view)
        if drawn is not None:
            _check_points(family, size, drawn)
            yield chosen, drawn


def _variant_json(chosen: dict[str, str], drawn: Drawn) -> dict[str, Any]:
    return {
        "options": chosen,
        "name": drawn.name,
        "dimensions": {name: number(value) for name, value in drawn.dimensions.items()},
        "outline": [path_json(path) for path in drawn.paths],
        "axis": [point_json(p) for p in drawn.axis],
        "points": points_json(drawn.points),
        "mating": {name: _mating_json(place) for name, place in drawn.mating.items()},
        "flags": list(drawn.flags),
    }


def _mating_json(place) -> dict[str, Any]:
    return {
        name: point_json(value) if isinstance(value, Point) else value
        for name, value in place.items()
    }


def _check_points(family: Family, size: Size, drawn: Drawn) -> None:
    where = f"{family.key}, size {size.size}"
    if set(drawn.points) != set(family.data["points"]):
        wrong = sorted(set(drawn.points) ^ set(family.data["points"]))
        raise FamilyRefused(f"{where}: points without meaning or meaning without point: {wrong}")
    if points_json(drawn.points)[family.data["placement"]["anchor"]] != point_json(_ORIGIN):
        raise FamilyRefused(f"{where}: the anchor does not lie at the origin")


def _first_choice(family: Family, variants: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the variant of the default options, or else the first one that there is."""
    default = {name: option["default"] for name, option in family.options.items()}
    return next((one for one in variants if one["options"] == default), variants[0])
