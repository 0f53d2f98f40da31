"""Entrance of volumes: making one is a job, idempotent by content."""

from __future__ import annotations

from planning.imaging.refusal import CannotShow
from planning.imaging.services import PASSING_REASONS
from planning.imaging.volume_services import make_volume
from planning.jobs.handlers import JobFailed, RunningJob, handles
from planning.store.blobs import BlobMissing, StoreFull
from planning.studies.models import Series

_ATTEMPTS_AT_PASSING_REASONS = 2


@handles("volume", long=True)
def run_volume(job: RunningJob) -> None:
    """Make the stack that the job names; one that cannot be shown is a result too."""
    series = Series.objects.filter(pk=job.arguments["series"]).first()
    if series is None:
        raise JobFailed("instance_gone")
    try:
        make_volume(series=series, number=int(job.arguments["number"]), report=job.report)
    except CannotShow as reason:
        again = reason.code in PASSING_REASONS and job.attempt < _ATTEMPTS_AT_PASSING_REASONS
        raise JobFailed(reason.code, transient=again, **reason.params) from reason
    except BlobMissing as error:
        raise JobFailed("original_missing") from error
    except StoreFull as error:
        raise JobFailed(error.code, transient=True) from error
