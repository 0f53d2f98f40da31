"""Reads of the implant library: the files, validated once, and their geometry, made once."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planning.library.family import Family, FamilyRefused, read_family
from planning.library.generators.drawn import AP
from planning.library.geometry import family_json

FOLDER = Path(__file__).parent / "families"


@dataclass(frozen=True, slots=True)
class Stored:
    """A family's geometry as it is sent.

    Attributes
    ----------
    content : bytes
        JSON, UTF-8.
    zipped : bytes
        The same with gzip.
    digest : str
        SHA-256 of `content`, hexadecimal.
    """

    content: bytes
    zipped: bytes
    digest: str


class UnknownFamily(LookupError):
    """There is no such family, or not in this version."""


def load(folder: Path) -> dict[tuple[str, int], Family]:
    """Read every family of a folder.

    Raises
    ------
    FamilyRefused
        If any file is not complete and sound, or if there is none: nothing is offered by halves.
    """
    read = [
        read_family(path.read_text(encoding="utf-8"), name=path.stem)
        for path in sorted(folder.glob("*.json"))
    ]
    if not read:
        raise FamilyRefused(f"there is no implant family in {folder}")
    read.sort(key=lambda family: (family.data["rank"], family.key, family.version))
    return {(family.key, family.version): family for family in read}


FAMILIES = load(FOLDER)
"""Read when the program starts: a library with a flaw stops it before anybody plans with it."""


def families() -> dict[tuple[str, int], Family]:
    """Return all families by key and version, in the order in which they are offered."""
    return FAMILIES


def family(key: str, version: int) -> Family:
    """Return one version of a family.

    Raises
    ------
    UnknownFamily
    """
    found = families().get((key, version))
    if found is None:
        raise UnknownFamily(f"{key} version {version}")
    return found


@functools.cache
def geometry(key: str, version: int, view: str = AP) -> dict[str, Any]:
    """Return the full geometry of :func:`planning.library.geometry.family_json`.

    It is shared by all callers and must not be changed.

    Parameters
    ----------
    key : str
    version : int
    view : str
        ``AP`` or ``LAT``.

    Raises
    ------
    UnknownFamily
        Or there is no such view of it.
    """
    found = family(key, version)
    if view not in found.data["views"]:
        raise UnknownFamily(f"{key} version {version} from {view}")
    return family_json(found, view)


@functools.cache
def stored(key: str, version: int, view: str = AP) -> Stored:
    """Return a family's geometry in one view as bytes with their digest.

    Raises
    ------
    UnknownFamily
    """
    text = json.dumps(geometry(key, version, view), ensure_ascii=False, separators=(",", ":"))
    content = text.encode()
    zipped = gzip.compress(content, compresslevel=6, mtime=0)
    return Stored(content, zipped, hashlib.sha256(content).hexdigest())


def listing() -> list[dict[str, Any]]:
    """Return every family version with its sizes and options, without geometry."""
    return [_listed(one) for one in families().values()]


def _listed(one: Family) -> dict[str, Any]:
    full = geometry(one.key, one.version)
    kept = ("key", "version", "name", "kind", "generic", "notice", "status", "placement")
    options = one.options
    return {
        **{name: full[name] for name in kept},
        "digest": stored(one.key, one.version).digest,
        "sizes": [{"size": size["size"], "name": size["name"]} for size in full["sizes"]],
        "options": {name: list(option["values"]) for name, option in options.items()},
        "defaults": {name: option["default"] for name, option in options.items()},
        "labels": {name: _labels(option) for name, option in options.items()},
    }


def _labels(option) -> dict[str, Any]:
    values = {value: meaning["name"] for value, meaning in option["values"].items()}
    return {"name": option["name"], "values": values}
