"""PURE. Which templates are one family, and what is its size and its choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planning.library.exchange.dicom.codes import component_of
from planning.library.exchange.dicom.objects import (
    Dimension,
    ImplantGroup,
    ImplantTemplate,
)
from planning.library.package import Component, Option, OptionValue

_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9_.+-]+")
_PARTS = re.compile(r"(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Choice:
    """A template as one rung with one choice.

    Attributes
    ----------
    template : ImplantTemplate
    size : str
    chosen : mapping of str to str
    named : str
        The choice for people.
    options : tuple of Option
        Of its family.
    """

    template: ImplantTemplate
    size: str
    chosen: Mapping[str, str]
    named: str
    options: tuple[Option, ...]


def choices_of(
    templates: Sequence[ImplantTemplate], groups: Sequence[ImplantGroup]
) -> Iterator[list[Choice]]:
    """Return families: by their groups; by name, version and part what is in no group."""
    by_uid = {one.uid: one for one in templates}
    left = dict(by_uid)
    for group in groups:
        parts: dict[Component | None, dict[int, ImplantTemplate]] = {}
        for member in group.members:
            template = left.pop(member.template_uid, None)
            if template is not None:
                parts.setdefault(component_of(template.types), {})[member.number] = template
        for members in parts.values():
            yield _by_group(members, group.dimensions)
    # Makers give the name of a system to all of its parts.
    families: dict[tuple[str, str, Component | None], list[ImplantTemplate]] = {}
    for one in left.values():
        key = (one.name, one.version, component_of(one.types))
        families.setdefault(key, []).append(one)
    for some in families.values():
        yield _by_part_number(sorted(some, key=lambda one: _natural(one.size)))


def _by_group(
    members: Mapping[int, ImplantTemplate], dimensions: Sequence[Dimension]
) -> list[Choice]:
    ladder = next((one for one in dimensions if _is_ladder(one, members)), None)
    rest = [one for one in dimensions if one is not ladder]
    order = sorted(members, key=lambda n: ladder.ranks.get(n, 0) if ladder else 0)
    options = tuple(_option(one, members) for one in rest)
    choices = [
        Choice(
            template=members[number],
            size=_key(members[number].size or members[number].part_number),
            chosen={option.key: str(one.ranks.get(number, 0))
                    for option, one in zip(options, rest, strict=True)},
            named=", ".join(f"{one.name} {one.ranks.get(number, 0)}" for one in rest),
            options=options,
        )
        for number in order
    ]  # fmt: skip
    once = {(choice.size, *choice.chosen.values()) for choice in choices}
    if not options or len(once) < len(choices):
        return _by_part_number([choice.template for choice in choices])
    return choices


def _is_ladder(dimension: Dimension, members: Mapping[int, ImplantTemplate]) -> bool:
    """Say whether the ranks are those of the size: one size for each rank and the other way."""
    pairs = {(dimension.ranks.get(number), one.size) for number, one in members.items()}
    return len(pairs) == len({rank for rank, _ in pairs}) == len({size for _, size in pairs})


def _option(dimension: Dimension, members: Mapping[int, ImplantTemplate]) -> Option:
    ranks = sorted({dimension.ranks.get(number, 0) for number in members})
    values = tuple(OptionValue(str(rank), f"{dimension.name} {rank}") for rank in ranks)
    key = _key(dimension.name)
    return Option(key if key[:1].isalpha() else f"o_{key}", dimension.name, values[0].key, values)


def _by_part_number(templates: Sequence[ImplantTemplate]) -> list[Choice]:
    """Tell those of one size apart by their part numbers."""
    counts: dict[str, int] = {}
    for one in templates:
        counts[one.size] = counts.get(one.size, 0) + 1
    single = max(counts.values()) == 1
    keys = [("one" if single else _key(one.part_number)) for one in templates]
    names = {key: ("only one" if single else key) for key in keys}
    values = tuple(OptionValue(key, name) for key, name in names.items())
    option = Option("part", "Part", values[0].key, values)
    return [
        Choice(
            one, _key(one.size or one.part_number), {"part": key}, "" if single else key, (option,)
        )
        for one, key in zip(templates, keys, strict=True)
    ]


def _key(text: str) -> str:
    return _NOT_IN_KEY.sub("_", text).strip("_")[:40] or "one"


def _natural(text: str) -> list[tuple[int, float, str]]:
    """Order 8, 10, 12 as numbers and S, M by letter."""
    parts = [part for part in _PARTS.split(text) if part]
    return [(0, float(p), "") if p[0].isdigit() else (1, 0.0, p) for p in parts]
