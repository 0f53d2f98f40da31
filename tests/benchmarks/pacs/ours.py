"""Our import from the click: over HTTP into a running installation, until a film can be opened."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from planning.imaging.models import FilmDisplay
from planning.jobs.models import ACTIVE, Job, JobState
from planning.store.blobs import cache, originals
from planning.studies.models import Instance, Patient, Quarantined, Study
from tests.benchmarks.pacs.studies import StudyFiles
from tests.installation import Client

_LOOK_S = 0.02
LONGEST_S = 300.0


@dataclass(frozen=True, slots=True)
class Import:
    """Seconds from the click.

    Attributes
    ----------
    first_row_s, last_row_s : float
        Until the first and the last film was received, checked, hashed, durable and indexed.
    done_s : float
        Until the study was compared with what the archive lists.
    openable_s : float
        Until the first film could be opened: its levels and preview are there.
    """

    first_row_s: float
    last_row_s: float
    done_s: float
    openable_s: float

    @property
    def whole_s(self) -> float:
        """Seconds until everything is there and the first film can be opened."""
        return max(self.done_s, self.openable_s)


def bring(client: Client, node_id: str, study: StudyFiles) -> Import:
    """Click, and wait; the moments are those that the installation itself wrote down."""
    clicked = timezone.now()
    answer = client.post("imports", {"node": node_id, "study_instance_uid": study.uid})
    assert answer.status_code == 202, answer.text
    job = _ended(answer.json()["id"])
    assert job.state == JobState.DONE, (job.state, job.error)
    films = Instance.objects.filter(series__study__study_instance_uid=study.uid)
    assert films.count() == study.files
    shown = _first_display(study)

    def since(moment: datetime) -> float:
        return (moment - clicked).total_seconds()

    arrived = films.order_by("received_at").values_list("received_at", flat=True)
    return Import(
        since(arrived[0]),
        since(arrived[len(arrived) - 1]),
        since(job.finished_at),
        since(shown),
    )


def _ended(job_id: str) -> Job:
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        job = Job.objects.get(pk=job_id)
        if job.state not in ACTIVE:
            return job
        time.sleep(_LOOK_S)
    raise TimeoutError(f"the import still runs after {LONGEST_S:g} s")


def _first_display(study: StudyFiles) -> datetime:
    until = time.monotonic() + LONGEST_S
    ready = FilmDisplay.objects.filter(
        instance__series__study__study_instance_uid=study.uid, state=FilmDisplay.State.READY
    ).order_by("made_at")
    while time.monotonic() < until:
        first = ready.values_list("made_at", flat=True).first()
        if first is not None:
            return first
        time.sleep(_LOOK_S)
    raise TimeoutError(f"no film could be opened after {LONGEST_S:g} s")


def forget() -> None:
    """Let the installation come to rest and take everything out of it again."""
    Job.objects.filter(state=JobState.QUEUED).delete()
    until = time.monotonic() + LONGEST_S
    while Job.objects.filter(state__in=ACTIVE).exists() and time.monotonic() < until:
        Job.objects.filter(state=JobState.QUEUED).delete()
        time.sleep(_LOOK_S)
    for model in (Job, Quarantined, Instance, Study, Patient):
        model.objects.all().delete()
    for store in (originals(), cache()):
        for digest in list(store.digests()):
            store.delete(digest)
