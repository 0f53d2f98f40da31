"""Photographs of films arrive: kept as Secondary Captures that belong to nobody yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from planning.accounts.models import Site
from planning.pacs.gate import ImportRefused, inspect, write_stored_form
from planning.refused import Refused
from planning.store.blobs import originals
from planning.studies import mapping
from planning.studies.arrival import Arrival, Outcome
from planning.studies.models import Instance, Quarantined
from planning.studies.pictures import HEAD_BYTES, Picture, picture_of
from planning.studies.upload_models import Upload

PHOTOGRAPH = "photograph"

TakePicture = Callable[..., Path]
"""Takes a path, ``sha256`` and ``scratch``; returns a DICOM file or raises PictureRefused."""


class PictureRefused(Refused):
    """A picture cannot be taken in."""


def receive_photograph(
    *,
    path: Path,
    take_picture: TakePicture,
    origin: str,
    upload: Upload | None = None,
    site: Site | None = None,
) -> Arrival:
    """Take in a photograph: it waits until a person says whose film it shows.

    Parameters
    ----------
    path : Path
        A PNG or JPEG file. It is only read.
    take_picture : callable
        Writes the Secondary Capture.
    origin : str
        What people know the file by.
    upload : Upload, optional
        What brought it.
    site : Site, optional
        Where no upload brought it.

    Returns
    -------
    Arrival
        ``quarantined`` as ``photograph``, ``duplicate`` or ``refused``.
    """
    if _format(path) is Picture.OTHER_FORMAT:
        return Arrival(Outcome.REFUSED, "photograph_format")
    site = upload.site if upload else site
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    with originals().scratch() as scratch:
        try:
            made = take_picture(path, sha256=sha256, scratch=scratch)
            return _keep(made, sha256, origin, site, upload, scratch)
        except (PictureRefused, ImportRefused) as refusal:
            return Arrival(Outcome.REFUSED, str(refusal.code), dict(refusal.params))


def _format(path: Path) -> Picture:
    with path.open("rb") as file:
        return picture_of(file.read(HEAD_BYTES))


def _keep(
    made: Path, sha256: str, origin: str, site: Site, upload: Upload | None, scratch: Path
) -> Arrival:
    inspected = inspect(made)
    identity = mapping.identity(inspected.tags)
    known = _known(site, identity.sop_instance_uid, upload)
    if known is not None:
        return known
    target = scratch / "stored.dcm"
    write_stored_form(made, inspected, target)
    with transaction.atomic():
        row = Quarantined.objects.create(
            site=site,
            stored_sha256=originals().put_file(target),
            code=PHOTOGRAPH,
            header={keyword: list(values) for keyword, values in inspected.tags.items()},
            sop_instance_uid=identity.sop_instance_uid,
            received_sha256=sha256,
            dataset_sha256=inspected.dataset_sha256,
            size_bytes=inspected.size_bytes,
            upload=upload,
            origin=origin[:500],
            arrived_at=timezone.now(),
        )
    return Arrival(
        Outcome.QUARANTINED,
        PHOTOGRAPH,
        sop_instance_uid=identity.sop_instance_uid,
        quarantined_id=str(row.pk),
        size_bytes=inspected.size_bytes,
    )


def _known(site: Site, sop_uid: str, upload: Upload | None) -> Arrival | None:
    """Return the answer for a photograph that is here, or waits here, already."""
    film = Instance.objects.filter(site=site, sop_instance_uid=sop_uid).first()
    if film is not None:
        return Arrival(Outcome.DUPLICATE, sop_instance_uid=sop_uid, instance_id=str(film.pk))
    row = Quarantined.objects.filter(site=site, sop_instance_uid=sop_uid, code=PHOTOGRAPH).first()
    if row is None:
        return None
    if upload is not None and row.decision_id is None:
        Quarantined.objects.filter(pk=row.pk).update(upload=upload)
    return Arrival(
        Outcome.QUARANTINED, PHOTOGRAPH, sop_instance_uid=sop_uid, quarantined_id=str(row.pk)
    )
