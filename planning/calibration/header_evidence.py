"""What can be concluded from a :class:`SpacingHeader` before any decision.

Every value that reaches the decision table has passed here: a spacing is two positive
finite decimals of a sensible size or it is absent, whatever stood in the header.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from planning.calibration.spacing_header import RawValues, SpacingHeader

EQUAL_WITHIN = 0.005
SQUARE_WITHIN = 0.01
MAGNIFICATION_IMPOSSIBLE_BELOW = 0.99
MAGNIFICATION_ASK_ABOVE = 1.35

# Outside these no film of a body is meant: a microscope slide, or a damaged value.
SPACING_LIMITS_MM = (1e-3, 1e3)
DISTANCE_LIMITS_MM = (1.0, 1e5)
RATIO_LIMITS = (0.1, 10.0)

# Decimal String, PS3.5 section 6.2: no "nan", no "inf", no decimal comma.
# Longer than its 16 characters is common in the field and harmless.
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,32}(?:\.[0-9]{0,32})?|\.[0-9]{1,32})(?:[eE][+-]?[0-9]{1,3})?"
)

_CT_CLASSES = frozenset(
    {
        "1.2.840.10008.5.1.4.1.1.2",  # CT
        "1.2.840.10008.5.1.4.1.1.2.1",  # Enhanced CT
        "1.2.840.10008.5.1.4.1.1.2.2",  # Legacy Converted Enhanced CT
    }
)
_CROSS_SECTIONAL_CLASSES = _CT_CLASSES | {
    "1.2.840.10008.5.1.4.1.1.4",  # MR
    "1.2.840.10008.5.1.4.1.1.4.1",  # Enhanced MR
    "1.2.840.10008.5.1.4.1.1.4.3",  # Enhanced MR Color
    "1.2.840.10008.5.1.4.1.1.4.4",  # Legacy Converted Enhanced MR
    "1.2.840.10008.5.1.4.1.1.13.1.1",  # X-Ray 3D Angiographic (reconstructed volume)
    "1.2.840.10008.5.1.4.1.1.13.1.2",  # X-Ray 3D Craniofacial (cone-beam volume)
}
_FLUOROSCOPY_CLASSES = frozenset(
    {
        "1.2.840.10008.5.1.4.1.1.12.1",  # X-Ray Angiographic
        "1.2.840.10008.5.1.4.1.1.12.1.1",  # Enhanced XA
        "1.2.840.10008.5.1.4.1.1.12.2",  # X-Ray Radiofluoroscopic
        "1.2.840.10008.5.1.4.1.1.12.2.1",  # Enhanced XRF
    }
)
_RADIOGRAPH_CLASSES = frozenset(
    {
        "1.2.840.10008.5.1.4.1.1.1",  # CR
        "1.2.840.10008.5.1.4.1.1.1.1",  # DX for presentation
        "1.2.840.10008.5.1.4.1.1.1.1.1",  # DX for processing
    }
)
_PROJECTION_MODALITIES = frozenset({"CR", "DX", "RG", "RF", "XA", "MG", "IO", "PX"})


class Spacing(NamedTuple):
    """Millimetres between pixel centres in DICOM order."""

    row_mm: float
    column_mm: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The header, read.

    Attributes
    ----------
    pixel, imager, scanned : Spacing or None
        Pixel Spacing, Imager Pixel Spacing, Nominal Scanned Pixel Spacing.
    invalid : tuple of str
        Which of ``pixel``, ``imager``, ``scanned`` and ``aspect`` were there, but unusable.
    calibration_type : str
        ``FIDUCIAL``, ``GEOMETRY``, empty, or a value the standard does not know.
    description : str
        Printable text of the calibration description.
    ermf : float or None
        The header's magnification factor, any positive number.
    sid_mm, sod_mm : float or None
    aspect : float or None
        Pixel height over width from Pixel Aspect Ratio.
    cross_sectional, localizer, radiograph, field_varies : bool
        A slice or volume whose spacing is true; a CT scout; CR or DX; a C-arm or stitched
        image, whose magnification varies over the field.
    """

    pixel: Spacing | None
    imager: Spacing | None
    scanned: Spacing | None
    invalid: tuple[str, ...]
    calibration_type: str
    description: str
    ermf: float | None
    sid_mm: float | None
    sod_mm: float | None
    aspect: float | None
    cross_sectional: bool
    localizer: bool
    radiograph: bool
    field_varies: bool

    @property
    def reference(self) -> Spacing | None:
        """Spacing before any correction: at the detector, else on the digitised film."""
        return self.imager or self.scanned

    @property
    def magnification(self) -> float | None:
        """M = detector (or film) spacing over Pixel Spacing; None where either is absent."""
        if self.pixel is None or self.reference is None:
            return None
        row, column = self.magnification_by_axis
        return math.sqrt(row * column)

    @property
    def magnification_by_axis(self) -> tuple[float, float]:
        """M along rows and columns; they agree unless the header contradicts itself."""
        assert self.pixel is not None
        assert self.reference is not None
        return (
            self.reference.row_mm / self.pixel.row_mm,
            self.reference.column_mm / self.pixel.column_mm,
        )

    @property
    def distance_magnification(self) -> float | None:
        """SID/SOD where it exceeds 1; on DX it is that of the bucky, not of the anatomy."""
        if self.sid_mm is None or self.sod_mm is None or self.sid_mm <= self.sod_mm:
            return None
        return self.sid_mm / self.sod_mm


