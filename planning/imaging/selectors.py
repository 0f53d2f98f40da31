"""What is known of a film's pixels: the imaging part of the Film contract."""

from __future__ import annotations

from django.urls import reverse

from planning.imaging.models import FilmDisplay, Rendition
from planning.imaging.rendered import RENDERER
from planning.studies.models import Instance

READY, RENDERING, UNDECODABLE = "ready", "rendering", "undecodable"
_LEVEL_FACTORS = {
    Rendition.Level.QUARTER: 4,
    Rendition.Level.FULL: 1,
    Rendition.Level.OVERLAYS: 1,
}
_KEPT_BACK = frozenset({"preview_sha256"})


def is_current(display: FilmDisplay, instance: Instance) -> bool:
    """Whether a display was made from this very original by this version of the renderer."""
    return display.renderer == RENDERER and display.source_sha256 == instance.stored_sha256


def frame_meaning(display: FilmDisplay, frame: int) -> dict | None:
    """Return what is remembered of a frame: its meaning, or ``{"reason": …}``, or None."""
    return display.meaning.get("frames", {}).get(str(frame))


def film_state(film: Instance, frame: int = 1) -> tuple[str, dict | None]:
    """Return the state of a film and, if it cannot be shown, the reason.

    Parameters
    ----------
    film : Instance
        Preferably with its display selected along.
    frame : int
        1-based.

    Returns
    -------
    tuple of str and (dict or None)
        ``ready``, ``rendering`` or ``undecodable``; the reason has ``code`` and ``params``.
    """
    if not film.has_pixels:
        return UNDECODABLE, {"code": "no_pixels", "params": {}}
    meaning = _meaning(film, frame)
    if meaning is None:
        return RENDERING, None
    if "reason" in meaning:
        return UNDECODABLE, meaning["reason"]
    return READY, None


def preview_url(film: Instance, frame: int = 1) -> str | None:
    """Return where the small picture of a film is, or None while there is none."""
    meaning = _meaning(film, frame)
    if meaning is None or "preview_sha256" not in meaning:
        return None
    return reverse("film-preview", args=(film.pk, meaning["preview_sha256"]))


def film_display(film: Instance, frame: int = 1) -> dict:
    """Return the part of the Film contract that comes from the pixels.

    Parameters
    ----------
    film : Instance
        The film.
    frame : int
        1-based.

    Returns
    -------
    dict
        ``state``, ``reason``, ``frame``, ``frames`` and the size always; meaning, levels
        with their addresses and the preview when ``ready``. ``overlay_level`` is a level
        whose columns are words of sixteen pixels, a plane for each of ``overlays``, or
        None.
    """
    state, reason = film_state(film, frame)
    shown = {
        "state": state,
        "reason": reason,
        "frame": frame,
        "frames": film.frames,
        "columns": film.columns,
        "rows": film.rows,
        "levels": [],
        "preview_url": None,
    }
    if state != READY:
        return shown
    meaning = {k: v for k, v in _meaning(film, frame).items() if k not in _KEPT_BACK}
    levels, overlays = _levels(film, frame)
    return (
        shown
        | meaning
        | {
            "planes": levels[-1]["planes"] if levels else 1,
            "levels": levels,
            "overlay_level": overlays,
            "preview_url": preview_url(film, frame),
        }
    )


def _meaning(film: Instance, frame: int) -> dict | None:
    display = getattr(film, "display", None)
    if display is None or not is_current(display, film):
        return None
    return frame_meaning(display, frame)


def _levels(film: Instance, frame: int) -> tuple[list[dict], dict | None]:
    """Return the levels, the smallest first, and that of the overlays."""
    made = Rendition.objects.filter(instance=film, frame=frame, encoding=Rendition.Encoding.ZSTD)
    levels = [_level(film, each) for each in made]
    overlays = [level for level in levels if level["name"] == Rendition.Level.OVERLAYS]
    pixels = [level for level in levels if level not in overlays]
    return sorted(pixels, key=lambda level: -level["factor"]), next(iter(overlays), None)


def _level(film: Instance, rendition: Rendition) -> dict:
    return {
        "name": rendition.level,
        "factor": _LEVEL_FACTORS[Rendition.Level(rendition.level)],
        "columns": rendition.columns,
        "rows": rendition.rows,
        "planes": rendition.planes,
        "strip_rows": rendition.strip_rows,
        "checks": rendition.check_sums,
        "sha256": rendition.sha256,
        "url": reverse("film-level", args=(film.pk, rendition.level, rendition.sha256)),
    }
