"""What is known of the volumes of a series: the Volume of the API."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from planning.imaging.volume_headers import SLICE_MODALITIES, may_be_stack
from planning.imaging.volume_models import Volume
from planning.imaging.volume_survey import source_sha256
from planning.jobs.models import ACTIVE, Job, JobState
from planning.store.blobs import cache
from planning.studies.models import Instance, Series

RUN = 16
"""So many planes come in one answer, except where a single one is asked for."""

_OF_FRAME = frozenset({"columns", "rows", "frames", "aspect", "notes", "overlays", "shutter"})
# In Hounsfield units; centre and width as radiology departments set them.
_HU_WINDOWS = (("bone", 400.0, 1800.0), ("soft_tissue", 40.0, 400.0))


@dataclass(frozen=True, slots=True)
class VolumeState:
    """How far a stack is: ``ready``, ``making``, ``refused`` or ``failed``, and why.

    ``asked`` says whether somebody has asked for what is still to be made.
    """

    state: str
    volume: Volume | None
    stacks: list[Volume]
    reason: dict | None = None
    asked: bool = True
    done: int = 0
    total: int = 0


def job_key(series: Series, number: int) -> str:
    """Return what the job that makes a stack is known by."""
    return f"volume:{series.pk}:{number}"


def current_volumes(series: Series) -> list[Volume]:
    """Return the stacks of a series, unless its objects have changed since they were found."""
    source = source_sha256(series)
    return list(Volume.objects.filter(series=series, source_sha256=source).order_by("number"))


def volume_state(series: Series, number: int) -> VolumeState:
    """Return how far a stack of a series is.

    Parameters
    ----------
    series : Series
    number : int
        Which stack, the largest being 1.
    """
    stacks = current_volumes(series)
    volume = next((each for each in stacks if each.number == number), None)
    if stacks and volume is None:
        reason = {"code": "volume_no_such_stack", "params": {"stacks": len(stacks)}}
        return VolumeState("refused", None, stacks, reason)
    if volume is not None and volume.code:
        reason = {"code": volume.code, "params": volume.params}
        return VolumeState("refused", volume, stacks, reason)
    if volume is not None and volume.sha256 and cache().exists(volume.sha256):
        return VolumeState("ready", volume, stacks)
    job = Job.objects.filter(key=job_key(series, number)).order_by("-created_at").first()
    if job is not None and job.state == JobState.FAILED:
        return VolumeState("failed", volume, stacks, job.error)
    progress = job.progress if job is not None and job.state == JobState.RUNNING else {}
    return VolumeState(
        "making",
        volume,
        stacks,
        asked=job is not None and job.state in ACTIVE,
        done=progress.get("slices_done", 0),
        total=progress.get("slices_total", 0),
    )


def volume_display(volume: Volume) -> dict:
    """Return what the browser needs to show a volume that is ready."""
    geometry = volume.geometry
    meaning = {key: value for key, value in volume.meaning.items() if key not in _OF_FRAME}
    return meaning | {
        "id": str(volume.pk),
        "run": RUN,
        "unit": geometry["unit"],
        "step_mm": geometry["step_mm"],
        "thickness_mm": geometry["thickness_mm"],
        "windows": [*_presets(volume), *meaning["windows"]],
        "refusal": geometry["refusal"],
        "notes": [
            *geometry["notes"],
            *({"code": code, "params": {}} for code in volume.meaning.get("notes", [])),
        ],
        "planes": [_plane(volume, plane) for plane in geometry["planes"]],
    }


def _presets(volume: Volume) -> list[dict]:
    if volume.geometry["unit"] != "HU":
        return []
    return [
        {"name": name, "center": center, "width": width, "function": "LINEAR", "preset": True}
        for name, center, width in _HU_WINDOWS
    ]


def _plane(volume: Volume, plane: dict) -> dict:
    count, rows, columns = plane["shape"]
    address = reverse("volume-planes", args=(volume.pk, plane["name"], 0, 1, volume.sha256))
    return {
        "name": plane["name"],
        "count": count,
        "rows": rows,
        "columns": columns,
        "aspect": plane["aspect"],
        "origin_mm": plane["origin_mm"],
        "steps_mm": plane["steps_mm"],
        "origins_mm": plane["origins_mm"],
        "letters": plane["letters"],
        "oblique_deg": plane["oblique_deg"],
        "url": address.replace("/0/1/", "/{start}/{count}/"),
    }


def may_open_as_volume(modality: str, films: list[Instance]) -> bool:
    """Say whether a series is worth opening as a volume; its stacks are found when it is."""
    usual = modality in SLICE_MODALITIES
    if not usual and all(film.frames == 1 for film in films):
        return False
    return may_be_stack(modality, [(film.header, film.frames) for film in films])
