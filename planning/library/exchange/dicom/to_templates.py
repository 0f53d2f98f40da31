"""PURE. A package of implants as templates and groups of the standard."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from planning.library.exchange.dicom import codes
from planning.library.exchange.dicom.drawings import Sheet, drawing_of, sheet_of
from planning.library.exchange.dicom.extra import family_extra, variant_extra
from planning.library.exchange.dicom.objects import (
    Code,
    DegreeOfFreedom,
    Dimension,
    Feature,
    FeaturePlace,
    FeatureSet,
    FreedomPlace,
    GroupMember,
    ImplantGroup,
    ImplantTemplate,
    Landmark,
    Notice,
)
from planning.library.exchange.dicom.uids import implant_uid
from planning.library.package import (
    ImplantPackage,
    Kind,
    Mating,
    PackageFamily,
    PackageSize,
    PackageVariant,
    PackageView,
    Status,
)

TOLERANCE_MM = 0.025
UNKNOWN_SINCE = "19000101"
"""Effective DateTime must have a value: of a family without a date, it holds since ever."""

_ROUND = ("head", "liner")
_CENTRES = {
    Kind.CUP: {"centre": codes.ACETABULAR_CENTRE},
    Kind.HEAD: {"centre": codes.FEMORAL_HEAD_CENTRE},
    Kind.STEM: {"head_centre": codes.FEMORAL_HEAD_CENTRE},
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A template and what it was made of.

    Attributes
    ----------
    template : ImplantTemplate
    family, variant : PackageFamily, PackageVariant
    ranks : mapping of str to int
        Its place in the order of sizes and of every option, by the dimension's name.
    features : tuple of ((set, feature), Mating)
        Of the first view, with the numbers that they have in the template.
    """

    template: ImplantTemplate
    family: PackageFamily
    variant: PackageVariant
    ranks: Mapping[str, int]
    features: tuple[tuple[tuple[int, int], Mating], ...]


def templates_of(package: ImplantPackage) -> list[Exported]:
    """Return a template for every size and choice, families in their order."""
    steps = _step_numbers(package)
    return [
        _exported(package, family, size, variant, steps)
        for family in package.families
        for size in family.sizes
        for variant in size.variants
    ]


def _step_numbers(package: ImplantPackage) -> dict[str, int]:
    """Number alternatives alike in the whole package: PS3.17 ZZ.1.2 recommends it."""
    found = {
        mating.step
        for family in package.families
        for size in family.sizes
        for variant in size.variants
        for view in variant.views
        for mating in view.mating
        if mating.step
    }
    return {step: number for number, step in enumerate(sorted(found, key=_by_value), start=1)}


def _by_value(step: str) -> tuple[float, str]:
    try:
        return float(step), step
    except ValueError:
        return float("inf"), step


def _exported(
    package: ImplantPackage,
    family: PackageFamily,
    size: PackageSize,
    variant: PackageVariant,
    steps: Mapping[str, int],
) -> Exported:
    sheets = [sheet_of(view) for view in variant.views]
    sets, numbered = _sets(variant, sheets, steps)
    drawings = tuple(
        drawing_of(view, sheet, number, view.points[family.anchor])
        for number, (view, sheet) in enumerate(zip(variant.views, sheets, strict=True), start=1)
    )
    issued = effective(family)
    made = ImplantTemplate(
        uid="",
        frame_uid=implant_uid("frame", package.manufacturer, family.key, family.version),
        manufacturer=codes.line(package.manufacturer),
        name=codes.line(family.name),
        part_number=_part_number(family, size, variant),
        size=codes.line(size.size),
        version=codes.line(family.maker_version or str(family.version)),
        effective=issued,
        anatomy=(codes.HIP_JOINT,),
        materials=codes.material_codes(family.materials),
        types=codes.COMPONENT[family.component],
        fixation=codes.FIXATION[family.fixation],
        drawings=drawings,
        sets=sets,
        landmarks=tuple(_landmarks(family, variant, sheets)),
        tolerance_mm=TOLERANCE_MM,
        notifications=_notifications(family, issued),
        information=(Notice(issued, _information(package, family, variant)),),
        extra=variant_extra(family, size, variant),
    )
    uid = implant_uid("template", _digest(made))
    return Exported(
        replace(made, uid=uid), family, variant, _ranks(family, size, variant), numbered
    )


def effective(family: PackageFamily) -> str:
    """Return from when on a family is valid, as a DT."""
    digits = "".join(c for c in family.effective_date if c.isdigit())[:8]
    return digits if len(digits) == 8 else UNKNOWN_SINCE


def _digest(made: object) -> str:
    """Return a digest of all that an object says: other content, another UID."""
    return hashlib.sha256(repr(made).encode()).hexdigest()


def _part_number(family: PackageFamily, size: PackageSize, variant: PackageVariant) -> str:
    """Return the maker's number, or for a shape without one a name that is there once."""
    if variant.part_number:
        return codes.line(variant.part_number)
    choice = "-".join(variant.options.values())
    named = f"{family.key}-v{family.version}-{size.size}-{choice}"
    if len(named) <= 64:
        return codes.line(named)
    return f"{codes.line(named, 47)}-{hashlib.sha256(named.encode()).hexdigest()[:16]}"


