"""PURE. A Generic Implant Template as a data set, valid by construction (PS3.3 A.61, C.29.1)."""

from __future__ import annotations

from collections.abc import Iterable

from pydicom.dataset import Dataset

from planning.library.exchange.dicom import objects
from planning.library.exchange.dicom.hpgl import write_hpgl
from planning.library.exchange.dicom.items import (
    anatomy_items,
    begin,
    code_item,
    place_item,
    set_codes,
    set_extra,
    set_reference,
)
from planning.library.exchange.dicom.table import GENERIC_TEMPLATE

LANDMARKS = {
    "point": ("PlanningLandmarkPoint", "TwoDPointCoordinates", "TwoDPointCoordinates"),
    "line": ("PlanningLandmarkLine", "TwoDLineCoordinates", "TwoDLineCoordinates"),
    "plane": ("PlanningLandmarkPlane", "TwoDPlaneCoordinates", "TwoDPlaneIntersection"),
}
"""Of each kind: stems of its sequence and of that of its places, and the coordinates' keyword."""


def encode_template(made: objects.ImplantTemplate) -> Dataset:
    """Return the data set of a template."""
    data = begin(GENERIC_TEMPLATE, made.uid, made.effective)
    data.Manufacturer = made.manufacturer
    data.FrameOfReferenceUID = made.frame_uid
    data.ImplantName = made.name
    data.ImplantPartNumber = made.part_number
    if made.size:
        data.ImplantSize = made.size
    data.ImplantTemplateVersion = made.version
    data.ImplantType = "DERIVED" if made.derived else "ORIGINAL"
    set_reference(data, "ReplacedImplantTemplateSequence", GENERIC_TEMPLATE, made.replaces)
    for keyword, uid in zip(
        ("OriginalImplantTemplateSequence", "DerivationImplantTemplateSequence"),
        made.originals,
        strict=False,
    ):
        set_reference(data, keyword, GENERIC_TEMPLATE, uid)
    data.ImplantTargetAnatomySequence = anatomy_items(made.anatomy)
    if made.notifications:
        data.NotificationFromManufacturerSequence = [_notice(one) for one in made.notifications]
    if made.information:
        data.InformationFromManufacturerSequence = [_notice(one) for one in made.information]
    set_codes(data, "ImplantRegulatoryDisapprovalCodeSequence", made.disapproved_in)
    data.OverallTemplateSpatialTolerance = made.tolerance_mm
    set_codes(data, "MaterialsCodeSequence", made.materials)
    set_codes(data, "CoatingMaterialsCodeSequence", made.coatings)
    set_codes(data, "ImplantTypeCodeSequence", made.types)
    set_codes(data, "FixationMethodCodeSequence", [made.fixation])
    if made.drawings:
        data.HPGLDocumentSequence = [_drawing(one) for one in made.drawings]
    if made.sets:
        data.MatingFeatureSetsSequence = [_set(one) for one in made.sets]
    _landmarks(data, made.landmarks)
    set_extra(data, made.extra)
    return data


def _drawing(made: objects.Drawing) -> Dataset:
    item = Dataset()
    item.HPGLDocumentID = made.number
    if made.label:
        item.HPGLDocumentLabel = made.label
    set_codes(item, "ViewOrientationCodeSequence", [made.view])
    set_codes(item, "ViewOrientationModifierCodeSequence", made.modifiers)
    item.HPGLDocumentScaling = made.scaling
    item.HPGLDocument = write_hpgl(made.plot)
    item.HPGLContourPenNumber = made.contour_pen
    item.HPGLPenSequence = [_pen(number, *said) for number, said in sorted(made.pens.items())]
    item.RecommendedRotationPoint = list(made.rotation_point)
    item.BoundingRectangle = list(made.bounds)
    return item


def _pen(number: int, label: str, description: str) -> Dataset:
    item = Dataset()
    item.HPGLPenNumber = number
    item.HPGLPenLabel = label
    if description:
        item.HPGLPenDescription = description
    return item


def _set(made: objects.FeatureSet) -> Dataset:
    item = Dataset()
    item.MatingFeatureSetID = made.number
    item.MatingFeatureSetLabel = made.label
    item.MatingFeatureSequence = [_feature(one) for one in made.features]
    return item


def _feature(made: objects.Feature) -> Dataset:
    item = Dataset()
    item.MatingFeatureID = made.number
    item.TwoDMatingFeatureCoordinatesSequence = [
        place_item(one, "TwoDMating") for one in made.places
    ]
    if made.freedoms:
        freedoms = enumerate(made.freedoms, start=1)
        item.MatingFeatureDegreeOfFreedomSequence = [_freedom(n, one) for n, one in freedoms]
    return item


def _freedom(number: int, made: objects.DegreeOfFreedom) -> Dataset:
    item = Dataset()
    item.DegreeOfFreedomID = number
    item.DegreeOfFreedomType = made.type
    item.TwoDDegreeOfFreedomSequence = []
    for place in made.places:
        below = Dataset()
        below.ReferencedHPGLDocumentID = place.drawing
        below.TwoDDegreeOfFreedomAxis = list(place.axis)
        below.RangeOfFreedom = list(place.range)
        item.TwoDDegreeOfFreedomSequence.append(below)
    return item


def _landmarks(data: Dataset, made: Iterable[objects.Landmark]) -> None:
    for mark in made:
        landmark, places, coordinates = LANDMARKS[mark.kind]
        item = Dataset()
        item.PlanningLandmarkID = mark.number
        if mark.description:
            item.PlanningLandmarkDescription = mark.description
        item.PlanningLandmarkIdentificationCodeSequence = [code_item(one) for one in mark.codes]
        below = []
        for drawing, values in sorted(mark.places.items()):
            place = Dataset()
            place.ReferencedHPGLDocumentID = drawing
            setattr(place, coordinates, list(values))
            below.append(place)
        setattr(item, f"{places}Sequence", below)
        sequence = f"{landmark}Sequence"
        setattr(data, sequence, [*(data.get(sequence) or []), item])


def _notice(made: objects.Notice) -> Dataset:
    item = Dataset()
    item.InformationIssueDateTime = made.issued
    item.InformationSummary = made.summary
    return item
