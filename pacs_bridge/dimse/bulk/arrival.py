"""One film that is arriving: to its file and through the digest as it comes.

The receiver, which answers for what it takes, makes each durable by itself; who asked for the
films makes many durable at once.
"""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from pacs_bridge.landing import OBJECT_CAP_BYTES, TooLarge, begin_writing, new_name
from pacs_bridge.part10 import file_header
from pacs_bridge.types import ReceivedFile

__all__ = ["Arrival", "TooLarge"]


class Arrival:
    """A Part 10 file that grows.

    Parameters
    ----------
    folder : Path
        For files that are still arriving, on the file system of the target.
    transfer_syntax_uid, sop_class_uid, sop_instance_uid : str
        For the file meta information; the data set's bytes are kept as they come.
    """

    def __init__(
        self,
        folder: Path,
        *,
        transfer_syntax_uid: str,
        sop_class_uid: str,
        sop_instance_uid: str,
    ):
        self.problem: OSError | None = None
        self._digest = hashlib.sha256()
        self._size_bytes = 0
        self._path = folder / new_name()
        self._file = None
        try:
            self._file = self._path.open("xb", buffering=0)
        except OSError as problem:
            self.problem = problem
        self.write(
            memoryview(
                file_header(
                    transfer_syntax_uid=transfer_syntax_uid,
                    sop_class_uid=sop_class_uid,
                    sop_instance_uid=sop_instance_uid,
                )
            )
        )

    def write(self, part: memoryview) -> None:
        """Take the next bytes; a full disc is remembered, since the rest must be read all the same.

        Raises
        ------
        TooLarge
            When it grows beyond what any object may have.
        """
        self._size_bytes += len(part)
        if self._size_bytes > OBJECT_CAP_BYTES:
            raise TooLarge(f"an object of more than {OBJECT_CAP_BYTES} bytes")
        if self.problem is not None:
            return
        self._digest.update(part)
        try:
            while part:
                part = part[self._file.write(part) :]
        except OSError as problem:
            self.problem = problem

    def discard(self) -> None:
        """Nothing will come of it: close and delete what there is."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def settle(self) -> Path:
        """Write it through to the disc where it is; may run in a thread of its own.

        Returns
        -------
        Path
            Closed and complete, still among the files that are arriving.

        Raises
        ------
        OSError
            When the disc refused at any time, or does not hold what was written.
        """
        if self.problem is not None:
            raise self.problem
        with self._file as file:
            os.fsync(file.fileno())
            if os.fstat(file.fileno()).st_size != self._size_bytes:
                raise OSError(errno.EIO, "the disc does not hold what was written")
        return self._path

    def hand_over(self, into: Path) -> ReceivedFile:
        """Close it and put it into a folder: complete, but not yet durable.

        Raises
        ------
        OSError
            When the disc refused at any time.
        """
        if self.problem is not None:
            raise self.problem
        begin_writing(self._file.fileno())
        self._file.close()
        target = into / new_name()
        self._path.rename(target)
        return ReceivedFile(target, self._size_bytes, self._digest.hexdigest())
