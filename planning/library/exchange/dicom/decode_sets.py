"""PURE. Assemblies and groups from data sets that passed the check of their tables."""

from __future__ import annotations

from pydicom.dataset import Dataset

from planning.library.exchange.dicom import objects
from planning.library.exchange.dicom.items import (
    read_anatomy,
    read_code,
    read_codes,
    read_extra,
    read_places,
    read_reference,
    text,
)


def decode_assembly(data: Dataset) -> objects.ImplantAssembly:
    """Return what an assembly template says."""
    return objects.ImplantAssembly(
        uid=text(data, "SOPInstanceUID"),
        name=text(data, "ImplantAssemblyTemplateName"),
        issuer=text(data, "ImplantAssemblyTemplateIssuer"),
        version=text(data, "ImplantAssemblyTemplateVersion"),
        effective=text(data, "EffectiveDateTime"),
        anatomy=read_anatomy(data, "ImplantAssemblyTemplateTargetAnatomySequence"),
        procedures=read_codes(data, "ProcedureTypeCodeSequence"),
        types=tuple(_component_type(item) for item in data.ComponentTypesSequence),
        connections=tuple(
            _connection(item) for item in data.get("ComponentAssemblySequence") or ()
        ),
        technique=text(data, "SurgicalTechnique"),
        replaces=read_reference(data, "ReplacedImplantAssemblyTemplateSequence"),
    )


def _component_type(item: Dataset) -> objects.ComponentType:
    return objects.ComponentType(
        type=read_code(item.ComponentTypeCodeSequence[0]),
        exclusive=item.ExclusiveComponentType == "YES",
        mandatory=item.MandatoryComponentType == "YES",
        components=tuple(
            objects.AssemblyComponent(int(one.ComponentID), str(one.ReferencedSOPInstanceUID))
            for one in item.ComponentSequence
        ),
    )


def _connection(item: Dataset) -> objects.Connection:
    def end(part: str) -> tuple[int, int, int]:
        stem = f"Component{part}Referenced"
        names = ("ID", "MatingFeatureSetID", "MatingFeatureID")
        component, feature_set, feature = (int(item[f"{stem}{name}"].value) for name in names)
        return component, feature_set, feature

    return objects.Connection(end("1"), end("2"))


def decode_group(data: Dataset) -> objects.ImplantGroup:
    """Return what a template group says; matching points are as written."""
    return objects.ImplantGroup(
        uid=text(data, "SOPInstanceUID"),
        name=text(data, "ImplantTemplateGroupName"),
        issuer=text(data, "ImplantTemplateGroupIssuer"),
        version=text(data, "ImplantTemplateGroupVersion"),
        effective=text(data, "EffectiveDateTime"),
        members=tuple(_member(item) for item in data.ImplantTemplateGroupMembersSequence),
        dimensions=tuple(
            _dimension(item) for item in data.ImplantTemplateGroupVariationDimensionSequence
        ),
        description=text(data, "ImplantTemplateGroupDescription"),
        anatomy=read_anatomy(data, "ImplantTemplateGroupTargetAnatomySequence"),
        replaces=read_reference(data, "ReplacedImplantTemplateGroupSequence"),
        extra=read_extra(data),
    )


def _member(item: Dataset) -> objects.GroupMember:
    places = item.get("ImplantTemplateGroupMemberMatching2DCoordinatesSequence")
    return objects.GroupMember(
        int(item.ImplantTemplateGroupMemberID),
        str(item.ReferencedSOPInstanceUID),
        read_places(places, "TwoDImplantTemplateGroupMemberMatching"),
    )


def _dimension(item: Dataset) -> objects.Dimension:
    ranks = {
        int(below.ReferencedImplantTemplateGroupMemberID): int(
            below.ImplantTemplateGroupVariationDimensionRank
        )
        for below in item.ImplantTemplateGroupVariationDimensionRankSequence
    }
    return objects.Dimension(text(item, "ImplantTemplateGroupVariationDimensionName"), ranks)
