"""PURE. Assemblies and groups of templates as data sets (PS3.3 A.62, A.63, C.29.2, C.29.3)."""

from __future__ import annotations

from pydicom.dataset import Dataset

from planning.library.exchange.dicom import objects
from planning.library.exchange.dicom.items import (
    anatomy_items,
    begin,
    place_item,
    reference_item,
    set_codes,
    set_extra,
    set_reference,
)
from planning.library.exchange.dicom.table import (
    ASSEMBLY_TEMPLATE,
    GENERIC_TEMPLATE,
    TEMPLATE_GROUP,
)


def encode_assembly(made: objects.ImplantAssembly) -> Dataset:
    """Return the data set of an assembly template."""
    data = begin(ASSEMBLY_TEMPLATE, made.uid, made.effective)
    data.ImplantAssemblyTemplateName = made.name
    data.ImplantAssemblyTemplateIssuer = made.issuer
    data.ImplantAssemblyTemplateVersion = made.version
    data.ImplantAssemblyTemplateType = "ORIGINAL"
    set_reference(data, "ReplacedImplantAssemblyTemplateSequence", ASSEMBLY_TEMPLATE, made.replaces)
    data.ImplantAssemblyTemplateTargetAnatomySequence = anatomy_items(made.anatomy)
    set_codes(data, "ProcedureTypeCodeSequence", made.procedures)
    if made.technique:
        data.SurgicalTechnique = made.technique
    data.MIMETypeOfEncapsulatedDocument = ""
    data.EncapsulatedDocument = None
    data.ComponentTypesSequence = [_component_type(one) for one in made.types]
    if made.connections:
        data.ComponentAssemblySequence = [_connection(one) for one in made.connections]
    return data


def _component_type(made: objects.ComponentType) -> Dataset:
    item = Dataset()
    set_codes(item, "ComponentTypeCodeSequence", [made.type])
    item.ExclusiveComponentType = "YES" if made.exclusive else "NO"
    item.MandatoryComponentType = "YES" if made.mandatory else "NO"
    item.ComponentSequence = []
    for component in made.components:
        below = reference_item(GENERIC_TEMPLATE, component.template_uid)
        below.ComponentID = component.number
        item.ComponentSequence.append(below)
    return item


def _connection(made: objects.Connection) -> Dataset:
    item = Dataset()
    for part, (component, feature_set, feature) in (("1", made.first), ("2", made.second)):
        setattr(item, f"Component{part}ReferencedID", component)
        setattr(item, f"Component{part}ReferencedMatingFeatureSetID", feature_set)
        setattr(item, f"Component{part}ReferencedMatingFeatureID", feature)
    return item


def encode_group(made: objects.ImplantGroup) -> Dataset:
    """Return the data set of a template group."""
    data = begin(TEMPLATE_GROUP, made.uid, made.effective)
    data.ImplantTemplateGroupName = made.name
    if made.description:
        data.ImplantTemplateGroupDescription = made.description
    data.ImplantTemplateGroupIssuer = made.issuer
    data.ImplantTemplateGroupVersion = made.version
    set_reference(data, "ReplacedImplantTemplateGroupSequence", TEMPLATE_GROUP, made.replaces)
    data.ImplantTemplateGroupTargetAnatomySequence = anatomy_items(made.anatomy)
    data.ImplantTemplateGroupMembersSequence = [_member(one) for one in made.members]
    data.ImplantTemplateGroupVariationDimensionSequence = [_dimension(d) for d in made.dimensions]
    set_extra(data, made.extra)
    return data


def _member(made: objects.GroupMember) -> Dataset:
    item = reference_item(GENERIC_TEMPLATE, made.template_uid)
    item.ImplantTemplateGroupMemberID = made.number
    stem = "TwoDImplantTemplateGroupMemberMatching"
    if made.places:
        item.ImplantTemplateGroupMemberMatching2DCoordinatesSequence = [
            place_item(one, stem) for one in made.places
        ]
    return item


def _dimension(made: objects.Dimension) -> Dataset:
    item = Dataset()
    item.ImplantTemplateGroupVariationDimensionName = made.name
    item.ImplantTemplateGroupVariationDimensionRankSequence = []
    for member, rank in made.ranks.items():
        below = Dataset()
        below.ReferencedImplantTemplateGroupMemberID = member
        below.ImplantTemplateGroupVariationDimensionRank = rank
        item.ImplantTemplateGroupVariationDimensionRankSequence.append(below)
    return item
