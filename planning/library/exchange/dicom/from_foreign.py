"""PURE. A package from templates, groups and assemblies that somebody else wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from planning.library.exchange.dicom import codes
from planning.library.exchange.dicom.foreign_ladder import Choice, choices_of
from planning.library.exchange.dicom.foreign_views import (
    cup_view,
    head_view,
    stem_view,
    width_mm,
)
from planning.library.exchange.dicom.marks import Marks
from planning.library.exchange.dicom.objects import (
    ImplantAssembly,
    ImplantGroup,
    ImplantTemplate,
)
from planning.library.exchange.dicom.partners import Join, Partners, joins_of, kind_of
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import (
    ImplantPackage,
    Kind,
    PackageFamily,
    PackageSize,
    PackageVariant,
    PackageView,
    Provenance,
    Status,
    View,
)

_VIEWS = {Kind.STEM: stem_view, Kind.HEAD: head_view, Kind.CUP: cup_view}
_ANCHORS = {Kind.STEM: "resection", Kind.HEAD: "centre", Kind.CUP: "centre"}
_MEANINGS = {
    "resection": "where the neck cut crosses the axis", "head_centre": "of the head",
    "stem_prox": "upper end of the axis", "stem_tip": "tip", "centre": "centre of rotation",
    "liner_head_centre": "centre of the head in the liner", "rim_lat": "lateral edge of the rim",
    "rim_med": "medial edge of the rim",
}  # fmt: skip
_CUP_DEG = 40.0
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9_.-]+")


def package_of_foreign(
    templates: Sequence[ImplantTemplate],
    groups: Sequence[ImplantGroup],
    assemblies: Sequence[ImplantAssembly],
    files: Mapping[str, str],
    given,
) -> ImplantPackage:
    """Return the package that a maker's objects make.

    Parameters
    ----------
    templates, groups, assemblies : sequences
    files : mapping of str to str
        File by UID, for refusals.
    given : Given
        Licence and manufacturer that a person gave.

    Raises
    ------
    ExchangeRefused
        Naming the file, the part and what it lacks.
    """
    if not templates:
        raise ExchangeRefused("package_without_templates", file=next(iter(files.values()), "-"))
    makers = list(dict.fromkeys(one.manufacturer for one in templates))
    if len(makers) > 1 and not given.manufacturer:
        raise ExchangeRefused("package_of_several", file=files[templates[0].uid])
    maker = given.manufacturer or makers[0]
    workshop = _Workshop(templates, assemblies, files)
    families = _apart([workshop.family(choices) for choices in choices_of(templates, groups)])
    version = templates[0].version
    made = Provenance(maker)
    return ImplantPackage(maker, families[0].name, version, given.licence, made, families)


class _Workshop:
    """Makes families of templates that know their partners."""

    def __init__(
        self,
        templates: Sequence[ImplantTemplate],
        assemblies: Sequence[ImplantAssembly],
        files: Mapping[str, str],
    ):
        self.files = files
        self.joins: dict[str, list[Join]] = joins_of(templates, assemblies)

    def family(self, choices: Sequence[Choice]) -> PackageFamily:
        first = choices[0].template
        kind = Kind(self._kind(first))
        sizes: dict[str, list[Choice]] = {}
        for choice in choices:
            sizes.setdefault(choice.size, []).append(choice)
        made = tuple(self._size(kind, size, some) for size, some in sizes.items())
        names = made[0].variants[0].views[0].points
        withdrawn = [one for choice in choices for one in choice.template.notifications]
        digits = re.sub(r"\D", "", first.version)[:6]
        return PackageFamily(
            key=_key(first),
            version=max(1, int(digits or 1)),
            maker_version=first.version,
            kind=kind,
            component=codes.component_of(first.types),
            fixation=codes.fixation_of(first.fixation),
            name=first.name,
            generic=False,
            notice="",
            options=choices[0].options,
            points={name: _MEANINGS[name] for name in names},
            anchor=_ANCHORS[kind],
            default_size=list(sizes)[len(sizes) // 2],
            rotation_deg=_CUP_DEG if kind is Kind.CUP else 0.0,
            freedom=(),
            sizes=made,
            materials=codes.materials_of(first.materials),
            status=Status.RECALLED if withdrawn else Status.CURRENT,
            status_reason=withdrawn[0].summary[:300] if withdrawn else "",
            effective_date=_iso(first.effective),
        )

    @contextmanager
    def _naming(self, template: ImplantTemplate) -> Iterator[None]:
        """Name the file of a template in what is refused of it."""
        try:
            yield
        except ExchangeRefused as refusal:
            raise refusal.of(self.files[template.uid]) from None

    def _kind(self, template: ImplantTemplate) -> str:
        kind = kind_of(template)
        if kind is None:
            raise ExchangeRefused("template_kind", file=self.files[template.uid])
        return kind

    def _size(self, kind: Kind, size: str, some: Sequence[Choice]) -> PackageSize:
        variants = tuple(self._variant(kind, choice) for choice in some)
        return PackageSize(size, some[0].template.size or size, {}, variants)

    def _variant(self, kind: Kind, choice: Choice) -> PackageVariant:
        template = choice.template
        with self._naming(template):
            views = self._views(kind, template)
        named = " ".join(filter(None, (template.name, template.size, choice.named)))
        return PackageVariant(choice.chosen, named, views, part_number=template.part_number)

    def _views(self, kind: Kind, template: ImplantTemplate) -> tuple[PackageView, ...]:
        partners = self._partners(template)
        found: dict[View, PackageView] = {}
        for drawing in template.drawings:
            view = codes.view_of(drawing.view)
            if view is None:
                continue
            marks = Marks(template, drawing)
            if view in found:
                raise marks.refuse("template_view_twice")
            found[view] = _VIEWS[kind](marks, view, partners)
        if View.AP not in found:
            raise ExchangeRefused("template_front", where=template.part_number)
        return tuple(found[view] for view in View if view in found)

    def _partners(self, template: ImplantTemplate) -> Partners:
        joins = tuple(self.joins[template.uid])
        return Partners(template, joins, self._diameter_mm, self._neck_length_mm)

    def _diameter_mm(self, head: ImplantTemplate) -> float:
        with self._naming(head):
            return width_mm(self._front(head).paths()[0])

    def _neck_length_mm(self, stem: ImplantTemplate, feature: int) -> float:
        with self._naming(stem):
            view = stem_view(self._front(stem), View.AP, self._partners(stem))
        steps = {one.step: one for one in view.mating}
        mating = steps.get(str(feature)) or view.mating[0]
        return float(mating.fits["increment_mm"])

    def _front(self, template: ImplantTemplate) -> Marks:
        for drawing in template.drawings:
            if codes.view_of(drawing.view) is View.AP:
                return Marks(template, drawing)
        raise ExchangeRefused("template_front", where=template.part_number)


def _apart(families: Sequence[PackageFamily]) -> tuple[PackageFamily, ...]:
    """Give parts of one name keys of their own: that of their kind, and a number if need be."""
    keys = [family.key for family in families]
    found: list[PackageFamily] = []
    for family in families:
        shared = keys.count(family.key) > 1
        key = f"{family.key[:50]}_{family.kind}" if shared else family.key
        taken = {one.key for one in found}
        number = 2
        while key in taken:
            key, number = f"{family.key[:50]}_{family.kind}_{number}", number + 1
        found.append(replace(family, key=key))
    return tuple(found)


def _key(template: ImplantTemplate) -> str:
    name = _NOT_IN_KEY.sub("_", template.name).strip("_.-") or "implant"
    return (name if name[0].isalpha() else f"i_{name}")[:60]


def _iso(effective: str) -> str:
    digits = effective[:8]
    return (
        f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits.isdigit() and len(digits) == 8 else ""
    )
