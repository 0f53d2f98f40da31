"""Carry a report to the archive: made once, checked, sent, and what the archive said kept.

Every step can be done again: an object has the same UID and the same bytes each time, so a
worker that dies loses nothing and an archive that has it already keeps it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.imaging.refusal import CannotShow
from planning.jobs.handlers import (
    JobCancelled,
    JobFailed,
    LeaseLost,
    RunningJob,
    shutting_down,
)
from planning.pacs import gateway
from planning.pacs.gateway import ArchiveError, Cancelled, StoreOutcome
from planning.pacs.models import PacsNode
from planning.plans.models import PlanVersion
from planning.reports import guard
from planning.reports.making import FilmGone, make
from planning.reports.models import ReportObject
from planning.reports.selectors import objects_of
from planning.reports.sending_commitment import confirm, wanted_by
from planning.reports.services import WAITING, release
from planning.store.blobs import BlobMissing, StoreFull, originals

State = ReportObject.State
# PS3.7 C.5.8: the archive holds an object with this UID, and only we make it.
DUPLICATE = "0111"


def send_report(job: RunningJob, version: PlanVersion) -> None:
    """Make what is missing of a version's report and send what waits.

    Parameters
    ----------
    job : RunningJob
    version : PlanVersion

    Raises
    ------
    JobFailed
        Transient while a later attempt may help; the rows say the rest.
    JobCancelled
        A person stopped it, or this process ends and another goes on.
    """
    try:
        _make_all(job, version)
        _send_all(job, version)
        confirm(job, version)
    except (Cancelled, JobCancelled) as stopped:
        job.check_lease()
        raise JobCancelled from stopped
    except (JobFailed, LeaseLost):
        raise
    except Exception:
        job.check_lease()
        # The job is tried again; should that never help, people still see that it failed.
        _stop(job, version, "job_broke", transient=True)
        raise


def _make_all(job: RunningJob, version: PlanVersion) -> None:
    store = originals()
    rows = list(objects_of(version))
    lacking = [row for row in rows if not row.stored_sha256 or not store.exists(row.stored_sha256)]
    if not lacking:
        return
    job.report(now=True, message="report_making")
    try:
        make(version, lacking)
    except FilmGone:
        raise _stop(job, version, "report_film_gone") from None
    except BlobMissing:
        raise _stop(job, version, "original_missing") from None
    except CannotShow as reason:
        raise _stop(job, version, reason.code, **reason.params) from reason
    except StoreFull as full:
        raise _stop(job, version, full.code, transient=True) from full


def _stop(
    job: RunningJob, version: PlanVersion, code: str, *, transient: bool = False, **params
) -> JobFailed:
    """Say on every waiting row why it cannot be sent, and give the job's end."""
    again = transient and job.attempt < settings.JOB_MAX_ATTEMPTS
    _settle(
        objects_of(version).filter(state__in=WAITING),
        State.QUEUED if again else State.FAILED,
        code,
        params,
    )
    return JobFailed(code, transient=transient, **params)


def _send_all(job: RunningJob, version: PlanVersion) -> None:
    waiting = list(objects_of(version).filter(state__in=WAITING))
    for node_id in dict.fromkeys(row.node_id for row in waiting):
        rows = [row for row in waiting if row.node_id == node_id]
        _send_to(job, version, rows)


def _send_to(job: RunningJob, version: PlanVersion, rows: list[ReportObject]) -> None:
    job.check()
    mine = objects_of(version).filter(pk__in=[row.pk for row in rows])
    here = PacsNode.objects.filter(site=version.plan.site_id, enabled=True)
    node = here.filter(pk=rows[0].node_id).first()
    if node is None:
        _settle(mine.filter(state__in=WAITING), State.FAILED, "node_gone", {})
        raise JobFailed("node_gone")
    taken = _take(mine)
    try:
        job.report(now=True, message="report_sending")
        refused_for_now = _carry(job, version, node, list(taken))
    except guard.WrongPatient as wrong:
        _settle(taken, State.FAILED, wrong.code, {"node": node.name})
        raise JobFailed(wrong.code, node=node.name) from wrong
    except (Cancelled, JobCancelled):
        job.check_lease()
        if not shutting_down.is_set():
            release(taken)
        raise
    except ArchiveError as error:
        raise _archive_failed(job, taken, error) from error
    if refused_for_now:
        raise _try_later(job, taken, node, refused_for_now)


