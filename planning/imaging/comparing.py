"""The same UID came with another data set: only another header, or other pixels?

The first copy is never touched by the question. Equal decoded pixels make the newcomer
the film's current header and keep the old one as a revision, unless who it belongs to
differs as well; anything else stays set aside for a person.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from planning.imaging.refusal import CannotShow
from planning.imaging.services import pixel_sha256, request_render
from planning.store.blobs import originals
from planning.studies import identity as who
from planning.studies import mapping
from planning.studies.models import HeaderRevision, Instance, Quarantined


def resolve(row: Quarantined) -> str:
    """Decide what a file with a known UID is.

    Returns
    -------
    str
        ``header_revision``, ``other_pixels``, ``identity_differs`` or ``cannot_compare``;
        the last three leave the file set aside under that code.
    """
    instance = row.conflicts_with
    if instance is None:
        return row.code
    verdict = _verdict(row, instance)
    return verdict if _settle(row, instance, verdict) else row.code


@transaction.atomic
def _settle(row: Quarantined, instance: Instance, verdict: str) -> bool:
    """Write the verdict; False where a person was faster and has decided already."""
    waiting = Quarantined.objects.select_for_update().filter(pk=row.pk, decision=None)
    if not waiting.exists():
        return False
    if verdict == "header_revision":
        _replace_header(row, instance)
        request_render(instance=instance)
    else:
        waiting.update(code=verdict)
    return True


def _verdict(row: Quarantined, instance: Instance) -> str:
    store = originals()
    try:
        theirs = pixel_sha256(store=store, sha256=row.stored_sha256, frames=instance.frames)
        ours = instance.pixel_sha256 or pixel_sha256(
            store=store, sha256=instance.stored_sha256, frames=instance.frames
        )
    except CannotShow:
        return "cannot_compare"
    if theirs != ours:
        return "other_pixels"
    return "header_revision" if _same_identity(row, instance) else "identity_differs"


def _same_identity(row: Quarantined, instance: Instance) -> bool:
    patient = instance.series.study.patient
    identity = mapping.identity(row.header)
    if identity.patient_id == patient.patient_id and not who.differences(patient, identity):
        return True
    # Films of media keep the ID of the hospital that made them, whoever they belong to here.
    return identity.of_patient == mapping.identity(instance.header).of_patient


def _replace_header(row: Quarantined, instance: Instance) -> None:
    instance = Instance.objects.select_for_update().get(pk=instance.pk)
    HeaderRevision.objects.create(
        instance=instance,
        header=instance.header,
        stored_sha256=instance.stored_sha256,
        received_sha256=instance.received_sha256,
        dataset_sha256=instance.dataset_sha256,
        superseded_at=timezone.now(),
    )
    instance.header = row.header
    instance.stored_sha256 = row.stored_sha256
    instance.received_sha256 = row.received_sha256
    instance.dataset_sha256 = row.dataset_sha256
    instance.size_bytes = row.size_bytes
    instance.save()
    row.delete()
