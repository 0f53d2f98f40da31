"""From what a person did on a film to what a calibration row holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from planning.calibration import labels
from planning.calibration.film_geometry import FilmGeometry, film_geometry
from planning.calibration.film_view import FilmView, view_of
from planning.calibration.from_header import decide
from planning.calibration.from_marker import from_ball, from_known_length, from_magnification
from planning.calibration.from_objects import (
    DEFAULT_SHARE,
    Marker,
    from_distances,
    from_implant_head,
    from_other_film,
    from_two_markers,
)
from planning.calibration.marker_calibration import MarkerCalibration, clean_reason
from planning.calibration.models import Calibration
from planning.calibration.spacing_header import SpacingHeader
from planning.calibration.uncertainty import BALL_DEPTH_95, STANDING_BALL_95
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.scale import NoScale, Scale, Templating
from planning.studies.models import Instance

Method = Calibration.Method


@dataclass(frozen=True, slots=True)
class Found:
    """The columns of a calibration row."""

    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the methods need besides their inputs."""

    film: FilmGeometry
    view: FilmView
    reason: str
    by: str
    other_sigma: float | None


def from_request(
    instance: Instance,
    method: str,
    inputs: dict,
    reason: str,
    by: str,
    *,
    other_sigma: float | None = None,
) -> Found | Reason:
    """Compute a calibration.

    Parameters
    ----------
    instance : Instance
    method : str
        A value of :class:`Calibration.Method`.
    inputs : dict
        Points in image pixels, true sizes in mm, factors, by the names of the API.
    reason : str
        Typed by the person; may be empty.
    by : str
        The person's name, printed in labels that name who vouches.
    other_sigma : float or None
        Relative standard deviation of the scale of the film on which a shared object was
        measured.

    Returns
    -------
    Found, or Reason
        A code that says what is wrong and thereby what to do.
    """
    if not instance.pixel_sha256:
        return Reason("film_not_ready")
    header = SpacingHeader.from_tags(instance.header)
    if method == Method.ACCEPTED_HEADER:
        return _accepted(header, reason, by)
    film = film_geometry(header, rows=instance.rows, columns=instance.columns)
    asked = _Asked(film, film_view(instance, film), reason, by, other_sigma)
    result = _marker(method, inputs, asked)
    if isinstance(result, Reason):
        return result
    if not result.may_be_saved:
        return Reason("implausible_needs_reason", {"magnification": result.magnification})
    return Found(
        _columns(result.scale)
        | {
            "residual_px": result.residual_px,
            "residual_mm": result.residual_mm,
            "plausibility": str(result.plausibility),
        }
    )


def film_view(instance: Instance, film: FilmGeometry) -> FilmView:
    """Return what a film shows, by its header."""
    spacing = film.detector_mm
    height_mm = spacing.row_mm * instance.rows if spacing and instance.rows else None
    return view_of(instance.header, height_mm)


def _marker(method: str, inputs: dict, asked: _Asked) -> MarkerCalibration | Reason:
    film = asked.film
    judged: dict[str, Any] = {"expected": asked.view.expected, "reason": asked.reason}
    match method:
        case Method.BALL:
            standing = inputs.get("standing", asked.view.standing)
            depth_95 = STANDING_BALL_95 if standing else BALL_DEPTH_95
            rim, size_mm = _points(inputs["rim_points_px"]), inputs["ball_diameter_mm"]
            return from_ball(rim, size_mm, film, depth_95=depth_95, **judged)
        case Method.IMPLANT_HEAD:
            rim, size_mm = _points(inputs["rim_points_px"]), inputs["head_diameter_mm"]
            return from_implant_head(rim, size_mm, film, **judged)
        case Method.TWO_MARKERS:
            return _two_markers(inputs, film, judged)
        case Method.KNOWN_LENGTH:
            a, b = _points(inputs["points_px"])
            return from_known_length(a, b, inputs["length_mm"], film, **judged)
        case Method.OTHER_FILM:
            a, b = _points(inputs["points_px"])
            length_mm, sigma = inputs["length_mm"], asked.other_sigma
            return from_other_film(a, b, length_mm, film, other_sigma=sigma, **judged)
        case Method.DISTANCES:
            return from_distances(inputs["sid_mm"], inputs["object_distance_mm"], film, **judged)
    return from_magnification(inputs["magnification"], film, entered_by=asked.by, **judged)


def _two_markers(inputs: dict, film: FilmGeometry, judged: dict) -> MarkerCalibration | Reason:
    return from_two_markers(
        Marker(_points(inputs["rim_points_px"]), inputs["ball_diameter_mm"]),
        Marker(_points(inputs["front_rim_points_px"]), inputs["front_ball_diameter_mm"]),
        film,
        share=inputs.get("depth_share", DEFAULT_SHARE),
        **judged,
    )


def _points(given: list[list[float]]) -> list[Point]:
    return [Point(*point) for point in given]


def _accepted(header: SpacingHeader, reason: str, by: str) -> Found | Reason:
    """Take the header's own scale, or the magnification it offers, on a person's word."""
    decided = decide(header)
    if isinstance(decided.scale, NoScale):
        return Reason("no_scale_to_accept")
    if not decided.acceptable:
        return Reason("header_not_acceptable")
    if not clean_reason(reason):
        return Reason("reason_needed")
    scale = decided.scale
    if decided.offer is not None:
        scale = replace(
            scale,
            row_mm=decided.offer.spacing_mm.row_mm,
            column_mm=decided.offer.spacing_mm.column_mm,
            magnification=decided.offer.magnification,
        )
    label = labels.accepted(scale.label, by)
    return Found(_columns(replace(scale, label=label, templating=Templating.YES)))


def _columns(scale: Scale) -> dict[str, Any]:
    return {
        "row_mm": scale.row_mm,
        "column_mm": scale.column_mm,
        "magnification": scale.magnification,
        "relative_sigma": scale.relative_sigma,
        "scale": scale.to_json(),
    }
