"""The pool of limited children that do all work on pixels, seen from the parent.

Started lazily by the first piece of work, safe in threads, gone with the process. A child
that dies, hangs or fails is replaced; the next film is not disturbed.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
from concurrent.futures import CancelledError, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from planning.imaging import child_entry
from planning.imaging.refusal import CannotShow
from planning.imaging.rendered import Picture, Rendered

DEADLINE_S = 60.0
_DEADLINE_PER_FRAME_S = 0.5
_LONGEST_DEADLINE_S = 600.0
_WORKERS = min(2, os.cpu_count() or 1)
# A fresh child now and then gives back what decoders keep for themselves.
_TASKS_PER_CHILD = 200
_ATTEMPTS = 2

_lock = threading.Lock()
_pool: ProcessPool | None = None
_pool_pid = 0


def render_frame(
    path: Path, *, frame: int, scratch: Path, with_digest: bool, frames: int = 1
) -> Rendered:
    """Decode one frame of a stored file; levels and preview are left in ``scratch``.

    Parameters
    ----------
    path : Path
        The stored file.
    frame : int
        1-based.
    scratch : Path
        An existing empty folder.
    with_digest : bool
        Whether to compute the pixel digest, which decodes every frame.
    frames : int
        How many frames there are, for the deadline.

    Returns
    -------
    Rendered

    Raises
    ------
    CannotShow
        With the reason; ``decoder_died`` and ``decode_timeout`` are among them.
    """
    deadline_s = _deadline_s(frames if with_digest else 1)
    return run("render_frame", (str(path), frame, str(scratch), with_digest), deadline_s)


def pixel_digest(path: Path, *, frames: int = 1) -> str:
    """Return the SHA-256 of all stored values of a file, 64 hexadecimal digits.

    Two files with the same digest show the same pixels, whatever their headers and
    transfer syntaxes (see :func:`planning.imaging.stored.add_to_digest`).

    Raises
    ------
    CannotShow
        When there are no pixels or they cannot be decoded.
    """
    return run("pixel_digest", (str(path),), _deadline_s(frames))


def write_picture(path: Path, *, frame: int, out: Path, kind: str, longest_px: int) -> Picture:
    """Write one frame as a PNG or JPEG picture.

    Raises
    ------
    CannotShow
        With the reason.
    """
    return run("write_picture", (str(path), frame, str(out), kind, longest_px), DEADLINE_S)


def write_gzip(zstd_path: Path, *, out: Path) -> tuple[str, int]:
    """Recode a level from zstd to gzip; return the SHA-256 and size of the result."""
    return run("write_gzip", (str(zstd_path), str(out)), DEADLINE_S)


def stop() -> None:
    """End the children. The next piece of work starts new ones."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
        is_ours = _pool_pid == os.getpid()
    if pool is not None and is_ours:
        pool.stop()
        pool.join()


def _deadline_s(frames: int) -> float:
    return min(_LONGEST_DEADLINE_S, DEADLINE_S + _DEADLINE_PER_FRAME_S * (frames - 1))


def run(work: str, arguments: tuple, deadline_s: float):
    """Do a piece of work in a child; once more in a fresh one when the child was killed.

    Parameters
    ----------
    work : str
        As for :func:`planning.imaging.child_entry.perform`.
    arguments : tuple
        Plain values.
    deadline_s : float
        Of wall clock and of processor time.

    Raises
    ------
    CannotShow
        With the reason.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _schedule(work, arguments, deadline_s).result()
        except TimeoutError:
            raise CannotShow("decode_timeout", {"seconds": deadline_s}) from None
        except ProcessExpired as error:
            reason = _reason(error.exitcode)
            if attempt == _ATTEMPTS or reason.code != "decoder_died":
                raise reason from None
        except (BrokenProcessPool, CancelledError):
            stop()
            if attempt == _ATTEMPTS:
                raise CannotShow("decoder_died") from None
    raise AssertionError("unreachable")


def _reason(exitcode: int | None) -> CannotShow:
    if exitcode == child_entry.EXIT_DECODER_FAILED:
        return CannotShow("decode_failed", {"cause": "decoder"})
    if exitcode == child_entry.EXIT_OUT_OF_MEMORY:
        return CannotShow("too_large", {"limit": child_entry.MEMORY_BYTES // 10**6})
    if exitcode == -signal.SIGXCPU:
        return CannotShow("decode_timeout", {"seconds": DEADLINE_S})
    return CannotShow("decoder_died", {"exit_code": exitcode})


def _schedule(work: str, arguments: tuple, deadline_s: float):
    task = (work, arguments, int(deadline_s))
    for pool in (_running_pool(), None):
        try:
            return (pool or _running_pool()).schedule(
                child_entry.perform, args=task, timeout=deadline_s
            )
        except RuntimeError:
            # The pool broke while it was idle: another one is made.
            stop()
    raise CannotShow("decoder_died")


def _running_pool() -> ProcessPool:
    global _pool, _pool_pid
    with _lock:
        # A pool inherited through fork belongs to the process that made it.
        if _pool is None or _pool_pid != os.getpid():
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(
                ["planning.imaging.child", "planning.imaging.volume_child"]
            )
            _pool = ProcessPool(
                max_workers=_WORKERS,
                max_tasks=_TASKS_PER_CHILD,
                initializer=child_entry.prepare,
                context=context,
            )
            _pool_pid = os.getpid()
        return _pool


atexit.register(stop)
