"""Content-addressed files. Nobody else builds a path.

A blob is written to a temporary file in the same file system, synchronised, read back
against its digest when it came from elsewhere, renamed to its final name, and its
folder synchronised: after a crash it is there whole or not at all.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from planning.store.durable import make_durable, synchronise

CHUNK_BYTES = 256 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


class StoreFull(OSError):
    """There is no room left; nothing was stored and nothing was lost."""

    code = "store_full"


class BlobMissing(FileNotFoundError):
    """No blob has this digest."""

    code = "blob_missing"


class BlobStore:
    """A folder of files named by the SHA-256 of what they hold.

    Parameters
    ----------
    root : Path
        Created with mode 0700 when first needed.
    """

    def __init__(self, root: Path):
        self.root = root

    def put(self, stream: BinaryIO) -> str:
        """Store what `stream` yields and return its SHA-256 as 64 hexadecimal digits.

        Raises
        ------
        StoreFull
            If the disc is full; the temporary file is gone.
        """
        with self.scratch() as folder:
            path = folder / "incoming"
            digest = hashlib.sha256()
            try:
                with path.open("wb") as file:
                    while chunk := stream.read(CHUNK_BYTES):
                        digest.update(chunk)
                        file.write(chunk)
            except OSError as error:
                raise _full(error) from error
            return self._adopt(path, digest.hexdigest())

    def put_file(self, path: Path) -> str:
        """Move a finished file in and return its digest.

        The file is hashed here, so the name always tells the truth about what is on disc.
        A file on another file system is copied first.
        """
        if os.stat(path).st_dev != os.stat(self._ready_root()).st_dev:
            with path.open("rb") as stream:
                digest = self.put(stream)
            path.unlink()
            return digest
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return self._adopt(path, digest)

    def adopt(self, files: Sequence[tuple[Path, str]]) -> None:
        """Move finished files in; when it returns, all of them are durable (group commit).

        Parameters
        ----------
        files : sequence of (Path, str)
            Files on the file system of the store, each with the SHA-256 that reading it from
            the disc has given.

        Raises
        ------
        StoreFull
            If the disc is full; what was moved in by then is whole.
        """
        if not files:
            return
        root = self._ready_root()
        try:
            # Contents before names: after a crash, no name stands for half a file.
            make_durable([path for path, _ in files], root)
            touched = {self._move_in(path, digest) for path, digest in files}
            make_durable(touched, root)
        except OSError as error:
            raise _full(error) from error

    def _move_in(self, path: Path, digest: str) -> Path:
        final = self._path(digest)
        if final.is_file() and final.stat().st_size == path.stat().st_size:
            path.unlink()
        else:
            final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.chmod(0o400)
            path.replace(final)
        return final.parent

    def local_path(self, digest: str) -> Path:
        """Return where the blob is, for a reader that needs a path.

        Raises
        ------
        BlobMissing
            If it is not there.
        """
        path = self._path(digest)
        if not path.is_file():
            raise BlobMissing(digest)
        return path

    def exists(self, digest: str) -> bool:
        """Say whether the blob is there."""
        return self._path(digest).is_file()

    def size_bytes(self, digest: str) -> int:
        """Return the length of the blob."""
        return self.local_path(digest).stat().st_size

    def open(self, digest: str) -> BinaryIO:
        """Open the blob for reading."""
        return self.local_path(digest).open("rb")

    def verify(self, digest: str) -> bool:
        """Read the blob again and say whether it still is what its name says."""
        with self.open(digest) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest

    def delete(self, digest: str) -> None:
        """Remove the blob if it is there. Only caches are ever deleted from."""
        self._path(digest).unlink(missing_ok=True)

    def digests(self) -> Iterator[str]:
        """Yield the digest of every blob."""
        for path in self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            if DIGEST.fullmatch(path.name):
                yield path.name

    def accel_name(self, digest: str) -> str:
        """Return the blob's name below the root, for a front server that sends files itself."""
        return str(self._path(digest).relative_to(self.root))

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Yield a folder in the same file system for files on their way in; removed afterwards.

        What a process that was killed left behind goes when the next one begins.
        """
        root = self._ready_root()
        self._clear_abandoned(root)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=root))
        # Held as long as this process lives; nobody sees the folder before it is held.
        lock = os.open(making, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = making.rename(making.with_name(making.name.replace("making", "incoming")))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)

    @staticmethod
    def _clear_abandoned(root: Path) -> None:
        for folder in root.glob(".incoming-*"):
            try:
                lock = os.open(folder, os.O_RDONLY)
            except OSError:
                continue
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            except BlockingIOError:
                pass
            finally:
                os.close(lock)

    def _ready_root(self) -> Path:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.root

    def _path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise BlobMissing(digest)
        return self.root / digest[:2] / digest[2:4] / digest

    def _adopt(self, path: Path, digest: str) -> str:
        final = self._path(digest)
        if final.is_file() and final.stat().st_size == path.stat().st_size:
            path.unlink()
            return digest
        try:
            synchronise(path)
            final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.chmod(0o400)
            path.replace(final)
            synchronise(final.parent)
        except OSError as error:
            raise _full(error) from error
        return digest


def _full(error: OSError) -> OSError:
    return StoreFull(*error.args) if error.errno in (28, 122) else error


@lru_cache(maxsize=1)
def originals() -> BlobStore:
    """Return the store of what arrived. Nothing in it is ever changed or deleted."""
    return BlobStore(settings.PLUMBLINE_DATA / "originals")


@lru_cache(maxsize=1)
def cache() -> BlobStore:
    """Return the store of what was made from originals; it can all be made again."""
    return BlobStore(settings.PLUMBLINE_DATA / "cache")


def locks_folder() -> Path:
    """Return the folder of locks between processes; empty files, nothing worth keeping."""
    return settings.PLUMBLINE_DATA / "locks"
