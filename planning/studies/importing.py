"""Bring a study from an archive: only what is new, counted, compared with what was asked."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from planning.jobs.handlers import JobCancelled, JobFailed, JobIncomplete, RunningJob
from planning.pacs.gateway import (
    ArchiveError,
    Cancelled,
    StudyMatch,
)
from planning.pacs.models import PacsNode
from planning.store.blobs import StoreFull, originals
from planning.studies.arrival import Arrival, Outcome, Source
from planning.studies.bringing import Bringing
from planning.studies.groups import DiscLied, Shelves, render_slices, take_in
from planning.studies.identity import Asked
from planning.studies.models import Study
from planning.studies.retrieval import (
    Gap,
    Listing,
    StudyNotFound,
    list_what_lacks,
    listing,
    missing,
    requests,
)

RATE_WINDOW_S = 3.0


@dataclass(slots=True)
class Meter:
    """Counts, bytes and the rate of the last seconds."""

    files_done: int = 0
    bytes_done: int = 0
    outcomes: Counter = field(default_factory=Counter)
    _recent: list[tuple[float, int]] = field(default_factory=list)

    def add(self, arrival: Arrival, size_bytes: int) -> None:
        """Count one file."""
        now = time.monotonic()
        self.files_done += 1
        self.bytes_done += size_bytes
        self.outcomes[arrival.outcome] += 1
        self._recent.append((now, size_bytes))
        self._recent = [item for item in self._recent if now - item[0] <= RATE_WINDOW_S]

    @property
    def rate_bytes_s(self) -> int:
        """Return bytes per second over the last few seconds."""
        span_s = time.monotonic() - self._recent[0][0] if self._recent else 0.0
        return int(sum(size for _, size in self._recent) / max(span_s, 0.5))


def import_study(job: RunningJob, node: PacsNode, study_uid: str) -> None:
    """Carry out an import job.

    Parameters
    ----------
    job : RunningJob
        Shows progress, tells when to stop.
    node : PacsNode
    study_uid : str

    Raises
    ------
    JobFailed
        Nothing more can be done; transient if a later attempt may help.
    JobIncomplete
        Something arrived and something did not.
    JobCancelled
        A person stopped it; what has arrived stays.
    """
    listed = None
    try:
        job.report(now=True, message="import_listing")
        listed = listing(node, study_uid, site=job.site, cancelled=job.cancelled)
        _retrieve(job, node, listed)
    except (Cancelled, JobCancelled) as error:
        _settle(job.site, study_uid, listed)
        raise JobCancelled from error
    except ArchiveError as error:
        raise _failure(job, study_uid, listed, error) from error
    except StudyNotFound as error:
        raise JobFailed("study_not_found", node=node.name) from error
    except (StoreFull, DiscLied) as error:
        # What is durable stays, the rest comes when there is room again.
        _settle(job.site, study_uid, listed)
        raise JobFailed(error.code, transient=True) from error


def _failure(
    job: RunningJob, study_uid: str, listed: Listing | None, error: ArchiveError
) -> JobFailed:
    """Return how the job ends: tried again while that may help, else with what it has."""
    study = _settle(job.site, study_uid, listed)
    again = error.transient and job.attempt < settings.JOB_MAX_ATTEMPTS
    if study is not None and not again:
        return JobIncomplete(error.code, **error.params)
    return JobFailed(error.code, transient=error.transient, **error.params)


def _retrieve(job: RunningJob, node: PacsNode, listed: Listing) -> None:
    gaps = missing(listed, site=job.site)
    waiting = sum(gap.count for gap in gaps.values())
    meter = Meter(files_done=(listed.count or 0) - waiting if listed.series else 0)
    job.report(
        now=True,
        message="import_retrieving",
        files_done=meter.files_done,
        files_total=listed.count,
        bytes_done=0,
        rate_bytes_s=0,
    )
    source = Source(
        site=job.site,
        identity_domain=node.identity_domain,
        node=node,
        asked=_asked(listed.match),
    )
    shelves = Shelves()
    with originals().scratch() as into:
        bringing = Bringing(node, into, job.cancelled)
        for group in bringing.groups(requests(listed, gaps)):
            job.check()
            for one, arrival in zip(group, take_in(group, source, shelves), strict=True):
                meter.add(arrival, one.file.size_bytes)
            if group:
                _show(job, meter)
    for series in shelves.stacks.values():
        render_slices(series)
    list_what_lacks(listed, node, site=job.site, cancelled=job.cancelled)
    _finish(job, listed, meter)


def _asked(match: StudyMatch) -> Asked:
    return Asked(
        study_uid=match.study_uid,
        patient_id=match.patient_id,
        issuer=match.issuer,
        name=match.patient_name,
        birth_date=match.birth_date,
        sex=match.sex,
    )


def _show(job: RunningJob, meter: Meter, **more) -> None:
    job.report(
        files_done=meter.files_done,
        bytes_done=meter.bytes_done,
        rate_bytes_s=meter.rate_bytes_s,
        refused=meter.outcomes[Outcome.REFUSED],
        quarantined=meter.outcomes[Outcome.QUARANTINED],
        **more,
    )


def _finish(job: RunningJob, listed: Listing, meter: Meter) -> None:
    study = _settle(job.site, listed.match.study_uid, listed)
    lacking = sum(row["count"] for row in study.missing) if study else 0
    have = (listed.count or 0) - lacking if listed.series else meter.files_done
    meter.files_done = have
    _show(job, meter, now=True, message="import_done")
    if study is None:
        raise JobFailed("import_nothing_usable", node=listed.match.node)
    if lacking:
        raise JobIncomplete("import_incomplete", have=have, expected=listed.count)


@transaction.atomic
def _settle(site, study_uid: str, listed: Listing | None) -> Study | None:
    """Write what the study is now; without a listing only that it may not be whole."""
    study = (
        Study.objects.select_for_update().filter(site=site, study_instance_uid=study_uid).first()
    )
    if study is None:
        return None
    if listed is not None:
        gaps = missing(listed, site=site)
        study.state = Study.State.INCOMPLETE if gaps else Study.State.COMPLETE
        study.expected_instances = listed.count
        study.missing = _missing_rows(listed, gaps)
    elif study.state == Study.State.IMPORTING:
        study.state = Study.State.INCOMPLETE
    study.save(update_fields=["state", "expected_instances", "missing"])
    return study


def _missing_rows(listed: Listing, gaps: dict[str, Gap]) -> list[dict]:
    return [
        {
            "series": one.number,
            "modality": one.modality,
            "description": one.description,
            "count": gaps[one.series_uid].count,
        }
        for one in listed.series
        if one.series_uid in gaps
    ]
