"""What a header says about the size of its pixels, as plain values.

This is all that crosses from the files to the calibration decision: text as it stood
in the header, however malformed. Reading it is :mod:`planning.calibration.header_evidence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

RawValues = tuple[str | float, ...]

_KEYWORDS = {
    "SOPClassUID": "sop_class_uid",
    "Modality": "modality",
    "ImageType": "image_type",
    "PixelSpacing": "pixel_spacing",
    "ImagerPixelSpacing": "imager_pixel_spacing",
    "NominalScannedPixelSpacing": "nominal_scanned_pixel_spacing",
    "PixelSpacingCalibrationType": "calibration_type",
    "PixelSpacingCalibrationDescription": "calibration_description",
    "EstimatedRadiographicMagnificationFactor": "ermf",
    "DistanceSourceToDetector": "sid_mm",
    "DistanceSourceToPatient": "sod_mm",
    "PixelAspectRatio": "pixel_aspect_ratio",
}
_TEXTS = {"sop_class_uid", "modality", "calibration_type", "calibration_description"}

KEYWORDS = tuple(_KEYWORDS)
"""DICOM keywords that :meth:`SpacingHeader.from_tags` reads."""


@dataclass(frozen=True, slots=True)
class SpacingHeader:
    """The elements of DICOM PS3.3 section 10.7 and their neighbours, unread.

    Attributes
    ----------
    sop_class_uid, modality : str
    pixel_spacing, imager_pixel_spacing, nominal_scanned_pixel_spacing : tuple
        [row, column] in mm as text or numbers; empty where absent. For an enhanced
        (multi-frame) object the caller puts the Pixel Spacing of the frame's Pixel
        Measures item here.
    calibration_type, calibration_description : str
        (0028,0A02) and (0028,0A04).
    ermf, sid_mm, sod_mm : tuple
        Estimated Radiographic Magnification Factor (0018,1114), Distance Source to
        Detector (0018,1110) and Distance Source to Patient (0018,1111).
    pixel_aspect_ratio : tuple
        [vertical, horizontal] (0028,0034); never a length.
    image_type : tuple of str
        (0008,0008).
    """

    sop_class_uid: str = ""
    modality: str = ""
    pixel_spacing: RawValues = ()
    imager_pixel_spacing: RawValues = ()
    nominal_scanned_pixel_spacing: RawValues = ()
    calibration_type: str = ""
    calibration_description: str = ""
    ermf: RawValues = ()
    sid_mm: RawValues = ()
    sod_mm: RawValues = ()
    pixel_aspect_ratio: RawValues = ()
    image_type: RawValues = ()

    @classmethod
    def from_tags(
        cls, tags: Mapping[str, Iterable[str | float] | str | float | None]
    ) -> SpacingHeader:
        """Take the header from a mapping of DICOM keyword to its values.

        Parameters
        ----------
        tags : mapping
            Keyword to a list of strings; one string (split at the backslash), a number
            and None are understood too. Other keywords are ignored.

        Returns
        -------
        SpacingHeader
        """
        found: dict[str, str | RawValues] = {}
        for keyword, name in _KEYWORDS.items():
            values = _values(tags.get(keyword))
            if name in _TEXTS:
                found[name] = "\\".join(str(value) for value in values).strip(" \0")
            else:
                found[name] = values
        return cls(**found)  # type: ignore[arg-type]


def _values(given: Iterable[str | float] | str | float | None) -> RawValues:
    if given is None:
        return ()
    if isinstance(given, int | float):
        return (given,)
    if isinstance(given, str):
        given = [given]
    values: list[str | float] = []
    for value in given:
        if isinstance(value, str):
            values.extend(value.split("\\"))
        else:
            values.append(value)
    return () if all(value == "" for value in values) else tuple(values)
