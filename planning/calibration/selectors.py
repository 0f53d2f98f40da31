"""Read what a millimetre is on a film."""

from __future__ import annotations

from dataclasses import dataclass

from planning.calibration.film_geometry import film_geometry
from planning.calibration.found import film_view
from planning.calibration.from_header import HeaderScale, decide
from planning.calibration.header_evidence import read
from planning.calibration.marker_warnings import marker_warnings
from planning.calibration.models import Calibration
from planning.calibration.spacing_header import SpacingHeader
from planning.measuring.scale import NoScale, Scale, scale_from_json
from planning.studies.models import Instance


@dataclass(frozen=True, slots=True)
class FilmScale:
    """The scale that holds on a film, what its header says, and the calibration if any."""

    scale: Scale | NoScale
    header: HeaderScale
    calibration: Calibration | None


def current(instance: Instance) -> Calibration | None:
    """Return the film's calibration that nothing supersedes."""
    return (
        Calibration.objects.filter(instance=instance, superseded_by__isnull=True)
        .select_related("created_by", "instance")
        .first()
    )


def history(instance: Instance) -> list[Calibration]:
    """Return all calibrations of a film, newest first."""
    rows = Calibration.objects.filter(instance=instance).select_related("created_by", "instance")
    return list(rows.order_by("-created_at"))


def header_scale(instance: Instance) -> HeaderScale:
    """Return what the header says, by the decision table."""
    return decide(SpacingHeader.from_tags(instance.header))


def warnings_of(calibration: Calibration) -> tuple[str, ...]:
    """Return what a person should know before trusting a calibration."""
    instance, inputs = calibration.instance, calibration.inputs
    header = SpacingHeader.from_tags(instance.header)
    film = film_geometry(header, rows=instance.rows or 0, columns=instance.columns or 0)
    view = film_view(instance, film)
    distance_mm = None
    if "object_distance_mm" in inputs:
        distance_mm = inputs["sid_mm"] - inputs["object_distance_mm"]
    return marker_warnings(
        calibration.method,
        calibration.magnification,
        view,
        standing=inputs.get("standing", view.standing),
        source_object_mm=distance_mm,
        header_sod_mm=read(header).sod_mm,
    )


def scale_of(calibration: Calibration) -> Scale | NoScale:
    """Return the scale that a calibration was kept with.

    One that cannot be read is none: its film is calibrated again, and nothing stops over it.
    """
    try:
        return scale_from_json(calibration.scale)
    except (KeyError, ValueError, TypeError):
        return NoScale("calibration_unreadable", calibration.row_mm / calibration.column_mm)


def film_scale(instance: Instance) -> FilmScale:
    """Return the scale of a film: its calibration if there is one, else the header's.

    A calibration of other pixels (the file came again) no longer holds.
    """
    header = header_scale(instance)
    calibration = current(instance)
    if calibration is None or calibration.pixel_sha256 != instance.pixel_sha256:
        return FilmScale(header.scale, header, None)
    return FilmScale(scale_of(calibration), header, calibration)
