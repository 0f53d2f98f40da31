"""Make volumes: the slices of a stack decoded once into one file of the cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from planning.imaging import volume_pool
from planning.imaging.refusal import CannotShow
from planning.imaging.services import PASSING_REASONS
from planning.imaging.volume_models import Volume
from planning.imaging.volume_selectors import current_volumes, job_key
from planning.imaging.volume_survey import give_up_files, survey
from planning.jobs.models import Job
from planning.jobs.services import enqueue
from planning.store.blobs import StoreFull, cache, originals
from planning.studies.models import Instance, Series

# A multiple of 16; so often a person sees progress and can end the job.
CHUNK_SLICES = 32
# Every chunk of an enhanced object reads its whole header again.
CHUNK_FRAMES = 256
# The child that cuts planes maps the whole file within its limit on memory.
MAX_BYTES = 2**30
# Files of volumes beyond this are given up, the oldest first; they can be made again.
KEPT_BYTES = 20 * 2**30

Report = Callable[..., None]


def request_volume(*, series: Series, number: int = 1) -> Job:
    """Ask for a stack of a series to be made; asking twice gives the same job."""
    return enqueue(
        kind="volume",
        key=job_key(series, number),
        site=series.study.site,
        arguments={"series": str(series.pk), "number": number},
    )


def make_volume(*, series: Series, number: int, report: Report) -> Volume:
    """Find the stacks of a series and make the file of one of them.

    Doing it twice changes nothing; a file that was evicted is made again.

    Parameters
    ----------
    series : Series
    number : int
        Which stack, the largest being 1.
    report : callable
        Called with ``slices_done`` and ``slices_total``; may raise to end the work.

    Returns
    -------
    Volume
        With its file in the cache, or with the code of what forbids it.

    Raises
    ------
    CannotShow
        ``volume_no_such_stack``, or what may pass by itself (``decoder_died``,
        ``decode_timeout``).
    planning.store.blobs.BlobMissing, planning.store.blobs.StoreFull
    """
    volumes = current_volumes(series) or survey(series)
    volume = next((each for each in volumes if each.number == number), None)
    if volume is None:
        raise CannotShow("volume_no_such_stack", {"stacks": len(volumes)})
    if volume.code or (volume.sha256 and cache().exists(volume.sha256)):
        return volume
    try:
        _make(volume, report)
    except CannotShow as reason:
        if reason.code in PASSING_REASONS:
            raise
        volume.code, volume.params = reason.code, reason.params
    _remember(volume)
    return volume


def _remember(volume: Volume) -> None:
    """Write what was made; a row that became outdated meanwhile is not brought back."""
    volume.made_at = timezone.now()
    made = ("meaning", "sha256", "size_bytes", "code", "params", "made_at")
    rows = Volume.objects.filter(pk=volume.pk)
    if not rows.update(**{name: getattr(volume, name) for name in made}):
        give_up_files([volume])
    _make_room()


def _make_room() -> None:
    """Give up the oldest files of volumes beyond what is kept."""
    kept_bytes = 0
    for row in Volume.objects.exclude(sha256="").order_by("-made_at"):
        if not cache().exists(row.sha256):
            continue
        kept_bytes += row.size_bytes
        if kept_bytes > KEPT_BYTES:
            cache().delete(row.sha256)


def _make(volume: Volume, report: Report) -> None:
    sources = _sources(volume)
    slices, rows, columns = volume.geometry["shape"]
    needed = 2 * slices * rows * columns
    if needed > MAX_BYTES:
        raise CannotShow("volume_too_large", {"slices": slices, "limit": MAX_BYTES // 10**6})
    with cache().scratch() as scratch:
        if shutil.disk_usage(scratch).free < 1.2 * needed:
            raise StoreFull(28, "no room for a volume")
        out = scratch / "volume"
        out.touch()
        _write(volume, sources, out, report)
        path, frame = sources[len(sources) // 2]
        signed = volume.geometry["signed"]
        volume.meaning = volume_pool.describe_values(path, frame=frame, signed=signed)
        volume.size_bytes = out.stat().st_size
        volume.sha256 = cache().put_file(out)


def _sources(volume: Volume) -> list[tuple[Path, int]]:
    keys = {instance for instance, _ in volume.slices}
    stored = dict(Instance.objects.filter(pk__in=keys).values_list("pk", "stored_sha256"))
    digests = {str(pk): sha256 for pk, sha256 in stored.items()}
    paths = {key: originals().local_path(digests[key]) for key in keys}
    return [(paths[instance], frame) for instance, frame in volume.slices]


def _write(volume: Volume, sources: list[tuple[Path, int]], out: Path, report: Report) -> None:
    is_one_object = len({path for path, _ in sources}) == 1
    chunk = CHUNK_FRAMES if is_one_object else CHUNK_SLICES
    for at in range(0, len(sources), chunk):
        report(slices_done=at, slices_total=len(sources))
        volume_pool.write_slabs(
            sources[at : at + chunk],
            out=out,
            first_slab=at // 16,
            shape=tuple(volume.geometry["shape"][1:]),
            signed=volume.geometry["signed"],
        )
