"""PURE. What goes together as assembly templates: stems with the heads and cups that fit them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from planning.library.exchange.dicom import codes
from planning.library.exchange.dicom.objects import (
    AssemblyComponent,
    ComponentType,
    Connection,
    ImplantAssembly,
)
from planning.library.exchange.dicom.to_templates import Exported, effective
from planning.library.exchange.dicom.uids import implant_uid
from planning.library.package import ImplantPackage, Kind, Mating

_SAME_MM = 1e-6
_End = tuple[Exported, tuple[int, int]]


def assemblies_of(package: ImplantPackage, made: list[Exported]) -> list[ImplantAssembly]:
    """Return an assembly for every stem family with every cup family, and the heads between.

    Parts without a partner in the package are left out; where nothing fits there is none.
    """
    by_family: dict[tuple[str, int], list[Exported]] = {}
    for one in made:
        by_family.setdefault((one.family.key, one.family.version), []).append(one)
    families = list(by_family.values())
    heads = [one for one in made if one.family.kind is Kind.HEAD]
    cups = [family for family in families if family[0].family.kind is Kind.CUP] or [[]]
    stems = [family for family in families if family[0].family.kind is Kind.STEM]
    pairs = [(stem, cup) for stem in stems for cup in cups]
    return [found for stem, cup in pairs for found in _assembly(package, stem, heads, cup)]


def _assembly(
    package: ImplantPackage, stems: list[Exported], heads: list[Exported], cups: list[Exported]
) -> Iterator[ImplantAssembly]:
    on_stems = list(_joined(stems, "taper", heads, "taper"))
    in_cups = list(_joined(heads, "liner", cups, "head"))
    used = {id(end[0]) for pair in on_stems + in_cups for end in pair}
    kept = [[one for one in some if id(one) in used] for some in (stems, heads, cups)]
    numbers = {
        id(one): number for number, one in enumerate((o for some in kept for o in some), start=1)
    }
    if not on_stems:
        return
    connections = tuple(
        Connection((numbers[id(a)], *first), (numbers[id(b)], *second))
        for (a, first), (b, second) in on_stems + in_cups
    )
    family = stems[0].family
    partner = f" with {kept[2][0].family.name}" if kept[2] else ""
    said = ImplantAssembly(
        uid="",
        name=codes.line(f"{family.name}{partner}"),
        issuer=codes.line(package.manufacturer),
        version=codes.line(package.version),
        effective=effective(family),
        anatomy=(codes.HIP_JOINT,),
        procedures=(codes.HIP_RECONSTRUCTION,),
        types=tuple(_type(some, numbers) for some in kept if some),
        connections=connections,
    )
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    yield replace(said, uid=implant_uid("assembly", digest))


def _type(some: list[Exported], numbers: dict[int, int]) -> ComponentType:
    components = tuple(AssemblyComponent(numbers[id(one)], one.template.uid) for one in some)
    # One role, although a shell with its liner has two codes as an implant.
    code = codes.COMPONENT[some[0].family.component][0]
    return ComponentType(code, exclusive=True, mandatory=True, components=components)


def _joined(
    some: list[Exported], name: str, others: list[Exported], other_name: str
) -> Iterator[tuple[_End, _End]]:
    partners = [(one, *feature) for one in others for feature in one.features]
    for one in some:
        for numbers, mating in one.features:
            if mating.name != name:
                continue
            for other, other_numbers, other_mating in partners:
                if other_mating.name == other_name and _fits(mating, other_mating):
                    yield (one, numbers), (other, other_numbers)


def _fits(a: Mating, b: Mating) -> bool:
    if a.name == "taper":
        return a.fits.get("type") == b.fits.get("type") and _is_same(_length(a), _length(b))
    return _is_same(a.fits.get("diameter_mm"), b.fits.get("diameter_mm"))


def _length(mating: Mating) -> object:
    """Return the neck length of a taper feature: by number, or by the name of its step."""
    if "increment_mm" in mating.fits:
        return mating.fits["increment_mm"]
    try:
        return float(mating.step)
    except ValueError:
        return mating.step


def _is_same(a: object, b: object) -> bool:
    if isinstance(a, float | int) and isinstance(b, float | int):
        return abs(a - b) <= _SAME_MM
    return a is not None and a == b
