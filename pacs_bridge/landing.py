"""Where files land: complete, under names that say nothing.

What :func:`finish` gives is durable before anybody is told. A :class:`Landing` is not: who keeps
its file makes it durable, for many files at once, which costs as much as for one.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pacs_bridge.errors import DiscFull, TransientError
from pacs_bridge.types import ReceivedFile, Step

OBJECT_CAP_BYTES = 2 * 1024**3
"""No single object that arrives may be larger."""

_BLOCK_BYTES = 1 << 20


_SYNC_FILE_RANGE = getattr(ctypes.CDLL(None), "sync_file_range", None)
_WRITE = 2
if _SYNC_FILE_RANGE is not None:
    _SYNC_FILE_RANGE.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)


def begin_writing(descriptor: int) -> None:
    """Let the disc begin with what a file holds in memory, and do not wait (Linux).

    Whoever makes the file durable afterwards finds most of the work done.
    """
    if _SYNC_FILE_RANGE is not None:
        _SYNC_FILE_RANGE(descriptor, 0, 0, _WRITE)


class TooLarge(ValueError):
    """More bytes than any object may have."""


class Landing:
    """A file that grows and is hashed as it comes; close it with one of its last two methods.

    Parameters
    ----------
    folder : Path
        For files that are still arriving, on the file system of the target.
    """

    def __init__(self, folder: Path):
        self._digest = hashlib.sha256()
        self._size_bytes = 0
        self._path = folder / new_name()
        self._file = self._path.open("xb", buffering=0)

    def write(self, part: memoryview) -> None:
        """Take the next bytes.

        Raises
        ------
        TooLarge
            When it grows beyond what any object may have.
        OSError
            When the disc refuses.
        """
        self._size_bytes += len(part)
        if self._size_bytes > OBJECT_CAP_BYTES:
            raise TooLarge(f"an object of more than {OBJECT_CAP_BYTES} bytes")
        self._digest.update(part)
        while part:
            part = part[self._file.write(part) :]

    def discard(self) -> None:
        """Nothing will come of it: close and delete what there is."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def hand_over(self, into: Path) -> ReceivedFile:
        """Close it and put it into a folder, complete but not yet durable."""
        begin_writing(self._file.fileno())
        self._file.close()
        target = into / new_name()
        self._path.rename(target)
        return ReceivedFile(target, self._size_bytes, self._digest.hexdigest())


@contextmanager
def refusals_of_the_disc(node: str) -> Iterator[None]:
    """Say of an error of our own disc that it is one, so that no archive is blamed for it."""
    try:
        yield
    except OSError as problem:
        kind = DiscFull if problem.errno in (errno.ENOSPC, errno.EDQUOT) else TransientError
        raise kind(node, Step.RETRIEVE, f"our disc: {problem.strerror}") from problem


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