def _information(package: ImplantPackage, family: PackageFamily, variant: PackageVariant) -> str:
    said = [variant.name, family.notice, f"Licence: {package.licence}"]
    return ". ".join(filter(None, said)).replace("\\", "/")[:1000]


def _notifications(family: PackageFamily, issued: str) -> tuple[Notice, ...]:
    if family.status is Status.CURRENT:
        return ()
    said = ": ".join(filter(None, (family.status.capitalize(), family.status_reason)))
    return (Notice(issued, said.replace("\\", "/")[:1000]),)


def _ranks(family: PackageFamily, size: PackageSize, variant: PackageVariant) -> dict[str, int]:
    order = [one.size for one in family.sizes]
    ranks = {"Size": order.index(size.size) + 1}
    for option in family.options:
        values = [value.key for value in option.values]
        ranks[codes.line(option.name)] = values.index(variant.options[option.key]) + 1
    return ranks


def _sets(
    variant: PackageVariant, sheets: list[Sheet], steps: Mapping[str, int]
) -> tuple[tuple[FeatureSet, ...], tuple[tuple[tuple[int, int], Mating], ...]]:
    names = list(dict.fromkeys(one.name for view in variant.views for one in view.mating))
    sets, numbered = [], []
    for number, name in enumerate(names, start=1):
        found: dict[int, list] = {}
        firsts: dict[int, Mating] = {}
        for drawing, (view, sheet) in enumerate(zip(variant.views, sheets, strict=True), start=1):
            for one in view.mating:
                if one.name == name:
                    feature = steps.get(one.step, 1)
                    found.setdefault(feature, []).append(sheet.place(drawing, one.point, one.axis))
                    firsts.setdefault(feature, one)
        features = tuple(
            Feature(feature, tuple(places), _freedoms(name, places))
            for feature, places in sorted(found.items())
        )
        sets.append(FeatureSet(number, _label(name, firsts), features))
        numbered.extend(((number, feature), one) for feature, one in sorted(firsts.items()))
    return tuple(sets), tuple(numbered)


def _label(name: str, features: Mapping[int, Mating]) -> str:
    """Name a set, and the type of its taper: others have nothing else to tell by."""
    types = {str(one.fits["type"]) for one in features.values() if "type" in one.fits}
    return codes.line(" ".join([name, *sorted(types)]))


def _freedoms(name: str, places: list) -> tuple[DegreeOfFreedom, ...]:
    """A ball turns in its socket, in every drawing about the direction of view."""
    if name not in _ROUND:
        return ()
    turns = tuple(FreedomPlace(one.drawing, (0.0, 0.0, 1.0), (-180.0, 180.0)) for one in places)
    return (DegreeOfFreedom("ROTATION", turns),)


def _landmarks(
    family: PackageFamily, variant: PackageVariant, sheets: list[Sheet]
) -> Iterator[Landmark]:
    pairs = list(enumerate(zip(variant.views, sheets, strict=True), start=1))
    number = 0
    for number, (name, meaning) in enumerate(family.points.items(), start=1):
        code = _CENTRES[family.kind].get(name)
        places = {drawing: sheet.point(view.points[name]) for drawing, (view, sheet) in pairs}
        yield Landmark(number, "point", _described(name, meaning), _some(code), places)
    lines = {drawing: _line(sheet, *view.axis) for drawing, (view, sheet) in pairs}
    code = codes.AXIS_OF_FEMUR if family.kind is Kind.STEM else None
    yield Landmark(number + 1, "line", "axis", _some(code), lines)
    cuts = {drawing: _line(sheet, *cut) for drawing, (view, sheet) in pairs for cut in _cuts(view)}
    if cuts:
        yield Landmark(number + 2, "plane", "resection", (), cuts)


def _described(name: str, meaning: str) -> str:
    return codes.line(f"{name}: {meaning}" if meaning else name)


def _some(code: Code | None) -> tuple[Code, ...]:
    return () if code is None else (code,)


def _line(sheet: Sheet, start, end) -> tuple[float, ...]:
    return (*sheet.point(start), *sheet.point(end))


def _cuts(view: PackageView) -> Iterator[tuple]:
    """Where the plane of the neck cut crosses the drawing."""
    path = next((one for one in view.paths if one.role == "resection"), None)
    if path is not None:
        yield path.start, path.segments[-1].to


def group_of(package: ImplantPackage, members: list[Exported]) -> ImplantGroup:
    """Return the group of one family: what is the next size, what the next offset."""
    family = members[0].family
    made = ImplantGroup(
        uid="",
        name=codes.line(family.name),
        issuer=codes.line(package.manufacturer),
        version=codes.line(family.maker_version or str(family.version)),
        effective=effective(family),
        members=tuple(_member(number, one) for number, one in enumerate(members, start=1)),
        dimensions=tuple(
            Dimension(name, {n: one.ranks[name] for n, one in enumerate(members, start=1)})
            for name in members[0].ranks
        ),
        description=family.notice.replace("\\", "/")[:1000],
        anatomy=(codes.HIP_JOINT,),
        extra=family_extra(package, family),
    )
    return replace(made, uid=implant_uid("group", _digest(made)))


def _member(number: int, one: Exported) -> GroupMember:
    places = tuple(
        FeaturePlace(drawing.number, drawing.rotation_point, (1.0, 0.0, 0.0, 1.0))
        for drawing in one.template.drawings
    )
    return GroupMember(number, one.template.uid, places)
