"""What a maker handed over (a folder, a zip, files) as one package, or one reason why not."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from planning.library.exchange.file_drawings import SUFFIXES
from planning.library.exchange.manifest import NAME, read_manifest
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import ImplantPackage, SourceFile
from planning.library.package_check import check_package
from planning.pacs.media import Found, browse

MOST_FILES = 5_000
MOST_BYTES = 256 * 2**20
_PAPERS = (".txt", ".md", ".pdf", ".html", ".rtf")
_LEFT_BEHIND = {".ds_store", "thumbs.db", "desktop.ini", "dicomdir"}
_DICOM_AT = slice(128, 132)


@dataclass(frozen=True, slots=True)
class Given:
    """What the person says who brings it; each holds where it is not empty."""

    licence: str = ""
    manufacturer: str = ""


@dataclass(slots=True)
class _Handed:
    """The files of one package by what they are."""

    root: str
    sources: list[SourceFile] = field(default_factory=list)
    drawings: dict[str, bytes] = field(default_factory=dict)
    manifests: list[tuple[str, bytes]] = field(default_factory=list)
    objects: list = field(default_factory=list)
    bytes_read: int = 0


def read_package(paths: Iterable[Path], *, given: Given) -> ImplantPackage:
    """Read one package: a folder, a zip archive or single files that belong together.

    Returns
    -------
    ImplantPackage
        Sound by :func:`planning.library.package_check.check_package`, its files in its
        provenance.

    Raises
    ------
    ExchangeRefused
        With the file and the place in it. Nothing is ever read by halves.
    PackageRefused
        If what was read makes no sound package; without a licence, for instance.
    """
    chosen = list(paths)
    handed = _Handed(root=str(chosen[0]) if len(chosen) == 1 else "")
    try:
        with tempfile.TemporaryDirectory(prefix="plumbline-implants-") as scratch:
            for found in browse(chosen, Path(scratch)):
                _take(handed, found)
        package = _read(handed, given)
    except ExchangeRefused as refusal:
        raise refusal.of(chosen[0].name) from None
    provenance = replace(package.provenance, files=tuple(handed.sources))
    package = replace(package, provenance=provenance)
    check_package(package)
    return package


def _take(handed: _Handed, found) -> None:
    name = _name(found.origin, handed.root)
    base = PurePosixPath(name).name
    if base.lower() in _LEFT_BEHIND or base.startswith("._") or "__MACOSX/" in name:
        return
    if not isinstance(found, Found):
        raise ExchangeRefused("package_file", file=name, cause=found.code)
    size = found.path.stat().st_size
    handed.bytes_read += size
    if len(handed.sources) >= MOST_FILES or handed.bytes_read > MOST_BYTES:
        raise ExchangeRefused("package_of_too_much", file=name, files=MOST_FILES, bytes=MOST_BYTES)
    content = found.path.read_bytes()
    uid = _sort(handed, found.path, name, content)
    digest = hashlib.sha256(content).hexdigest()
    handed.sources.append(SourceFile(base[:200], digest, uid))


def _sort(handed: _Handed, path: Path, name: str, content: bytes) -> str:
    """Put a file where it belongs; return its SOP Instance UID if it is an object."""
    suffix = PurePosixPath(name).suffix.lower()
    if content[_DICOM_AT] == b"DICM" or suffix in (".dcm", ".dic"):
        from planning.library.exchange.dicom_files import read_object

        made = read_object(path, file=name)
        handed.objects.append((name, made))
        return made.uid
    if PurePosixPath(name).name == NAME:
        handed.manifests.append((name, content))
    elif suffix in SUFFIXES:
        handed.drawings[name] = content
    elif suffix not in _PAPERS:
        raise ExchangeRefused("package_unknown", file=name)
    return ""


def _name(origin: str, root: str) -> str:
    """Return a file's name within the package, with forward slashes."""
    inside = origin.removeprefix(root).lstrip("!/\\") if root else origin
    return (inside or PurePosixPath(origin).name).replace("\\", "/")


def _read(handed: _Handed, given: Given) -> ImplantPackage:
    if handed.objects and (handed.manifests or handed.drawings):
        raise ExchangeRefused("package_mixed", file=NAME)
    if handed.objects:
        from planning.library.exchange.dicom.to_package import package_of_objects

        return package_of_objects(handed.objects, given)
    if len(handed.manifests) != 1:
        raise ExchangeRefused("package_manifest", file=NAME, count=len(handed.manifests))
    return _by_manifest(handed, *handed.manifests[0], given)


def _by_manifest(handed: _Handed, name: str, content: bytes, given: Given) -> ImplantPackage:
    folder = PurePosixPath(name).parent
    used: set[str] = set()

    def open_file(wanted: str) -> bytes | None:
        where = str(folder / wanted)
        used.add(where)
        return handed.drawings.get(where)

    said = {"licence": given.licence, "manufacturer": given.manufacturer}
    package = read_manifest(content, open_file, given=said)
    for unused in _unused(handed.drawings, used):
        raise ExchangeRefused("package_unused", file=unused)
    return package


def _unused(drawings: Mapping[str, bytes], used: set[str]) -> Iterator[str]:
    """A drawing that the manifest does not name is one that somebody forgot."""
    return (name for name in sorted(drawings) if name not in used)
