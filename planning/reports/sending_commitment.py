"""After sending: does the archive answer for what it has taken (storage commitment)?

An object that was sent waits for the word of an archive that is set to be asked. The word
comes at once or hours later, to the job or to the receiver; either way it is dealt with here
once, and a refusal sets the object back to refused, with the archive's reason.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs.handlers import JobFailed, RunningJob
from planning.pacs import commitment
from planning.pacs.commitment import CommitmentResult
from planning.pacs.gate import inspect
from planning.pacs.gateway import ArchiveError
from planning.pacs.models import PacsNode
from planning.plans.models import PlanVersion
from planning.reports.models import ReportObject
from planning.reports.selectors import objects_of
from planning.store.blobs import originals

State, Commitment = ReportObject.State, ReportObject.Commitment
OPEN = (Commitment.WANTED, Commitment.ASKED)
PATIENCE = timedelta(hours=24)


def wanted_by(node: PacsNode) -> str:
    """Return what an object that this archive has just taken waits for."""
    asks = node.asks_commitment and node.protocol == PacsNode.Protocol.DIMSE
    return Commitment.WANTED if asks else Commitment.NONE


def confirm(job: RunningJob, version: PlanVersion) -> None:
    """Ask the archives for their word on what was sent of a version.

    Raises
    ------
    JobFailed
        Transient while a later attempt may help.
    Cancelled, LeaseLost
        As the job says.
    """
    rows = objects_of(version).filter(state=State.SENT, commitment=Commitment.WANTED)
    for node in PacsNode.objects.filter(pk__in=set(rows.values_list("node", flat=True))):
        _ask(job, node, list(rows.filter(node=node)))


def take_answers() -> int:
    """Deal with the answers that have come to the receiver; return how many."""
    count = 0
    for answer in commitment.answers():
        _take(answer)
        count += 1
    return count


def give_up_waiting() -> int:
    """Say of objects whose archive has kept silent for a day that it has; return how many."""
    silent = ReportObject.objects.filter(
        commitment__in=OPEN, changed_at__lt=timezone.now() - PATIENCE
    )
    rows = list(silent.values_list("pk", "transaction_uid", "node__name"))
    for key, transaction_uid, node in rows:
        silent.filter(pk=key).update(
            commitment=Commitment.UNANSWERED,
            reason={"code": "commitment_no_answer", "params": {"node": node}},
            changed_at=timezone.now(),
        )
        commitment.forget(transaction_uid)
    return len(rows)


def _ask(job: RunningJob, node: PacsNode, rows: list[ReportObject]) -> None:
    job.report(now=True, message="report_confirming")
    transaction_uid = commitment.new_transaction()
    mine = ReportObject.objects.filter(pk__in=[row.pk for row in rows], state=State.SENT)
    # Before it is asked: the answer may be faster than our next line.
    mine.update(transaction_uid=transaction_uid, changed_at=timezone.now())
    objects = [(_sop_class(row), row.sop_instance_uid) for row in rows]
    try:
        answer = commitment.ask(node, objects, transaction_uid, cancelled=job.cancelled)
    except ArchiveError as error:
        commitment.forget(transaction_uid)
        job.check_lease()
        _unavailable(job, mine, error)
        return
    mine.filter(transaction_uid=transaction_uid, commitment=Commitment.WANTED).update(
        commitment=Commitment.ASKED, changed_at=timezone.now()
    )
    if answer is not None:
        _take(answer)


def _sop_class(row: ReportObject) -> str:
    """Return what the object that was sent says that it is."""
    return inspect(originals().local_path(row.stored_sha256)).tags["SOPClassUID"][0]


def _unavailable(job: RunningJob, rows, error: ArchiveError) -> None:
    """The archive has the objects, but was not to be asked; now, or at all."""
    if error.code == "archive_cancelled":
        raise error
    if error.transient and job.attempt < settings.JOB_MAX_ATTEMPTS:
        raise JobFailed(error.code, transient=True, **error.params) from error
    rows.filter(commitment=Commitment.WANTED).update(
        commitment=Commitment.UNAVAILABLE,
        reason={"code": error.code, "params": error.params},
        changed_at=timezone.now(),
    )


def _take(answer: CommitmentResult) -> None:
    """Write an answer down, and only then drop it: should that fail, it is still there."""
    _settle(answer)
    commitment.forget(answer.transaction_uid)


@transaction.atomic
def _settle(answer: CommitmentResult) -> None:
    waiting = ReportObject.objects.select_related("node", "plan_version__plan").filter(
        transaction_uid=answer.transaction_uid, state=State.SENT, commitment__in=OPEN
    )
    refused = dict(answer.refused)
    for row in waiting.select_for_update(of=("self",)):
        if row.sop_instance_uid in refused:
            _refused(row, refused[row.sop_instance_uid])
        elif row.sop_instance_uid in answer.committed:
            _committed(row)


def _committed(row: ReportObject) -> None:
    row.commitment, row.reason, row.changed_at = Commitment.COMMITTED, {}, timezone.now()
    row.save(update_fields=["commitment", "reason", "changed_at"])
    _record(row, "ok")


def _refused(row: ReportObject, reason: str) -> None:
    row.state, row.commitment, row.changed_at = State.REFUSED, Commitment.NONE, timezone.now()
    node = row.node.name if row.node else ""
    row.reason = {"code": "report_not_committed", "params": {"node": node, "said": reason}}
    row.save(update_fields=["state", "commitment", "reason", "changed_at"])
    _record(row, "refused")


def _record(row: ReportObject, outcome: str) -> None:
    plan = row.plan_version.plan
    audit.record(
        actor=None,
        action=AuditAction.SEND,
        object_kind="report",
        object_id=row.pk,
        patient=plan.patient,
        site=plan.site,
        outcome=outcome,
        detail={"node": row.node.name if row.node else "", "kind": row.kind, "commitment": True},
    )
