"""PURE. What the standard has no element for, as JSON in a private element of our own.

A template adds which family, size and choice it is and the names of its features; a group adds
the family itself. Whoever does not know the element loses nothing that the standard has.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import (
    ImplantPackage,
    PackageFamily,
    PackageSize,
    PackageVariant,
)
from planning.library.package_json import (
    PackageUnreadable,
    package_family_from_json,
    package_family_to_json,
    package_from_json,
    package_to_json,
)

SCHEMA = 1


def family_extra(package: ImplantPackage, family: PackageFamily) -> str:
    """Return what a group adds: package and family without its sizes."""
    empty = replace(package, families=())
    return _text(
        {
            "order": package.families.index(family),
            "package": package_to_json(empty),
            "family": package_family_to_json(replace(family, sizes=())),
        }
    )


def read_family_extra(extra: str) -> tuple[int, ImplantPackage, PackageFamily]:
    """Read what :func:`family_extra` wrote, beginning with its place among the families.

    Raises
    ------
    ExchangeRefused
        ``implant_extra``.
    """
    data = _data(extra)
    try:
        package = package_from_json(data.get("package"))
        family = package_family_from_json(data.get("family"))
    except PackageUnreadable as error:
        raise ExchangeRefused("implant_extra", where=str(error)) from error
    order = data.get("order")
    return order if isinstance(order, int) else 0, package, family


def variant_extra(family: PackageFamily, size: PackageSize, variant: PackageVariant) -> str:
    """Return what a template adds: its size and choice, and its features without their places."""
    bare = replace(variant, views=tuple(replace(view, paths=()) for view in variant.views))
    one = replace(size, variants=(bare,))
    return _text({"family": package_family_to_json(replace(family, **_ONLY_NAMES, sizes=(one,)))})


def read_variant_extra(extra: str) -> tuple[PackageFamily, PackageSize, PackageVariant]:
    """Read what :func:`variant_extra` wrote; its views have no paths.

    Raises
    ------
    ExchangeRefused
        ``implant_extra``.
    """
    try:
        family = package_family_from_json(_data(extra).get("family"))
    except PackageUnreadable as error:
        raise ExchangeRefused("implant_extra", where=str(error)) from error
    if len(family.sizes) != 1 or len(family.sizes[0].variants) != 1:
        raise ExchangeRefused("implant_extra", where="family/sizes")
    return family, family.sizes[0], family.sizes[0].variants[0]


_ONLY_NAMES: dict[str, Any] = {"options": (), "points": {}, "freedom": (), "compatibility": ()}


def _text(data: dict[str, Any]) -> str:
    return json.dumps({"schema": SCHEMA, **data}, ensure_ascii=False, separators=(",", ":"))


def _data(extra: str) -> dict[str, Any]:
    try:
        data = json.loads(extra)
    except (ValueError, RecursionError) as error:
        raise ExchangeRefused("implant_extra", where="JSON") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ExchangeRefused("implant_extra", where="schema")
    return data