def read(header: SpacingHeader) -> Evidence:
    """Read a header's raw values, refusing whatever is not a usable number.

    Parameters
    ----------
    header : SpacingHeader

    Returns
    -------
    Evidence
    """
    pixel = _spacing(header.pixel_spacing)
    imager = _spacing(header.imager_pixel_spacing)
    scanned = _spacing(header.nominal_scanned_pixel_spacing)
    aspect = _aspect(header.pixel_aspect_ratio)
    raw_and_read = {
        "pixel": (header.pixel_spacing, pixel),
        "imager": (header.imager_pixel_spacing, imager),
        "scanned": (header.nominal_scanned_pixel_spacing, scanned),
        "aspect": (header.pixel_aspect_ratio, aspect),
    }
    modality = header.modality.strip().upper()
    kinds = {str(value).strip().upper() for value in header.image_type[2:]}
    localizer = header.sop_class_uid in _CT_CLASSES and "LOCALIZER" in kinds
    return Evidence(
        pixel=pixel,
        imager=imager,
        scanned=scanned,
        invalid=tuple(name for name, (raw, got) in raw_and_read.items() if raw and got is None),
        calibration_type=header.calibration_type.strip().upper(),
        description=_printable(header.calibration_description),
        ermf=_one(header.ermf, RATIO_LIMITS),
        sid_mm=_one(header.sid_mm, DISTANCE_LIMITS_MM),
        sod_mm=_one(header.sod_mm, DISTANCE_LIMITS_MM),
        aspect=aspect,
        cross_sectional=(
            header.sop_class_uid in _CROSS_SECTIONAL_CLASSES
            and modality not in _PROJECTION_MODALITIES
            and not localizer
        ),
        localizer=localizer,
        radiograph=header.sop_class_uid in _RADIOGRAPH_CLASSES or modality in {"CR", "DX"},
        field_varies=(
            header.sop_class_uid in _FLUOROSCOPY_CLASSES
            or modality in {"XA", "RF"}
            or any("STITCH" in kind for kind in kinds)
        ),
    )


def equal(a: Spacing | None, b: Spacing | None) -> bool:
    """Whether both are there and differ by less than 0.5 % along rows and columns."""
    if a is None or b is None:
        return False
    return all(abs(x - y) / max(x, y) < EQUAL_WITHIN for x, y in zip(a, b, strict=True))


def decimal(raw: str | float) -> float | None:
    """Read one Decimal String; None where it is not a finite decimal number."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        value = float(raw)
    else:
        text = str(raw).strip(" \0")
        if not _DECIMAL.fullmatch(text):
            return None
        value = float(text)
    return value if math.isfinite(value) else None


def _spacing(raw: RawValues) -> Spacing | None:
    values = _in_limits(raw, SPACING_LIMITS_MM)
    return Spacing(*values) if len(values) == len(raw) == 2 else None


def _aspect(raw: RawValues) -> float | None:
    values = _in_limits(raw, (1e-6, 1e6))
    if not len(values) == len(raw) == 2:
        return None
    ratio = values[0] / values[1]
    return ratio if RATIO_LIMITS[0] <= ratio <= RATIO_LIMITS[1] else None


def _one(raw: RawValues, limits: tuple[float, float]) -> float | None:
    values = _in_limits(raw, limits)
    return values[0] if len(values) == len(raw) == 1 else None


def _in_limits(raw: RawValues, limits: tuple[float, float]) -> list[float]:
    read_values = (decimal(value) for value in raw)
    return [v for v in read_values if v is not None and limits[0] <= v <= limits[1]]


def _printable(text: str) -> str:
    # An LO holds 64 characters; more, or control and direction marks, would spoil a label.
    return "".join(char for char in text.strip() if char.isprintable())[:64]
