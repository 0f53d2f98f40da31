"""Look into the files of an upload: each gets an outcome, whatever it is.

DICOM files pass the gate and wait for a person, because media have no identity domain.
Pictures wait as well, but only where nothing else came: among the films of a disc they are
the viewer's own.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from planning.accounts.models import IdentityDomain
from planning.jobs.handlers import JobFailed, RunningJob
from planning.pacs.media import Found, Skipped, browse
from planning.store.blobs import StoreFull, originals
from planning.store.spool import spool
from planning.studies.arrival import Arrival, Outcome, Source, receive
from planning.studies.media import FILES_DOMAIN, FROM_MEDIA
from planning.studies.photographs import TakePicture, receive_photograph
from planning.studies.pictures import HEAD_BYTES, Picture, picture_of
from planning.studies.upload_models import Upload, UploadedFile

_FULL = (errno.ENOSPC, errno.EDQUOT)


def examine(job: RunningJob, take_picture: TakePicture) -> None:
    """Carry out an upload's job: an outcome for every file that has none yet.

    Parameters
    ----------
    job : RunningJob
    take_picture : callable
        Turns a picture into a Secondary Capture; of the stage that decodes.

    Raises
    ------
    JobFailed
        The disc is full: tried again, and nothing is lost.
    """
    upload = Upload.objects.select_related("site").get(pk=job.arguments["upload"])
    try:
        _all_but_pictures(job, upload)
        _pictures(job, upload, take_picture)
    except OSError as error:
        # A copy on its way into the store may fill the disc as well as the store itself.
        if not isinstance(error, StoreFull) and error.errno not in _FULL:
            raise
        raise JobFailed("store_full", transient=True) from error
    upload.state = Upload.State.EXAMINED
    upload.save(update_fields=["state"])
    spool().remove(upload.pk)


def _all_but_pictures(job: RunningJob, upload: Upload) -> None:
    domain, _ = IdentityDomain.objects.get_or_create(site=upload.site, name=FILES_DOMAIN)
    source = Source(upload.site, domain, waits_as=FROM_MEDIA, upload=upload)
    with originals().scratch() as scratch:
        for file in _in_turn(job, upload):
            path = spool().path(upload.pk, file.number)
            lacking = _lacking(upload, file)
            if lacking is None and _is_picture(path):
                continue
            found = [lacking] if lacking else list(_look_into(job, file, path, source, scratch))
            _write(upload, file, found)


def _in_turn(job: RunningJob, upload: Upload) -> Iterator[UploadedFile]:
    """Yield the files that have no outcome yet, with word of how far it is."""
    waiting = list(upload.files.filter(examined=False))
    done = upload.files_total - len(waiting)
    for number, file in enumerate(waiting):
        job.report(files_done=done + number, files_total=upload.files_total)
        yield file


def _lacking(upload: Upload, file: UploadedFile) -> dict | None:
    """Return the outcome of a file that did not come whole, or None."""
    here = spool().size_bytes(upload.pk, file.number)
    if here == file.size_bytes and here > 0:
        return None
    code = "file_empty" if file.size_bytes == 0 else "file_not_whole"
    params = {"received_bytes": here, "size_bytes": file.size_bytes}
    return _line(file.name, Arrival(Outcome.REFUSED, code, params))


def _is_picture(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(128)
        # The preamble of a DICOM file may hold anything.
        return picture_of(head) is not Picture.NONE and file.read(4) != b"DICM"


def _look_into(
    job: RunningJob, file: UploadedFile, path: Path, source: Source, scratch: Path
) -> Iterator[dict]:
    for item in browse([path], scratch):
        job.check()
        origin = file.name + item.origin.removeprefix(str(path))
        if isinstance(item, Skipped):
            arrival = Arrival(Outcome.REFUSED, str(item.code), dict(item.params))
        else:
            arrival = _received(item, source, origin)
        yield _line(origin, arrival)


def _received(item: Found, source: Source, origin: str) -> Arrival:
    arrival = receive(path=item.path, source=source, origin=origin)
    # Inside an archive pictures are what a disc's viewer is made of.
    if arrival.code == "not_dicom" and _is_picture(item.path):
        return Arrival(Outcome.REFUSED, "picture_in_archive")
    return arrival


def _pictures(job: RunningJob, upload: Upload, take_picture: TakePicture) -> None:
    beside_films = any(
        line["outcome"] != Outcome.REFUSED or line["code"] == "dicomdir"
        for lines in upload.files.filter(examined=True).values_list("outcomes", flat=True)
        for line in lines
    )
    for file in _in_turn(job, upload):
        if beside_films:
            arrival = Arrival(Outcome.REFUSED, "picture_beside_films")
        else:
            arrival = receive_photograph(
                path=spool().path(upload.pk, file.number),
                upload=upload,
                origin=file.name,
                take_picture=take_picture,
            )
        _write(upload, file, [_line(file.name, arrival)])


@transaction.atomic
def _write(upload: Upload, file: UploadedFile, lines: list[dict]) -> None:
    file.outcomes = lines
    file.examined = True
    file.save(update_fields=["outcomes", "examined"])
    transaction.on_commit(lambda: spool().remove(upload.pk, file.number))


def _line(origin: str, arrival: Arrival) -> dict:
    return {
        "origin": origin,
        "outcome": str(arrival.outcome),
        "code": arrival.code,
        "params": arrival.params,
        "film": arrival.instance_id,
        "set_aside": arrival.quarantined_id,
    }
