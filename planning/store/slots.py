"""Slots that processes of one installation share: whoever holds one loses it by ending."""

from __future__ import annotations

import fcntl
import os
import re

from planning.store.blobs import locks_folder

_NAME = re.compile(r"[0-9a-z-]{1,80}")


class Slot:
    """A slot that this process holds."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor

    def free(self) -> None:
        """Give it back."""
        os.close(self._descriptor)


def take_slot(name: str) -> Slot | None:
    """Take a slot if nobody holds it; the lock goes with the process, however that ends.

    Parameters
    ----------
    name : str
        Of digits, small letters and hyphens.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a slot")
    folder = locks_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Slot(descriptor)
