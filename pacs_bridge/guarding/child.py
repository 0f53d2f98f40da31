"""The child: an operation, its limits, and its answer as frames; then perhaps another one."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

from pacs_bridge.errors import ArchiveError, TransientError
from pacs_bridge.guarding import wire
from pacs_bridge.guarding.keeping import KEEPING
from pacs_bridge.guarding.pulse import PULSE
from pacs_bridge.types import Step

_ALIVE = wire.frame(("alive", None))
_LATE_S = 5.0
"""The kernel ends a child this long after its deadline, should nobody else have done it."""


def serve(job: socket.socket) -> None:
    """Read what to run, run it, send each item and then the end or the error.

    A caller that keeps its children sends further requests; the end of the channel is the end.
    """
    signal.signal(signal.SIGTERM, _leave)
    sending = threading.Lock()

    def send(message: bytes) -> None:
        with sending:
            job.sendall(message)

    with contextlib.suppress(OSError, SystemExit):
        while True:
            request = wire.unframe(_read_frame(job), functions=True)
            path, function, args, node, step, total_s, memory_bytes, keeps = request
            sys.path[:] = path
            KEEPING.allowed = keeps
            _limit(total_s, memory_bytes)
            PULSE.send = lambda: send(_ALIVE)
            send(wire.frame(("started", None)))
            for message in _messages(function, args, node, step):
                send(message)
            PULSE.send = None
            signal.setitimer(signal.ITIMER_REAL, 0)
            if not keeps:
                break
    # The goodbyes of what was kept are short, and nobody waits for them.
    signal.setitimer(signal.ITIMER_REAL, _LATE_S)
    KEEPING.close_all()


def _messages(function: Any, args: tuple, node: str, step: Step) -> Iterator[bytes]:
    try:
        for item in function(*args):
            yield wire.frame(("item", item))
    except ArchiveError as error:
        yield wire.frame(("error", error))
    except MemoryError:
        yield wire.frame(("error", TransientError(node, step, "memory limit reached")))
    except Exception as error:
        # Only where and what kind: the text of an exception may quote a patient's data.
        cause = f"{type(error).__name__} at {_place(error)}"
        yield wire.frame(("error", TransientError(node, step, cause)))
    else:
        yield wire.frame(("end", None))


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown place"
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"


def _limit(total_s: float, memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    signal.setitimer(signal.ITIMER_REAL, total_s + _LATE_S)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit


def _read_frame(job: socket.socket) -> bytes:
    (length,) = wire.HEADER.unpack(_read(job, wire.HEADER.size))
    return _read(job, length)


def _read(job: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        part = job.recv(min(length - len(data), 65536))
        if not part:
            raise OSError("the caller has gone")
        data += part
    return bytes(data)
