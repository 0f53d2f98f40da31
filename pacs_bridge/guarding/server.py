"""The fork server: starts children, ends them on request, reaps them.

One message (a byte with two sockets attached) starts a child: a socket for the work and
one for its life. On the second the server reports the child's process id and later its
exit status, and takes ``T`` (terminate); when its other end closes, the child is killed.
So a caller that dies, for whatever reason, takes its children and this server with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import struct
import sys
from typing import NoReturn

_QUIET_S = 0.3
REPORT = struct.Struct(">q")
"""A process id, then an exit status (negative: the signal), both on the life socket."""


def main(control_fd: int, preload: tuple[str, ...]) -> NoReturn:
    """Serve until the caller closes its end of the control socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        # Standard output belongs to the caller's answers alone.
        os.dup2(2, 1)
    _Server(socket.socket(fileno=control_fd), preload).run()
    os._exit(0)


class _Server:
    def __init__(self, control: socket.socket, preload: tuple[str, ...]):
        self._control = control
        self._waiting_modules = list(preload)
        self._lives: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._bell, bell_end = socket.socketpair()
        self._bell.setblocking(False)
        bell_end.setblocking(False)
        self._bell_end = bell_end
        signal.set_wakeup_fd(bell_end.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        self._selector.register(control, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)

    def run(self) -> None:
        while True:
            # Loading takes time, and a running child may have to be ended at once: while there
            # are children, only when they have been quiet for a while. A child that comes
            # before its modules are here imports them itself.
            pause_s = _QUIET_S if self._lives else 0.0
            events = self._selector.select(pause_s if self._waiting_modules else None)
            if self._waiting_modules and not events:
                self._load_one()
            for key, _ in events:
                if key.fileobj is self._control:
                    if not self._start():
                        self._kill_all()
                        return
                elif key.fileobj is self._bell:
                    self._reap()
                elif key.fileobj.fileno() >= 0:
                    self._obey(key.fileobj, key.data)

    def _load_one(self) -> None:
        with contextlib.suppress(ImportError):
            importlib.import_module(self._waiting_modules.pop(0))
        if not self._waiting_modules:
            # Shared pages stay shared when no collector writes into them.
            gc.collect()
            gc.freeze()

    def _start(self) -> bool:
        message, fds, _, _ = socket.recv_fds(self._control, 1, 2)
        if not message:
            return False
        job, life = (socket.socket(fileno=fd) for fd in fds)
        try:
            pid = os.fork()
        except OSError:
            job.close()
            life.close()
            return True
        if pid == 0:
            self._be_child(job, life)
        job.close()
        life.setblocking(False)
        self._lives[pid] = life
        self._selector.register(life, selectors.EVENT_READ, pid)
        self._report(life, pid)
        return True

    def _be_child(self, job: socket.socket, life: socket.socket) -> NoReturn:
        status = 1
        try:
            server_pid = os.getppid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for inherited in (self._control, self._bell, self._bell_end, life):
                inherited.close()
            for other in self._lives.values():
                other.close()
            self._selector.close()
            from pacs_bridge.guarding import bound, child

            bound.die_with(server_pid)
            child.serve(job)
            status = 0
        finally:
            job.close()
            with contextlib.suppress(Exception):
                sys.stderr.flush()
            os._exit(status)

    def _obey(self, life: socket.socket, pid: int) -> None:
        try:
            order = life.recv(16)
        except BlockingIOError:
            return
        except OSError:
            order = b""
        if pid not in self._lives:
            return
        if order:
            os.kill(pid, signal.SIGTERM)
        else:
            os.kill(pid, signal.SIGKILL)
            self._selector.unregister(life)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._bell.recv(512):
                pass
        while self._lives:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            life = self._lives.pop(pid)
            with contextlib.suppress(KeyError):
                self._selector.unregister(life)
            self._report(life, os.waitstatus_to_exitcode(status))
            life.close()

    def _kill_all(self) -> None:
        for pid in self._lives:
            os.kill(pid, signal.SIGKILL)
        for pid in self._lives:
            os.waitpid(pid, 0)

    def _report(self, life: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError):
            life.send(REPORT.pack(number))
