"""What carries out each kind of job, and what a running job may do.

A stage registers its handler by kind; jobs are asked for by kind. So a lower stage can
ask for the work of a higher one without importing it.
"""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable
from typing import Any

from planning.jobs.models import Job
from planning.refused import Refused

Handler = Callable[["RunningJob"], None]
_handlers: dict[str, Handler] = {}
_modules: list[str] = []
_long: set[str] = set()

PROGRESS_EVERY_S = 0.25

# Set when the process is asked to end: jobs at hand stop and go back to the queue.
shutting_down = threading.Event()


class JobFailed(Refused):
    """The job ends as failed, with a code for the person who waits for it.

    Parameters
    ----------
    code : str
    transient : bool
        True lets the job be tried again after a pause.
    params : dict
        Values for the sentence.
    """

    def __init__(self, code: str, *, transient: bool = False, **params: Any):
        super().__init__(code, **params)
        self.transient = transient


class JobIncomplete(JobFailed):
    """Something arrived, something is missing; a retry brings the rest."""


class JobCancelled(Exception):
    """A person stopped the job, or the process ends and another will go on with it."""


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop without a word."""


def handles(kind: str, *, long: bool = False) -> Callable[[Handler], Handler]:
    """Register a function as what carries out jobs of `kind`.

    Parameters
    ----------
    kind : str
    long : bool
        True for work that waits for others for minutes; a worker always keeps a thread
        free of it.
    """

    def register(function: Handler) -> Handler:
        if kind in _handlers and _handlers[kind] is not function:
            raise ValueError(f"two handlers for {kind!r}")
        _handlers[kind] = function
        if long:
            _long.add(kind)
        return function

    return register


def come_from(module: str) -> None:
    """Name a module that registers handlers; it is imported when the first one is needed."""
    _modules.append(module)


def load() -> None:
    for module in _modules:
        importlib.import_module(module)


def handler_for(kind: str) -> Handler:
    """Return the handler of a kind.

    Raises
    ------
    LookupError
        If no stage handles it.
    """
    load()
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no handler for jobs of kind {kind!r}") from None


def long_kinds() -> frozenset[str]:
    """Return the kinds registered as long."""
    load()
    return frozenset(_long)


class RunningJob:
    """A job in the hands of a worker.

    Parameters
    ----------
    job : Job
        As it was claimed.
    save_progress : callable
        Writes progress, renews the lease; raises :class:`LeaseLost`.
    """

    def __init__(self, job: Job, save_progress: Callable[[dict, dict], None]):
        self.id = job.pk
        self.kind = job.kind
        self.arguments: dict = job.arguments
        self.site = job.site
        self.created_by = job.created_by
        self.attempt = job.attempt
        self.progress: dict = dict(job.progress)
        self.result: dict = dict(job.result)
        self._save_progress = save_progress
        self._cancelled = threading.Event()
        self._lost = threading.Event()
        self._written_at = 0.0

    def report(self, *, now: bool = False, **progress: Any) -> None:
        """Update the progress that people watch; written at most four times a second.

        Raises
        ------
        JobCancelled
            If a person asked for the end.
        LeaseLost
            If another worker has the job.
        """
        self.progress.update(progress)
        self.check()
        if now or time.monotonic() - self._written_at >= PROGRESS_EVERY_S:
            self._written_at = time.monotonic()
            self._save_progress(self.progress, self.result)

    def check_lease(self) -> None:
        """Raise :class:`LeaseLost` if another worker has the job."""
        if self._lost.is_set():
            raise LeaseLost(str(self.id))

    def check(self) -> None:
        """Raise if this worker should stop."""
        self.check_lease()
        if self._cancelled.is_set() or shutting_down.is_set():
            raise JobCancelled(str(self.id))

    def cancelled(self) -> bool:
        """Say whether to stop; given to remote operations that poll it."""
        return self._cancelled.is_set() or self._lost.is_set() or shutting_down.is_set()

    def stop(self, *, lost: bool) -> None:
        """Tell the handler to stop; called by the heartbeat."""
        (self._lost if lost else self._cancelled).set()
