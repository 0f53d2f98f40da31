"""A whole hip by somebody else's hand: a stem, two heads, a cup, and what joins them.

The stem lies head down and mirrored on its paper, the cup open to the right; nothing of it is
drawn as Plumbline draws.
"""

from __future__ import annotations

import math

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from tests.library.exchange.dicom.by_hand import ROOT, code, template

FRONT = ("399348003", "SCT", "antero-posterior")


def drawing(hpgl: bytes, rotation_point: list[float], bounds: list[float]) -> Dataset:
    item = Dataset()
    item.HPGLDocumentID = 1
    item.ViewOrientationCodeSequence = code(*FRONT)
    item.HPGLDocumentScaling = 1.0
    item.HPGLDocument = hpgl + b" " * (len(hpgl) % 2)
    item.HPGLContourPenNumber = 1
    pen = Dataset()
    pen.HPGLPenNumber, pen.HPGLPenLabel = 1, "Contour"
    item.HPGLPenSequence = Sequence([pen])
    item.RecommendedRotationPoint, item.BoundingRectangle = rotation_point, bounds
    return item


def feature_set(number: int, label: str, *places: tuple[int, list[float], list[float]]) -> Dataset:
    features = []
    for feature, point, axes in places:
        place = Dataset()
        place.ReferencedHPGLDocumentID = 1
        place.TwoDMatingPoint, place.TwoDMatingAxes = point, axes
        item = Dataset()
        item.MatingFeatureID = feature
        item.TwoDMatingFeatureCoordinatesSequence = Sequence([place])
        features.append(item)
    made = Dataset()
    made.MatingFeatureSetID, made.MatingFeatureSetLabel = number, label
    made.MatingFeatureSequence = Sequence(features)
    return made


def landmark(number: int, kind: str, values: list[float], named: Sequence | None = None) -> Dataset:
    place = Dataset()
    place.ReferencedHPGLDocumentID = 1
    last = "Intersection" if kind == "Plane" else "Coordinates"
    setattr(place, f"TwoD{kind}{last}", values)
    item = Dataset()
    item.PlanningLandmarkID = number
    item.PlanningLandmarkIdentificationCodeSequence = named or Sequence([])
    setattr(item, f"TwoD{kind}CoordinatesSequence", Sequence([place]))
    return item


def _outline(points: list[tuple[float, float]]) -> bytes:
    units = [(round(x * 40), round(y * 40)) for x, y in [*points, points[0]]]
    down = ",".join(f"{x},{y}" for x, y in units[1:])
    return f"IN;PC1,0,0,0;SP1;PU{units[0][0]},{units[0][1]};PD{down};PU;".encode()


def stem() -> Dataset:
    """Tip up at (60, 150), cut at (60, 50), head centres 40 mm to the right and 30 below it."""
    bar = [(55.0, 50.0), (65.0, 50.0), (65.0, 150.0), (55.0, 150.0)]
    kind = code("112310", "DCM", "Femoral Stem")
    data = template(1, "Grade stem", "10", kind,
                    drawing(_outline(bar), [60.0, 60.0], [55.0, 50.0, 65.0, 150.0]))  # fmt: skip
    out = [0.8, -0.6, 0.6, 0.8]
    data.MatingFeatureSetsSequence = Sequence([
        feature_set(1, "Cone 12/14", (1, [100.0, 20.0], out), (2, [104.0, 17.0], out))
    ])  # fmt: skip
    axis = code("112302", "DCM", "Anatomical axis of femur")
    head = code("112304", "DCM", "Femur Head Center of Rotation")
    data.PlanningLandmarkPointSequence = Sequence([landmark(1, "Point", [100.0, 20.0], head)])
    data.PlanningLandmarkLineSequence = Sequence(
        [landmark(2, "Line", [60.0, 40.0, 60.0, 150.0], axis)]
    )
    data.PlanningLandmarkPlaneSequence = Sequence([landmark(3, "Plane", [50.0, 60.0, 70.0, 40.0])])
    return data


def head(number: int, name: str = "Ball") -> Dataset:
    """A ball of 32 mm about (40, 40)."""
    points = [
        (40 + 16 * math.cos(n * math.tau / 200), 40 + 16 * math.sin(n * math.tau / 200))
        for n in range(200)
    ]
    kind = code("112308", "DCM", "Femoral Head Ball Component")
    data = template(number, name, "32", kind,
                    drawing(_outline(points), [40.0, 40.0], [24.0, 24.0, 56.0, 56.0]))  # fmt: skip
    up = [0.6, 0.8, -0.8, 0.6]
    data.MatingFeatureSetsSequence = Sequence([
        feature_set(1, "Bore 12/14", (1, [40.0, 40.0], up)),
        feature_set(2, "Articulation", (1, [40.0, 40.0], up)),
    ])  # fmt: skip
    return data


