"""Entrance of this stage: reports are made and sent as jobs."""

from __future__ import annotations

from planning.jobs.handlers import JobFailed, RunningJob, handles
from planning.plans.models import PlanVersion
from planning.plans.signing import on_signing
from planning.reports.services import JOB_KIND, prepare


@handles(JOB_KIND, long=True)
def run_send_report(job: RunningJob) -> None:
    """Make and send the report of the version that the job names."""
    # Drawing and typesetting are loaded by the process that does the work.
    from planning.reports.sending import send_report

    version = (
        PlanVersion.objects.select_related(
            "signed_by", "plan__site", "plan__patient", "plan__study__patient", "plan__study__node"
        )
        .filter(pk=job.arguments["version"])
        .first()
    )
    if version is None:
        raise JobFailed("report_version_gone")
    send_report(job, version)


@on_signing
def report_signed(version: PlanVersion, actor) -> None:
    """Ask for the report of a version that is being signed, in the same transaction."""
    prepare(version=version, actor=actor)
