"""Celery's entrances of this stage."""

from __future__ import annotations

from planning.jobs.handlers import JobFailed, RunningJob, handles
from planning.pacs.models import PacsNode
from planning.store.blobs import StoreFull
from planning.studies import quarantine_taking, unsolicited
from planning.studies.groups import ask_for_slices
from planning.studies.importing import import_study
from planning.studies.models import Series


@handles("import", long=True)
def run_import(job: RunningJob) -> None:
    """Bring the study that the job names."""
    node = (
        PacsNode.objects.select_related("site", "identity_domain")
        .filter(pk=job.arguments["node"], enabled=True)
        .first()
    )
    if node is None:
        raise JobFailed("node_gone")
    import_study(job, node, job.arguments["study_uid"])


@handles("render_slices")
def run_render_slices(job: RunningJob) -> None:
    """Ask for the slices of the stack that the job names."""
    series = Series.objects.select_related("study__site").filter(pk=job.arguments["series"]).first()
    if series is not None:
        ask_for_slices(series)


@handles("take")
def run_take(job: RunningJob) -> None:
    """Take in the files of the decision that the job names."""
    quarantine_taking.carry_out(job)


@handles(unsolicited.JOB_KIND, long=True)
def run_take_in(job: RunningJob) -> None:
    """Bring before a person what the receiver got without asking."""
    try:
        unsolicited.take_in(job.check)
    except StoreFull as full:
        raise JobFailed(full.code, transient=True) from full