def cup() -> Dataset:
    """A half circle of 52 mm about (30, 40), open to the right, its bearing 2 mm outside."""
    points = [
        (30 - 26 * math.cos(n * math.pi / 100), 40 + 26 * math.sin(n * math.pi / 100))
        for n in range(-50, 51)
    ]
    kind = Sequence([*code("112305", "DCM", "Acetabular Cup Shell"),
                     *code("112306", "DCM", "Acetabular Cup Insert")])  # fmt: skip
    data = template(4, "Shell", "52", kind,
                    drawing(_outline(points), [30.0, 40.0], [4.0, 14.0, 30.0, 66.0]))  # fmt: skip
    data.MatingFeatureSetsSequence = Sequence([
        feature_set(1, "x", (1, [32.0, 40.0], [1.0, 0.0, 0.0, 1.0]))
    ])  # fmt: skip
    centre = code("112303", "DCM", "Acetabular Center of Rotation")
    data.PlanningLandmarkPointSequence = Sequence([landmark(1, "Point", [30.0, 40.0], centre)])
    return data


def assembly() -> Dataset:
    """Stem 1 with head 2 on feature 1 and head 3 on feature 2; both heads in cup 4."""
    data = Dataset()
    data.SOPClassUID = "1.2.840.10008.5.1.4.44.1"
    data.SOPInstanceUID = f"{ROOT}.50"
    data.EffectiveDateTime = "2020"
    data.ImplantAssemblyTemplateName = ""
    data.ImplantAssemblyTemplateIssuer = "Ohr"
    data.ImplantAssemblyTemplateVersion = ""
    data.ImplantAssemblyTemplateType = "ORIGINAL"
    region = Dataset()
    region.AnatomicRegionSequence = code("24136001", "SCT", "Hip joint")
    data.ImplantAssemblyTemplateTargetAnatomySequence = Sequence([region])
    data.ProcedureTypeCodeSequence = code("119614000", "SCT", "Hip joint reconstruction")
    data.MIMETypeOfEncapsulatedDocument = ""
    data.EncapsulatedDocument = None
    data.ComponentTypesSequence = Sequence([
        _type("112310", [1]), _type("112308", [2, 3]), _type("112305", [4])
    ])  # fmt: skip
    data.ComponentAssemblySequence = Sequence([
        joined((1, 1, 1), (2, 1, 1)), joined((3, 1, 1), (1, 1, 2)),
        joined((2, 2, 1), (4, 1, 1)), joined((3, 2, 1), (4, 1, 1)),
    ])  # fmt: skip
    return data


def _type(value: str, numbers: list[int]) -> Dataset:
    item = Dataset()
    item.ComponentTypeCodeSequence = code(value, "DCM", value)
    item.ExclusiveComponentType = item.MandatoryComponentType = "YES"
    item.ComponentSequence = Sequence([])
    for number in numbers:
        below = Dataset()
        below.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.43.1"
        below.ReferencedSOPInstanceUID = f"{ROOT}.{number}"
        below.ComponentID = number
        item.ComponentSequence.append(below)
    return item


def joined(first: tuple[int, int, int], second: tuple[int, int, int]) -> Dataset:
    item = Dataset()
    for part, end in (("1", first), ("2", second)):
        for name, value in zip(("ID", "MatingFeatureSetID", "MatingFeatureID"), end, strict=True):
            setattr(item, f"Component{part}Referenced{name}", value)
    return item


def group(ranks: dict[int, tuple[int, ...]], names: tuple[str, ...]) -> Dataset:
    """Templates by number, each with its rank in every dimension."""
    data = Dataset()
    data.SOPClassUID = "1.2.840.10008.5.1.4.45.1"
    data.SOPInstanceUID = f"{ROOT}.60"
    data.EffectiveDateTime = "2020"
    data.ImplantTemplateGroupName = "Heads"
    data.ImplantTemplateGroupIssuer = "Ohr"
    data.ImplantTemplateGroupVersion = ""
    members, dimensions = [], []
    for member, number in enumerate(ranks, start=1):
        item = Dataset()
        item.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.43.1"
        item.ReferencedSOPInstanceUID = f"{ROOT}.{number}"
        item.ImplantTemplateGroupMemberID = member
        members.append(item)
    for place, name in enumerate(names):
        dimension, items = Dataset(), []
        for member, found in enumerate(ranks.values(), start=1):
            item = Dataset()
            item.ReferencedImplantTemplateGroupMemberID = member
            item.ImplantTemplateGroupVariationDimensionRank = found[place]
            items.append(item)
        dimension.ImplantTemplateGroupVariationDimensionName = name
        dimension.ImplantTemplateGroupVariationDimensionRankSequence = Sequence(items)
        dimensions.append(dimension)
    data.ImplantTemplateGroupMembersSequence = Sequence(members)
    data.ImplantTemplateGroupVariationDimensionSequence = Sequence(dimensions)
    return data
