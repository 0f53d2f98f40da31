"""Celery's entrances of this stage."""

from __future__ import annotations

from planning.jobs.handlers import JobFailed, RunningJob, handles
from planning.pacs import testing
from planning.pacs.models import PacsNode


@handles(testing.KIND, long=True)
def run_test(job: RunningJob) -> None:
    """Test the archive that the job names."""
    node = PacsNode.objects.select_related("site").filter(pk=job.arguments["node"]).first()
    if node is None:
        raise JobFailed("node_gone")
    test = testing.carry_out(job, node)
    job.result = {"test": str(test.pk)}
