"""From what a person did on a film to what a calibration row holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from planning.calibration import labels
from planning.calibration.film_geometry import FilmGeometry, film_geometry
from planning.calibration.from_header import decide
from planning.calibration.from_marker import from_ball, from_known_length, from_magnification
from planning.calibration.marker_calibration import MarkerCalibration, clean_reason
from planning.calibration.models import Calibration
from planning.calibration.spacing_header import SpacingHeader
from planning.geometry.points import Point
from planning.geometry.reasons import Reason
from planning.measuring.scale import NoScale, Scale, Templating
from planning.studies.models import Instance

Method = Calibration.Method


@dataclass(frozen=True, slots=True)
class Found:
    """The columns of a calibration row."""

    columns: dict[str, Any]


def from_request(
    instance: Instance, method: str, inputs: dict, reason: str, by: str
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
    result = _marker(method, inputs, film, reason, by)
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


def _marker(
    method: str, inputs: dict, film: FilmGeometry, reason: str, by: str
) -> MarkerCalibration | Reason:
    if method == Method.BALL:
        rim = [Point(*point) for point in inputs["rim_points_px"]]
        return from_ball(rim, inputs["ball_diameter_mm"], film, reason=reason)
    if method == Method.KNOWN_LENGTH:
        a, b = (Point(*point) for point in inputs["points_px"])
        return from_known_length(a, b, inputs["length_mm"], film, reason=reason)
    return from_magnification(inputs["magnification"], film, reason=reason, entered_by=by)


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
