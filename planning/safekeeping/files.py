"""Copy files so that they are on disc, and known by what they hold."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a backup: its path below the backup, its length and what it holds."""

    path: str
    size_bytes: int
    sha256: str


class Unreadable(OSError):
    """The source of a copy cannot be read; what is written to may be well."""


def copy(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file, readable by its owner only; return its length and SHA-256.

    The digest is of the bytes that were read, while they were written.

    Raises
    ------
    Unreadable
        If the source cannot be read to its end; nothing is left of the target.
    OSError
        If the target cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size_bytes = hashlib.sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as written:
            for chunk in _chunks(source):
                digest.update(chunk)
                written.write(chunk)
                size_bytes += len(chunk)
            written.flush()
            os.fsync(written.fileno())
    except Unreadable:
        target.unlink()
        raise
    return size_bytes, digest.hexdigest()


def _chunks(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as read:
            while chunk := read.read(CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise Unreadable(error.errno, error.strerror, str(source)) from error


def entry_of(folder: Path, path: str) -> FileEntry:
    """Read a file below `folder` and say what it holds."""
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileEntry(path, file.tell(), digest)


def synchronise(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def staging(beside: Path) -> Iterator[Path]:
    """Yield a fresh folder beside a path that is to appear whole; what is left in it goes."""
    beside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=f".{beside.name}-", dir=beside.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
