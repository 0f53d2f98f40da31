"""The database owns the work: nothing is lost, nothing is done twice at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from planning.accounts.models import Site
from planning.jobs import claims, handlers, services, work
from planning.jobs.handlers import JobCancelled, JobFailed, JobIncomplete
from planning.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site.objects.create(name="Here")


@pytest.fixture
def kind(monkeypatch):
    """Register a handler for the kind ``probe`` for one test."""

    def register(function):
        monkeypatch.setitem(handlers._handlers, "probe", function)
        return function

    return register


def ask(site, key="probe:1", **more) -> Job:
    return services.enqueue(kind="probe", key=key, site=site, arguments={}, **more)


def test_asking_twice_gives_one_job(site):
    assert ask(site).pk == ask(site).pk
    assert Job.objects.count() == 1


def test_a_finished_job_can_be_asked_for_again(site, kind):
    kind(lambda job: None)
    first = work.run_inline(ask(site))
    assert first.state == JobState.DONE
    assert ask(site).pk != first.pk


def test_a_job_is_claimed_by_one_worker_only(site):
    job = ask(site)
    assert claims.claim(job_id=job.pk) is not None
    assert claims.claim(job_id=job.pk) is None


def test_the_job_of_a_dead_worker_is_taken_over(site, kind):
    kind(lambda job: job.report(now=True, step="finished"))
    job = claims.claim(job_id=ask(site).pk)
    Job.objects.filter(pk=job.pk).update(
        lease_owner="dead", lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert work.run_next()
    job.refresh_from_db()
    assert (job.state, job.attempt, job.progress) == (JobState.DONE, 2, {"step": "finished"})


def test_who_lost_the_lease_writes_nothing(site, kind):
    def slow(job):
        Job.objects.filter(pk=job.id).update(lease_owner="another")
        job.report(now=True, step="mine")

    kind(slow)
    job = ask(site)
    work.run_next()
    job.refresh_from_db()
    assert (job.lease_owner, job.progress, job.state) == ("another", {}, JobState.RUNNING)


def test_two_threads_of_one_process_are_two_workers(site):
    """A lease that ran out while the process slept is taken over by its own other thread."""
    ask(site)
    first = claims.claim()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = claims.claim()
    assert second.pk == first.pk
    assert not claims.renew(first, progress={"by": "first"})
    assert not claims.finish(first, state=JobState.DONE)
    assert not claims.give_back(first, delay_s=0)
    assert claims.renew(second, progress={"by": "second"})
    assert claims.finish(second, state=JobState.DONE)


def test_a_renewal_that_fails_is_tried_again_at_the_next_beat(site, settings, monkeypatch):
    settings.JOB_LEASE_S = 0.0
    ask(site)
    job = claims.claim()
    heart = work._Heart(job, handlers.RunningJob(job, lambda progress, result: None))
    answers = iter([OSError("the database is away"), True])
    renewed = []

    def renew(of):
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        renewed.append(of.pk)
        return answer

    monkeypatch.setattr(claims, "renew", renew)
    before = heart._renewed_at
    heart._beat()
    assert (heart._renewed_at, renewed) == (before, [])
    heart._beat()
    assert renewed == [job.pk]
    assert heart._renewed_at > before


@pytest.mark.parametrize("change", [
    lambda job: claims.renew(job, progress={"files_done": 1}),
    lambda job: claims.finish(job, state=JobState.DONE),
    lambda job: claims.give_back(job, delay_s=0),
    lambda job: services.cancel(job=job),
])  # fmt: skip
def test_a_change_bears_a_moment_of_its_own_transaction(site, change, monkeypatch):
    """Who waited for the database would else be older than what the live news have seen."""
    ask(site)
    job = claims.claim()
    begun, enter = [], transaction.Atomic.__enter__

    def waiting(atomic):
        begun.append(timezone.now())
        return enter(atomic)

    monkeypatch.setattr(transaction.Atomic, "__enter__", waiting)
    change(job)
    job.refresh_from_db()
    assert job.changed_at >= begun[0]


def test_a_transient_failure_waits_and_comes_again(site, kind):
    def busy(job):
        raise JobFailed("archive_busy", transient=True, node="MAIN")

    kind(busy)
    job = ask(site)
    work.run_next()
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.not_before > timezone.now()
    assert job.error == {"code": "archive_busy", "params": {"node": "MAIN"}}
    assert not work.run_next()


def test_transient_failures_end_somewhere(site, kind, settings):
    def busy(job):
        raise JobFailed("archive_busy", transient=True)

    kind(busy)
    job = ask(site)
    for _ in range(settings.JOB_MAX_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        work.run_next()
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_a_broken_handler_shows_a_code_and_no_trace(site, kind, settings, caplog):
    def broken(job):
        raise RuntimeError("Doe^Jane")

    kind(broken)
    settings.JOB_MAX_ATTEMPTS = 1
    job = work.run_inline(ask(site))
    assert (job.state, job.error["code"]) == (JobState.FAILED, "job_broke")
    assert "Doe" not in str(job.error)


def test_incomplete_is_an_end_of_its_own_and_can_be_tried_again(site, kind):
    def partial(job):
        raise JobIncomplete("import_incomplete", have=20, expected=22)

    kind(partial)
    job = work.run_inline(ask(site))
    assert job.state == JobState.INCOMPLETE
    assert services.retry(job=job).state == JobState.QUEUED


def test_a_waiting_job_is_cancelled_at_once(site):
    assert services.cancel(job=ask(site)).state == JobState.CANCELLED


def test_a_running_job_is_told_to_stop(site, kind):
    def patient(job):
        services.cancel(job=Job.objects.get(pk=job.id))
        job.stop(lost=False)
        job.report(step="next")

    kind(patient)
    job = work.run_inline(ask(site))
    assert job.state == JobState.CANCELLED


def test_at_shutdown_jobs_go_back_to_the_queue(site, kind, monkeypatch):
    def asked_to_end(job):
        handlers.shutting_down.set()
        try:
            job.check()
        except JobCancelled:
            raise

    kind(asked_to_end)
    job = ask(site)
    try:
        work.run_next()
    finally:
        handlers.shutting_down.clear()
    job.refresh_from_db()
    assert (job.state, job.lease_owner) == (JobState.QUEUED, "")
    # It did not fail, so it has as many attempts left as before.
    assert job.attempt == 0


def test_an_archive_may_be_away_for_minutes(settings):
    """The shortest pauses together, one after each attempt but the last."""
    shortest_s = sum(
        min(work.RETRY_CEILING_S, work.RETRY_BASE_S * 2**n) / 2
        for n in range(settings.JOB_MAX_ATTEMPTS - 1)
    )
    assert shortest_s >= 120
    assert settings.JOB_MAX_ATTEMPTS < claims.DEATHS_AT_MOST


def test_a_job_that_kills_every_worker_is_given_up(site, settings):
    job = ask(site)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempt=claims.DEATHS_AT_MOST,
        lease_until=timezone.now() - timedelta(seconds=1),
    )
    assert claims.claim() is None
    job.refresh_from_db()
    assert (job.state, job.error["code"]) == (JobState.FAILED, "job_kept_dying")


def test_long_work_never_takes_the_last_place(site, kind, monkeypatch):
    kind(lambda job: None)
    monkeypatch.setattr(handlers, "_long", {"probe"})
    monkeypatch.setattr(work, "_long_places", work.threading.Semaphore(0))
    ask(site)
    assert not work.run_next()
