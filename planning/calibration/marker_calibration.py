"""What a calibration by a person results in, and whether it is believable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.calibration.film_geometry import FilmGeometry
from planning.calibration.film_view import Plausibility, PlausibleRange
from planning.calibration.rim_fit import RimFit
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating

MAX_REASON_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class MarkerCalibration:
    """A scale found by a person, with its provenance.

    Attributes
    ----------
    scale : Scale
    plausibility : Plausibility
    reason : str
        What the person typed; may be empty.
    residual_px, residual_mm : float or None
        Root mean square distance of the rim points from the fitted rim, on the film and at
        the ball; None without a fit.
    rim : RimFit or None
    inputs : mapping
        What it was computed from, as JSON values, to be computed again.
    """

    scale: Scale
    plausibility: Plausibility
    reason: str
    residual_px: float | None
    residual_mm: float | None
    rim: RimFit | None
    inputs: Mapping[str, Any]

    @property
    def magnification(self) -> float | None:
        """Detector spacing over spacing at the marker."""
        return self.scale.magnification

    @property
    def relative_sigma(self) -> float | None:
        """Standard deviation of the scale relative to itself."""
        return self.scale.relative_sigma

    @property
    def may_be_saved(self) -> bool:
        """False while an implausible magnification waits for a typed reason."""
        return self.plausibility is not Plausibility.NEEDS_REASON or bool(self.reason)


def clean_reason(text: str) -> str:
    """Give what a person typed in one printable line of bounded length."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:MAX_REASON_CHARACTERS]


def calibration(
    *,
    column_mm: float,
    film: FilmGeometry,
    method: ScaleMethod,
    label: str,
    confidence: Confidence,
    relative_sigma: float,
    expected: PlausibleRange,
    reason: str,
    inputs: Mapping[str, Any],
    residual_px: float | None = None,
    rim: RimFit | None = None,
) -> MarkerCalibration:
    """Judge a found pixel width and put it together with its provenance."""
    magnification = None if film.detector_mm is None else film.detector_mm.column_mm / column_mm
    plausibility = expected.judge(magnification)
    typed = clean_reason(reason)
    doubtful = plausibility is Plausibility.NEEDS_REASON
    scale = Scale(
        row_mm=column_mm * film.aspect,
        column_mm=column_mm,
        method=method,
        label=label,
        confidence=Confidence.MEDIUM_LOW if doubtful else confidence,
        templating=Templating.NO if doubtful and not typed else Templating.YES,
        relative_sigma=relative_sigma,
        magnification=magnification,
        details={"plausibility": plausibility.value, "reason": typed},
    )
    return MarkerCalibration(
        scale=scale,
        plausibility=plausibility,
        reason=typed,
        residual_px=residual_px,
        residual_mm=None if residual_px is None else residual_px * column_mm,
        rim=rim,
        inputs=inputs,
    )
