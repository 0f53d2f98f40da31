"""Reads of what sites have taken into their libraries."""

from __future__ import annotations

import functools
import gzip
import json
import re
from typing import Any

from planning.library.built_in import as_stored
from planning.library.models import ImplantVersion
from planning.library.package import ImplantPackage, PackageFamily, View
from planning.library.package_families import geometry_of
from planning.library.package_json import package_from_json, package_to_json
from planning.library.summaries import summary_of

_TAKEN_KEY = re.compile(r".+\.[0-9a-f]{8}")


def key_at(site_id: Any, key: str) -> str:
    """Return the name under which plans know a family that a site has taken."""
    return f"{key}.{site_id.hex[:8]}"


def content_of(package: ImplantPackage) -> bytes:
    """Return a package as it is stored: JSON, UTF-8, the same bytes for the same package."""
    text = json.dumps(package_to_json(package), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def row_of(key: str, version: int) -> ImplantVersion | None:
    """Return what was taken under a key; None for a built-in one or one that is not there."""
    if not _TAKEN_KEY.fullmatch(key):
        return None
    return ImplantVersion.objects.filter(key=key, version=version).first()


def package_of_row(row: ImplantVersion) -> ImplantPackage:
    """Return the package with this one family, as it came.

    It is shared by all callers; nothing in it may be changed.
    """
    return _package(row.content_sha256, str(row.pk))


@functools.lru_cache(maxsize=64)
def _package(content_sha256: str, row_id: str) -> ImplantPackage:
    row = ImplantVersion.objects.get(pk=row_id, content_sha256=content_sha256)
    return package_from_json(json.loads(gzip.decompress(row.content)))


def summary_of_package(package: ImplantPackage, key: str) -> dict[str, Any]:
    """Return what the list of the library says of a package's one family, kept beside it."""
    family = package.families[0]
    full = geometry_of(package, family, View.AP) | {"key": key}
    views = {"views": list(_views(family))}
    return summary_of(full, as_stored(full).digest) | views


def _views(family: PackageFamily) -> tuple[str, ...]:
    """Return from where every variant has been drawn."""
    variants = [variant for size in family.sizes for variant in size.variants]
    return tuple(
        str(view)
        for view in View
        if all(any(seen.view is view for seen in variant.views) for variant in variants)
    )


def geometry_of_row(row: ImplantVersion, view: str) -> dict[str, Any] | None:
    """Return what the planner draws, under the key of plans; None if it is not drawn so.

    It is shared by all callers; nothing in it may be changed.
    """
    if view not in row.summary["views"]:
        return None
    return _geometry(row.content_sha256, str(row.pk), row.key, view)


@functools.lru_cache(maxsize=32)
def _geometry(content_sha256: str, row_id: str, key: str, view: str) -> dict[str, Any]:
    package = _package(content_sha256, row_id)
    return geometry_of(package, package.families[0], view) | {"key": key}
