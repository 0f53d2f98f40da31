"""PURE. ``package.json``: everything of a package but its curves, which lie in drawings beside.

It has the fields of :mod:`planning.library.package_json`, but a view has ``drawing`` (see
:func:`planning.library.exchange.file_drawings.read_drawing`) where that has ``paths``. Fields
that have a natural empty value may be left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from planning.library.curves import Path
from planning.library.exchange.chains import ROLES
from planning.library.exchange.file_drawings import read_drawing
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import ImplantPackage, PackageView
from planning.library.package_json import (
    PackageUnreadable,
    package_from_json,
    package_to_json,
    path_to_json,
)

NAME = "package.json"
MOST_BYTES = 32 * 2**20

_EMPTY: dict[str, dict[str, Any]] = {
    "package": {"licence": "", "version": ""},
    "provenance": {"sources": [], "files": []},
    "family": {
        "version": 1, "generic": False, "notice": "", "rotation_deg": 0.0, "freedom": [],
        "compatibility": [], "materials": [], "maker_version": "", "status": "current",
        "status_reason": "", "effective_date": "",
    },
    "size": {"dimensions": {}},
    "variant": {"part_number": "", "dimensions": {}, "flags": []},
    "view": {"mating": []},
    "mating": {"step": "", "fits": {}},
    "freedom": {"about": "", "along": "", "range": None, "unit": "", "note": ""},
}  # fmt: skip


def write_manifest(package: ImplantPackage, name_of: Callable[[PackageView], str]) -> bytes:
    """Return the manifest of a package whose drawings lie in files.

    Parameters
    ----------
    package : ImplantPackage
    name_of : callable
        From a view to the name of its file, relative to the manifest.
    """
    views = [
        view
        for family in package.families
        for size in family.sizes
        for variant in size.variants
        for view in variant.views
    ]
    data = package_to_json(package)
    for said, view in zip(_views(data), views, strict=True):
        del said["paths"]
        unusual = sorted({path.role for path in view.paths} - ROLES)
        layers = {"layers": {role: role for role in unusual}} if unusual else {}
        said["drawing"] = {"file": name_of(view)} | layers
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(
    data: bytes, open_file: Callable[[str], bytes | None], *, given: Mapping[str, str]
) -> ImplantPackage:
    """Read a package with all of its drawings.

    Parameters
    ----------
    data : bytes
    open_file : callable
        From a name in the manifest to its content, None where there is no such file.
    given : mapping
        ``licence`` and ``manufacturer`` that a person gave: they hold where not empty.

    Raises
    ------
    ExchangeRefused
        ``manifest_broken``, ``manifest_file`` for a drawing that is not there, or what its
        reader says.
    """
    read = _json(data)
    read.update({name: value for name, value in given.items() if value})
    _complete(read)
    seen: dict[str, list[dict[str, Any]]] = {}
    for view in _views(read):
        said = view.pop("drawing", None)
        if not isinstance(said, dict) or not isinstance(said.get("file"), str):
            raise ExchangeRefused("manifest_broken", file=NAME, where="drawing")
        key = json.dumps(said, sort_keys=True)
        if key not in seen:
            seen[key] = [path_to_json(path) for path in _paths(said, open_file)]
        view["paths"] = seen[key]
    try:
        return package_from_json(read)
    except PackageUnreadable as error:
        raise ExchangeRefused("manifest_broken", file=NAME, where=str(error)) from error


def _paths(said: Mapping[str, Any], open_file: Callable[[str], bytes | None]) -> tuple[Path, ...]:
    content = open_file(said["file"])
    if content is None:
        raise ExchangeRefused("manifest_file", file=NAME, drawing=said["file"])
    return read_drawing(content, said)


def _json(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise ExchangeRefused("manifest_broken", file=NAME, where="size")
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", "?")
        raise ExchangeRefused("manifest_broken", file=NAME, where=f"line {line}") from error
    if not isinstance(read, dict):
        raise ExchangeRefused("manifest_broken", file=NAME, where="line 1")
    return read


def _complete(package: dict[str, Any]) -> None:
    """Fill in what may be left out."""
    _fill(package, "package")
    provenance = package.setdefault("provenance", {"made_by": package.get("manufacturer", "")})
    _fill(provenance, "provenance")
    for family in _items(package, "families"):
        _fill(family, "family")
        for freedom in _items(family, "freedom"):
            _fill(freedom, "freedom")
        for size in _items(family, "sizes"):
            _fill(size, "size")
            for variant in _items(size, "variants"):
                _fill(variant, "variant")
    for view in _views(package):
        _fill(view, "view")
        for mating in _items(view, "mating"):
            _fill(mating, "mating")


def _fill(said: Any, kind: str) -> None:
    if isinstance(said, dict):
        for name, value in _EMPTY[kind].items():
            said.setdefault(name, value.copy() if isinstance(value, (dict, list)) else value)


def _views(package: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for family in _items(package, "families"):
        for size in _items(family, "sizes"):
            for variant in _items(size, "variants"):
                yield from _items(variant, "views")


def _items(said: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = said.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ExchangeRefused("manifest_broken", file=NAME, where=name)
    return found
