"""PURE. The codes of implant objects: context groups 7300 to 7310 of PS3.16, and our own.

What a context group lacks has a code of the local scheme ``99PLUMBLINE``, which extensible
groups allow (PS3.16 6). Files written before 2017 have the codes of SNOMED-RT; they are read.
"""

from __future__ import annotations

import hashlib

from planning.library.exchange.dicom.items import LOCAL_SCHEME
from planning.library.exchange.dicom.objects import Code
from planning.library.package import Component, Fixation, View

HIP_JOINT = Code("24136001", "SCT", "Hip joint")
HIP_RECONSTRUCTION = Code("119614000", "SCT", "Hip joint reconstruction")

VIEW = {
    View.AP: Code("399348003", "SCT", "antero-posterior"),
    View.LAT: Code("399352003", "SCT", "lateral-medial"),
}
"""Lateral drawings are seen from the lateral side: anterior of a right hip is on the right."""

COMPONENT = {
    Component.SHELL_WITH_LINER: (
        Code("112305", "DCM", "Acetabular Cup Shell"),
        Code("112306", "DCM", "Acetabular Cup Insert"),
    ),
    Component.MONOBLOCK_CUP: (Code("112307", "DCM", "Acetabular Cup Monoblock"),),
    Component.FEMORAL_HEAD: (Code("112308", "DCM", "Femoral Head Ball Component"),),
    Component.BIPOLAR_HEAD: (Code("304121006", "SCT", "Femoral Head Prosthesis"),),
    Component.FEMORAL_STEM: (Code("112310", "DCM", "Femoral Stem"),),
}

FIXATION = {
    Fixation.CEMENTLESS: Code("304367000", "SCT", "Uncemented component fixation"),
    Fixation.CEMENTED: Code("257771002", "SCT", "Cemented component fixation"),
    Fixation.NONE: Code("on-component", LOCAL_SCHEME, "Sits on another component, not in bone"),
}

AXIS_OF_FEMUR = Code("112302", "DCM", "Anatomical axis of femur")
ACETABULAR_CENTRE = Code("112303", "DCM", "Acetabular Center of Rotation")
FEMORAL_HEAD_CENTRE = Code("112304", "DCM", "Femur Head Center of Rotation")

MATERIALS = (
    Code("412155002", "SCT", "Polymer"),
    Code("256501007", "SCT", "Carbon Fiber"),
    Code("256506002", "SCT", "Stainless Steel Material"),
    Code("256496006", "SCT", "Gold Alloy"),
    Code("261250004", "SCT", "Nickel Titanium"),
)
MATERIAL_NOT_STATED = Code("not-stated", LOCAL_SCHEME, "Material not stated")

_VIEWS_READ = {
    View.AP: {"399348003", "R-10206"},
    View.LAT: {"399352003", "R-10228", "399260004", "R-10224", "399368009", "R-10226"},
}
_COMPONENTS_READ = {
    Component.MONOBLOCK_CUP: {"112307"},
    Component.SHELL_WITH_LINER: {"112305", "112306"},
    Component.FEMORAL_HEAD: {"112308", "112309"},
    Component.BIPOLAR_HEAD: {"304121006", "R-30071"},
    Component.FEMORAL_STEM: {"112310", "112313", "112315"},
}
_FIXATIONS_READ = {
    Fixation.CEMENTLESS: {"304367000", "R-42808"},
    Fixation.CEMENTED: {"257771002", "R-41C37"},
}


def view_of(code: Code) -> View | None:
    """Return the view that a code of CID 7302 names, or None for another one."""
    return next((view for view, values in _VIEWS_READ.items() if code.value in values), None)


def component_of(codes: tuple[Code, ...]) -> Component | None:
    """Return what codes of CID 7307 name, or None for a part that is not of a hip."""
    values = {code.value for code in codes}
    return next((one for one, known in _COMPONENTS_READ.items() if values & known), None)


def fixation_of(code: Code) -> Fixation:
    """Return the fixation that a code of CID 7310 names; any other is none in bone."""
    known = _FIXATIONS_READ.items()
    return next((one for one, values in known if code.value in values), Fixation.NONE)


def material_codes(materials: tuple[str, ...]) -> tuple[Code, ...]:
    """Return a code for every material; one that says so where none is stated."""
    return tuple(map(_material_code, materials)) or (MATERIAL_NOT_STATED,)


def _material_code(material: str) -> Code:
    known = next((one for one in MATERIALS if one.meaning.lower() == material.lower()), None)
    digest = hashlib.sha256(material.encode()).hexdigest()[:12]
    return known or Code(f"m-{digest}", LOCAL_SCHEME, line(material))


def materials_of(codes: tuple[Code, ...]) -> tuple[str, ...]:
    """Return materials by their names."""
    return tuple(code.meaning for code in codes if not code.is_same(MATERIAL_NOT_STATED))


def line(text: str, longest: int = 64) -> str:
    """Return text that an element of VR LO or SH may hold (PS3.5 6.2)."""
    plain = "".join(c if c.isprintable() and c != "\\" else " " for c in text)
    return " ".join(plain.split())[:longest].rstrip()
