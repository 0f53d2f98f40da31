"""Why a backup is not made or not restored."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planning.refused import Refused

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class SafekeepingRefused(Refused):
    """Nothing was changed, and why."""


@contextmanager
def said_plainly(folder: Path) -> Iterator[None]:
    """Turn what the disc says while `folder` is written into a refusal.

    Raises
    ------
    SafekeepingRefused
        ``disc_full`` or ``disc_failed``.
    """
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise SafekeepingRefused("disc_full", folder=str(folder)) from error
        raise SafekeepingRefused(
            "disc_failed", folder=str(folder), cause=error.strerror or type(error).__name__
        ) from error
    except sqlite3.Error as error:
        # A write that the system refuses reaches us as SQLITE_FULL or an I/O error.
        full = error.sqlite_errorname in ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
        code = "disc_full" if full else "disc_failed"
        raise SafekeepingRefused(code, folder=str(folder), cause=str(error)) from error
