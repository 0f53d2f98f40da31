"""Carry out jobs: claim, keep the lease alive, run the handler, write the end."""

from __future__ import annotations

import logging
import random
import threading
import time
from datetime import datetime

from django.conf import settings
from django.db import connections
from django.db.models import F

from planning.jobs import claims
from planning.jobs.handlers import (
    JobCancelled,
    JobFailed,
    JobIncomplete,
    LeaseLost,
    RunningJob,
    handler_for,
    long_kinds,
    shutting_down,
)
from planning.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

BEAT_S = 0.4
RENEWALS_PER_LEASE = 4
RETRY_BASE_S = 2.0
RETRY_CEILING_S = 60.0


_long_places = threading.Semaphore(1_000_000)


def limit_long_jobs(places: int) -> None:
    """Let at most `places` long jobs run at once in this process."""
    global _long_places
    _long_places = threading.Semaphore(places)


def run_next() -> bool:
    """Claim and carry out one job; False if there was none to take."""
    if shutting_down.is_set():
        return False
    place = _long_places.acquire(blocking=False)
    try:
        job = claims.claim(without=frozenset() if place else long_kinds())
        if job is None:
            return False
        if place and job.kind not in long_kinds():
            _long_places.release()
            place = False
        run(job)
        return True
    finally:
        if place:
            _long_places.release()


def run_inline(job: Job) -> Job:
    """Carry out a certain job in this process, for commands that need no service.

    Returns
    -------
    Job
        As it ended; still active if another process has it.
    """
    claimed = claims.claim(job_id=job.pk)
    if claimed is not None:
        run(claimed)
    return Job.objects.get(pk=job.pk)


def run(job: Job) -> None:
    """Carry out a claimed job to its end, whatever happens in it."""
    running = RunningJob(job, lambda progress, result: _write(job, progress, result))
    heart = _Heart(job, running)
    heart.start()
    try:
        state, values = _carry_out(running)
    except LeaseLost:
        logger.warning("job %s was taken over by another worker", job.pk)
        return
    finally:
        heart.stop()
    values |= {"progress": running.progress, "result": running.result}
    if state is None:
        claims.give_back(job, **values)
    else:
        claims.finish(job, state=state, **values)


def _write(job: Job, progress: dict, result: dict) -> None:
    if not claims.renew(job, progress=progress, result=result):
        raise LeaseLost(str(job.pk))


def _carry_out(running: RunningJob) -> tuple[str | None, dict]:
    """Return the state to end in (None: queue again) and the values to write."""
    try:
        handler_for(running.kind)(running)
    except JobCancelled:
        if shutting_down.is_set() and not claims.cancel_requested(job_id=running.id):
            # The job is not to blame for the end of its process.
            return None, {"delay_s": 0.0, "attempt": F("attempt") - 1}
        return JobState.CANCELLED, {}
    except JobIncomplete as failure:
        return JobState.INCOMPLETE, {"error": _error(failure)}
    except JobFailed as failure:
        if failure.transient and running.attempt < settings.JOB_MAX_ATTEMPTS:
            return None, {"error": _error(failure), "delay_s": _pause_s(running.attempt)}
        return JobState.FAILED, {"error": _error(failure)}
    except LeaseLost:
        raise
    except Exception:
        logger.exception("job %s of kind %s broke", running.id, running.kind)
        if running.attempt < settings.JOB_MAX_ATTEMPTS:
            error = {"code": "job_broke", "params": {}}
            return None, {"error": error, "delay_s": _pause_s(running.attempt)}
        return JobState.FAILED, {"error": {"code": "job_broke", "params": {}}}
    return JobState.DONE, {"error": {}}


def _error(failure: JobFailed) -> dict:
    plain = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in failure.params.items()}
    return {"code": failure.code, "params": plain}


def _pause_s(attempt: int) -> float:
    ceiling_s = min(RETRY_CEILING_S, RETRY_BASE_S * 2 ** (attempt - 1))
    return ceiling_s * random.uniform(0.5, 1.0)


class _Heart(threading.Thread):
    """Renew the lease and look for a cancel request while the handler works."""

    def __init__(self, job: Job, running: RunningJob):
        super().__init__(name=f"heart-{job.pk}", daemon=True)
        self._job = job
        self._running = running
        self._end = threading.Event()
        self._renewed_at = time.monotonic()

    def run(self) -> None:
        try:
            while not self._end.wait(BEAT_S):
                self._beat()
        finally:
            connections.close_all()

    def _beat(self) -> None:
        try:
            if claims.cancel_requested(job_id=self._job.pk):
                self._running.stop(lost=False)
            began = time.monotonic()
            if began - self._renewed_at > settings.JOB_LEASE_S / RENEWALS_PER_LEASE:
                if not claims.renew(self._job):
                    self._running.stop(lost=True)
                # Only now: a beat that failed is made up for by the next one.
                self._renewed_at = began
        except Exception as error:
            # The database may be away for a while; the lease decides, not this beat.
            logger.warning("heartbeat failed: %s", type(error).__name__)

    def stop(self) -> None:
        self._end.set()
        self.join(timeout=30)