@transaction.atomic
def _take(rows: QuerySet[ReportObject]) -> QuerySet[ReportObject]:
    """Mark what waits as under way; return it as long as nobody else has touched it.

    Somebody may stop the sending and ask for it again while this job has not noticed: what
    another job has taken by then bears another moment, and is not this job's to settle.
    """
    moment = timezone.now()
    rows.filter(state__in=WAITING).update(
        state=State.SENDING, attempts=F("attempts") + 1, changed_at=moment
    )
    return rows.filter(state=State.SENDING, changed_at=moment)


def _carry(
    job: RunningJob, version: PlanVersion, node: PacsNode, rows: list[ReportObject]
) -> StoreOutcome | None:
    """Send and write down each answer; return one that may be better later, if any."""
    if not rows:
        return None
    study = version.plan.study
    paths = [originals().local_path(row.stored_sha256) for row in rows]
    for path in paths:
        guard.check_object(path, study)
    guard.check_archive(node, study, cancelled=job.cancelled)
    later = None
    outcomes = gateway.store(node, paths, cancelled=job.cancelled)
    # Strictly one answer each; reading on to their end also ends the association in order.
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome.stored or outcome.status == DUPLICATE:
            _sent(row, node)
        elif outcome.transient:
            later = outcome
        else:
            _refused(row, node, outcome)
    return later


@transaction.atomic
def _sent(row: ReportObject, node: PacsNode) -> None:
    ReportObject.objects.filter(pk=row.pk).update(
        state=State.SENT,
        commitment=wanted_by(node),
        node=node,
        reason={},
        changed_at=timezone.now(),
    )
    _record(row, node, "ok")


@transaction.atomic
def _refused(row: ReportObject, node: PacsNode, outcome: StoreOutcome) -> None:
    one = ReportObject.objects.filter(pk=row.pk)
    _settle(one, State.REFUSED, "report_refused", _said(node, outcome))
    _record(row, node, "refused")


def _archive_failed(
    job: RunningJob, unanswered: QuerySet[ReportObject], error: ArchiveError
) -> JobFailed:
    """What ended the association may pass; whoever has no answer yet waits or has failed."""
    again = error.transient and job.attempt < settings.JOB_MAX_ATTEMPTS
    _settle(unanswered, State.QUEUED if again else State.FAILED, error.code, error.params)
    return JobFailed(error.code, transient=error.transient, **error.params)


def _try_later(
    job: RunningJob, unanswered: QuerySet[ReportObject], node: PacsNode, outcome: StoreOutcome
) -> JobFailed:
    again = job.attempt < settings.JOB_MAX_ATTEMPTS
    params = _said(node, outcome)
    state = State.QUEUED if again else State.REFUSED
    _settle(unanswered, state, "report_refused", params)
    return JobFailed("report_refused", transient=True, **params)


def _said(node: PacsNode, outcome: StoreOutcome) -> dict:
    """Return the archive's own words; its status where it used none."""
    said = outcome.reason or f"status {outcome.status}"
    return {"node": node.name, "said": said, "status": outcome.status}


@transaction.atomic
def _settle(rows: QuerySet[ReportObject], state: str, code: str, params: dict) -> None:
    """Write an end or a pause, never over an object that is in the archive."""
    rows.exclude(state=State.SENT).update(
        state=state, reason={"code": code, "params": params}, changed_at=timezone.now()
    )


def _record(row: ReportObject, node: PacsNode, outcome: str) -> None:
    plan = row.plan_version.plan
    audit.record(
        actor=None,
        action=AuditAction.SEND,
        object_kind="report",
        object_id=row.pk,
        patient=plan.patient,
        site=plan.site,
        outcome=outcome,
        detail={"node": node.name, "kind": row.kind},
    )
