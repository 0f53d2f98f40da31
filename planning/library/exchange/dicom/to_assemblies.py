"""PURE. What goes together as assembly templates: stems with the heads and cups that fit them."""

from __future__ import annotations

import hashlib
import itertools
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
from planning.library.package import Component, ImplantPackage, Kind, Mating

MOST_CONNECTIONS = 5_000
"""An object of more than 50,000 elements passes no gate, ours included; a connection has seven."""

_SAME_MM = 1e-6
_End = tuple[Exported, tuple[int, int]]
_Pair = tuple[_End, _End]


def assemblies_of(package: ImplantPackage, made: list[Exported]) -> list[ImplantAssembly]:
    """Return an assembly for every stem family with every family of heads and of cups.

    Parts without a partner in the package are left out; where nothing fits there is none. A
    stem family with more combinations than one object may hold has several, by size.
    """
    stems, heads, cups = (_families(made, kind) for kind in (Kind.STEM, Kind.HEAD, Kind.CUP))
    found = []
    for stem_family, head_family in itertools.product(stems, heads):
        # A bipolar head turns in the bone, whatever liner has its diameter.
        in_liner = head_family[0].family.component is Component.FEMORAL_HEAD
        partners = [
            cup for cup in cups if in_liner and any(_joined(head_family, "liner", cup, "head"))
        ]
        for cup_family in partners or [[]]:
            found.extend(_assemblies(package, stem_family, head_family, cup_family))
    return found


def _families(made: list[Exported], kind: Kind) -> list[list[Exported]]:
    by_family: dict[tuple[str, int], list[Exported]] = {}
    for one in made:
        if one.family.kind is kind:
            by_family.setdefault((one.family.key, one.family.version), []).append(one)
    return list(by_family.values())


def _assemblies(
    package: ImplantPackage, stems: list[Exported], heads: list[Exported], cups: list[Exported]
) -> Iterator[ImplantAssembly]:
    on_stems = list(_joined(stems, "taper", heads, "taper"))
    if not on_stems:
        return
    in_cups = list(_joined(heads, "liner", cups, "head"))
    most = max(1, MOST_CONNECTIONS - len(in_cups))
    parts = list(_parts(on_stems, most))
    for number, part in enumerate(parts, start=1):
        suffix = f", part {number} of {len(parts)}" if len(parts) > 1 else ""
        yield _assembly(package, (stems, heads, cups), part + in_cups, suffix)


def _parts(on_stems: list[_Pair], most: int) -> Iterator[list[_Pair]]:
    """Divide by stems: what one stem goes with stays together."""
    part: list[_Pair] = []
    for _, pairs in itertools.groupby(on_stems, key=lambda pair: id(pair[0][0])):
        of_stem = list(pairs)
        if part and len(part) + len(of_stem) > most:
            yield part
            part = []
        part += of_stem
    yield part


def _assembly(
    package: ImplantPackage,
    roles: tuple[list[Exported], ...],
    pairs: list[_Pair],
    suffix: str,
) -> ImplantAssembly:
    used = {id(end[0]) for pair in pairs for end in pair}
    kept = [[one for one in some if id(one) in used] for some in roles]
    numbers = {
        id(one): number for number, one in enumerate((o for some in kept for o in some), start=1)
    }
    names = [some[0].family.name for some in kept if some]
    share = (64 - len(suffix)) // len(names) - 3
    said = ImplantAssembly(
        uid="",
        name=" + ".join(codes.line(name, share) for name in names) + suffix,
        issuer=codes.line(package.manufacturer),
        version=codes.line(package.version),
        effective=effective(kept[0][0].family),
        anatomy=(codes.HIP_JOINT,),
        procedures=(codes.HIP_RECONSTRUCTION,),
        types=tuple(_type(some, numbers) for some in kept if some),
        connections=tuple(
            Connection((numbers[id(a)], *first), (numbers[id(b)], *second))
            for (a, first), (b, second) in pairs
        ),
    )
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    return replace(said, uid=implant_uid("assembly", digest))


def _type(some: list[Exported], numbers: dict[int, int]) -> ComponentType:
    components = tuple(AssemblyComponent(numbers[id(one)], one.template.uid) for one in some)
    # One role, although a shell with its liner has two codes as an implant.
    code = codes.COMPONENT[some[0].family.component][0]
    return ComponentType(code, exclusive=True, mandatory=True, components=components)


def _joined(
    some: list[Exported], name: str, others: list[Exported], other_name: str
) -> Iterator[_Pair]:
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
