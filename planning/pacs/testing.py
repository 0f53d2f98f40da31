"""Tests of archives: asked for as jobs, kept as rows, used by the bridge."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pacs_bridge import connect
from pacs_bridge.checks import (
    DICOMWEB_CHECKS,
    DIMSE_CHECKS,
    WADO_CHECKS,
    Check,
    CheckBegun,
    CheckResult,
    Outcome,
    Surroundings,
)
from pacs_bridge.errors import ArchiveError, Cancelled
from pacs_bridge.types import Profile
from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs import services as jobs
from planning.jobs.handlers import JobCancelled, JobFailed, RunningJob
from planning.jobs.models import Job
from planning.pacs.models import NodeTest, PacsNode
from planning.pacs.nodes import bridge_node
from planning.pacs.profiles import to_json
from planning.store.blobs import cache

KIND = "test_archive"
KEPT = 20
"""Tests of one archive; older ones are dropped."""

_RECEIVER_ANSWERS_S = 0.5


def job_key(node: PacsNode) -> str:
    """Return what is unique about an active test: one at a time for each archive."""
    return f"{KIND}:{node.pk}"


@transaction.atomic
def request_test(*, actor: User | None, node: PacsNode, address: str | None = None) -> Job:
    """Ask for a test; asking twice gives the one that is under way.

    A test searches and brings one film of whomever the archive names first, and deletes it:
    that is in the audit trail. ``actor`` is None for the command line.
    """
    if actor is not None:
        policy.get(actor, PacsNode, node.pk, Action.MANAGE_NODES)
    job = jobs.enqueue(
        kind=KIND,
        key=job_key(node),
        site=node.site,
        arguments={"node": str(node.pk)},
        created_by=actor,
    )
    audit.record(
        actor=actor,
        action=AuditAction.SEARCH,
        object_kind="node",
        object_id=node.pk,
        site=node.site,
        detail={"nodes": [node.name], "purpose": "test"},
        address=address,
    )
    return job


def checks_for(node: PacsNode) -> tuple[Check, ...]:
    """Return what a test of this archive tries, in order."""
    if node.protocol == PacsNode.Protocol.DICOMWEB:
        return DICOMWEB_CHECKS
    return (*DIMSE_CHECKS, *(WADO_CHECKS if node.url else ()))


def latest_job(node: PacsNode) -> Job | None:
    """Return the test that is under way, or the last one that was."""
    return Job.objects.filter(kind=KIND, key=job_key(node)).order_by("-created_at").first()


def cancel_test(*, actor: User, node: PacsNode) -> Job | None:
    """Stop the test that is under way; the one before stays what is used."""
    policy.get(actor, PacsNode, node.pk, Action.MANAGE_NODES)
    job = latest_job(node)
    return jobs.cancel(job=job) if job is not None else None


def last_two(node: PacsNode) -> tuple[NodeTest | None, NodeTest | None]:
    """Return the last test and the one before it."""
    found = list(node.tests.select_related("node", "tested_by")[:2])
    return (*found, None, None)[:2]


@dataclass(slots=True)
class _Report:
    """What has come of a test so far."""

    results: list[CheckResult] = field(default_factory=list)
    surroundings: Surroundings = field(default_factory=Surroundings)
    profile: Profile | None = None

    def add(self, item: CheckResult | Surroundings | Profile) -> None:
        if isinstance(item, CheckResult):
            self.results.append(item)
        elif isinstance(item, Surroundings):
            self.surroundings = item
        else:
            self.profile = item


def carry_out(job: RunningJob, node: PacsNode) -> NodeTest:
    """Test an archive and keep what came out.

    Raises
    ------
    JobCancelled
        A person stopped it; the last test stays what is used.
    JobFailed
        The settings do not allow a test, or its process died.
    """
    report = _Report()
    checks = checks_for(node)
    try:
        with cache().scratch() as into:
            for item in connect.probe(bridge_node(node), into, cancelled=job.cancelled):
                if isinstance(item, CheckBegun):
                    done = len(report.results)
                    job.report(now=True, check=str(item.check), done=done, total=len(checks))
                else:
                    report.add(item)
    except Cancelled as error:
        raise JobCancelled from error
    except ArchiveError as error:
        if not report.results:
            raise JobFailed(error.code, **error.params) from error
        _end_early(report, checks, error)
    _explain_move(report)
    return _keep(node, report, job.created_by)


def _end_early(report: _Report, checks: tuple[Check, ...], error: ArchiveError) -> None:
    """The process that tested is gone: what it was at has failed, the rest was not tried."""
    made = {result.check for result in report.results}
    at, *rest = [check for check in checks if check not in made] or [checks[-1]]
    params = (("step", str(error.step)), ("cause", error.cause), ("seconds", f"{error.seconds}"))
    report.results.append(CheckResult(at, Outcome.FAILS, error.code, params))
    report.results += [CheckResult(check, Outcome.UNTESTED, "ended_early") for check in rest]


def _explain_move(report: _Report, answers: Callable[[], bool] | None = None) -> None:
    """A C-MOVE that failed while our receiver does not run says nothing about the archive."""
    answers = answers or receiver_answers
    for number, result in enumerate(report.results):
        failed = result.check is Check.C_MOVE and result.outcome is Outcome.FAILS
        if failed and not answers():
            port = (("port", str(settings.RECEIVER_PORT)),)
            report.results[number] = CheckResult(
                Check.C_MOVE, Outcome.UNTESTED, "receiver_down", port
            )


def receiver_answers() -> bool:
    """Whether our receiver takes connections on this machine."""
    host = settings.RECEIVER_HOST
    host = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host  # noqa: S104 - compared only
    try:
        with socket.create_connection((host, settings.RECEIVER_PORT), _RECEIVER_ANSWERS_S):
            return True
    except OSError:
        return False


@transaction.atomic
def _keep(node: PacsNode, report: _Report, by: User | None) -> NodeTest:
    profile = to_json(report.profile) if report.profile and _answered(report) else {}
    now = timezone.now()
    test = NodeTest.objects.create(
        node=node,
        tested_at=now,
        tested_by=by,
        results=[_plain(result) for result in report.results],
        profile=profile,
        surroundings={
            "our_address": report.surroundings.our_address,
            "encryption": report.surroundings.encryption,
        },
    )
    # An archive that is down just now is not forgotten for it.
    if profile:
        PacsNode.objects.filter(pk=node.pk).update(profile=profile, tested_at=now)
    old = NodeTest.objects.filter(node=node).values_list("pk", flat=True)[KEPT:]
    NodeTest.objects.filter(pk__in=list(old)).delete()
    audit.record(
        actor=by,
        action=AuditAction.CHANGE,
        object_kind="node",
        object_id=node.pk,
        site=node.site,
        detail={"tested": {str(result.check): str(result.outcome) for result in report.results}},
    )
    return test


def _answered(report: _Report) -> bool:
    """Whether the archive was reached at all: something beyond the connection was tried."""
    return any(
        result.check is not Check.CONNECTION and result.outcome is not Outcome.UNTESTED
        for result in report.results
    )


def _plain(result: CheckResult) -> dict:
    return {
        "check": str(result.check),
        "outcome": str(result.outcome),
        "code": result.code,
        "params": dict(result.params),
    }


def changes(test: NodeTest, before: NodeTest | None) -> list[tuple[str, str, str]]:
    """Return what came out differently: check, outcome before, outcome now."""
    if before is None:
        return []
    were = {result["check"]: result["outcome"] for result in before.results}
    return [
        (result["check"], were[result["check"]], result["outcome"])
        for result in test.results
        if were.get(result["check"], result["outcome"]) != result["outcome"]
    ]
