"""Implant objects as somebody else writes them: element by element, from the standard's text."""

from __future__ import annotations

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

ROOT = "1.2.826.0.1.3680043.10.999"

STEM = (
    b"IN;PC1,0,0,0;PC7,255,0,0;SP1;PU1000,4000;PD1400,4000,1400,0,1000,0,1000,4000;"
    b"SP7;PU1200,0;PD1200,4400;PU;"
)
"""A bar of 10 x 100 mm whose lower left corner is at (25, 0) mm, with its axis."""


def code(value: str, scheme: str, meaning: str) -> Sequence:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])


def template(number: int, name: str, size: str, kind: Sequence, drawing: Dataset) -> Dataset:
    """What every template must say (PS3.3 C.29.1.1)."""
    data = Dataset()
    data.SpecificCharacterSet = "ISO_IR 100"
    data.SOPClassUID = "1.2.840.10008.5.1.4.43.1"
    data.SOPInstanceUID = f"{ROOT}.{number}"
    data.Manufacturer = "Öhr Implantate"
    data.FrameOfReferenceUID = f"{ROOT}.{number}.1"
    data.ImplantName = name
    data.ImplantPartNumber = f"0815-{number}"
    data.ImplantSize = size
    data.ImplantTemplateVersion = "A"
    data.ImplantType = "ORIGINAL"
    data.EffectiveDateTime = "20200102"
    data.OverallTemplateSpatialTolerance = 0.1
    data.MaterialsCodeSequence = code("256506002", "SCT", "Stainless Steel Material")
    data.ImplantTypeCodeSequence = kind
    data.FixationMethodCodeSequence = code("304367000", "SCT", "Uncemented Component Fixation")
    data.HPGLDocumentSequence = Sequence([drawing])
    return data


def stem(*, points_in_units: bool = False, scaling: float = 1.0) -> Dataset:
    """A stem whose head's centre lies at (45, 110) mm of paper, with neck lengths 1 and 2."""
    factor = 40.0 if points_in_units else 1.0
    kind = code("112310", "DCM", "Femoral Stem")
    data = template(1, "Grade stem", "10", kind, _drawing(factor, scaling))
    data.MatingFeatureSetsSequence = Sequence([_neck(factor)])
    data.PlanningLandmarkLineSequence = Sequence([_axis()])
    return data


def _drawing(factor: float, scaling: float) -> Dataset:
    item = Dataset()
    item.HPGLDocumentID = 1
    item.ViewOrientationCodeSequence = code("399348003", "SCT", "antero-posterior")
    item.HPGLDocumentScaling = scaling
    item.HPGLDocument = STEM + b" " * (len(STEM) % 2)
    item.HPGLContourPenNumber = 1
    pens = []
    for number, label in ((1, "Outline"), (7, "Axis")):
        pen = Dataset()
        pen.HPGLPenNumber, pen.HPGLPenLabel = number, label
        pens.append(pen)
    item.HPGLPenSequence = Sequence(pens)
    item.RecommendedRotationPoint = [30.0 * factor, 100.0 * factor]
    item.BoundingRectangle = [v * factor for v in (25.0, 0.0, 35.0, 110.0)]
    return item


def _neck(factor: float) -> Dataset:
    features = []
    for number, (x, y) in ((1, (45.0, 110.0)), (2, (48.0, 113.0))):
        place = Dataset()
        place.ReferencedHPGLDocumentID = 1
        place.TwoDMatingPoint = [x * factor, y * factor]
        place.TwoDMatingAxes = [0.8, 0.6, -0.6, 0.8]
        feature = Dataset()
        feature.MatingFeatureID = number
        feature.TwoDMatingFeatureCoordinatesSequence = Sequence([place])
        features.append(feature)
    made = Dataset()
    made.MatingFeatureSetID, made.MatingFeatureSetLabel = 1, "Neck length"
    made.MatingFeatureSequence = Sequence(features)
    return made


def _axis() -> Dataset:
    place = Dataset()
    place.ReferencedHPGLDocumentID = 1
    place.TwoDLineCoordinates = [30.0, 100.0, 30.0, 0.0]
    item = Dataset()
    item.PlanningLandmarkID = 1
    item.PlanningLandmarkIdentificationCodeSequence = code(
        "112302", "DCM", "Anatomical axis of femur"
    )
    item.TwoDLineCoordinatesSequence = Sequence([place])
    return item
