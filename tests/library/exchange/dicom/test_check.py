"""The check of implant objects against the standard's tables finds each kind of fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from planning.library.exchange.dicom.check import check
from planning.library.exchange.dicom.table import FILES, Row, table
from tests.library.exchange.dicom.by_hand import code, stem


def _drawing(data: Dataset) -> Dataset:
    return data.HPGLDocumentSequence[0]


def _feature(data: Dataset) -> Dataset:
    return data.MatingFeatureSetsSequence[0].MatingFeatureSequence[0]


def _place(data: Dataset) -> Dataset:
    return _feature(data).TwoDMatingFeatureCoordinatesSequence[0]


def _freedom(data: Dataset) -> Dataset:
    item = Dataset()
    item.DegreeOfFreedomID, item.DegreeOfFreedomType = 1, "ROTATION"
    _feature(data).MatingFeatureDegreeOfFreedomSequence = [item]
    return item


def _derive(data: Dataset) -> None:
    data.ImplantType = "DERIVED"


def _second_drawing(data: Dataset) -> None:
    more = stem().HPGLDocumentSequence[0]
    more.HPGLDocumentID = 3
    data.HPGLDocumentSequence = [_drawing(data), more]


def _model(data: Dataset) -> None:
    data.SurfaceModelScalingFactor = 1.0


FAULTS: list[tuple[Callable[[Dataset], object], tuple[str, str]]] = [
    (lambda d: d.pop("Manufacturer"), ("Manufacturer", "missing")),
    (lambda d: setattr(d, "ImplantName", ""), ("ImplantName", "empty")),
    (lambda d: setattr(d, "MaterialsCodeSequence", []), ("MaterialsCodeSequence", "empty")),
    (lambda d: d.pop("OverallTemplateSpatialTolerance"),
     ("OverallTemplateSpatialTolerance", "missing")),
    (lambda d: setattr(d, "ImplantType", "COPY"), ("ImplantType", "value")),
    (_derive, ("OriginalImplantTemplateSequence", "missing")),
    (lambda d: setattr(d, "OriginalImplantTemplateSequence", [Dataset()]),
     ("OriginalImplantTemplateSequence", "not_allowed")),
    (lambda d: setattr(d, "FixationMethodCodeSequence", [*code("1", "L", "a")] * 2),
     ("FixationMethodCodeSequence", "items")),
    (lambda d: d.MaterialsCodeSequence[0].pop("CodeMeaning"),
     ("MaterialsCodeSequence[1].CodeMeaning", "missing")),
    (lambda d: d.MaterialsCodeSequence[0].pop("CodingSchemeDesignator"),
     ("MaterialsCodeSequence[1].CodingSchemeDesignator", "missing")),
    (lambda d: d.MaterialsCodeSequence[0].pop("CodeValue"),
     ("MaterialsCodeSequence[1].CodeValue", "missing")),
    (lambda d: setattr(_drawing(d), "HPGLDocumentScaling", 0.0),
     ("HPGLDocumentSequence[1].HPGLDocumentScaling", "value")),
    (lambda d: setattr(_drawing(d), "BoundingRectangle", [0.0, 1.0]),
     ("HPGLDocumentSequence[1].BoundingRectangle", "vm")),
    (lambda d: d.add(DataElement("ImplantSize", "SH", "10")), ("ImplantSize", "vr")),
    (lambda d: d.add(DataElement("EffectiveDateTime", "DT", "spring", validation_mode=0)),
     ("EffectiveDateTime", "value")),
    (_second_drawing, ("HPGLDocumentSequence", "number")),
    (lambda d: setattr(_place(d), "ReferencedHPGLDocumentID", 9),
     ("MatingFeatureSetsSequence[1].MatingFeatureSequence[1]"
      ".TwoDMatingFeatureCoordinatesSequence[1].ReferencedHPGLDocumentID", "reference")),
    (lambda d: setattr(_place(d), "TwoDMatingAxes", [1.0, 0.0, 1.0, 0.0]),
     ("MatingFeatureSetsSequence[1].MatingFeatureSequence[1]"
      ".TwoDMatingFeatureCoordinatesSequence[1].TwoDMatingAxes", "value")),
    (lambda d: _feature(d).pop("TwoDMatingFeatureCoordinatesSequence"),
     ("MatingFeatureSetsSequence[1].MatingFeatureSequence[1]"
      ".TwoDMatingFeatureCoordinatesSequence", "missing")),
    (lambda d: setattr(_feature(d), "MatingFeatureID", 2),
     ("MatingFeatureSetsSequence[1].MatingFeatureSequence", "number")),
    (_freedom,
     ("MatingFeatureSetsSequence[1].MatingFeatureSequence[1]"
      ".MatingFeatureDegreeOfFreedomSequence[1].TwoDDegreeOfFreedomSequence", "missing")),
    (lambda d: setattr(d, "PlanningLandmarkPointSequence", [d.PlanningLandmarkLineSequence[0]]),
     ("PlanningLandmarkID", "number")),
    (_model, ("ImplantTemplate3DModelSurfaceNumber", "missing")),
    (lambda d: setattr(d, "SOPClassUID", "1.2.840.10008.5.1.4.1.1.2"), ("SOPClassUID", "class")),
]  # fmt: skip


def test_a_template_made_by_hand_is_without_fault():
    assert check(stem()) == []


@pytest.mark.parametrize(("spoil", "expected"), FAULTS, ids=[fault[1][0][-40:] for fault in FAULTS])
def test_a_fault_is_found_where_it_is(spoil, expected):
    data = stem()

    spoil(data)

    assert expected in [(one.where, one.problem) for one in check(data)]


def test_rows_agree_with_tags_that_the_standard_prints():
    printed = {
        "ImplantName": 0x00221095, "ImplantPartNumber": 0x00221097, "ImplantSize": 0x00686210,
        "HPGLDocumentSequence": 0x006862C0, "HPGLDocument": 0x00686300,
        "TwoDMatingPoint": 0x00686450, "TwoDDegreeOfFreedomAxis": 0x006864F0,
        "ImplantAssemblyTemplateName": 0x00760001, "ComponentID": 0x00760055,
        "ImplantTemplateGroupName": 0x00780001,
        "ImplantTemplateGroupVariationDimensionRank": 0x007800B8,
    }  # fmt: skip
    listed = {
        row.keyword for uid in FILES for module in table(uid).modules for row in _all(module.rows)
    }

    assert {keyword: DataElement(keyword, "LO", "").tag for keyword in printed} == printed
    assert set(printed) <= listed


def test_every_row_names_an_element_of_the_standard_and_a_type_that_fits_it():
    for uid in FILES:
        for module in table(uid).modules:
            for row in _all(module.rows):
                assert DataElement(row.keyword, "LO", "").keyword == row.keyword
                assert row.type in ("1", "1C", "2", "2C", "3")
                assert (row.when is not None) == row.type.endswith("C"), row.keyword


def _all(rows: tuple[Row, ...]) -> list[Row]:
    return [found for row in rows for found in (row, *_all(row.rows))]
