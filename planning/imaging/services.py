"""Make what the browser shows of an instance, and remember it by content.

Everything written here can be made again from the original: an evicted or outdated
rendition is simply rendered once more.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from planning.imaging import child_pool
from planning.imaging.models import FilmDisplay, Rendition
from planning.imaging.refusal import CannotShow
from planning.imaging.rendered import RENDERER, Rendered, RenderedFile
from planning.imaging.selectors import frame_meaning, is_current
from planning.jobs.models import Job
from planning.jobs.services import enqueue
from planning.store.blobs import BlobStore, cache, originals
from planning.studies.models import Instance

# Reasons that may lie in the state of the machine and not in the file.
PASSING_REASONS = frozenset({"decoder_died", "decode_timeout"})


class CacheDamaged(RuntimeError):
    """What the store holds is not what the child wrote."""


def render(*, instance: Instance, frame: int = 1, again: bool = False) -> FilmDisplay:
    """Decode a frame and keep its levels, preview and meaning.

    Doing it twice changes nothing: the original's digest and the version of the renderer
    say whether what is there is still right.

    Parameters
    ----------
    instance : Instance
        With its original in the store.
    frame : int
        1-based.
    again : bool
        Render even if it is there, or was found impossible, already.

    Returns
    -------
    FilmDisplay
        ``ready``, or ``undecodable`` with a code when the first frame cannot be shown.

    Raises
    ------
    BlobMissing
        When the original is not in the store.
    """
    display = FilmDisplay.objects.filter(pk=instance.pk).first()
    if display is not None and not again and _is_done(display, instance, frame):
        return display
    original = originals().local_path(instance.stored_sha256)
    with cache().scratch() as scratch:
        try:
            rendered = child_pool.render_frame(
                original,
                frame=frame,
                scratch=scratch,
                with_digest=frame == 1,
                frames=instance.frames,
            )
        except CannotShow as reason:
            return _remember_reason(instance, frame, reason)
        digests = {file.level: _keep(file) for file in rendered.files}
    return _remember(instance, frame, rendered, digests)


def request_render(*, instance: Instance, frame: int = 1) -> Job:
    """Ask for a frame to be rendered soon; asking twice gives the same job."""
    return enqueue(
        kind="render",
        key=f"render:{instance.pk}:{frame}",
        site=instance.site,
        arguments={"instance": str(instance.pk), "frame": frame},
    )


def request_variant(*, rendition: Rendition, encoding: str) -> Job:
    """Ask for a rendition in an encoding that is not there, or not there any more."""
    return enqueue(
        kind="render_variant",
        key=f"variant:{rendition.pk}:{encoding}",
        site=rendition.instance.site,
        arguments={"rendition": str(rendition.pk), "encoding": encoding},
    )


def ensure_variant(*, rendition: Rendition, encoding: str) -> Rendition:
    """Make sure that a rendition is in the cache in the encoding asked for.

    Parameters
    ----------
    rendition : Rendition
        A level coded with zstd, or a preview.
    encoding : str
        ``gzip`` for a recoded level; the rendition's own encoding brings back what was
        evicted.

    Returns
    -------
    Rendition
        The row of that encoding.

    Raises
    ------
    CannotShow
        When the film cannot be rendered any more, or nothing has such an encoding.
    """
    if not cache().exists(rendition.sha256):
        render(instance=rendition.instance, frame=rendition.frame, again=True)
        rendition.refresh_from_db()
    if encoding == rendition.encoding:
        return rendition
    if encoding != Rendition.Encoding.GZIP or rendition.encoding != Rendition.Encoding.ZSTD:
        raise CannotShow("no_such_encoding", {"encoding": encoding})
    with cache().scratch() as scratch:
        out = scratch / "gzip"
        sha256, size_bytes = child_pool.write_gzip(cache().local_path(rendition.sha256), out=out)
        _check(sha256, cache().put_file(out))
    variant, _ = Rendition.objects.update_or_create(
        instance_id=rendition.instance_id,
        frame=rendition.frame,
        level=rendition.level,
        encoding=encoding,
        defaults={
            "columns": rendition.columns,
            "rows": rendition.rows,
            "planes": rendition.planes,
            "strip_rows": rendition.strip_rows,
            "check_sums": rendition.check_sums,
            "sha256": sha256,
            "size_bytes": size_bytes,
        },
    )
    return variant


def pixel_sha256(*, store: BlobStore, sha256: str, frames: int = 1) -> str:
    """Return the digest of the decoded stored values of a stored file.

    Two files with equal digests show the same pixels, whatever their headers say.

    Parameters
    ----------
    store : BlobStore
        Where the file is.
    sha256 : str
        Its name there.
    frames : int
        Frames that the header promises, for the deadline.

    Raises
    ------
    CannotShow
        When there are no pixels or they cannot be decoded.
    """
    return child_pool.pixel_digest(store.local_path(sha256), frames=frames)


def _is_done(display: FilmDisplay, instance: Instance, frame: int) -> bool:
    if not is_current(display, instance):
        return False
    meaning = frame_meaning(display, frame)
    if meaning is None:
        return False
    if "reason" in meaning:
        return meaning["reason"]["code"] not in PASSING_REASONS
    made = Rendition.objects.filter(instance=instance, frame=frame).exclude(
        encoding=Rendition.Encoding.GZIP
    )
    digests = dict(made.values_list("level", "sha256"))
    return _needed(meaning) <= digests.keys() and all(map(cache().exists, digests.values()))


def _needed(meaning: dict) -> set[str]:
    """Return the levels without which a frame is not whole."""
    levels = set(Rendition.Level.values)
    return levels if meaning.get("overlays") else levels - {Rendition.Level.OVERLAYS}


def _keep(file: RenderedFile) -> str:
    return _check(file.sha256, cache().put_file(Path(file.path)))


def _check(expected: str, found: str) -> str:
    if found != expected:
        raise CacheDamaged(f"stored {found}, the child wrote {expected}")
    return found


@transaction.atomic
def _remember(
    instance: Instance, frame: int, rendered: Rendered, digests: dict[str, str]
) -> FilmDisplay:
    for file in rendered.files:
        Rendition.objects.update_or_create(
            instance=instance,
            frame=frame,
            level=file.level,
            encoding=file.encoding,
            defaults={
                "columns": file.columns,
                "rows": file.rows,
                "planes": file.planes,
                "strip_rows": file.strip_rows,
                "check_sums": list(file.checks),
                "sha256": file.sha256,
                "size_bytes": file.size_bytes,
            },
        )
    # A recoded level of an earlier rendering would no longer belong to its checks.
    earlier = ~Q(level__in=digests) | Q(encoding=Rendition.Encoding.GZIP)
    Rendition.objects.filter(earlier, instance=instance, frame=frame).delete()
    if rendered.pixel_sha256:
        Instance.objects.filter(pk=instance.pk).update(pixel_sha256=rendered.pixel_sha256)
        instance.pixel_sha256 = rendered.pixel_sha256
    meaning = rendered.meaning | {"preview_sha256": digests[Rendition.Level.PREVIEW]}
    return _save(instance, frame, meaning, FilmDisplay.State.READY)


@transaction.atomic
def _remember_reason(instance: Instance, frame: int, reason: CannotShow) -> FilmDisplay:
    Rendition.objects.filter(instance=instance, frame=frame).delete()
    meaning = {"reason": {"code": reason.code, "params": reason.params}}
    state = FilmDisplay.State.UNDECODABLE if frame == 1 else None
    return _save(instance, frame, meaning, state)


def _save(instance: Instance, frame: int, meaning: dict, state: str | None) -> FilmDisplay:
    """Write one frame's meaning beside those of the other frames."""
    display = FilmDisplay.objects.select_for_update().filter(pk=instance.pk).first()
    if display is None or not is_current(display, instance):
        Rendition.objects.filter(instance=instance).exclude(frame=frame).delete()
        display = FilmDisplay(
            instance=instance, state=FilmDisplay.State.READY, meaning={"frames": {}}
        )
    display.meaning["frames"][str(frame)] = meaning
    if state is not None:
        reason = meaning.get("reason", {})
        display.state, display.code = state, reason.get("code", "")
        display.params = reason.get("params", {})
    display.renderer = RENDERER
    display.source_sha256 = instance.stored_sha256
    display.made_at = timezone.now()
    display.save()
    return display
