"""PURE. The families that come with the program: validated once, their geometry made once."""

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
    return as_stored(geometry(key, version, view))


def as_stored(full: dict[str, Any]) -> Stored:
    """Return a geometry as it is sent."""
    content = json.dumps(full, ensure_ascii=False, separators=(",", ":")).encode()
    zipped = gzip.compress(content, compresslevel=6, mtime=0)
    return Stored(content, zipped, hashlib.sha256(content).hexdigest())
