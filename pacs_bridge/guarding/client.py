"""The caller's side: its fork server, and a handle on each child."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from pacs_bridge.guarding import wire
from pacs_bridge.guarding.server import REPORT

PRELOAD = (
    "pacs_bridge.guarding.child",
    "pydicom",
    "pynetdicom",
    "pacs_bridge.connect",
    "pacs_bridge.dimse.archive",
    "pacs_bridge.dicomweb.archive",
    "pacs_bridge.folder",
)
"""What every child has in memory from the start; in steps, since loading cannot be disturbed."""

_GRACE_S = 0.4
_KILL_S = 2.0
_SEND_S = 15.0
_CODE = """
import sys
sys.path[:] = {path!r}
from pacs_bridge.guarding.server import main
main({fd}, {preload!r})
"""


class ChildDied(Exception):
    """The child (or the server) ended without saying why; the text says how."""


class Child:
    """One running child; always :meth:`end` it."""

    def __init__(self, job: socket.socket, life: socket.socket):
        self._job = job
        self._life = life
        self._received = bytearray()
        self.pid: int | None = None
        self.exit_code: int | None = None

    def ask(self, request: object) -> None:
        """Send what to run."""
        self._job.settimeout(_SEND_S)
        try:
            self._job.sendall(wire.frame(request))
        except OSError as error:
            raise ChildDied(self._how_it_ended()) from error

    def receive(self, wait_s: float) -> Any | None:
        """Wait for the next message; None when there was none in time.

        Raises
        ------
        ChildDied
            The child ended in the middle.
        """
        message = self._take()
        if message is not None or not _readable(self._job, wait_s):
            return message
        try:
            part = self._job.recv(65536)
        except OSError:
            part = b""
        if not part:
            raise ChildDied(self._how_it_ended())
        self._received += part
        return self._take()

    def _take(self) -> Any | None:
        size = wire.HEADER.size
        if len(self._received) < size:
            return None
        (length,) = wire.HEADER.unpack_from(self._received)
        if length > wire.LARGEST_FRAME_BYTES:
            raise ChildDied("helper process sent nonsense")
        if len(self._received) < size + length:
            return None
        body = self._received[size : size + length]
        del self._received[: size + length]
        try:
            return wire.unframe(body)
        except ValueError as error:
            raise ChildDied("helper process sent nonsense") from error

    def end(self) -> None:
        """Terminate, then kill, and wait until the child is gone."""
        self._job.close()
        with contextlib.suppress(OSError):
            self._life.send(b"T")
        self._wait_for_exit(_GRACE_S)
        if self.exit_code is None:
            with contextlib.suppress(OSError):
                # Half closed: the server kills the child and can still report its end.
                self._life.shutdown(socket.SHUT_WR)
            self._wait_for_exit(_KILL_S)
        self._life.close()

    def is_idle(self) -> bool:
        """Whether it waits for another request: alive, and with nothing to say."""
        return not self._received and not _readable(self._job, 0.0)

    def release(self) -> None:
        """Let go of a child that has sent its last message."""
        self._job.close()
        self._life.close()

    def _how_it_ended(self) -> str:
        self._wait_for_exit(_KILL_S)
        if self.exit_code is None:
            return "helper process lost"
        if self.exit_code < 0:
            return f"helper process ended by {signal.Signals(-self.exit_code).name}"
        return f"helper process ended with status {self.exit_code}"

    def _wait_for_exit(self, wait_s: float) -> None:
        until = time.monotonic() + wait_s
        while self.exit_code is None:
            if not _readable(self._life, until - time.monotonic()):
                return
            try:
                report = self._life.recv(REPORT.size)
            except OSError:
                return
            if len(report) < REPORT.size:
                return
            (number,) = REPORT.unpack(report)
            if self.pid is None:
                self.pid = number
            else:
                self.exit_code = number


def _readable(channel: socket.socket, wait_s: float) -> bool:
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    return bool(poll.poll(max(0.0, wait_s) * 1000))


class ForkServer:
    """The server process of this process, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the running server."""
        return self._process.pid if self._process else None

    def warm_up(self) -> None:
        """Start the server now, so that the first operation need not wait for it."""
        with self._lock:
            if self._control is None:
                self._start()

    def start_child(self) -> Child:
        """Start a child that waits for its request."""
        job, job_end = socket.socketpair()
        life, life_end = socket.socketpair()
        with job_end, life_end, self._lock:
            try:
                self._send((job_end.fileno(), life_end.fileno()))
            except OSError:
                job.close()
                life.close()
                raise
        return Child(job, life)

    def _send(self, fds: tuple[int, int]) -> None:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._control is None:
            self._start()
        try:
            socket.send_fds(self._control, [b"J"], fds)
        except OSError:
            self._stop()
            self._start()
            socket.send_fds(self._control, [b"J"], fds)

    def _start(self) -> None:
        control, end = socket.socketpair()
        path = [os.path.abspath(entry) for entry in sys.path]
        code = _CODE.format(path=path, fd=end.fileno(), preload=PRELOAD)
        with end:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL,
                pass_fds=(end.fileno(),),
                start_new_session=True,
                # Numeric libraries would start threads, and a process that forks has one.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        self._control = control

    def _stop(self) -> None:
        control, process = self._control, self._process
        self._control = self._process = None
        if control is not None:
            control.close()
        if process is None:
            return
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop(self) -> None:
        """End the server and with it every child."""
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """In a forked copy of this process: the server belongs to the original."""
        self._lock = threading.Lock()
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0
        self._control = self._process = None


SERVER = ForkServer()
atexit.register(SERVER.stop)
os.register_at_fork(after_in_child=SERVER.forget)
