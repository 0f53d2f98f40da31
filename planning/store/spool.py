"""Where files that are still being sent wait: pieces are added until each is whole.

Nothing here is ours yet. A file leaves for the originals through the gate, or is removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from planning.store.blobs import StoreFull, originals

_FULL = (28, 122)


class OffsetDiffers(Exception):
    """A piece does not begin where the file ends; nothing was written.

    Parameters
    ----------
    size_bytes : int
        How much of the file is here.
    """

    def __init__(self, size_bytes: int):
        self.size_bytes = size_bytes
        super().__init__(size_bytes)


class Spool:
    """A folder per delivery, a numbered file in it for each file of the delivery.

    Parameters
    ----------
    root : Path
        In the file system of the store, so that a whole file can be moved there.
    """

    def __init__(self, root: Path):
        self.root = root

    def free_bytes(self) -> int:
        """Return how much room is left on the disc."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return shutil.disk_usage(self.root).free

    def add(self, delivery: UUID, number: int, piece: bytes, *, at: int) -> int:
        """Add a piece to the end of a file and return the file's length.

        Two that add at once do not mix their pieces: the second one learns where the file
        ends now.

        Raises
        ------
        OffsetDiffers
            If the file does not end at `at`.
        StoreFull
            If the disc is full; the file is as it was before.
        """
        descriptor = self._open(self.path(delivery, number), begins=at == 0)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            size_bytes = os.fstat(descriptor).st_size
            if size_bytes != at:
                raise OffsetDiffers(size_bytes)
            _write(descriptor, piece, at)
            return at + len(piece)
        finally:
            os.close(descriptor)

    @staticmethod
    def _open(path: Path, *, begins: bool) -> int:
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if begins else 0)
        try:
            if begins:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return os.open(path, flags, 0o600)
        except FileNotFoundError as error:
            raise OffsetDiffers(0) from error
        except OSError as error:
            if error.errno in _FULL:
                raise StoreFull(*error.args) from error
            raise

    def deliveries(self) -> Iterator[UUID]:
        """Yield the deliveries of which something is here."""
        for folder in self.root.glob("*"):
            with suppress(ValueError):
                yield UUID(folder.name)

    def size_bytes(self, delivery: UUID, number: int) -> int:
        """Return how much of a file is here."""
        try:
            return self.path(delivery, number).stat().st_size
        except FileNotFoundError:
            return 0

    def path(self, delivery: UUID, number: int) -> Path:
        """Return where a file is, for reading."""
        return self.root / UUID(str(delivery)).hex / str(int(number))

    def remove(self, delivery: UUID, number: int | None = None) -> None:
        """Remove a file, or all of a delivery."""
        if number is None:
            shutil.rmtree(self.root / UUID(str(delivery)).hex, ignore_errors=True)
        else:
            self.path(delivery, number).unlink(missing_ok=True)


def _write(descriptor: int, piece: bytes, at: int) -> None:
    written = 0
    try:
        while written < len(piece):
            written += os.pwrite(descriptor, piece[written:], at + written)
    except OSError as error:
        os.ftruncate(descriptor, at)
        if error.errno in _FULL:
            raise StoreFull(*error.args) from error
        raise


@lru_cache(maxsize=4)
def _spool_at(root: Path) -> Spool:
    return Spool(root)


def spool() -> Spool:
    """Return the spool beside the originals."""
    return _spool_at(originals().root.with_name("uploads"))
