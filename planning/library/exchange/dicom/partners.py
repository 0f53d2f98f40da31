"""PURE. What assemblies say of one template: to which parts its features are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from planning.library.exchange.dicom.codes import component_of
from planning.library.exchange.dicom.objects import ImplantAssembly, ImplantTemplate
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import Component

KIND_OF = {
    Component.SHELL_WITH_LINER: "cup",
    Component.MONOBLOCK_CUP: "cup",
    Component.FEMORAL_HEAD: "head",
    Component.BIPOLAR_HEAD: "head",
    Component.FEMORAL_STEM: "stem",
}

_SAME_MM = 0.3


@dataclass(frozen=True, slots=True)
class Join:
    """One connection, seen from one of its two parts."""

    own_set: int
    partner: ImplantTemplate
    partner_feature: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Partners:
    """The connections of a template.

    Attributes
    ----------
    template : ImplantTemplate
    joins : tuple of Join
    diameter_mm : callable
        Of a head template's ball.
    neck_length_mm_of : callable
        Of a stem template and the number of its feature.
    """

    template: ImplantTemplate
    joins: tuple[Join, ...]
    diameter_mm: Callable[[ImplantTemplate], float]
    neck_length_mm_of: Callable[[ImplantTemplate, int], float]

    def sets_towards(self, kind: str) -> set[int]:
        """Return the sets that are joined to stems, heads or cups."""
        return {one.own_set for one in self.joins if kind_of(one.partner) == kind}

    def head_diameter_mm(self) -> float | None:
        """Return the diameter of the heads that go into a cup; None where none is joined."""
        heads = [one.partner for one in self.joins if kind_of(one.partner) == "head"]
        return self._one({self.diameter_mm(head) for head in _once(heads)})

    def neck_length_mm(self) -> float:
        """Return the neck length that a head gives; 0 where no stem is joined."""
        stems = [one for one in self.joins if kind_of(one.partner) == "stem"]
        lengths = {self.neck_length_mm_of(one.partner, one.partner_feature[1]) for one in stems}
        return self._one(lengths) or 0.0

    def _one(self, values: set[float]) -> float | None:
        if not values:
            return None
        if max(values) - min(values) > _SAME_MM:
            raise ExchangeRefused("assembly_disagrees", where=self.template.part_number)
        return min(values)


def kind_of(template: ImplantTemplate) -> str | None:
    """Return ``cup``, ``head`` or ``stem``; None for what is no part of a hip."""
    component = component_of(template.types)
    return None if component is None else KIND_OF[component]


def _once(templates: Iterable[ImplantTemplate]) -> list[ImplantTemplate]:
    return list({one.uid: one for one in templates}.values())


def joins_of(
    templates: Sequence[ImplantTemplate], assemblies: Sequence[ImplantAssembly]
) -> dict[str, list[Join]]:
    """Return the connections of every template by its UID."""
    by_uid = {one.uid: one for one in templates}
    found: dict[str, list[Join]] = {one.uid: [] for one in templates}
    for assembly in assemblies:
        part = {
            one.number: by_uid[one.template_uid]
            for kind in assembly.types
            for one in kind.components
        }
        for connection in assembly.connections:
            for near, far in (
                (connection.first, connection.second),
                (connection.second, connection.first),
            ):
                join = Join(near[1], part[far[0]], (far[1], far[2]))
                found[part[near[0]].uid].append(join)
    return found
