"""PURE but for Pillow. The picture as a Secondary Capture image (PS3.3 A.8.1, C.8.6)."""

from __future__ import annotations

from PIL import Image

from planning.reports.dicom_object import (
    Making,
    Predecessor,
    SourceImage,
    base,
    code,
    part10,
    references,
)
from planning.reports.wording import PRODUCT, TITLE

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7"
KIND = "picture"


def secondary_capture(
    making: Making,
    picture: Image.Image,
    *,
    number: int,
    source: SourceImage,
    orientation: tuple[str, ...] = (),
    predecessor: Predecessor | None = None,
) -> bytes:
    """Return a picture as a DICOM file: RGB, eight bits, not compressed.

    It has no pixel spacing on purpose: the numbers on it were measured on the film.

    Parameters
    ----------
    making : Making
    picture : PIL.Image.Image
    number : int
        From 1; one a film.
    source : SourceImage
        The film below the drawing.
    orientation : tuple of str
        Patient Orientation of the film, which the picture shares; empty if unknown.
    predecessor : Predecessor, optional
        The picture of the version before.
    """
    made = base(making, kind=KIND, order=2, number=number, sop_class=SOP_CLASS)
    made.Modality = "OT"
    made.SeriesDescription = f"{TITLE}, version {making.version_number}, pictures"
    if making.side in ("R", "L"):
        made.Laterality = making.side
    elif making.side == "B":
        # Laterality knows no "both" (PS3.3 C.7.3.1); Image Laterality does.
        made.ImageLaterality = "B"
    made.SecondaryCaptureDeviceManufacturer = PRODUCT
    made.SecondaryCaptureDeviceManufacturerModelName = PRODUCT
    made.SecondaryCaptureDeviceSoftwareVersions = making.software
    made.ImageType = ["DERIVED", "SECONDARY"]
    made.PatientOrientation = list(orientation) if len(orientation) == 2 else None
    made.DerivationDescription = _derivation(making, predecessor)
    purpose = code("121322", "DCM", "Source image for image processing operation")
    made.SourceImageSequence = references([source], purpose)
    if predecessor is not None:
        made.ReferencedInstanceSequence = references(
            [SourceImage(predecessor.sop_class_uid, predecessor.sop_instance_uid)],
            code("121348", "DCM", "Temporal Predecessor"),
        )
    _put_pixels(made, picture.convert("RGB"))
    return part10(made, making)


def _derivation(making: Making, predecessor: Predecessor | None) -> str:
    said = f"Film with {TITLE.lower()}, version {making.version_number}, drawn on it"
    return f"{said}; replaces the version before" if predecessor is not None else said


def _put_pixels(made, picture: Image.Image) -> None:
    made.SamplesPerPixel = 3
    made.PhotometricInterpretation = "RGB"
    made.PlanarConfiguration = 0
    made.Rows, made.Columns = picture.height, picture.width
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit = 7
    made.PixelRepresentation = 0
    values = picture.tobytes()
    made.PixelData = values + b"\0" * (len(values) % 2)
    made["PixelData"].VR = "OB"
