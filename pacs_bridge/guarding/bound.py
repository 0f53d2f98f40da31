"""Bind a process to the life of the one that started it, however that one ends.

Also a small program of its own, for what is not written in Python: it binds itself and then
becomes the program that it is told. It needs no package, so that it runs from any folder::

    python -I bound.py PARENT_PID PROGRAM ARGUMENT...
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import NoReturn

_PR_SET_PDEATHSIG = 1


def die_with(parent_pid: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to end this process when its parent does (Linux; elsewhere no-op).

    Parameters
    ----------
    parent_pid : int
        Of whom it should not outlive; if that one has gone already, so does this process.
    by : signal.Signals
        What it is ended with.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != parent_pid:
        os._exit(1)


def bound_to_us(command: list[str]) -> list[str]:
    """Return a command line that runs `command` no longer than the calling process lives."""
    return [sys.executable, "-I", os.path.abspath(__file__), str(os.getpid()), *command]


def main(parent_pid: int, command: list[str]) -> NoReturn:
    """Become `command`, asked politely to end when the parent does."""
    die_with(parent_pid, signal.SIGTERM)
    # Python ignores these for itself, and what is ignored stays so in the next program.
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.execvp(command[0], command)  # noqa: S606 - a list of arguments needs no shell


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
