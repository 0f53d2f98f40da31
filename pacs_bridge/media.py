"""Files, folders, zip archives and CDs as one stream of files to look at.

Every regular file gives at least one line: a :class:`Found` to be scanned, or a
:class:`Skipped` with the reason. Names inside archives are shown, never used as paths.
A DICOMDIR is a file like any other: its members are found without it (and without its
references, which may point anywhere).
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pacs_bridge.limits import LIMITS, Limits
from pacs_bridge.unzip import Member, ZipRefused, looks_like_zip, read_directory, unpack

_HEAD_BYTES = 132
_LONGEST_ORIGIN = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file that can be read now.

    Attributes
    ----------
    origin : str
        What to show: a path, or ``a.zip!/folder/m.dcm``.
    path : Path
        Where to read it, until the next item is asked for. The file on the medium
        itself, or an unpacked copy when ``temporary``; the copy is removed afterwards.
    temporary : bool
    """

    origin: str
    path: Path
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or an archive that is not even looked at.

    Attributes
    ----------
    origin : str
        As in :class:`Found`.
    code : str
        ``unreadable``, ``symbolic_link``, ``nested_archive``, or a
        :class:`~pacs_bridge.unzip.ZipCode`.
    params : dict
        Technical values for the sentence.
    """

    origin: str
    code: str
    params: dict[str, str | int] = field(default_factory=dict)


def browse(
    paths: Iterable[Path], scratch: Path, limits: Limits = LIMITS
) -> Iterator[Found | Skipped]:
    """Go through files, folders and archives, in the order of their names.

    Parameters
    ----------
    paths : iterable of Path
        What a person pointed at. A symbolic link given here is followed; those inside
        folders are not.
    scratch : Path
        Existing folder for unpacked copies, one at a time.
    limits : Limits

    Yields
    ------
    Found or Skipped

    Raises
    ------
    OSError
        Only when ``scratch`` cannot be written (a full disc): that is no fault of a file.
    """
    for path in paths:
        try:
            resolved = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as error:
            yield _unreadable(str(path), error)
            continue
        if resolved.is_dir():
            yield from _folder(resolved, str(path), scratch, limits)
        else:
            yield from _file(resolved, str(path), scratch, limits)


def _folder(folder: Path, origin: str, scratch: Path, limits: Limits) -> Iterator[Found | Skipped]:
    waiting = [(folder, origin)]
    while waiting:
        current, shown = waiting.pop()
        try:
            with os.scandir(current) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(shown, error)
            continue
        below = []
        for entry in entries:
            name = os.path.join(shown, entry.name)
            if entry.is_symlink():
                yield Skipped(_shown(name), "symbolic_link")
            elif entry.is_dir(follow_symlinks=False):
                below.append((Path(entry.path), name))
            else:
                yield from _file(Path(entry.path), name, scratch, limits)
        waiting.extend(reversed(below))


def _file(path: Path, origin: str, scratch: Path, limits: Limits) -> Iterator[Found | Skipped]:
    try:
        if not path.is_file():
            yield Skipped(_shown(origin), "not_a_regular_file")
            return
        film = path.open("rb")
    except OSError as error:
        yield _unreadable(origin, error)
        return
    with film:
        try:
            is_zip = looks_like_zip(film.read(_HEAD_BYTES))
        except OSError as error:
            yield _unreadable(origin, error)
            return
        if is_zip:
            yield from _archive(film, origin, scratch, limits)
            return
    yield Found(_shown(origin), path)


def _archive(
    archive: BinaryIO, origin: str, scratch: Path, limits: Limits
) -> Iterator[Found | Skipped]:
    try:
        members = read_directory(archive, limits)
    except ZipRefused as refusal:
        yield Skipped(_shown(origin), str(refusal.code), refusal.params)
        return
    files = [member for member in members if not member.is_folder]
    if not files:
        yield Skipped(_shown(origin), "archive_empty")
    left = limits.zip_bytes
    for member in files:
        shown = _shown(f"{origin}!/{member.name}")
        copy = scratch / f"{secrets.token_hex(16)}.dcm"
        try:
            left -= _unpack_to(copy, archive, member, limits)
            if left < 0:
                yield Skipped(_shown(origin), "archive_too_large")
                return
            yield _nested(copy, shown) or Found(shown, copy, temporary=True)
        except ZipRefused as refusal:
            yield Skipped(shown, str(refusal.code), refusal.params)
        finally:
            copy.unlink(missing_ok=True)


def _unpack_to(copy: Path, archive: BinaryIO, member: Member, limits: Limits) -> int:
    with copy.open("xb") as target:
        return unpack(archive, member, target, limits)


def _nested(copy: Path, shown: str) -> Skipped | None:
    with copy.open("rb") as film:
        return Skipped(shown, "nested_archive") if looks_like_zip(film.read(_HEAD_BYTES)) else None


def _unreadable(origin: str, error: Exception) -> Skipped:
    cause = errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
    return Skipped(_shown(origin), "unreadable", {"cause": cause})


def _shown(origin: str) -> str:
    """A name for people: no controls or broken characters, and not longer than a line."""
    printable = "".join(c if c.isprintable() else "\ufffd" for c in origin)
    return printable if len(printable) <= _LONGEST_ORIGIN else f"…{printable[-_LONGEST_ORIGIN:]}"
