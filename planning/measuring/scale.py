"""What a millimetre is on this film: a :class:`Scale`, or :class:`NoScale` with the reason.

A bare float never stands for a scale. The scale says how it was found and how far it
can be trusted, and travels with every length that was computed from it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planning.measuring.json_values import json_number, nullable_json_number


class ScaleMethod(StrEnum):
    """Where a scale came from."""

    CROSS_SECTIONAL = "cross_sectional"
    BALL = "ball"
    KNOWN_LENGTH = "known_length"
    IMPLANT_HEAD = "implant_head"
    TWO_MARKERS = "two_markers"
    DISTANCES = "distances"
    OTHER_FILM = "other_film"
    ENTERED_MAGNIFICATION = "entered_magnification"
    HEADER_FIDUCIAL = "header_fiducial"
    HEADER_GEOMETRY = "header_geometry"
    HEADER_CORRECTED = "header_corrected"
    HEADER_DETECTOR = "header_detector"
    HEADER_FILM = "header_film"
    HEADER_UNKNOWN = "header_unknown"


class Templating(StrEnum):
    """Whether implant templates may be placed with this scale."""

    YES = "yes"
    CONFIRM = "confirm"
    ACKNOWLEDGE = "acknowledge"
    NO = "no"


class Confidence(StrEnum):
    """How far a scale can be trusted (decision table of the calibration chapter)."""

    HIGH = "high"
    MEDIUM = "medium"
    MEDIUM_LOW = "medium_low"
    LOW = "low"
    CONTRADICTORY = "contradictory"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scale:
    """Millimetres per image pixel, with provenance.

    Attributes
    ----------
    row_mm, column_mm : float
        Vertical and horizontal millimetres per pixel (DICOM order: row, column).
    method : ScaleMethod
        How it was found.
    label : str
        The words printed beside every length, without a value
        (``mm at detector plane (not calibrated)``).
    confidence : Confidence
    templating : Templating
    relative_sigma : float or None
        Standard deviation of the scale relative to itself (0.0125 for 1.25 %);
        None where nothing is known, and then lengths carry no error bar but a reason.
    magnification : float or None
        Detector distance over anatomy distance, where known.

    Raises
    ------
    ValueError
        If a spacing is not a positive finite number.
    """

    row_mm: float
    column_mm: float
    method: ScaleMethod
    label: str
    confidence: Confidence
    templating: Templating
    relative_sigma: float | None = None
    magnification: float | None = None
    details: dict[str, str | float | None] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for value_mm in (self.row_mm, self.column_mm):
            if not (math.isfinite(value_mm) and value_mm > 0):
                raise ValueError(f"a scale needs positive millimetres per pixel, not {value_mm!r}")

    @property
    def aspect(self) -> float:
        """Height of a pixel over its width."""
        return self.row_mm / self.column_mm

    @property
    def calibrated(self) -> bool:
        """True where millimetres mean millimetres of the patient, whoever vouches for it."""
        return self.templating is not Templating.NO

    def to_json(self) -> dict[str, object]:
        """Return what the browser and the outputs need, numbers unrounded."""
        return {
            "unit": "mm",
            "row_mm": self.row_mm,
            "column_mm": self.column_mm,
            "aspect": self.aspect,
            "method": str(self.method),
            "label": self.label,
            "confidence": str(self.confidence),
            "templating": str(self.templating),
            "relative_sigma": self.relative_sigma,
            "magnification": self.magnification,
            "calibrated": self.calibrated,
            "reason": None,
        }


@dataclass(frozen=True, slots=True)
class NoScale:
    """There is no millimetre on this film, and why.

    Attributes
    ----------
    reason : str
        A code (``no_spacing``, ``aspect_only``, ``invalid_spacing``).
    aspect : float
        Height of a pixel over its width; angles and ratios still need it.
    """

    reason: str
    aspect: float = 1.0
    label: str = "px"
    confidence: Confidence = Confidence.NONE
    templating: Templating = Templating.NO

    def __post_init__(self) -> None:
        if not (math.isfinite(self.aspect) and self.aspect > 0):
            raise ValueError(f"a film needs a positive pixel aspect, not {self.aspect!r}")

    @property
    def calibrated(self) -> bool:
        """False: without a scale nothing is."""
        return False

    def to_json(self) -> dict[str, object]:
        """Return the same keys as :meth:`Scale.to_json`; what is not known is null."""
        return {
            "unit": "px",
            "row_mm": None,
            "column_mm": None,
            "aspect": self.aspect,
            "method": None,
            "label": self.label,
            "confidence": str(self.confidence),
            "templating": str(self.templating),
            "relative_sigma": None,
            "magnification": None,
            "calibrated": False,
            "reason": self.reason,
        }


def scale_from_json(data: Mapping[str, object]) -> Scale | NoScale:
    """Rebuild what :meth:`Scale.to_json` or :meth:`NoScale.to_json` returned.

    Raises
    ------
    ValueError
        If the unit, a number or a code is not one that those write.
    KeyError
        If a key is missing.
    """
    if data["unit"] == "px":
        return NoScale(
            reason=str(data["reason"]),
            aspect=json_number(data["aspect"]),
            label=str(data["label"]),
            confidence=Confidence(data["confidence"]),
            templating=Templating(data["templating"]),
        )
    if data["unit"] != "mm":
        raise ValueError(f"a scale is in mm or px, not {data['unit']!r}")
    return Scale(
        row_mm=json_number(data["row_mm"]),
        column_mm=json_number(data["column_mm"]),
        method=ScaleMethod(data["method"]),
        label=str(data["label"]),
        confidence=Confidence(data["confidence"]),
        templating=Templating(data["templating"]),
        relative_sigma=nullable_json_number(data["relative_sigma"]),
        magnification=nullable_json_number(data["magnification"]),
    )
