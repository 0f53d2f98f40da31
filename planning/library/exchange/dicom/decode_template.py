"""PURE. A Generic Implant Template from a data set that passed the check of its table."""

from __future__ import annotations

from pydicom.dataset import Dataset

from planning.library.exchange.dicom import objects
from planning.library.exchange.dicom.encode_template import LANDMARKS
from planning.library.exchange.dicom.hpgl import UNITS_A_MM, Plot, read_hpgl
from planning.library.exchange.dicom.items import (
    numbers,
    read_anatomy,
    read_code,
    read_codes,
    read_extra,
    read_places,
    read_reference,
    text,
)
from planning.library.exchange.dicom.paper import Paper, paper_of
from planning.library.exchange.refusal import ExchangeRefused


def decode_template(data: Dataset) -> objects.ImplantTemplate:
    """Return what a template says; its coordinates are mm of paper, however they were written.

    Raises
    ------
    ExchangeRefused
        For a drawing that cannot be read (:mod:`.hpgl`) or whose points do not lie on it.
    """
    papers: dict[int, Paper] = {}
    drawings = []
    for item in data.get("HPGLDocumentSequence") or ():
        drawing, papers[int(item.HPGLDocumentID)] = _drawing(item, data)
        drawings.append(drawing)
    tolerance = data.get("OverallTemplateSpatialTolerance")
    originals = ("OriginalImplantTemplateSequence", "DerivationImplantTemplateSequence")
    return objects.ImplantTemplate(
        uid=text(data, "SOPInstanceUID"),
        frame_uid=text(data, "FrameOfReferenceUID"),
        manufacturer=text(data, "Manufacturer"),
        name=text(data, "ImplantName"),
        part_number=text(data, "ImplantPartNumber"),
        size=text(data, "ImplantSize"),
        version=text(data, "ImplantTemplateVersion"),
        effective=text(data, "EffectiveDateTime"),
        anatomy=read_anatomy(data, "ImplantTargetAnatomySequence"),
        materials=read_codes(data, "MaterialsCodeSequence"),
        types=read_codes(data, "ImplantTypeCodeSequence"),
        fixation=read_code(data.FixationMethodCodeSequence[0]),
        drawings=tuple(drawings),
        sets=tuple(_set(item, papers) for item in data.get("MatingFeatureSetsSequence") or ()),
        landmarks=_landmarks(data),
        coatings=read_codes(data, "CoatingMaterialsCodeSequence"),
        tolerance_mm=None if tolerance is None else float(tolerance),
        notifications=_notices(data, "NotificationFromManufacturerSequence"),
        information=_notices(data, "InformationFromManufacturerSequence"),
        disapproved_in=read_codes(data, "ImplantRegulatoryDisapprovalCodeSequence"),
        replaces=read_reference(data, "ReplacedImplantTemplateSequence"),
        derived=data.ImplantType == "DERIVED",
        originals=tuple(filter(None, (read_reference(data, one) for one in originals))),
        has_model="ImplantTemplate3DModelSurfaceNumber" in data,
        extra=read_extra(data),
    )


def _drawing(item: Dataset, data: Dataset) -> tuple[objects.Drawing, Paper]:
    number = int(item.HPGLDocumentID)
    where = f"HPGLDocumentSequence[{number}]"
    plot = read_hpgl(item.HPGLDocument)
    paper = paper_of(
        plot,
        rectangle=numbers(item, "BoundingRectangle"),
        rotation_point=numbers(item, "RecommendedRotationPoint"),
        mating_points=_points_on(data, number),
        where=where,
    )
    pens = {
        int(pen.HPGLPenNumber): (text(pen, "HPGLPenLabel"), text(pen, "HPGLPenDescription"))
        for pen in item.HPGLPenSequence
    }
    contour = int(item.HPGLContourPenNumber)
    drawn = {stroke.pen for stroke in plot.strokes}
    if contour not in drawn or not drawn <= set(pens):
        raise ExchangeRefused("template_pens", where=where)
    drawing = objects.Drawing(
        number=number,
        label=text(item, "HPGLDocumentLabel"),
        view=read_code(item.ViewOrientationCodeSequence[0]),
        scaling=float(item.HPGLDocumentScaling),
        plot=Plot({pen: plot.pens[pen] for pen in pens if pen in plot.pens}, plot.strokes),
        contour_pen=contour,
        pens=pens,
        rotation_point=paper.rotation_point_mm,
        bounds=tuple(value / UNITS_A_MM for value in plot.bounds),
        modifiers=read_codes(item, "ViewOrientationModifierCodeSequence"),
    )
    return drawing, paper


def _points_on(data: Dataset, number: int) -> list[tuple[float, float]]:
    sets = data.get("MatingFeatureSetsSequence") or ()
    return [
        place.point
        for one in sets
        for feature in one.MatingFeatureSequence
        for place in _places(feature)
        if place.drawing == number
    ]


def _places(feature: Dataset) -> tuple[objects.FeaturePlace, ...]:
    return read_places(feature.get("TwoDMatingFeatureCoordinatesSequence"), "TwoDMating")


def _set(item: Dataset, papers: dict[int, Paper]) -> objects.FeatureSet:
    return objects.FeatureSet(
        number=int(item.MatingFeatureSetID),
        label=text(item, "MatingFeatureSetLabel"),
        features=tuple(_feature(below, papers) for below in item.MatingFeatureSequence),
    )


def _feature(item: Dataset, papers: dict[int, Paper]) -> objects.Feature:
    places = tuple(
        objects.FeaturePlace(
            place.drawing, papers[place.drawing].feature_mm(place.point), place.axes
        )
        for place in _places(item)
    )
    freedoms = item.get("MatingFeatureDegreeOfFreedomSequence") or ()
    return objects.Feature(int(item.MatingFeatureID), places, tuple(map(_freedom, freedoms)))


def _freedom(item: Dataset) -> objects.DegreeOfFreedom:
    places = tuple(
        objects.FreedomPlace(
            int(below.ReferencedHPGLDocumentID),
            numbers(below, "TwoDDegreeOfFreedomAxis"),
            numbers(below, "RangeOfFreedom"),
        )
        for below in item.get("TwoDDegreeOfFreedomSequence") or ()
    )
    return objects.DegreeOfFreedom(text(item, "DegreeOfFreedomType"), places)


def _landmarks(data: Dataset) -> tuple[objects.Landmark, ...]:
    found = [
        _landmark(item, kind, places, coordinates)
        for kind, (stem, places, coordinates) in LANDMARKS.items()
        for item in data.get(f"{stem}Sequence") or ()
    ]
    return tuple(sorted(found, key=lambda mark: mark.number))


def _landmark(item: Dataset, kind: str, places: str, coordinates: str) -> objects.Landmark:
    return objects.Landmark(
        number=int(item.PlanningLandmarkID),
        kind=kind,
        description=text(item, "PlanningLandmarkDescription"),
        codes=read_codes(item, "PlanningLandmarkIdentificationCodeSequence"),
        places={
            int(place.ReferencedHPGLDocumentID): numbers(place, coordinates)
            for place in item.get(f"{places}Sequence") or ()
        },
    )


def _notices(data: Dataset, keyword: str) -> tuple[objects.Notice, ...]:
    return tuple(
        objects.Notice(text(item, "InformationIssueDateTime"), text(item, "InformationSummary"))
        for item in data.get(keyword) or ()
    )
