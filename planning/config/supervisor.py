"""Start processes together, start again what dies, stop all together."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

import requests

logger = logging.getLogger("planning.supervisor")

STABLE_S = 20.0
PAUSES_S = (0.2, 1.0, 3.0, 10.0)
STOP_S = 15.0
ASK_EVERY_S = 0.1
LIFELINE = "PLUMBLINE_LIFELINE"


@dataclass(slots=True)
class Service:
    """A process to keep alive.

    Attributes
    ----------
    name : str
    command : list of str
    environment : dict
        Added to our own.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    deaths: int = field(default=0, init=False)


def manage(*arguments: str) -> list[str]:
    """Return the command line of a management command in this installation."""
    return [sys.executable, sys.argv[0], *arguments]


def hold_lifeline() -> None:
    """End this process when the one that started it is gone, however it ended.

    The supervisor keeps our standard input open; it reads as ended when the supervisor
    dies, even by ``kill -9``.
    """
    if os.environ.pop(LIFELINE, "") != "1":
        return

    def watch() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def unwind_on_endings() -> None:
    """Let SIGTERM and a closed terminal end this process as Ctrl-C does, step by step back.

    For what is started before a :class:`Supervisor` runs: it is stopped by its own ``with``.
    """

    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    for number in _endings():
        signal.signal(number, leave)


def _endings() -> list[signal.Signals]:
    """Return the signals that ask for an end; a closed terminal is none under ``nohup``."""
    asked = [signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        asked.append(signal.SIGHUP)
    return asked


def wait_until_ready(address: str, then: Callable[[], None]) -> None:
    """Call `then` from a thread once the web server at `address` answers, whatever it says.

    With TLS or a list of allowed hosts it sends us elsewhere or away, and is ready all the same.
    """

    def ask() -> None:
        while True:
            try:
                requests.get(f"{address}healthz", timeout=2, allow_redirects=False)
            except requests.RequestException:
                time.sleep(ASK_EVERY_S)
            else:
                return then()

    threading.Thread(target=ask, name="ready", daemon=True).start()


class Supervisor:
    """Keep services alive until told to stop.

    Parameters
    ----------
    services : list of Service
        Started in this order, stopped in the opposite one.
    """

    def __init__(self, services: list[Service]):
        self.services = services
        self._end = threading.Event()

    def run(self) -> None:
        """Start everything and return when asked to stop by a signal or :meth:`stop`."""
        for number in (signal.SIGINT, *_endings()):
            signal.signal(number, lambda *_: self.stop())
        try:
            for service in self.services:
                self._start(service)
            while not self._end.wait(0.1):
                for service in self.services:
                    self._look_after(service)
        finally:
            self._stop_all()

    def stop(self) -> None:
        """Ask :meth:`run` to return."""
        self._end.set()

    def _start(self, service: Service) -> None:
        service.started_at = time.monotonic()
        service.process = subprocess.Popen(
            service.command,
            env=os.environ | service.environment | {LIFELINE: "1"},
            stdin=subprocess.PIPE,
            # Ctrl-C reaches us alone; we end the children in order.
            start_new_session=True,
        )

    def _look_after(self, service: Service) -> None:
        if service.process is None or service.process.poll() is None:
            return
        lived_s = time.monotonic() - service.started_at
        service.deaths = 1 if lived_s > STABLE_S else service.deaths + 1
        pause_s = PAUSES_S[min(service.deaths, len(PAUSES_S)) - 1]
        logger.warning(
            "%s ended with %s; starting it again in %s s",
            service.name,
            service.process.returncode,
            pause_s,
        )
        if not self._end.wait(pause_s):
            self._start(service)

    def _stop_all(self) -> None:
        running = [one for one in reversed(self.services) if one.process is not None]
        for service in running:
            service.process.terminate()
        deadline = time.monotonic() + STOP_S
        for service in running:
            try:
                service.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                service.process.kill()
                service.process.wait()
            service.process.stdin.close()
