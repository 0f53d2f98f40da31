"""Ask for a report to be made and sent; try again; stop."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs import services as jobs
from planning.jobs.models import ACTIVE, Job
from planning.pacs.models import PacsNode
from planning.plans.models import Plan, PlanVersion
from planning.refused import Refused
from planning.reports.models import ReportObject
from planning.reports.selectors import objects_of
from planning.reports.uids import series_uid, sop_uid

JOB_KIND = "send_report"
State = ReportObject.State
WAITING = (State.QUEUED, State.SENDING)
STUCK = (State.MADE, State.REFUSED, State.FAILED)
Commitment = ReportObject.Commitment
NOT_CONFIRMED = (Commitment.UNANSWERED, Commitment.UNAVAILABLE)


class SendingRefused(Refused):
    """The report is not queued.

    The codes are ``report_no_node``, ``node_disabled`` and ``report_nothing_to_retry``.
    """


@transaction.atomic
def prepare(*, version: PlanVersion, actor: User | None) -> list[ReportObject]:
    """Begin the report of a version that was just signed; doing it twice changes nothing.

    The rows are there at once, so that people see what will come. A job makes the objects
    and, where the films came from an archive that is still set up, sends them there.
    """
    node = version.plan.study.node
    sends = node is not None and node.enabled
    now = timezone.now()
    wanted = [(ReportObject.Kind.PDF, 1)]
    views = len(version.document["views"])
    wanted += [(ReportObject.Kind.PICTURE, number + 1) for number in range(views)]
    made = [
        ReportObject.objects.get_or_create(
            plan_version=version,
            kind=kind,
            number=number,
            defaults={
                "sop_instance_uid": sop_uid(version.pk, kind, number),
                "series_instance_uid": series_uid(version.pk, kind),
                "stored_sha256": "",
                "size_bytes": 0,
                "node": node if sends else None,
                "state": State.QUEUED if sends else State.MADE,
                "made_at": now,
                "changed_at": now,
            },
        )
        for kind, number in wanted
    ]
    if any(created for _, created in made):
        _enqueue(version, actor)
    return [row for row, _ in made]


@transaction.atomic
def request_sending(
    *, actor: User, version: PlanVersion, node: PacsNode | None = None, address: str | None = None
) -> list[ReportObject]:
    """Send what of a version is not in an archive yet.

    Parameters
    ----------
    actor : User
    version : PlanVersion
    node : PacsNode, optional
        Where to; without it the archive that the films came from.
    address : str, optional
        Of the client, for the audit trail.

    Raises
    ------
    SendingRefused
    PermissionDenied, Http404
        From the policy; also for an archive of another site.
    """
    policy.get(actor, Plan, version.plan_id, Action.SIGN)
    prepare(version=version, actor=actor)
    node = _usable(node or version.plan.study.node, version)
    policy.get(actor, PacsNode, node.pk)
    if _queue(_idle(version), node):
        _enqueue(version, actor)
        _record(actor, version, "version", version.pk, {"node": node.name}, address)
    return list(objects_of(version))


@transaction.atomic
def retry(*, actor: User, row: ReportObject, address: str | None = None) -> ReportObject:
    """Try one object again where it was refused or could not be sent.

    Of one that is in the archive, which has not confirmed it, that is asked again.
    Asking twice, or while it is under way, changes nothing.
    """
    version = row.plan_version
    policy.get(actor, Plan, version.plan_id, Action.SIGN)
    node = _usable(row.node or version.plan.study.node, version)
    one = objects_of(version).filter(pk=row.pk)
    if _queue(_idle(version).filter(pk=row.pk), node) or _ask_again(one):
        _enqueue(version, actor)
        _record(actor, version, "report", row.pk, {"node": node.name, "again": True}, address)
    row.refresh_from_db()
    return row


@transaction.atomic
def cancel(*, actor: User, version: PlanVersion) -> list[ReportObject]:
    """Stop sending a version; what is in the archive already stays there."""
    policy.get(actor, Plan, version.plan_id, Action.SIGN)
    for job in _active_jobs(version):
        jobs.cancel(job=job)
    release(objects_of(version))
    return list(objects_of(version))


def release(waiting: QuerySet[ReportObject]) -> None:
    """Mark objects that were waiting as made and not sent, because a person stopped it."""
    waiting.filter(state__in=WAITING).update(
        state=State.MADE,
        reason={"code": "sending_stopped", "params": {}},
        changed_at=timezone.now(),
    )


def _usable(node: PacsNode | None, version: PlanVersion) -> PacsNode:
    """Return an archive that takes this version: one of the plan's own site, switched on.

    Who works at two sites sees the archives of both; a patient's report stays at theirs.
    """
    if node is None:
        raise SendingRefused("report_no_node")
    if node.site_id != version.plan.site_id:
        raise Http404
    if not node.enabled:
        raise SendingRefused("node_disabled", node=node.name)
    return node


def _active_jobs(version: PlanVersion) -> QuerySet[Job]:
    return Job.objects.filter(kind=JOB_KIND, state__in=ACTIVE, arguments__version=str(version.pk))


def _idle(version: PlanVersion) -> QuerySet[ReportObject]:
    """Return the objects that nobody is sending; also those whose job ended without a word."""
    ended = () if _active_jobs(version).exists() else WAITING
    return objects_of(version).filter(state__in=(*STUCK, *ended))


def _queue(rows: QuerySet[ReportObject], node: PacsNode) -> int:
    return rows.update(
        state=State.QUEUED, node=node, reason={}, attempts=0, changed_at=timezone.now()
    )


def _ask_again(rows: QuerySet[ReportObject]) -> int:
    return rows.filter(state=State.SENT, commitment__in=NOT_CONFIRMED).update(
        commitment=Commitment.WANTED, reason={}, changed_at=timezone.now()
    )


def _enqueue(version: PlanVersion, actor: User | None) -> Job:
    """Ask for the work, in the transaction that queued the rows.

    Every call gives a job of its own: one that is just ending would not see the rows any
    more. Two at once do no harm, since the same object under the same UID is stored once.
    """
    return jobs.enqueue(
        kind=JOB_KIND,
        key=f"{JOB_KIND}:{version.pk}:{uuid.uuid4()}",
        site=version.plan.site,
        arguments={"version": str(version.pk)},
        created_by=actor,
        study_uid=version.plan.study.study_instance_uid,
    )


def _record(actor, version, kind: str, key: object, detail: dict, address: str | None) -> None:
    audit.record(
        actor=actor,
        action=AuditAction.SEND,
        object_kind=kind,
        object_id=key,
        patient=version.plan.patient,
        site=version.plan.site,
        detail=detail,
        address=address,
    )
