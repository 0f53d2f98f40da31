"""Take in what a browser sends, piece by piece, until all of it can be looked into.

A piece that was received is never sent again: whoever lost the connection asks how much of
a file is here and goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from planning.accounts.models import Site, User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.jobs.models import JobState
from planning.jobs.services import enqueue
from planning.jobs.services import retry as try_again
from planning.refused import Refused
from planning.store.blobs import StoreFull
from planning.store.spool import OffsetDiffers, spool
from planning.studies.upload_models import Upload, UploadedFile

MIB = 2**20
PIECE_BYTES = 8 * MIB
FILE_BYTES = 1024 * MIB
FILES_AT_MOST = 10_000
UPLOAD_BYTES = 8 * 1024 * MIB
DAY_BYTES = 20 * 1024 * MIB
# Sent and stored at the same time, and something left for everybody else.
_COPIES = 2
RESERVE_BYTES = 1024 * MIB
ABANDONED_AFTER = timedelta(days=2)


class UploadRefused(Refused):
    """Files are not taken, or not any more."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is about to be sent.

    Attributes
    ----------
    name : str
        For people; with the folders it lies in.
    size_bytes : int
    """

    name: str
    size_bytes: int


def begin(*, actor: User, site: Site, files: Sequence[Announced], address=None) -> Upload:
    """Prepare for files; nothing has been sent yet.

    Parameters
    ----------
    actor : User
        Whose files they are until they have been looked into.
    site : Site
    files : sequence of Announced
        Numbered from 0 in this order.
    address : str, optional
        Of the client, for the audit trail.

    Raises
    ------
    UploadRefused
        ``upload_empty``, ``upload_too_many``, ``upload_file_too_large``,
        ``upload_too_large``, ``upload_day_limit`` or ``upload_no_room``.
    """
    remove_abandoned()
    total = sum(file.size_bytes for file in files)
    _check(actor, files, total)
    with transaction.atomic():
        upload = Upload.objects.create(
            site=site,
            created_by=actor,
            created_at=timezone.now(),
            files_total=len(files),
            bytes_total=total,
        )
        UploadedFile.objects.bulk_create(
            UploadedFile(
                upload=upload,
                number=number,
                name=_shown(file.name),
                size_bytes=file.size_bytes,
            )
            for number, file in enumerate(files)
        )
        audit.record(
            actor=actor,
            action=AuditAction.IMPORT,
            object_kind="upload",
            object_id=upload.pk,
            site=site,
            detail={"files": len(files), "bytes": total},
            address=address,
        )
    return upload


def _check(actor: User, files: Sequence[Announced], total: int) -> None:
    if not files:
        raise UploadRefused("upload_empty")
    if len(files) > FILES_AT_MOST:
        raise UploadRefused("upload_too_many", limit=FILES_AT_MOST)
    if max(file.size_bytes for file in files) > FILE_BYTES:
        raise UploadRefused("upload_file_too_large", limit_mb=FILE_BYTES // MIB)
    if total > UPLOAD_BYTES:
        raise UploadRefused("upload_too_large", limit_gb=UPLOAD_BYTES // (1024 * MIB))
    since = timezone.now() - timedelta(days=1)
    today = Upload.objects.filter(created_by=actor, created_at__gte=since)
    sent = today.exclude(state=Upload.State.CANCELLED).aggregate(sent=Sum("bytes_total"))["sent"]
    if (sent or 0) + total > DAY_BYTES:
        raise UploadRefused("upload_day_limit", limit_gb=DAY_BYTES // (1024 * MIB))
    if spool().free_bytes() < _COPIES * total + RESERVE_BYTES:
        raise UploadRefused("upload_no_room")


def _shown(name: str) -> str:
    """A name for people: no controls or broken characters, its end if it is long."""
    printable = "".join(c if c.isprintable() else "\ufffd" for c in name)
    return printable[-500:] or "?"


def add(*, upload: Upload, number: int, piece: bytes, at: int) -> int:
    """Add a piece to a file and return how much of it is here.

    Raises
    ------
    UploadRefused
        ``upload_closed``, ``upload_no_such_file``, ``upload_piece_too_large``,
        ``upload_longer_than_said``; ``upload_offset`` with ``received_bytes``, from where
        to go on; ``store_full``.
    """
    if upload.state != Upload.State.RECEIVING:
        raise UploadRefused("upload_closed")
    file = upload.files.filter(number=number).first()
    if file is None:
        raise UploadRefused("upload_no_such_file")
    if len(piece) > PIECE_BYTES:
        raise UploadRefused("upload_piece_too_large", limit_mb=PIECE_BYTES // MIB)
    if at + len(piece) > file.size_bytes:
        raise UploadRefused("upload_longer_than_said")
    try:
        return spool().add(upload.pk, number, piece, at=at)
    except OffsetDiffers as differs:
        raise UploadRefused("upload_offset", received_bytes=differs.size_bytes) from differs
    except StoreFull as full:
        raise UploadRefused("store_full") from full


def received_bytes(upload: Upload) -> dict[int, int]:
    """Return how much of each unexamined file is here, by number."""
    waiting = upload.files.filter(examined=False).values_list("number", flat=True)
    return {number: spool().size_bytes(upload.pk, number) for number in waiting}


@transaction.atomic
def finish(*, upload: Upload) -> Upload:
    """Have everything that has come looked into; asking twice is asking once.

    Raises
    ------
    UploadRefused
        ``upload_closed`` if it was cancelled.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == Upload.State.CANCELLED:
        raise UploadRefused("upload_closed")
    if upload.state == Upload.State.RECEIVING:
        upload.state = Upload.State.EXAMINING
        upload.job = enqueue(
            kind="upload",
            key=f"upload:{upload.pk}",
            site=upload.site,
            arguments={"upload": str(upload.pk)},
            created_by=upload.created_by,
        )
        upload.save(update_fields=["state", "job"])
    return upload


def examine_again(*, upload: Upload) -> Upload:
    """Go on looking into files after that has failed, with those that have no outcome yet."""
    ended = (JobState.FAILED, JobState.CANCELLED)
    if upload.state == Upload.State.EXAMINING and upload.job and upload.job.state in ended:
        try_again(job=upload.job)
    return upload


@transaction.atomic
def cancel(*, upload: Upload) -> Upload:
    """Give up an upload that is still being sent; what came of it is removed.

    Raises
    ------
    UploadRefused
        ``upload_closed`` once its files are being looked into: what is taken in stays.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state not in (Upload.State.RECEIVING, Upload.State.CANCELLED):
        raise UploadRefused("upload_closed")
    upload.state = Upload.State.CANCELLED
    upload.save(update_fields=["state"])
    transaction.on_commit(lambda: spool().remove(upload.pk))
    return upload


def remove_abandoned() -> None:
    """Remove what was begun days ago and never sent to its end.

    With it goes what a process that died could not remove, and what came too late.
    """
    old = Upload.objects.filter(
        state=Upload.State.RECEIVING, created_at__lt=timezone.now() - ABANDONED_AFTER
    )
    for upload in old:
        # Whoever sends it may have finished at this very moment.
        with suppress(UploadRefused):
            cancel(upload=upload)
    here = set(spool().deliveries())
    going_on = (Upload.State.RECEIVING, Upload.State.EXAMINING)
    wanted = Upload.objects.filter(pk__in=here, state__in=going_on).values_list("pk", flat=True)
    for delivery in here - set(wanted):
        spool().remove(delivery)
