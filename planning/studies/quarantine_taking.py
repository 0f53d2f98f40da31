"""Carry out what a person decided: files that were set aside become films of a patient."""

from __future__ import annotations

from pathlib import Path

from django.db import IntegrityError, transaction

from planning.jobs.handlers import JobFailed, RunningJob
from planning.jobs.services import enqueue
from planning.pacs.secondary_capture import Owner, uids_of, write_assigned
from planning.store.blobs import StoreFull, originals
from planning.studies import mapping
from planning.studies.arrival import Arrival, Outcome, Source, take
from planning.studies.identity import Conflict
from planning.studies.models import Instance, Quarantined, QuarantineDecision
from planning.studies.photographs import PHOTOGRAPH


def carry_out(job: RunningJob) -> None:
    """Take in the files of the decision that the job names, each as it comes.

    Raises
    ------
    JobFailed
        The disc is full: tried again later.
    """
    decision = (
        QuarantineDecision.objects.select_related("site", "patient__identity_domain")
        .filter(pk=job.arguments["decision"], undone_at=None)
        .first()
    )
    if decision is None or decision.patient is None:
        return
    waiting = decision.rows.select_related("site", "node").order_by("arrived_at", "pk")
    for number, row in enumerate(waiting, start=1):
        job.check()
        if row.film_id is None:
            _take(row, decision, number)


def _take(row: Quarantined, decision: QuarantineDecision, number: int) -> None:
    source = Source(
        site=row.site,
        identity_domain=decision.patient.identity_domain,
        node=row.node,
        patient=decision.patient,
    )
    try:
        path = _file(row, decision, number)
        # Both or neither: who undoes must know which films the decision has made.
        with transaction.atomic():
            arrival = take(path=path, received_sha256=row.received_sha256, source=source)
            _note(row, decision, arrival)
    except StoreFull as error:
        raise JobFailed("store_full", transient=True) from error
    except Conflict as conflict:
        _wait_again(row, conflict)


def _note(row: Quarantined, decision: QuarantineDecision, arrival: Arrival) -> None:
    Quarantined.objects.filter(pk=row.pk).update(film_id=arrival.instance_id)
    if arrival.outcome is Outcome.DUPLICATE:
        decision.details.setdefault("here_before", []).append(arrival.instance_id)
        decision.save(update_fields=["details"])


def _file(row: Quarantined, decision: QuarantineDecision, number: int) -> Path:
    """Return the stored file to index; a photograph is written for its patient first."""
    store = originals()
    if row.code != PHOTOGRAPH:
        return store.local_path(row.stored_sha256)
    patient, details = decision.patient, decision.details
    place = uids_of(row.upload_id or row.pk, patient.pk, decision.pk)
    owner = Owner(
        patient_id=patient.patient_id,
        issuer="",
        name=patient.name,
        birth_date=patient.birth_date,
        sex=patient.sex,
        study_uid=place.study,
        series_uid=place.series,
        number=number,
        study_date=mapping.day(details.get("date") or ""),
        description=details.get("description", ""),
    )
    with store.scratch() as scratch:
        target = scratch / "assigned.dcm"
        write_assigned(store.local_path(row.stored_sha256), owner, target)
        return store.local_path(store.put_file(target))


def _wait_again(row: Quarantined, conflict: Conflict) -> None:
    """Something came in the meantime that contradicts the decision: a person looks again."""
    there = Instance.objects.filter(site=row.site, sop_instance_uid=row.sop_instance_uid).first()
    waits = Quarantined.objects.filter(pk=row.pk)
    try:
        with transaction.atomic():
            waits.update(decision=None, code=conflict.code, conflicts_with=there)
    except IntegrityError:
        # It waits under that code already; two rows for one reason would be one too many.
        waits.update(decision=None)
        return
    if conflict.code == "same_uid_other_data":
        enqueue(
            kind="compare_pixels",
            key=f"compare:{row.pk}",
            site=row.site,
            arguments={"quarantined": str(row.pk)},
        )
