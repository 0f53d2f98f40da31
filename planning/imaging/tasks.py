"""Entrances of this stage: renders are jobs, idempotent by content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from planning.imaging.comparing import resolve
from planning.imaging.models import Rendition
from planning.imaging.refusal import CannotShow
from planning.imaging.services import PASSING_REASONS, ensure_variant, render
from planning.jobs.handlers import JobFailed, RunningJob, handles
from planning.store.blobs import BlobMissing, StoreFull
from planning.studies.models import Instance, Quarantined

_ATTEMPTS_AT_PASSING_REASONS = 2


@handles("render")
def run_render(job: RunningJob) -> None:
    """Render the frame that the job names; a film that cannot be shown is a result too."""
    instance = Instance.objects.filter(pk=job.arguments["instance"]).first()
    if instance is None:
        raise JobFailed("instance_gone")
    with _store_errors():
        display = render(instance=instance, frame=int(job.arguments.get("frame", 1)))
    job.result["state"] = str(display.state)
    if display.code in PASSING_REASONS and job.attempt < _ATTEMPTS_AT_PASSING_REASONS:
        raise JobFailed(display.code, transient=True, **display.params)


@handles("render_variant")
def run_render_variant(job: RunningJob) -> None:
    """Make the encoding of a rendition that the job names."""
    rendition = (
        Rendition.objects.select_related("instance__site")
        .filter(pk=job.arguments["rendition"])
        .first()
    )
    if rendition is None:
        # Rendered anew in the meantime: the page asks again by the new address.
        return
    try:
        with _store_errors():
            ensure_variant(rendition=rendition, encoding=job.arguments["encoding"])
    except CannotShow as error:
        raise JobFailed(error.code, **error.params) from error


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except BlobMissing as error:
        raise JobFailed("original_missing") from error
    except StoreFull as error:
        raise JobFailed(error.code, transient=True) from error


@handles("compare_pixels")
def run_compare_pixels(job: RunningJob) -> None:
    """Decide what a file with a known UID and another data set is."""
    row = (
        Quarantined.objects.select_related("conflicts_with")
        .filter(pk=job.arguments["quarantined"])
        .first()
    )
    if row is not None:
        with _store_errors():
            job.result["verdict"] = resolve(row)
