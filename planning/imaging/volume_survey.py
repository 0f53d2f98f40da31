"""Find the stacks of a series and remember them; nothing is decoded here."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from planning.imaging import volume_pool
from planning.imaging.refusal import CannotShow
from planning.imaging.volume_headers import SLICE_MODALITIES, is_signed, slice_of, unit_of
from planning.imaging.volume_models import Volume
from planning.imaging.volume_planes import planes_of
from planning.imaging.volume_stack import Finding, Slice, Stack, stacks_of
from planning.store.blobs import cache, originals
from planning.studies.models import Instance, Series

VOLUMES = 2
"""Raise this when the same series would give other volumes."""


def source_sha256(series: Series) -> str:
    """Return the digest of what a series consists of, and of how it is read."""
    rows = (
        Instance.objects.filter(series=series, has_pixels=True)
        .order_by("pk")
        .values_list("pk", "stored_sha256")
    )
    said = "\n".join([str(VOLUMES), *(f"{pk} {sha256}" for pk, sha256 in rows)])
    return hashlib.sha256(said.encode()).hexdigest()


def survey(series: Series) -> list[Volume]:
    """Find the stacks of a series and write a row for each; those of other sources go.

    What another survey of the same objects has written meanwhile stays as it is.

    Parameters
    ----------
    series : Series

    Returns
    -------
    list of Volume
        The largest stack first; one row that says why, when there is none.

    Raises
    ------
    planning.store.blobs.BlobMissing
        When the original of an enhanced object is not in the store.
    """
    source = source_sha256(series)
    slices, problem = _slices(series)
    stacks = stacks_of(slices)
    if stacks:
        total = len(slices)
        rows = [_row(stack, series.modality, total - len(stack.slices)) for stack in stacks]
    else:
        reason = problem or CannotShow("volume_no_stack", {})
        rows = [Volume(code=reason.code, params=reason.params)]
    now = timezone.now()
    with transaction.atomic():
        Series.objects.select_for_update().get(pk=series.pk)
        outdated = list(Volume.objects.filter(series=series).order_by("number"))
        # Slices may have arrived since these were read, and been surveyed already.
        newest = source_sha256(series)
        current = [row for row in outdated if row.source_sha256 == newest]
        if current:
            return current
        Volume.objects.filter(pk__in=[row.pk for row in outdated]).delete()
        for number, row in enumerate(rows, start=1):
            row.series, row.number, row.source_sha256, row.made_at = series, number, source, now
        made = Volume.objects.bulk_create(rows)
    give_up_files(outdated)
    return made


def give_up_files(outdated: list[Volume]) -> None:
    """Delete the files of volumes that are gone, unless another volume has the same one."""
    digests = {row.sha256 for row in outdated if row.sha256}
    named = set(Volume.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    for digest in digests - named:
        cache().delete(digest)


def _slices(series: Series) -> tuple[list[Slice], CannotShow | None]:
    """Return the images of a series that may stand in a stack, and what could not be read."""
    slices: list[Slice | None] = []
    problem = None
    for instance in Instance.objects.filter(series=series, has_pixels=True):
        try:
            frames = _frames(instance, series.modality)
        except CannotShow as reason:
            problem = reason
            continue
        slices += [
            slice_of(tags, instance=str(instance.pk), frame=frame, number=instance.number)
            for frame, tags in enumerate(frames, start=1)
        ]
    return [one for one in slices if one is not None], problem


def _frames(instance: Instance, modality: str) -> list[dict]:
    if instance.frames == 1:
        return [instance.header]
    if modality not in SLICE_MODALITIES and "ImageOrientationPatient" not in instance.header:
        # A film that moves: its frames show one place at several times.
        return []
    return volume_pool.read_frames(originals().local_path(instance.stored_sha256))


def _row(stack: Stack, modality: str, left_out: int) -> Volume:
    first = stack.slices[0]
    return Volume(
        slices=[[one.instance, one.frame] for one in stack.slices],
        geometry={
            "shape": [len(stack.slices), first.rows, first.columns],
            "signed": is_signed(first),
            "unit": unit_of(first, modality),
            "planes": [asdict(plane) for plane in planes_of(stack)],
            "step_mm": stack.step_mm,
            "thickness_mm": first.thickness_mm,
            "refusal": _plain(stack.refusal) if stack.refusal else None,
            "notes": [_plain(note) for note in (*stack.notes, *_left_out(left_out))],
        },
    )


def _left_out(count: int) -> list[Finding]:
    return [Finding("volume_left_out", {"count": count})] if count else []


def _plain(finding: Finding) -> dict:
    return {"code": finding.code, "params": finding.params}
