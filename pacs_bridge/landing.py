"""Where files land: complete, under names that say nothing, durable before anybody is told."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pacs_bridge.types import ReceivedFile

OBJECT_CAP_BYTES = 2 * 1024**3
"""No single object that arrives may be larger."""

_BLOCK_BYTES = 1 << 20


@contextmanager
def arriving_below(folder: Path) -> Iterator[Path]:
    """Make a folder of its own for files that are still arriving, on the same file system.

    Whatever is still there at the end had not arrived completely and is deleted.
    """
    arriving = folder / f"arriving-{secrets.token_hex(8)}"
    arriving.mkdir(parents=True)
    try:
        yield arriving
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def new_name() -> str:
    """Return a file name that says nothing and that no object can choose."""
    return f"{secrets.token_hex(16)}.dcm"


def finish(path: Path, into: Path) -> ReceivedFile:
    """Make a complete file durable in ``into`` and describe it.

    Parameters
    ----------
    path : Path
        A closed file that nobody else uses; on the same file system it is renamed.
    into : Path
        Existing folder.
    """
    target = into / new_name()
    shutil.move(path, target)
    size_bytes, digest = seal(target)
    sync_folder(into)
    return ReceivedFile(target, size_bytes, digest)


def seal(path: Path) -> tuple[int, str]:
    """Write a file's content through to the disc; return size in bytes and SHA-256."""
    with path.open("rb") as film:
        digest = hashlib.sha256()
        while block := film.read(_BLOCK_BYTES):
            digest.update(block)
        os.fsync(film.fileno())
        return film.tell(), digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Write a folder's entries through to the disc."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
