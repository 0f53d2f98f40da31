"""PURE. Items that the implant objects share, both ways: codes, references, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydicom.dataset import Dataset

from planning.library.exchange.dicom.objects import Code, FeaturePlace

PRIVATE_GROUP = 0x0069
PRIVATE_CREATOR = "PLUMBLINE IMPLANTS 1"
LOCAL_SCHEME = "99PLUMBLINE"
_EXTRA = 0x01


def begin(sop_class: str, uid: str, effective: str) -> Dataset:
    """Begin an object: SOP Common, and from when on it is valid."""
    made = Dataset()
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID = sop_class
    made.SOPInstanceUID = uid
    made.EffectiveDateTime = effective
    scheme = Dataset()
    scheme.CodingSchemeDesignator = LOCAL_SCHEME
    scheme.CodingSchemeName = "Plumbline implant library"
    scheme.CodingSchemeResponsibleOrganization = "Plumbline"
    made.CodingSchemeIdentificationSequence = [scheme]
    return made


def code_item(made: Code) -> Dataset:
    """Return the item of a coded concept."""
    item = Dataset()
    item.CodeValue = made.value
    item.CodingSchemeDesignator = made.scheme
    item.CodeMeaning = made.meaning
    return item


def read_code(item: Dataset) -> Code:
    """Return the concept of an item, whichever form its value has."""
    value = item.get("CodeValue") or item.get("LongCodeValue") or item.get("URNCodeValue") or ""
    return Code(str(value), text(item, "CodingSchemeDesignator"), text(item, "CodeMeaning"))


def set_codes(data: Dataset, keyword: str, made: Iterable[Code]) -> None:
    """Add a sequence of codes, or nothing where there is none."""
    items = [code_item(one) for one in made]
    if items:
        setattr(data, keyword, items)


def read_codes(data: Dataset, keyword: str) -> tuple[Code, ...]:
    """Return the codes of a sequence; none where it is not there."""
    return tuple(read_code(item) for item in data.get(keyword) or ())


def anatomy_items(made: Iterable[Code]) -> list[Dataset]:
    """Return items of a target anatomy sequence."""
    items = []
    for one in made:
        item = Dataset()
        item.AnatomicRegionSequence = [code_item(one)]
        items.append(item)
    return items


def read_anatomy(data: Dataset, keyword: str) -> tuple[Code, ...]:
    """Return the regions of a target anatomy sequence."""
    items = data.get(keyword) or ()
    return tuple(code for item in items for code in read_codes(item, "AnatomicRegionSequence"))


def reference_item(sop_class: str, uid: str) -> Dataset:
    """Return a reference to an instance."""
    item = Dataset()
    item.ReferencedSOPClassUID = sop_class
    item.ReferencedSOPInstanceUID = uid
    return item


def set_reference(data: Dataset, keyword: str, sop_class: str, uid: str) -> None:
    """Add a sequence with one reference, or nothing where there is none."""
    if uid:
        setattr(data, keyword, [reference_item(sop_class, uid)])


def read_reference(data: Dataset, keyword: str) -> str:
    """Return the UID that a sequence refers to, or nothing."""
    items = data.get(keyword) or ()
    return str(items[0].ReferencedSOPInstanceUID) if items else ""


def place_item(made: FeaturePlace, stem: str) -> Dataset:
    """Return where a feature lies on a drawing; `stem` begins the keywords of point and axes."""
    item = Dataset()
    item.ReferencedHPGLDocumentID = made.drawing
    setattr(item, f"{stem}Point", list(made.point))
    setattr(item, f"{stem}Axes", list(made.axes))
    return item


def read_places(items: Sequence[Dataset] | None, stem: str) -> tuple[FeaturePlace, ...]:
    """Return what :func:`place_item` wrote."""
    return tuple(
        FeaturePlace(
            int(item.ReferencedHPGLDocumentID),
            numbers(item, f"{stem}Point"),
            numbers(item, f"{stem}Axes"),
        )
        for item in items or ()
    )


def numbers(item: Dataset, keyword: str) -> tuple[float, ...]:
    """Return the values of an element of several numbers."""
    return tuple(float(value) for value in item[keyword].value)


def text(item: Dataset, keyword: str) -> str:
    """Return a text, or nothing where it is not there."""
    return str(item.get(keyword) or "")


def set_extra(data: Dataset, extra: str) -> None:
    """Add what the standard has no element for, in a private element of our own."""
    if extra:
        block = data.private_block(PRIVATE_GROUP, PRIVATE_CREATOR, create=True)
        block.add_new(_EXTRA, "UT", extra)


def read_extra(data: Dataset) -> str:
    """Return what :func:`set_extra` wrote, or nothing in the object of somebody else."""
    try:
        block = data.private_block(PRIVATE_GROUP, PRIVATE_CREATOR)
    except KeyError:
        return ""
    if _EXTRA not in block:
        return ""
    value = block[_EXTRA].value
    # In Implicit VR a private element has no VR, and its bytes are left as they are.
    return value.decode("utf-8", "replace").rstrip(" ") if isinstance(value, bytes) else str(value)
