"""What a tree of processes costs: processor time and memory, read from ``/proc``."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1


def root_with(word: str) -> int | None:
    """Return the process with this word in its command line whose parent has it not."""
    found = processes_with(word)
    # Not the smallest number: numbers begin again when they run out.
    roots = [pid for pid in found if (fields := _stat(pid)) and int(fields[1]) not in found]
    return roots[0] if roots else None


def processes_with(word: str) -> list[int]:
    """Return the processes whose command line has this word in it."""
    found = []
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if word.encode() in words:
            found.append(int(entry.name))
    return found


def tree(root: int) -> set[int]:
    """Return a process and all its descendants that are alive."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = set(), [root]
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += children.get(pid, [])
    return found


def cpu_s(pids: Iterable[int]) -> float:
    """Return the seconds of processor that these processes have used so far."""
    used = 0
    for pid in pids:
        if fields := _stat(pid):
            used += int(fields[11]) + int(fields[12])
    return used * TICK_S


def pss_bytes(pids: Iterable[int]) -> int:
    """Return the memory of these processes, shared pages divided among their users."""
    total = 0
    for pid in pids:
        try:
            text = (PROC / str(pid) / "smaps_rollup").read_text()
        except OSError:
            continue
        lines = (line.split() for line in text.splitlines())
        total += sum(int(words[1]) * 1024 for words in lines if words[0] == "Pss:")
    return total


def die_with_parent() -> None:
    """Let the process that calls this be killed when the one that started it ends (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _stat(pid: int) -> list[str]:
    """Return the fields behind the name (proc(5)): state, parent, …; empty if it is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()
